package blocking

import (
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/analysis/stdlib"
)

// A Program knows the facts of all packages it was made of. Once it is made, it
// may be asked from several goroutines.
type Program struct {
	fset  *token.FileSet
	table *stdlib.Table

	facts    map[string]Fact // by symbol
	packs    map[string]string
	byInfo   map[*types.Info]*scope
	byPkg    map[*types.Package]*scope
	lits     map[*ast.FuncLit]*node
	bySymbol map[string]*node
	symbols  sync.Map                        // of types.Object to string
	imported func(types.Object) (Fact, bool) // facts of other packages, for Analyzer
}

// A scope is one package of a program.
type scope struct {
	prog  *Program
	path  string
	pkg   *types.Package
	info  *types.Info
	files []*ast.File
	marks *directive.Set

	nodes    []*node
	funcs    map[*types.Func]*node
	lits     map[*ast.FuncLit]*node
	bindings map[*types.Var]*binding
	ranged   map[*types.Var]ast.Expr
	objects  map[types.Object]Fact // marked types, fields, parameters and interface methods
}

func newProgram(fset *token.FileSet, table *stdlib.Table) *Program {
	return &Program{
		fset:     fset,
		table:    table,
		facts:    make(map[string]Fact),
		packs:    make(map[string]string),
		byInfo:   make(map[*types.Info]*scope),
		byPkg:    make(map[*types.Package]*scope),
		lits:     make(map[*ast.FuncLit]*node),
		bySymbol: make(map[string]*node),
	}
}

func (p *Program) newScope(pkg *types.Package, info *types.Info, files []*ast.File) *scope {
	s := &scope{
		prog:     p,
		pkg:      pkg,
		info:     info,
		files:    files,
		funcs:    make(map[*types.Func]*node),
		lits:     p.lits,
		bindings: make(map[*types.Var]*binding),
		ranged:   make(map[*types.Var]ast.Expr),
		objects:  make(map[types.Object]Fact),
	}
	if pkg != nil {
		s.path = pkg.Path()
	}
	return s
}

// Infer computes the facts of packages and of all their dependencies that were
// loaded with syntax. The standard library's come from its table. Packages with
// type errors are done as far as their types go.
//
// The packages are needed with their syntax and types' info; with their imports
// and the files of those, it also finds out which system they were loaded for,
// and takes the environment's otherwise.
func Infer(pkgs []*packages.Package) *Program {
	var fset *token.FileSet
	goos, goarch := "", ""
	var order []*packages.Package // dependencies first
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		if pkg.PkgPath == "internal/goos" {
			goos = suffixOf(pkg.GoFiles, "zgoos_")
		}
		if pkg.PkgPath == "internal/goarch" {
			goarch = suffixOf(pkg.GoFiles, "zgoarch_")
		}
		if pkg.Fset != nil {
			fset = pkg.Fset
		}
		if len(pkg.Syntax) > 0 && pkg.TypesInfo != nil && pkg.Types != nil {
			order = append(order, pkg)
		}
	})
	if fset == nil {
		fset = token.NewFileSet()
	}
	p := newProgram(fset, stdlib.For(goos, goarch))
	var scopes []*scope
	for _, pkg := range order {
		if p.table.Has(pkg.PkgPath) && pkg.Module == nil {
			continue
		}
		s := p.newScope(pkg.Types, pkg.TypesInfo, pkg.Syntax)
		p.byInfo[pkg.TypesInfo] = s
		p.byPkg[pkg.Types] = s
		s.parseMarks()
		scopes = append(scopes, s)
	}
	for _, s := range scopes {
		s.infer()
	}
	return p
}

// suffixOf finds the target among the files of a package that has one file for
// each, such as zgoos_linux.go.
func suffixOf(files []string, prefix string) string {
	for _, file := range files {
		if name, ok := strings.CutPrefix(filepath.Base(file), prefix); ok {
			return strings.TrimSuffix(name, ".go")
		}
	}
	return ""
}

// infer computes the facts of a package, given those of its imports.
func (s *scope) infer() {
	s.scan()
	s.applyMarks()
	s.solveParams()
	s.solve()
	for _, n := range s.nodes {
		if symbol := s.prog.symbol(funcObject(n)); symbol != "" && !n.fact.empty() {
			s.prog.facts[symbol] = n.fact
			s.prog.bySymbol[symbol] = n
		}
	}
	for obj, fact := range s.objects {
		if symbol := s.prog.symbol(obj); symbol != "" {
			s.prog.facts[symbol] = fact
		}
	}
}

// funcObject avoids an interface that holds a nil pointer.
func funcObject(n *node) types.Object {
	if n.fn == nil {
		return nil
	}
	return n.fn
}

// Func returns what is known of a function or method, an interface's method
// included. ok reports whether it blocks; marks and forms are returned either
// way.
func (p *Program) Func(fn *types.Func) (fact Fact, ok bool) {
	if fn == nil {
		return Fact{}, false
	}
	fact = p.factOf(fn.Origin())
	return fact, fact.Blocks()
}

// Type returns what is known of the values of a named func type.
func (p *Program) Type(name *types.TypeName) (Fact, bool) {
	fact := p.lookup(name)
	return fact, fact.Blocks()
}

// Var returns what is known of the function that a field or parameter holds.
func (p *Program) Var(v *types.Var) (Fact, bool) {
	fact := p.lookup(v.Origin())
	return fact, fact.Blocks()
}

// Lit returns what is known of a literal's body.
func (p *Program) Lit(lit *ast.FuncLit) (Fact, bool) {
	n := p.lits[lit]
	if n == nil {
		return Fact{}, false
	}
	return n.fact, n.fact.Blocks()
}

// Directives returns the directives of a package of the program, or nil.
func (p *Program) Directives(pkg *packages.Package) *directive.Set { return p.Marks(pkg.Types) }

// Marks returns the directives of a package of the program, or nil.
func (p *Program) Marks(pkg *types.Package) *directive.Set {
	if s := p.byPkg[pkg]; s != nil {
		return s.marks
	}
	return nil
}

// Body returns why the body of a function blocks, whatever its marks say: that is
// how a function marked nonblocking is found to break its promise.
func (p *Program) Body(fn *types.Func) (Fact, bool) {
	s := p.byPkg[fn.Pkg()]
	if s == nil || s.funcs[fn.Origin()] == nil {
		return Fact{}, false
	}
	n := s.funcs[fn.Origin()]
	for _, c := range []*cause{n.body, n.cause} {
		if c != nil {
			return c.fact(), true
		}
	}
	return Fact{}, false
}

// Table returns the standard library's table that the program was inferred with.
func (p *Program) Table() *stdlib.Table { return p.table }
