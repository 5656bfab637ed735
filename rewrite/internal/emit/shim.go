package emit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// ShimName is the name of the function that a converted function's blocking form
// delegates to in a build with shims.
func ShimName(form string) string { return "evertShim_" + form }

// Shim adds a function that runs a callback form on a private reactor:
//
//	func evertShim_FDeferred(a A) (T, error) {
//		return shim.Await(func(r reactor.Reactor) D { return FDeferred(r, a) })
//	}
func (f *File) Shim(decl *ast.FuncDecl, obj *types.Func, form string, ownR bool) {
	sig := obj.Signature()
	fn := &ir.Func{Decl: decl, Obj: obj, Sig: sig, Shape: ir.ShapeOf(sig), OwnR: ownR}
	pool := names.New(decl, f.Pkg, "shim", "reactor", "deferred")
	fn.Reactor = pool.Fresh("r", "rx")
	e := &emitter{file: f, fn: fn, names: pool, locals: localNames(f.Info, decl.Type)}
	src := f.dec.Dst.Nodes[decl].(*dst.FuncDecl)
	out := &dst.FuncDecl{Name: ident(ShimName(form)), Type: dst.Clone(src.Type).(*dst.FuncType)}
	out.Type.Func = true
	fun := dst.Expr(ident(form))
	if src.Recv != nil {
		out.Recv = dst.Clone(src.Recv).(*dst.FieldList)
	}
	e.typeParams(out)
	if src.Recv != nil {
		fun = sel(ident(nameFields(out.Recv, "evertRecv")[0]), form)
	} else if out.Type.TypeParams != nil {
		fun = index(fun, idents(nameFields(out.Type.TypeParams, "T"))...)
	}
	args := idents(nameFields(out.Type.Params, "evertArg"))
	if out.Type.Results != nil {
		for _, r := range out.Type.Results.List {
			types := len(r.Names)
			r.Names = nil
			for ; types > 1; types-- {
				out.Type.Results.List = insertAfter(out.Type.Results.List, r)
			}
		}
	}
	start := call(fun, e.withReactor(args)...)
	start.Ellipsis = sig.Variadic()
	lit := funcLit([]*dst.Field{param(fn.Reactor, e.pkg(ir.ReactorPath, "Reactor"))}, []dst.Expr{e.deferredType(fn.Shape)}, []dst.Stmt{ret(start)})
	out.Body = block(e.awaitShim(lit))
	out.Decs.Before = dst.EmptyLine
	f.Add(out)
}

// insertAfter repeats a result's type, for `(a, b T)` without its names.
func insertAfter(list []*dst.Field, f *dst.Field) []*dst.Field {
	for i, x := range list {
		if x == f {
			c := dst.Clone(f).(*dst.Field)
			return append(list[:i+1:i+1], append([]*dst.Field{c}, list[i+1:]...)...)
		}
	}
	return list
}

// withReactor puts the reactor among the arguments where the callback form has it.
func (e *emitter) withReactor(args []dst.Expr) []dst.Expr {
	if e.fn.OwnR {
		return args
	}
	at := 0
	if ir.ContextFirst(e.fn.Sig) {
		at = 1
	}
	return append(args[:at:at], append([]dst.Expr{ident(e.fn.Reactor)}, args[at:]...)...)
}

// awaitShim runs the callback form and returns what it results in.
func (e *emitter) awaitShim(lit dst.Expr) []dst.Stmt {
	s := e.fn.Shape
	run := func(name string) dst.Expr { return call(e.pkg(ir.ShimPath, name), lit) }
	switch n := len(s.Values); {
	case n == 0 && !s.Err:
		return []dst.Stmt{line(&dst.ExprStmt{X: run("Run")})}
	case n == 0:
		return []dst.Stmt{ret(run("Err"))}
	case n == 1 && !s.Err:
		return []dst.Stmt{ret(run("Value"))}
	case n == 1:
		return []dst.Stmt{ret(run("Await"))}
	case !s.Err:
		return []dst.Stmt{ret(call(sel(run("Value"), "Unpack")))}
	}
	both, err := e.names.Fresh("results"), e.names.Fresh("err", "failure")
	var vars []string
	for range s.Values {
		vars = append(vars, e.names.Fresh("v"))
	}
	return []dst.Stmt{
		assign(token.DEFINE, idents([]string{both, err}), run("Await")),
		assign(token.DEFINE, idents(vars), call(sel(ident(both), "Unpack"))),
		ret(append(idents(vars), ident(err))...),
	}
}

// nameFields gives names to the fields that have none and returns all names.
func nameFields(list *dst.FieldList, prefix string) []string {
	var out []string
	for _, f := range list.List {
		if len(f.Names) == 0 {
			f.Names = []*dst.Ident{ident("_")}
		}
		for _, id := range f.Names {
			if id.Name == "_" {
				id.Name = fmt.Sprintf("%s%d", prefix, len(out))
			}
			out = append(out, id.Name)
		}
	}
	return out
}
