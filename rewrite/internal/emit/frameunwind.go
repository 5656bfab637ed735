package emit

import (
	"go/token"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// slowDefer registers a deferred call with the frame.
func (e *emitter) slowDefer(d *ir.Defer) []dst.Stmt {
	w := e.slow.w
	var out []dst.Stmt
	for _, s := range e.fn.Lets[d.Orig] {
		if list, ok := e.slowCode(s); ok {
			out = append(out, list...)
		} else {
			out = append(out, e.code(s)...)
		}
	}
	p := w.pointOf(d)
	later := dst.Expr(sel(ident(w.self), p.Name))
	if !p.Method {
		later = e.deferredCall(d)
	}
	return append(out, exprStmt(call(sel(ident(w.self), deferKind(d)), later)))
}

// deferMethods writes the deferred calls that are methods.
func (w *frameWriter) deferMethods(e *emitter) {
	for _, p := range w.frame.Layout.Defers {
		if !p.Method {
			continue
		}
		decl := &dst.FuncDecl{Name: ident(p.Name)}
		w.onFrame(e, decl, w.self, w.frameType())
		if lit, ok := e.deferredCall(p.Defer).(*dst.FuncLit); ok {
			decl.Type, decl.Body = lit.Type, lit.Body
		} else {
			panic("emit: a deferred call that is no literal")
		}
		w.add(decl, "")
	}
}

// unwinding writes how a function with deferred calls ends: the frame holds the results
// while they run.
func (w *frameWriter) unwinding(e *emitter, params []*dst.Field, value, failure dst.Expr) {
	var to, from []dst.Expr
	for i, name := range w.frame.Layout.Results {
		to, from = append(to, sel(ident(w.self), name)), append(from, ident(params[i].Names[0].Name))
	}
	var body []dst.Stmt
	if len(to) > 0 {
		body = append(body, assign(token.ASSIGN, to, from...))
	}
	body = append(body, exprStmt(call(sel(ident(w.self), "Unwind"))))
	w.plainMethod(e, "finish", params, body, "")
	finish := exprStmt(call(e.pkg(ir.FramesPath, "Finish"), w.pool(e), ident(w.self), address(sel(ident(w.self), "Pending")), value, failure))
	w.plainMethod(e, "End", nil, []dst.Stmt{finish}, "End finishes the call, when the last deferred call has returned.")
}

// plainMethod adds a method without results.
func (w *frameWriter) plainMethod(e *emitter, name string, params []*dst.Field, body []dst.Stmt, doc string) {
	decl := &dst.FuncDecl{Name: ident(name), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}, Body: block(body)}
	w.onFrame(e, decl, w.self, w.frameType())
	w.add(decl, doc)
}

// resultFields are the fields of results that no variable of the user's holds.
func (w *frameWriter) resultFields(e *emitter) []*dst.Field {
	var out []*dst.Field
	for i, name := range w.frame.Layout.Results {
		if v := w.fn.Results[i]; v == nil || w.fn.Sig.Results().At(i).Name() == "_" {
			out = append(out, param(name, e.typ(w.fn.Sig.Results().At(i).Type())))
		}
	}
	return out
}

// heldValue is the value that the frame holds, or all of them.
func (w *frameWriter) heldValue(e *emitter) dst.Expr {
	var list []dst.Expr
	for i := range w.fn.Shape.Values {
		list = append(list, sel(ident(w.self), w.frame.Layout.Results[i]))
	}
	switch len(list) {
	case 0:
		return &dst.CompositeLit{Type: e.resultType(w.fn.Shape)}
	case 1:
		return list[0]
	}
	return call(e.pkg(ir.DeferredPath, "Make"+tupleName(len(list))), list...)
}

func (w *frameWriter) heldError() dst.Expr {
	if !w.fn.Shape.Err {
		return ident("nil")
	}
	return sel(ident(w.self), w.frame.Layout.Results[len(w.frame.Layout.Results)-1])
}
