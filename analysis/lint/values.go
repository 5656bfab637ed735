package lint

import (
	"go/ast"

	"github.com/evert-go/evert/analysis/where"
)

// checkValues looks at functions that are given to what calls them on the reactor.
// Literals are not reported here: what blocks in them is.
func checkValues(c *checker) {
	for _, sink := range c.where.Sinks {
		if sink.Context.Place != where.Reactor || c.Own(sink.Value.Pos()) {
			continue
		}
		if _, isLit := ast.Unparen(sink.Value).(*ast.FuncLit); isLit {
			continue
		}
		effect, blocks := c.facts.Value(c.pass.TypesInfo, sink.Value)
		if !blocks || effect.Quick {
			continue
		}
		name := show(sink.Value)
		c.Report("EV201", sink.Value, name+" blocks ("+effect.Why+"), but is "+sink.Context.Why+", which runs it on the reactor",
			wrapFix(c, sink, effect)...)
	}
}
