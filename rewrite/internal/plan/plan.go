// Package plan decides what is generated: which functions get a callback form,
// under which name, and what becomes of each call (translation rules in
// directives.md order).
package plan

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/order"
)

// Options choose what is generated.
type Options struct {
	All       bool // every function with a body
	Marked    bool // only what is marked callback, and what it reaches
	NoThreads bool
	Shim      bool   // for a build in which blocking forms delegate
	Style     string // of functions that do not say theirs; "" is chain
	Replace   bool   // callback forms take the places of blocking forms

	// Also wants more functions, and what they reach.
	Also func(*types.Func) bool
	// Recovers tells whether a function calls recover itself, if it is of a
	// package that was loaded without syntax.
	Recovers func(*types.Func) (recovers, known bool)
}

// also reports a function that is wanted only since the options say so.
func (o Options) also(fn *types.Func) bool { return o.Also != nil && o.Also(fn) }

// Func is a function declaration of the packages.
type Func struct {
	Pkg     *packages.Package
	File    *ast.File
	Decl    *ast.FuncDecl
	Obj     *types.Func
	Key     string // symbol, the same in all variants of a package
	Form    string // name of the callback form
	Wanted  bool
	Refusal string // why it cannot be split
	At      token.Pos
	OwnR    bool   // takes a reactor itself
	Style   string // as its directive says, or the options
}

// Plan knows every function of the packages and what is to become of it.
type Plan struct {
	Opts  Options
	Facts *blocking.Program
	Funcs []*Func
	byKey map[string]*Func
	pkgOf map[*types.Info]*types.Package
	paths map[string]bool // of the packages
	// recovers has the functions with a body of the packages around, and whether
	// they call recover themselves.
	recovers map[string]bool
}

// Key is the symbol of a function, which is the same for a package and its test
// variant.
func Key(fn *types.Func) string {
	fn = fn.Origin()
	path := ""
	if fn.Pkg() != nil {
		path = fn.Pkg().Path()
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return path + "." + fn.Name()
	}
	t := types.Unalias(recv.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return path + ".(" + n.Obj().Name() + ")." + fn.Name()
	}
	return path + ".(?)." + fn.Name()
}

// New makes the plan: who is wanted, who is refused.
func New(pkgs []*packages.Package, facts *blocking.Program, opts Options) *Plan {
	p := &Plan{Opts: opts, Facts: facts, byKey: map[string]*Func{}, pkgOf: map[*types.Info]*types.Package{}, paths: map[string]bool{}}
	for _, pkg := range pkgs {
		p.paths[pkg.PkgPath] = true
		p.pkgOf[pkg.TypesInfo] = pkg.Types
		if isRuntime(pkg.PkgPath) {
			continue // its own callback forms would need themselves
		}
		for _, file := range pkg.Syntax {
			if ast.IsGenerated(file) && isEvert(file) {
				continue
			}
			p.collect(pkg, file)
		}
	}
	p.lookAround(pkgs)
	p.choose()
	for _, f := range p.Funcs {
		if f.Wanted {
			f.refuse(opts)
		}
	}
	return p
}

// lookAround finds out which functions of the packages and of those they import
// call recover themselves, where the source is at hand.
func (p *Plan) lookAround(pkgs []*packages.Package) {
	p.recovers = map[string]bool{}
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		if pkg.TypesInfo == nil || p.Facts.Table().Has(pkg.PkgPath) {
			return
		}
		for _, file := range pkg.Syntax {
			for _, d := range file.Decls {
				decl, ok := d.(*ast.FuncDecl)
				if !ok || decl.Body == nil {
					continue
				}
				if obj, ok := pkg.TypesInfo.Defs[decl.Name].(*types.Func); ok {
					p.recovers[Key(obj)] = order.CallsRecover(pkg.TypesInfo, decl.Body)
				}
			}
		}
	})
}

// RecoverFree reports that fn is known not to call recover itself. No function of
// the standard library does that is meant to be deferred by others.
func (p *Plan) RecoverFree(fn *types.Func) bool {
	if r, ok := p.recovers[Key(fn)]; ok {
		return !r
	}
	if p.Opts.Recovers != nil {
		if r, ok := p.Opts.Recovers(fn); ok {
			return !r
		}
	}
	return fn.Pkg() != nil && p.Facts.Table().Has(fn.Pkg().Path())
}

// Recovers reports that fn is known to call recover itself.
func (p *Plan) Recovers(fn *types.Func) bool {
	if p.recovers[Key(fn)] || p.Opts.Recovers == nil {
		return p.recovers[Key(fn)]
	}
	r, ok := p.Opts.Recovers(fn)
	return r && ok
}

// isRuntime reports a package of Evert's runtime.
func isRuntime(path string) bool {
	switch path {
	case ir.DeferredPath, ir.ReactorPath, ir.ThreadsPath, ir.ShimPath:
		return true
	}
	return false
}

// isEvert reports a file that Evert has written.
func isEvert(file *ast.File) bool {
	for _, g := range file.Comments {
		if g.Pos() < file.Package && strings.HasPrefix(g.List[0].Text, "// Code generated by evert.") {
			return true
		}
	}
	return false
}

func (p *Plan) collect(pkg *packages.Package, file *ast.File) {
	inits := 0
	for _, d := range file.Decls {
		decl, ok := d.(*ast.FuncDecl)
		if !ok || decl.Name.Name == "_" {
			continue
		}
		obj, ok := pkg.TypesInfo.Defs[decl.Name].(*types.Func)
		if !ok {
			continue
		}
		f := &Func{Pkg: pkg, File: file, Decl: decl, Obj: obj, Key: Key(obj), Form: FormName(pkg, decl, p.Opts.Shim), OwnR: ownReactor(obj)}
		if decl.Recv == nil && decl.Name.Name == "init" {
			inits++
			f.Form = initName(pkg, decl, inits)
			f.Key += f.Form
		}
		fact, _ := p.Facts.Func(obj)
		f.Style = cmp.Or(fact.Style, p.Opts.Style, directive.Chain)
		p.Funcs = append(p.Funcs, f)
		if p.byKey[f.Key] == nil {
			p.byKey[f.Key] = f
		}
	}
}

// FormName is the default name of a callback form: NameDeferred. A test function
// or method TestName gets deferredTestName, since go test, or a suite that looks for
// methods, would take TestNameDeferred for a test. So do, in a build with shims, the
// methods of packages that nobody can import: there they need not be seen by
// reflection.
func FormName(pkg *packages.Package, decl *ast.FuncDecl, shim bool) string {
	name := decl.Name.Name
	if strings.HasSuffix(pkg.Fset.Position(decl.Pos()).Filename, "_test.go") {
		for _, prefix := range []string{"Test", "Benchmark", "Fuzz", "Example"} {
			if strings.HasPrefix(name, prefix) {
				return "deferred" + name
			}
		}
	}
	alone := pkg.Name == "main" || strings.HasSuffix(pkg.PkgPath, "_test")
	if shim && alone && decl.Recv != nil && decl.Name.IsExported() && !mentions(pkg, name+"Deferred") {
		return "deferred" + name
	}
	return name + "Deferred"
}

// mentions reports that code of the package uses a name.
func mentions(pkg *packages.Package, name string) bool {
	found := false
	for _, file := range pkg.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.Name == name {
				found = true
			}
			return !found
		})
	}
	return found
}

// initName numbers the init functions of a file, and tells the files apart.
func initName(pkg *packages.Package, decl *ast.FuncDecl, n int) string {
	file := pkg.Fset.Position(decl.Pos()).Filename
	base := file[strings.LastIndexAny(file, `/\`)+1:]
	var b strings.Builder
	word := false // a word begins: a_b.go is not ab.go
	for _, r := range strings.TrimSuffix(base, ".go") {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			word = true
			continue
		}
		if word {
			r = unicode.ToUpper(r)
		}
		b.WriteRune(r)
		word = false
	}
	s := b.String()
	r, size := utf8.DecodeRuneInString(s)
	name := "init" + string(unicode.ToUpper(r)) + s[size:]
	if n > 1 {
		name += strings.Repeat("Next", n-1)
	}
	return name + "Deferred"
}

// ownReactor reports a function that already takes a reactor, where Evert would
// put one.
func ownReactor(fn *types.Func) bool {
	params := fn.Signature().Params()
	for i := 0; i < params.Len() && i < 2; i++ {
		if n, ok := types.Unalias(params.At(i).Type()).(*types.Named); ok && n.Obj().Pkg() != nil &&
			n.Obj().Pkg().Path() == ir.ReactorPath && n.Obj().Name() == "Reactor" {
			return params.At(i).Name() != "" && params.At(i).Name() != "_"
		}
	}
	return false
}

// choose decides who is wanted.
func (p *Plan) choose() {
	for _, f := range p.Funcs {
		fact, _ := p.Facts.Func(f.Obj)
		switch {
		case fact.Leaf || fact.Thread || fact.Nonblocking || f.Decl.Body == nil:
		case p.Opts.Replace && f.isTest():
		case p.Opts.All, p.Opts.also(f.Obj):
			f.Wanted = true
		case fact.MarkedCallback:
			f.Wanted = true
		case p.Opts.Marked:
		default:
			f.Wanted = fact.Annotated && fact.Blocks()
		}
		if f.Decl.Body == nil && (p.Opts.All || fact.MarkedCallback) && !fact.Leaf && !fact.Thread && !fact.Nonblocking {
			f.Wanted = true
		}
	}
	p.reach()
}

// isTest reports a function of a test file.
func (f *Func) isTest() bool {
	return strings.HasSuffix(f.Pkg.Fset.Position(f.File.FileStart).Filename, "_test.go")
}

// reach wants the blocking functions that marked ones reach.
func (p *Plan) reach() {
	var work []*Func
	for _, f := range p.Funcs {
		if fact, _ := p.Facts.Func(f.Obj); f.Wanted && (fact.MarkedCallback || p.Opts.also(f.Obj)) {
			work = append(work, f)
		}
	}
	for len(work) > 0 {
		f := work[len(work)-1]
		work = work[:len(work)-1]
		if f.Decl.Body == nil {
			continue
		}
		ast.Inspect(f.Decl.Body, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			effect, blocks := p.Facts.Call(f.Pkg.TypesInfo, call)
			if effect.Callee == nil || !blocks || effect.ParamLit || effect.Thread || effect.Leaf || effect.Nonblocking || effect.Callback != "" {
				return true
			}
			if g := p.byKey[Key(effect.Callee)]; g != nil && !g.Wanted && g.Decl.Body != nil && !(p.Opts.Replace && g.isTest()) {
				g.Wanted = true
				work = append(work, g)
			}
			return true
		})
	}
}

// refuse records why f cannot be split, if that is known from its outside.
func (f *Func) refuse(opts Options) {
	no := func(pos token.Pos, why string) {
		if f.Refusal == "" {
			f.Refusal, f.At = why, pos
		}
	}
	switch {
	case f.Decl.Body == nil:
		no(f.Decl.Pos(), "it has no Go body")
		return
	case opts.Replace && ast.IsGenerated(f.File):
		no(f.Decl.Pos(), "its file is generated, and would be again: change what it is generated from")
	case opts.Replace && f.Decl.Recv == nil && (f.Decl.Name.Name == "init" || f.Decl.Name.Name == "main" && f.Pkg.Name == "main"):
		no(f.Decl.Pos(), "the program starts with it, in blocking form")
	case importsC(f.File):
		no(f.Decl.Pos(), "its file uses cgo")
	case ir.ShapeOf(f.Obj.Signature()).Len() > 8:
		no(f.Decl.Pos(), "it has more than eight results")
	case order.CallsRecover(f.Pkg.TypesInfo, f.Decl.Body) && (opts.Shim || f.Style != directive.Generator):
		why := "it calls recover itself, which works only in a function that is deferred directly"
		if !opts.Shim { // there what is deferred would be a call of the shim
			why += order.Whole
		}
		no(f.Decl.Pos(), why)
	}
	ast.Inspect(f.Decl.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if fn, ok := f.Pkg.TypesInfo.Uses[id].(*types.Func); ok && introspects[fn.FullName()] != "" {
			no(id.Pos(), introspects[fn.FullName()]+fn.FullName())
		}
		return true
	})
	if f.Pkg.TypesInfo != nil && linknamed(f) {
		no(f.Decl.Pos(), "its name or body is bound by a compiler directive")
	}
}

func importsC(file *ast.File) bool {
	for _, s := range file.Imports {
		if s.Path.Value == `"C"` {
			return true
		}
	}
	return false
}

// linknamed reports compiler directives that a second form would not have.
func linknamed(f *Func) bool {
	if f.Decl.Doc == nil {
		return false
	}
	for _, c := range f.Decl.Doc.List {
		for _, d := range []string{"//go:linkname", "//go:nosplit", "//export ", "//go:wasmexport", "//go:uintptrescapes", "//go:nocheckptr"} {
			if strings.HasPrefix(c.Text, d) {
				return true
			}
		}
	}
	return false
}

// introspects lists functions whose results depend on the stack they are called
// on, or that bind the goroutine.
var introspects = map[string]string{
	"runtime.Caller": onStack, "runtime.Callers": onStack,
	"runtime.LockOSThread": onThread, "runtime.UnlockOSThread": onThread,
}

const (
	onStack  = "it looks at its own call stack with "
	onThread = "it binds its goroutine to a thread with "
)

// Lookup returns the function for an object, nil if it is not of the packages.
func (p *Plan) Lookup(fn *types.Func) *Func { return p.byKey[Key(fn)] }

// Planned reports whether a package is one of those that are planned for.
func (p *Plan) Planned(pkg *types.Package) bool { return p.paths[pkg.Path()] }

// HasForm reports that fn gets a callback form in this run.
func (p *Plan) HasForm(fn *types.Func) *Func {
	if f := p.byKey[Key(fn)]; f != nil && f.Wanted && f.Refusal == "" {
		return f
	}
	return nil
}
