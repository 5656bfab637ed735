package lint

import (
	"flag"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/diag"
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

// New returns an analyzer with rules of its own choice: those of these IDs, or
// those that are on by default if there are none.
func New(name, doc string, ids ...string) *analysis.Analyzer {
	l := &linter{ids: ids}
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
		Requires:         []*analysis.Analyzer{blocking.Analyzer, where.Analyzer},
		Run:              l.run,
		RunDespiteErrors: true,
	}
	a.Flags.Var(&setting{&l.on}, "on", "`rules` to turn on besides, such as EV104,EV106")
	a.Flags.Var(&setting{&l.off}, "off", "`rules` to turn off, such as EV305")
	return a
}

// A linter is one analyzer's choice of rules.
type linter struct{ ids, on, off []string }

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
}

// checks are the rules, each with its own file. Those whose rules are all off are
// not run.
var checks = []struct {
	ids []string
	run func(*checker)
}{
	{[]string{"EV101", "EV102", "EV103", "EV104", "EV105", "EV106"}, checkReactor},
	{[]string{"EV102"}, checkBusy},
	{[]string{"EV201"}, checkValues},
	{[]string{"EV202"}, checkMethods},
	{[]string{"EV203"}, checkDirectives},
	{[]string{"EV302"}, checkDropped},
	{[]string{"EV303"}, checkSelfWait},
	{[]string{"EV304"}, checkInThread},
	{[]string{"EV305"}, checkNeedless},
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
	for _, check := range checks {
		if slices.ContainsFunc(check.ids, c.On) {
			check.run(c)
		}
	}
	c.Unused()
	return nil, nil
}
