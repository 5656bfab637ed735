package once

import (
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/analysis/stdlib"
)

// Analyzer finds what is not completed exactly once. It reports nothing itself:
// its result, *[Findings], is for an analyzer that knows which rules are on and
// what is allowed where.
var Analyzer = &analysis.Analyzer{
	Name:             "evertonce",
	Doc:              "find callbacks, Deferreds and requests that are not completed exactly once\n\nFollows the paths of hand-written callback functions: each has to complete what it\nis responsible for once, or to hand it on.",
	URL:              "https://pkg.go.dev/github.com/evert-go/evert/analysis/once",
	Run:              run,
	RunDespiteErrors: true,
	ResultType:       reflect.TypeFor[*Findings](),
	FactTypes:        []analysis.Fact{(*Fact)(nil), (*Pack)(nil), (*Aware)(nil)},
}

// Findings are what Analyzer finds in a package, in the order of positions.
// Messages have no rule's ID.
type Findings struct {
	List     []analysis.Diagnostic // what is not completed exactly once
	Problems []analysis.Diagnostic // directives that name what nothing resumes
}

func run(pass *analysis.Pass) (any, error) {
	table := stdlib.For("", "")
	if table.Has(pass.Pkg.Path()) {
		return &Findings{}, nil
	}
	s := newScope(pass.Fset, pass.Files, pass.Pkg, pass.TypesInfo)
	s.isStd = table.Has
	s.imported = func(obj types.Object) (fact Fact, ok bool) {
		return fact, pass.ImportObjectFact(obj, &fact)
	}
	s.allObjects = func() (list []types.Object) {
		for _, known := range pass.AllObjectFacts() {
			if _, ok := known.Fact.(*Fact); ok {
				list = append(list, known.Object)
			}
		}
		return list
	}
	for _, known := range pass.AllPackageFacts() {
		switch fact := known.Fact.(type) {
		case *Pack:
			for _, call := range fact.Calls {
				s.addCall(call)
			}
		case *Aware:
			s.aware[known.Package.Path()] = true
		}
	}
	for _, known := range pass.AllObjectFacts() {
		if fact, ok := known.Fact.(*Fact); ok {
			s.know(*fact)
			if len(fact.Resumes) > 0 {
				s.hosts[known.Object.Pkg().Path()] = true
			}
		}
	}
	s.marks = directive.Parse(pass.Fset, pass.Files, pass.Pkg, pass.TypesInfo)
	s.readMarks()
	if !s.concerned() {
		return &Findings{}, nil
	}
	s.prepare()
	s.export(pass)
	return &Findings{s.check(), s.problems()}, nil
}

// export exports the facts that other packages may ask for.
func (s *scope) export(pass *analysis.Pass) {
	for obj, fact := range s.facts {
		if v, ok := obj.(*types.Var); ok && !v.IsField() {
			continue
		}
		pass.ExportObjectFact(obj, &fact)
	}
	if len(s.own) > 0 {
		pass.ExportPackageFact(&Pack{s.own})
	}
	if len(s.names) > 0 {
		pass.ExportPackageFact(&Aware{})
	}
}

// concerned reports whether there is anything to look at: most packages have
// nothing that is to be completed.
func (s *scope) concerned() bool {
	if len(s.facts) > 0 || len(s.packs) > 0 || len(s.names) > 0 {
		return true
	}
	if isDeferredPath(s.pkg.Path()) {
		return true
	}
	for _, imp := range s.pkg.Imports() {
		if isDeferredPath(imp.Path()) {
			return true
		}
	}
	return len(s.allObjects()) > 0
}
