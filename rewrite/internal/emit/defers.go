package emit

import (
	"go/ast"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// deferStmt registers a deferred call with the function's scope.
func (e *emitter) deferStmt(d *ir.Defer) []dst.Stmt {
	var out []dst.Stmt
	for _, s := range e.fn.Lets[d.Orig] {
		out = append(out, e.code(s)...)
	}
	later := e.deferredCall(d)
	out = append(out, line(&dst.ExprStmt{X: call(sel(ident(e.fn.Scope), deferKind(d)), later)}))
	return e.decorated(d.Orig, out)
}

// deferredCall is what a scope calls: a function of the kind that deferKind says.
func (e *emitter) deferredCall(d *ir.Defer) dst.Expr {
	switch {
	case d.Op != nil:
		return e.deferWait(d)
	case d.Simple && d.Literal && e.noResults(d.Orig):
		// The literal is the deferred call itself.
		c := e.dec.Dst.Nodes[d.Orig.Call].(*dst.CallExpr)
		c.Args = nil
		return e.fill(c, true).(*dst.CallExpr).Fun
	case d.Simple && e.slow == nil && e.niladic(d.Orig.Call):
		c := e.syntax(d.Orig.Call, false).(*dst.CallExpr)
		return c.Fun
	case d.Simple:
		c := e.syntax(d.Orig.Call, false)
		return funcLit(nil, nil, []dst.Stmt{line(&dst.ExprStmt{X: c})})
	}
	p := e.names.Fresh("p", "panicking")
	c := e.syntax(d.Orig.Call, false).(*dst.CallExpr)
	body := []dst.Stmt{line(&dst.DeferStmt{Call: c}), line(&dst.ExprStmt{X: call(sel(ident(p), "Resume"))})}
	return funcLit([]*dst.Field{param(p, star(e.pkg(ir.DeferredPath, "Panicking")))}, nil, body)
}

// niladic reports the call of a function or method, not a builtin, without
// arguments and results: its value is the deferred call.
func (e *emitter) niladic(c *ast.CallExpr) bool {
	sig, ok := e.file.Info.TypeOf(c.Fun).Underlying().(*types.Signature)
	return ok && !e.file.Info.Types[c.Fun].IsBuiltin() && sig.Params().Len() == 0 && sig.Results().Len() == 0
}

// noResults reports a literal without results.
func (e *emitter) noResults(d *ast.DeferStmt) bool {
	lit, ok := ast.Unparen(d.Call.Fun).(*ast.FuncLit)
	return ok && lit.Type.Results == nil
}

// deferWait writes a deferred call that waits. A literal without arguments and
// results is the call itself.
func (e *emitter) deferWait(d *ir.Defer) dst.Expr {
	var body []dst.Stmt
	if d.Body != nil && d.Literal && d.Body.Shape.Len() == 0 {
		body = e.closure(d.Body).(*dst.FuncLit).Body.List
	} else {
		body = []dst.Stmt{ret(e.discard(d.Op))}
	}
	name := "_"
	if d.Body != nil && d.Body.Panicking != "" {
		name = d.Body.Panicking
	}
	return funcLit([]*dst.Field{param(name, star(e.pkg(ir.DeferredPath, "Panicking")))}, []dst.Expr{e.deferredType(ir.Shape{})}, body)
}

// discard starts an operation whose results nobody wants.
func (e *emitter) discard(op *ir.Op) dst.Expr {
	x := e.op(op)
	if op.Shape.Len() == 0 {
		return x
	}
	return call(e.pkg(ir.DeferredPath, "Discard"), x)
}
