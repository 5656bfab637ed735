package where

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
)

// A Place is where code runs.
type Place int

// The places. When code runs in several, the greatest counts.
const (
	Unknown Place = iota
	Thread
	Reactor
)

func (p Place) String() string { return [...]string{"unknown", "thread", "reactor"}[p] }

// A Context is where a body runs, and why that is known.
type Context struct {
	Place Place
	Why   string    // "a callback of (*reactor.Loop).CallLater", "marked //evert:nonblocking"
	At    token.Pos // where that is said

	Inherited bool // from the body around it, where the literal is called
}

// A Body is a function or a literal.
type Body struct {
	Decl   *ast.FuncDecl // or nil
	Lit    *ast.FuncLit  // or nil
	Fn     *types.Func   // of Decl
	Sig    *types.Signature
	Block  *ast.BlockStmt // nil for functions without Go code
	Parent *Body          // of a literal: the body it stands in; nil at package level

	Context Context
}

// Node is Decl or Lit.
func (b *Body) Node() ast.Node {
	if b.Decl != nil {
		return b.Decl
	}
	return b.Lit
}

// ResultType is the expression of the first result's type, or nil.
func (b *Body) ResultType() ast.Expr {
	results := b.funcType().Results
	if results == nil || len(results.List) == 0 {
		return nil
	}
	return results.List[0].Type
}

func (b *Body) funcType() *ast.FuncType {
	if b.Decl != nil {
		return b.Decl.Type
	}
	return b.Lit.Type
}

// A Sink is a place where a function is given to something that runs it
// elsewhere: an argument, or what is stored in a marked field.
type Sink struct {
	Value   ast.Expr
	Context Context       // where it is going to run
	Call    *ast.CallExpr // the call that it is an argument of, or nil
	Body    *Body         // where that stands; nil at package level
}

// A Map is what is known of one package.
type Map struct {
	Bodies []*Body // in source order
	Sinks  []Sink  // of all function values, literals included

	lits map[*ast.FuncLit]*Body
	vars map[*types.Var]*variable
}

// Lit returns a literal's body.
func (m *Map) Lit(lit *ast.FuncLit) *Body { return m.lits[lit] }

// Literal reports whether an expression is a literal that runs at a place, or a
// variable that holds one.
func (m *Map) Literal(info *types.Info, x ast.Expr, at Place) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.FuncLit:
		return m.lits[x] != nil && m.lits[x].Context.Place == at
	case *ast.Ident:
		v, ok := info.ObjectOf(x).(*types.Var)
		if !ok || m.vars[v] == nil {
			return false
		}
		for _, value := range m.vars[v].values {
			if lit, ok := ast.Unparen(value).(*ast.FuncLit); ok && m.lits[lit] != nil && m.lits[lit].Context.Place == at {
				return true
			}
		}
	}
	return false
}

// Roles is the fact of a function that hands some of its parameters on to where
// they run on the reactor, or in a thread.
type Roles struct {
	Reactor, Thread []int // indices, sorted
}

// AFact makes Roles a fact of go/analysis.
func (*Roles) AFact() {}

func (r *Roles) String() string {
	var parts []string
	for _, role := range []struct {
		name string
		list []int
	}{{"reactor", r.Reactor}, {"thread", r.Thread}} {
		if len(role.list) > 0 {
			parts = append(parts, role.name+" "+strings.Trim(strings.Join(strings.Fields(fmt.Sprint(role.list)), ","), "[]"))
		}
	}
	return "runs " + strings.Join(parts, "; ")
}

// Analyzer finds out where the code of a package runs. Its result is a *[Map].
var Analyzer = &analysis.Analyzer{
	Name:             "evertwhere",
	Doc:              "find out which code runs on the reactor\n\nCallbacks run there, and what directives say; a literal given to a thread does not.",
	URL:              "https://pkg.go.dev/github.com/evert-go/evert/analysis/where",
	Requires:         []*analysis.Analyzer{blocking.Analyzer},
	Run:              run,
	RunDespiteErrors: true,
	ResultType:       reflect.TypeFor[*Map](),
	FactTypes:        []analysis.Fact{(*Roles)(nil)},
}

func run(pass *analysis.Pass) (any, error) {
	s := &solver{
		pass:  pass,
		info:  pass.TypesInfo,
		facts: pass.ResultOf[blocking.Analyzer].(*blocking.Program),
		vars:  make(map[*types.Var]*variable),
		funcs: make(map[*types.Func]*Body),
		owner: make(map[*types.Var]param),
	}
	s.m = &Map{lits: make(map[*ast.FuncLit]*Body), vars: s.vars}
	if s.facts.Table().Has(pass.Pkg.Path()) {
		return s.m, nil // nothing of ours there
	}
	s.collect()
	s.start()
	s.solve()
	s.sinks()
	s.export()
	return s.m, nil
}
