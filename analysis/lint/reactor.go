package lint

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// checkReactor looks at each place in code on the reactor that may wait.
func checkReactor(c *checker) {
	for _, b := range c.where.Bodies {
		if b.Context.Place != where.Reactor || c.Own(b.Node().Pos()) {
			continue
		}
		for _, st := range blocking.Sites(c.pass.TypesInfo, b.Block) {
			switch {
			case st.Call != nil:
				c.call(b, st.Call)
			case st.Value != nil:
				c.rangeOver(b, st)
			default:
				c.operation(b, st)
			}
		}
	}
}

// call judges a call on the reactor.
func (c *checker) call(b *where.Body, call *ast.CallExpr) {
	effect, blocks := c.facts.Call(c.pass.TypesInfo, call)
	if !blocks {
		if c.On("EV106") {
			c.unknown(b, call, effect)
		}
		return
	}
	name := show(call.Fun)
	switch {
	case effect.Callee == nil && c.holdsLiteral(call.Fun):
		return // a body of its own, which has inherited the context
	case effect.ParamLit && c.givesLiteral(call):
		return // as above
	case c.On("EV303") && c.waitsForReactor(call):
		return // for that rule
	case isSleep(effect.Callee):
		c.on(b, "EV102", call, "call to "+name+" stops the reactor", sleepFix(c, b, call)...)
	case effect.Class == blocking.Lock:
		c.on(b, "EV104", call, "call to "+name+" takes a lock on the reactor ("+effect.Why+")")
	case effect.Quick:
		c.on(b, "EV105", call, "call to "+name+" may block the reactor for a short time ("+effect.Why+")")
	default:
		c.on(b, "EV101", call, "call to "+name+" blocks the reactor ("+effect.Why+")", blockingFixes(c, b, call, effect)...)
	}
}

// on reports something in code on the reactor, and says why that runs there.
func (c *checker) on(b *where.Body, id string, n ast.Node, message string, fixes ...analysis.SuggestedFix) {
	d := analysis.Diagnostic{Pos: n.Pos(), End: n.End(), Message: message, SuggestedFixes: fixes}
	if b.Context.At.IsValid() {
		what := "the function runs on the reactor: it is "
		if b.Lit != nil {
			what = "the literal runs on the reactor: it is "
		}
		d.Related = []analysis.RelatedInformation{{Pos: b.Context.At, Message: what + b.Context.Why}}
	}
	c.ReportDiagnostic(id, d)
}

// rangeOver judges a range over a function.
func (c *checker) rangeOver(b *where.Body, st blocking.Site) {
	if effect, blocks := c.facts.Value(c.pass.TypesInfo, st.Value); blocks {
		c.on(b, "EV101", st.Value, "range over "+show(st.Value)+" blocks the reactor ("+effect.Why+")")
	}
}

// operation judges an operation of the language.
func (c *checker) operation(b *where.Body, st blocking.Site) {
	if st.Class == blocking.Sleep {
		c.on(b, "EV102", st.Node, st.Op+" waits for a timer on the reactor")
		return
	}
	what := st.Node
	message := st.Op + " blocks the reactor"
	switch n := st.Node.(type) {
	case *ast.SelectStmt:
		message = "select without default blocks the reactor"
		if len(n.Body.List) == 0 {
			message = "select without cases stops the reactor for ever"
		}
		what = keyword{n.Select, "select"}
	case *ast.RangeStmt:
		what = keyword{n.For, "for"}
	}
	c.on(b, "EV103", what, message)
}

// unknown reports calls that may do anything: of interface methods and func values
// without a mark.
func (c *checker) unknown(b *where.Body, call *ast.CallExpr, effect blocking.Effect) {
	fun := ast.Unparen(call.Fun)
	info := c.pass.TypesInfo
	if tv := info.Types[fun]; tv.IsType() || tv.IsBuiltin() {
		return
	}
	what := "func value"
	if fn := effect.Callee; fn != nil {
		recv := fn.Signature().Recv()
		if recv == nil || !types.IsInterface(recv.Type()) || effect.Nonblocking || fn.Pkg() == nil || c.facts.Table().Has(fn.Pkg().Path()) {
			return
		}
		what = "interface method"
	} else if c.knownValue(fun) {
		return
	}
	c.on(b, "EV106", call, "nothing is known of "+what+" "+show(fun)+", which may block the reactor: mark it //evert:blocking or //evert:nonblocking")
}

// knownValue reports whether the value of an expression is known to be harmless:
// a literal that runs where it is called, or of something marked nonblocking.
func (c *checker) knownValue(fun ast.Expr) bool {
	info := c.pass.TypesInfo
	if c.holdsLiteral(fun) {
		return true
	}
	var obj types.Object
	switch x := fun.(type) {
	case *ast.Ident:
		obj = info.Uses[x]
	case *ast.SelectorExpr:
		obj = info.Uses[x.Sel]
	}
	if v, ok := obj.(*types.Var); ok {
		if fact, _ := c.facts.Var(v); fact.Nonblocking {
			return true
		}
	}
	if named, ok := types.Unalias(info.TypeOf(fun)).(*types.Named); ok {
		fact, _ := c.facts.Type(named.Origin().Obj())
		return fact.Nonblocking
	}
	return info.TypeOf(fun) == nil // not type-checked
}

// holdsLiteral reports whether an expression is a literal that runs on the reactor,
// or a variable that holds one: what blocks is reported inside.
func (c *checker) holdsLiteral(x ast.Expr) bool {
	return c.where.Literal(c.pass.TypesInfo, x, where.Reactor)
}

// givesLiteral reports whether an argument is such a literal.
func (c *checker) givesLiteral(call *ast.CallExpr) bool {
	for _, arg := range call.Args {
		if c.holdsLiteral(arg) {
			return true
		}
	}
	return false
}

func isSleep(fn *types.Func) bool { return fn != nil && fn.FullName() == "time.Sleep" }
