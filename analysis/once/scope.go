package once

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/evert-go/evert/analysis/directive"
)

// A scope is one package.
type scope struct {
	fset  *token.FileSet
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
	marks *directive.Set

	// What other packages know.
	isStd      func(path string) bool
	imported   func(types.Object) (Fact, bool)
	allObjects func() []types.Object
	aware      map[string]bool
	packs      map[string]Fact // by types.Func.FullName
	described  map[string]bool // packages of which a pack describes something
	hosts      map[string]bool // packages that can resume something
	names      []string        // what can be paused
	resumed    []string        // what something resumes
	reaches    map[*types.Package]bool

	// What this package is.
	own      []Call
	facts    map[types.Object]Fact
	known    map[*types.Func]Fact
	promises []*types.Func // methods of interfaces with facts
	decls    map[*types.Func]*ast.FuncDecl
	funcs    map[ast.Node]*function
	touched  map[*ast.FuncDecl][]string
	outer    map[*ast.FuncLit]ast.Node // the function around a literal
	shared   map[*types.Var]bool       // variables that are not tracked
	assigned map[*types.Var]int        // how often a variable is assigned, its declaration included
	lastUse  map[*types.Var]token.Pos  // where a variable is used last
	states   map[types.Object]bool     // fields and variables that keep a state
	atoms    map[string]int            // how often a condition occurs

	found map[token.Pos]bool
	list  []finding
}

// A function is a declared function of the package, or a literal.
type function struct {
	node ast.Node
	typ  *ast.FuncType
	recv *ast.FieldList
	body *ast.BlockStmt
}

func (f *function) isLit() bool {
	_, ok := f.node.(*ast.FuncLit)
	return ok
}

func newScope(fset *token.FileSet, files []*ast.File, pkg *types.Package, info *types.Info) *scope {
	return &scope{
		fset: fset, files: files, pkg: pkg, info: info,
		aware: make(map[string]bool), packs: make(map[string]Fact), described: make(map[string]bool),
		hosts: make(map[string]bool), reaches: make(map[*types.Package]bool),
		facts: make(map[types.Object]Fact), known: make(map[*types.Func]Fact),
		decls: make(map[*types.Func]*ast.FuncDecl), funcs: make(map[ast.Node]*function),
		touched: make(map[*ast.FuncDecl][]string), outer: make(map[*ast.FuncLit]ast.Node),
		shared: make(map[*types.Var]bool), assigned: make(map[*types.Var]int),
		lastUse: make(map[*types.Var]token.Pos), states: make(map[types.Object]bool), atoms: make(map[string]int),
		found: make(map[token.Pos]bool),
	}
}

// prepare finds what has to be known before paths are followed.
func (s *scope) prepare() {
	s.findPromises()
	for _, file := range s.files {
		s.findFunctions(file)
	}
	s.findTouches()
	for _, file := range s.files {
		s.findAssignments(file)
	}
	s.findStates()
}

// findFunctions collects declared functions and literals.
func (s *scope) findFunctions(file *ast.File) {
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		switch n := n.(type) {
		case *ast.FuncDecl:
			if fn, ok := s.info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				s.decls[fn] = n
				s.funcs[n] = &function{n, n.Type, n.Recv, n.Body}
			}
		case *ast.FuncLit:
			s.funcs[n] = &function{n, n.Type, nil, n.Body}
			for i := len(stack) - 1; i >= 0 && s.outer[n] == nil; i-- {
				switch stack[i].(type) {
				case *ast.FuncLit, *ast.FuncDecl:
					s.outer[n] = stack[i]
				}
			}
		}
		stack = append(stack, n)
		return true
	})
}

// findTouches finds what each function may resume, itself, by what it hands on or
// through others. It is enough that a function is named.
func (s *scope) findTouches() {
	named := make(map[*ast.FuncDecl][]*types.Func)
	for _, decl := range s.decls {
		for fn := range s.mentioned(decl) {
			named[decl] = append(named[decl], fn)
		}
	}
	for changed := true; changed; {
		changed = false
		for _, decl := range s.decls {
			before := len(s.touched[decl])
			for _, fn := range named[decl] {
				s.touched[decl] = union(s.touched[decl], s.touchesOf(fn))
			}
			changed = changed || len(s.touched[decl]) != before
		}
	}
	for fn, decl := range s.decls {
		if len(s.touched[decl]) > 0 && fn.Name() != "init" && fn.Name() != "_" {
			fact := s.facts[fn]
			fact.Touches = s.touched[decl]
			s.facts[fn] = fact
		}
	}
	clear(s.known)
}

// mentioned returns the functions that a piece of code names.
func (s *scope) mentioned(n ast.Node) map[*types.Func]bool {
	set := make(map[*types.Func]bool)
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if fn, ok := s.info.Uses[id].(*types.Func); ok {
				set[fn.Origin()] = true
			}
		}
		return true
	})
	return set
}

// touchesOf returns what a function may resume.
func (s *scope) touchesOf(fn *types.Func) []string {
	fact := s.factOf(fn)
	list := union(fact.Resumes, fact.Touches)
	if decl := s.decls[fn]; decl != nil {
		return union(list, s.touched[decl])
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) && !s.isStd(pathOf(fn)) {
		for method, decl := range s.decls {
			if method.Name() == fn.Name() && method.Signature().Recv() != nil && implements(method.Signature().Recv().Type(), fn) {
				list = union(list, s.touched[decl])
			}
		}
	}
	return list
}

// touches returns what a piece of code may resume.
func (s *scope) touches(n ast.Node) (list []string) {
	if decl, ok := n.(*ast.FuncDecl); ok {
		return s.touched[decl]
	}
	for fn := range s.mentioned(n) {
		list = union(list, s.touchesOf(fn))
	}
	return list
}

// strange reports whether a function of another package might resume something
// without this package's knowing. A package of which a pack describes a part is
// described as a whole; others are harmless if they cannot know the host.
func (s *scope) strange(fn *types.Func) bool {
	path := pathOf(fn)
	if fn.Pkg() == nil || fn.Pkg() == s.pkg || s.described[path] || s.aware[path] || s.isStd(path) {
		return false
	}
	return s.reachesHost(fn.Pkg())
}

// reachesHost reports whether a package imports one that can resume something.
func (s *scope) reachesHost(pkg *types.Package) bool {
	if known, ok := s.reaches[pkg]; ok {
		return known
	}
	s.reaches[pkg] = s.hosts[pkg.Path()]
	for _, imp := range pkg.Imports() {
		if s.reachesHost(imp) {
			s.reaches[pkg] = true
		}
	}
	return s.reaches[pkg]
}

func pathOf(fn *types.Func) string {
	if fn.Pkg() == nil {
		return ""
	}
	return fn.Pkg().Path()
}

func isDeferredPath(path string) bool { return strings.HasSuffix("/"+path, "/deferred") }

// isDeferred accepts a *Deferred of any package named deferred.
func isDeferred(typ types.Type) bool {
	if typ == nil {
		return false
	}
	ptr, ok := types.Unalias(typ).(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "Deferred" && named.Obj().Pkg() != nil && isDeferredPath(named.Obj().Pkg().Path())
}
