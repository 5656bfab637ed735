package lint

import (
	"flag"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/diag"
	"github.com/evert-go/evert/analysis/once"
	"github.com/evert-go/evert/analysis/rules"
	"github.com/evert-go/evert/analysis/where"
)

const doc = `find code that blocks a reactor, and other mistakes with callbacks

Where nothing may block is known from //evert directives and from the runtime's
functions, which call their callbacks there. Each diagnostic begins with the ID
of its rule; its page has examples. A line says that it is all right:

	data := cache.Get(key) //evert:allow EV101 in memory, if it is warm`

// Analyzer reports violations of the rules that are on: those that are on by
// default, and those that the flags turn on and off.
var Analyzer = New("evert", doc)

// A visited is the fact of nothing: it is never exported. What the linter knows of
// other packages are facts of the analyzers that it requires; but where only facts
// are wanted, Bazel's nogo, up to rules_go 0.60, leaves out an analyzer that declares
// none itself, and those that it requires with it.
type visited struct{}

func (*visited) AFact() {}

func init() { Analyzer.FactTypes = []analysis.Fact{(*visited)(nil)} }

// New returns an analyzer with rules of its own choice: those of these IDs, or
// those that are on by default if there are none.
func New(name, doc string, ids ...string) *analysis.Analyzer {
	l := &linter{ids: ids, tests: true}
	if len(ids) == 0 {
		for _, rule := range rules.All() {
			if rule.On {
				l.ids = append(l.ids, rule.ID)
			}
		}
	}
	a := &analysis.Analyzer{
		Name:             name,
		Doc:              doc,
		URL:              "https://github.com/evert-go/evert/blob/main/docs/linter.md",
		Requires:         []*analysis.Analyzer{blocking.Analyzer, where.Analyzer, once.Analyzer},
		Run:              l.run,
		RunDespiteErrors: true,
	}
	a.Flags.Var(&setting{&l.on}, "on", "`rules` to turn on besides, such as EV104,EV106")
	a.Flags.Var(&setting{&l.off}, "off", "`rules` to turn off, such as EV305")
	a.Flags.BoolVar(&l.tests, "tests", true, "report in test files, too")
	return a
}

// A linter is one analyzer's choice of rules.
type linter struct {
	ids, on, off []string
	tests        bool
}

// A setting is a flag that takes rules.
type setting struct{ ids *[]string }

var _ flag.Value = (*setting)(nil)

func (s *setting) String() string { return "" }

func (s *setting) Set(list string) (err error) {
	*s.ids, err = rules.IDs(list)
	return err
}

// rulesOn returns the IDs of the rules that are on.
func (l *linter) rulesOn() []string {
	ids := append(slices.Clone(l.ids), l.on...)
	return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(l.off, id) })
}

// A checker checks one package.
type checker struct {
	*diag.Reporter
	pass  *analysis.Pass
	facts *blocking.Program
	where *where.Map

	bodies map[*types.Func]*where.Body // made by bodyOf
	parsed map[*ast.File]bool          // by parses
}

// bodyOf returns the body of a function of the package, or nil.
func (c *checker) bodyOf(fn *types.Func) *where.Body {
	if c.bodies == nil {
		c.bodies = make(map[*types.Func]*where.Body)
		for _, b := range c.where.Bodies {
			if b.Fn != nil {
				c.bodies[b.Fn] = b
			}
		}
	}
	return c.bodies[fn]
}

// checks are the rules, each with its own file. Those whose rules are all off are
// not run, and those about the runtime only where it is used.
var checks = []struct {
	ids     []string
	run     func(*checker)
	runtime bool
}{
	{[]string{"EV101", "EV102", "EV103", "EV104", "EV105", "EV106"}, checkReactor, false},
	{[]string{"EV102"}, checkBusy, false},
	{[]string{"EV201"}, checkValues, false},
	{[]string{"EV202"}, checkMethods, false},
	{[]string{"EV203"}, checkDirectives, false},
	{[]string{"EV301"}, checkLocks, false},
	{[]string{"EV302"}, checkDropped, true},
	{[]string{"EV303"}, checkSelfWait, true},
	{[]string{"EV304"}, checkInThread, true},
	{[]string{"EV305"}, checkNeedless, true},
	{[]string{"EV306", "EV203"}, checkOnce, false},
}

func (l *linter) run(pass *analysis.Pass) (any, error) {
	c := &checker{
		pass:  pass,
		facts: pass.ResultOf[blocking.Analyzer].(*blocking.Program),
		where: pass.ResultOf[where.Analyzer].(*where.Map),
	}
	if c.facts.Table().Has(pass.Pkg.Path()) {
		return nil, nil // the standard library has its table
	}
	on := l.rulesOn()
	c.Reporter = diag.New(pass, c.facts.Marks(pass.Pkg), on...)
	runtime := c.runtimePath("deferred") != ""
	if !l.tests {
		c.SkipTests()
	}
	for _, check := range checks {
		if (runtime || !check.runtime) && slices.ContainsFunc(check.ids, c.On) {
			check.run(c)
		}
	}
	c.Unused()
	return nil, nil
}
