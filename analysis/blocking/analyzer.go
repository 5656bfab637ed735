package blocking

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/stdlib"
)

// Analyzer computes the facts of one package for other analyzers, and hands them
// on to the packages that import it. It reports nothing. Its result is a
// *[Program] of that package alone.
//
// It looks into no package of the standard library, whose facts are in a table:
// some drivers would not run it there.
var Analyzer = &analysis.Analyzer{
	Name:             "evertblocking",
	Doc:              "compute which functions block, and why\n\nFunctions that wait for the network, files, processes, timers, channels or other\ngoroutines, found from the standard library's table, from directives and from\nthe functions that they call.",
	URL:              "https://pkg.go.dev/github.com/evert-go/evert/analysis/blocking",
	Run:              run,
	RunDespiteErrors: true,
	ResultType:       reflect.TypeFor[*Program](),
	FactTypes:        []analysis.Fact{(*Fact)(nil), (*Pack)(nil)},
}

// A Pack is the fact of a package that has counterparts.
type Pack struct {
	Forms []Form // sorted
}

// A Form is one counterpart: Symbol's callback form is Func, a function of the
// pack.
type Form struct{ Symbol, Func string }

// AFact makes Pack a fact of go/analysis.
func (*Pack) AFact() {}

func (p *Pack) String() string {
	list := make([]string, len(p.Forms))
	for i, form := range p.Forms {
		list[i] = form.Symbol + "=" + form.Func
	}
	return "pack " + strings.Join(list, " ")
}

func run(pass *analysis.Pass) (any, error) {
	p := newProgram(pass.Fset, stdlib.For("", ""))
	if p.table.Has(pass.Pkg.Path()) {
		return p, nil
	}
	p.imported = func(obj types.Object) (fact Fact, ok bool) {
		return fact, pass.ImportObjectFact(obj, &fact)
	}
	for _, known := range pass.AllPackageFacts() {
		if pack, ok := known.Fact.(*Pack); ok {
			for _, form := range pack.Forms {
				p.packs[form.Symbol] = known.Package.Path() + "." + form.Func
			}
		}
	}
	s := p.newScope(pass.Pkg, pass.TypesInfo, pass.Files)
	p.byInfo[pass.TypesInfo] = s
	p.byPkg[pass.Pkg] = s
	s.parseMarks()
	s.infer()
	s.export(pass)
	return p, nil
}

// export exports the facts that other packages may ask for.
func (s *scope) export(pass *analysis.Pass) {
	for _, n := range s.nodes {
		if n.fn != nil && !n.fact.empty() && s.prog.symbol(n.fn) != "" {
			fact := n.fact
			pass.ExportObjectFact(n.fn, &fact)
		}
	}
	for obj, fact := range s.objects {
		if v, ok := obj.(*types.Var); ok && !v.IsField() && v.Parent() != s.pkg.Scope() {
			continue // a parameter: the function's fact has it
		}
		pass.ExportObjectFact(obj, &fact)
	}
	var forms []Form
	for _, pair := range s.marks.Pairs() {
		for _, symbol := range pair.Target.Symbols() {
			forms = append(forms, Form{symbol, pair.Func.Name()})
		}
	}
	if len(forms) > 0 {
		slices.SortFunc(forms, func(a, b Form) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		pass.ExportPackageFact(&Pack{forms})
	}
}

// Again computes the facts of another version of the package of an analyzer's
// program: of other syntax and types, with the same imports.
func (p *Program) Again(pkg *types.Package, fset *token.FileSet, info *types.Info, files []*ast.File) *Program {
	q := newProgram(fset, p.table)
	q.imported = p.imported
	maps.Copy(q.packs, p.packs)
	s := q.newScope(pkg, info, files)
	q.byInfo[info] = s
	q.byPkg[pkg] = s
	s.parseMarks()
	s.infer()
	return q
}
