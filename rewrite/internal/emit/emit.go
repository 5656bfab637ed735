package emit

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/dave/dst"
	"github.com/dave/dst/decorator"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// emitter writes one function or literal.
type emitter struct {
	file    *File
	dec     *decorator.Decorator // has the source, of which each node is used once
	fn      *ir.Func
	names   *names.Pool
	locals  map[string]map[types.Object]bool // names declared inside the declaration
	final   bool                             // returns stand as the user wrote them
	setter  string                           // name of the function that sets hidden results
	told    bool                             // some return reads the result variables
	again   map[*ir.LoopNode]bool            // loops whose Again has been written
	taken   map[ast.Stmt]bool                // statements whose comments have been moved
	blank   map[*types.TypeParam]string      // names of type parameters that have none
	fast    *fastBody                        // set in a body in frames style that has no frame yet
	slow    *slowBody                        // set in the methods of a frame
	frame   *frameWriter                     // set in frames style
	inLit   bool                             // in a func literal in callback form, which a body in frames style holds
	outside bool                             // what is written stands outside of functions
	bodyOf  func(*ir.CaseBlock) []dst.Stmt   // writes a case's body, if it is no block
}

// Func adds the callback form of fn to the file.
func (f *File) Func(fn *ir.Func, pool *names.Pool) (err error) {
	defer func() {
		if u, ok := recover().(*Unnameable); ok {
			err = u
		}
	}()
	return f.emitFunc(fn, pool)
}

func (f *File) emitFunc(fn *ir.Func, pool *names.Pool) error {
	e := f.emitter(fn, pool)
	f.declare(e, e.body)
	return nil
}

// emitter returns what writes fn.
func (f *File) emitter(fn *ir.Func, pool *names.Pool) *emitter {
	return &emitter{file: f, dec: f.dec, fn: fn, names: pool, locals: localNames(f.Info, fn.Decl), again: map[*ir.LoopNode]bool{}, taken: map[ast.Stmt]bool{}}
}

// declare adds the callback form with its body.
func (f *File) declare(e *emitter, body func() []dst.Stmt) {
	fn := e.fn
	src := f.dec.Dst.Nodes[fn.Decl].(*dst.FuncDecl)
	decl := &dst.FuncDecl{Name: ident(fn.Name), Type: &dst.FuncType{Func: true}}
	if src.Recv != nil {
		decl.Recv = dst.Clone(src.Recv).(*dst.FieldList)
	}
	if src.Type.TypeParams != nil {
		decl.Type.TypeParams = dst.Clone(src.Type.TypeParams).(*dst.FieldList)
	}
	e.typeParams(decl)
	decl.Body = block(body())
	decl.Type.Params = e.params(dst.Clone(src.Type.Params).(*dst.FieldList))
	decl.Type.Results = &dst.FieldList{List: []*dst.Field{{Type: e.deferredType(fn.Shape)}}}
	decl.Decs.Before, decl.Decs.After = dst.EmptyLine, dst.EmptyLine
	decl.Decs.Start = dst.Decorations{"// " + fn.Name + " is the callback form of [" + docName(fn) + "]."}
	f.useImports(fn.Decl)
	f.Add(decl)
}

// docName is how a doc comment links to the blocking form.
func docName(fn *ir.Func) string {
	recv := fn.Sig.Recv()
	if recv == nil {
		return fn.Obj.Name()
	}
	t := types.Unalias(recv.Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj().Name() + "." + fn.Obj.Name()
	}
	return fn.Obj.Name()
}

// params puts the reactor first, or second after a leading context.
func (e *emitter) params(list *dst.FieldList) *dst.FieldList {
	if e.fn.OwnR {
		return list
	}
	named := false
	for _, f := range list.List {
		named = named || len(f.Names) > 0
	}
	if !named {
		for _, f := range list.List {
			f.Names = []*dst.Ident{ident("_")}
		}
	}
	name := e.fn.Reactor
	if e.fn.Leaf {
		name = "_"
	}
	r := param(name, e.pkg(ir.ReactorPath, "Reactor"))
	at := 0
	if ir.ContextFirst(e.fn.Sig) && len(list.List) > 0 && len(list.List[0].Names) <= 1 {
		at = 1
	}
	list.List = append(list.List[:at:at], append([]*dst.Field{r}, list.List[at:]...)...)
	list.Opening, list.Closing = true, true
	return list
}

// body writes a function's statements.
func (e *emitter) body() []dst.Stmt {
	fn := e.fn
	switch {
	case fn.Leaf && fn.Defers:
		return e.wrapped()
	case fn.Defers:
		return e.withDefers()
	}
	list := e.block(fn.Code)
	setter := e.setResults()
	return append(append(e.declareResults(), setter...), list...)
}

// resultsHidden reports that something in the function hides a result variable, so
// that a return cannot assign to it by name.
func (e *emitter) resultsHidden() bool {
	for _, v := range e.fn.Results {
		if v != nil && v.Obj != nil && v.Obj.Name() != "_" && e.hidden(v.Name, v.Obj) {
			return true
		}
	}
	return false
}

// setterName is the name of the function that sets the results.
func (e *emitter) setterName() string {
	if e.setter == "" {
		e.setter = e.names.Fresh("finish", "setResults")
	}
	return e.setter
}

// setResults declares the function that sets the results where nothing hides them:
//
//	finish := func(n2 int, err2 error) D { n, err = n2, err2; return deferred.Done() }
func (e *emitter) setResults() []dst.Stmt {
	if e.setter == "" {
		return nil
	}
	var params []*dst.Field
	var args []dst.Expr
	for _, v := range e.fn.Results {
		name := e.names.Fresh("new"+upperFirst(v.Name), v.Name)
		params = append(params, param(name, e.typ(v.Type)))
		args = append(args, ident(name))
	}
	done := ret(call(e.pkg(ir.DeferredPath, "Done")))
	if !e.fn.Defers {
		done = ret(e.complete(e.resultRefs()))
	}
	return []dst.Stmt{define(funcLit(params, []dst.Expr{e.blockType()}, []dst.Stmt{assign(token.ASSIGN, refs(e.fn.Results), args...), done}), e.setter)}
}

// wrapped runs a body that has deferred calls but never waits as it is:
//
//	return deferred.Return(func() (n int, err error) { body }())
func (e *emitter) wrapped() []dst.Stmt {
	ftype, body := e.source()
	e.fn.Jumps, e.fn.Defer = nil, nil
	lit := &dst.FuncLit{Type: dst.Clone(ftype).(*dst.FuncType), Body: e.fill(body, true).(*dst.BlockStmt)}
	lit.Type.TypeParams = nil
	lit.Type.Params = &dst.FieldList{Opening: true, Closing: true}
	run := call(lit)
	s := e.fn.Shape
	if s.Len() == 0 {
		return []dst.Stmt{line(&dst.ExprStmt{X: run}), ret(call(e.pkg(ir.DeferredPath, "Done")))}
	}
	return []dst.Stmt{ret(call(e.completer(s, nil, true), run))}
}

// source returns the type and body as written.
func (e *emitter) source() (*dst.FuncType, *dst.BlockStmt) {
	if e.fn.Lit != nil {
		lit := e.dec.Dst.Nodes[e.fn.Lit].(*dst.FuncLit)
		return lit.Type, lit.Body
	}
	d := e.dec.Dst.Nodes[e.fn.Decl].(*dst.FuncDecl)
	return d.Type, d.Body
}

// withDefers runs the body in a scope for its deferred calls:
//
//	return deferred.WithDefers(func(scope *deferred.Scope) D { body })
//
// With named results, which deferred calls may change, the body only completes and
// the results are read after the deferred calls:
//
//	var n int
//	return deferred.WithDefersNamed(func(scope *deferred.Scope) *deferred.Deferred[deferred.Void] {
//		body
//	}, func() D { return deferred.Return(n, err) })
func (e *emitter) withDefers() []dst.Stmt {
	fn := e.fn
	scope := []*dst.Field{param(fn.Scope, star(e.pkg(ir.DeferredPath, "Scope")))}
	e.told = fn.Named
	out := e.declareResults()
	if !fn.Named {
		lit := funcLit(scope, []dst.Expr{e.deferredType(fn.Shape)}, e.block(fn.Code))
		return append(out, ret(call(e.pkg(ir.DeferredPath, "WithDefers"), lit)))
	}
	list := e.block(fn.Code)
	out = append(out, e.setResults()...)
	body := funcLit(scope, []dst.Expr{e.deferredType(ir.Shape{})}, list)
	results := funcLit(nil, []dst.Expr{e.deferredType(fn.Shape)}, []dst.Stmt{ret(e.complete(e.resultRefs()))})
	return append(out, ret(call(e.pkg(ir.DeferredPath, "WithDefersNamed"), body, results)))
}

func (e *emitter) resultRefs() []ir.Expr {
	e.told = true
	var out []ir.Expr
	for _, v := range e.fn.Results {
		out = append(out, &ir.Ref{Var: v})
	}
	return out
}

// declareResults declares the named results that the body mentions.
func (e *emitter) declareResults() []dst.Stmt {
	var out []dst.Stmt
	bare, used, read := e.resultUses()
	for _, v := range e.fn.Results {
		if v == nil || !e.fn.Named && !bare && !used[v.Obj] {
			continue
		}
		out = append(out, varDecl(v.Name, e.typ(v.Type)))
		if !e.told && !read[v.Obj] {
			out = append(out, assign(token.ASSIGN, []dst.Expr{ident("_")}, ident(v.Name)))
		}
	}
	return out
}

// resultUses looks for bare returns and mentions of the result variables.
func (e *emitter) resultUses() (bare bool, used, read map[types.Object]bool) {
	used, read = map[types.Object]bool{}, map[types.Object]bool{}
	written := map[*ast.Ident]bool{}
	var body ast.Node
	if e.fn.Lit != nil {
		body = e.fn.Lit.Body
	} else {
		body = e.fn.Decl.Body
	}
	depth := 0
	var walk func(n ast.Node)
	walk = func(n ast.Node) {
		ast.Inspect(n, func(m ast.Node) bool {
			if s, ok := m.(ast.Stmt); ok && e.fn.LeftOut(s) {
				return false
			}
			switch m := m.(type) {
			case *ast.FuncLit:
				if m != n {
					depth++
					walk(m.Body)
					depth--
					return false
				}
			case *ast.ReturnStmt:
				bare = bare || depth == 0 && len(m.Results) == 0 && e.fn.Shape.Len() > 0
			case *ast.AssignStmt:
				for _, l := range m.Lhs {
					if id, ok := l.(*ast.Ident); ok {
						written[id] = true
					}
				}
			case *ast.RangeStmt:
				for _, l := range []ast.Expr{m.Key, m.Value} {
					if id, ok := l.(*ast.Ident); ok {
						written[id] = true
					}
				}
			case *ast.Ident:
				if obj := e.file.Info.Uses[m]; obj != nil {
					used[obj] = true
					if !written[m] {
						read[obj] = true
					}
				}
			}
			return true
		})
	}
	walk(body)
	return bare, used, read
}

// closure writes a literal in callback form.
func (e *emitter) closure(fn *ir.Func) dst.Expr {
	if fn.Turns != nil {
		return e.turn(fn)
	}
	inner := *e
	inner.fn, inner.final, inner.setter, inner.told = e.literal(fn), false, "", false
	inner.fast, inner.bodyOf, inner.inLit = nil, nil, e.frame != nil
	body := inner.body()
	src := e.dec.Dst.Nodes[fn.Lit].(*dst.FuncLit)
	if fn.TakesR {
		// The reactor is the function's own; it is not looked at here.
		src.Type.Params.List = append([]*dst.Field{param("_", e.pkg(ir.ReactorPath, "Reactor"))}, namedParams(src.Type.Params.List)...)
	}
	t := &dst.FuncType{Func: true, Params: src.Type.Params, Results: &dst.FieldList{List: []*dst.Field{{Type: e.deferredType(fn.Shape)}}}}
	return &dst.FuncLit{Type: t, Body: block(body)}
}

// namedParams gives parameters without names the blank one: all have names, or none.
func namedParams(list []*dst.Field) []*dst.Field {
	for _, f := range list {
		if len(f.Names) == 0 {
			f.Names = []*dst.Ident{ident("_")}
		}
	}
	return list
}

// turn writes the body of a loop over a function.
func (e *emitter) turn(fn *ir.Func) dst.Expr {
	inner := *e
	inner.fn, inner.final = e.literal(fn), false
	inner.fast, inner.bodyOf, inner.inLit = nil, nil, e.frame != nil
	var params []*dst.Field
	for _, v := range fn.Params {
		params = append(params, param(v.Name, e.typ(v.Type)))
	}
	lit := funcLit(params, []dst.Expr{e.deferredType(fn.Shape)}, inner.block(fn.Code))
	e.setter, e.told = inner.setter, inner.told
	return lit
}

// pkg is name of a runtime package, or of a pack.
func (e *emitter) pkg(path, name string) dst.Expr {
	base, ok := e.file.names[path]
	if !ok {
		base = packageName(e.file.Pkg, path)
		e.file.names[path] = base
	}
	return e.qualified(path, base, name)
}

// packageName is the name of the package at path, as a package that imports it, be it
// through others, knows it. Where none does it is the last part of the path.
func packageName(from *types.Package, path string) string {
	seen := map[*types.Package]bool{from: true}
	for list := []*types.Package{from}; len(list) > 0; list = list[1:] {
		if list[0].Path() == path {
			return list[0].Name()
		}
		for _, p := range list[0].Imports() {
			if !seen[p] {
				seen[p] = true
				list = append(list, p)
			}
		}
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// qualified is name of the package at path.
func (e *emitter) qualified(path, pkgName, name string) dst.Expr {
	if path == e.file.Pkg.Path() {
		return ident(name)
	}
	id := ident(e.file.importFor(path, pkgName, e.locals))
	if !e.file.ofSource(id.Name) {
		e.file.fresh[id.Name] = append(e.file.fresh[id.Name], id)
	}
	return sel(id, name)
}
