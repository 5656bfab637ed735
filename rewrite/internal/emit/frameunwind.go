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
	var later dst.Expr
	if p.Method {
		later = w.part(e, p.Name)
	} else {
		e.slow.later = true // a turn of a loop has variables of its own
		later = e.deferredCall(d)
		e.slow.later = false
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
		decl.Body = block(e.inMethod(nil, nil, func() []dst.Stmt {
			lit, ok := e.deferredCall(p.Defer).(*dst.FuncLit)
			if !ok {
				panic("emit: a deferred call that is no literal")
			}
			decl.Type = lit.Type
			return lit.Body.List
		}))
		w.add(decl, "")
	}
}

// unwinding writes how a function with deferred calls ends: the frame holds the results
// while they run.
func (w *frameWriter) unwinding(e *emitter, params []*dst.Field) {
	if w.ended {
		var from []dst.Expr
		for _, p := range params {
			from = append(from, ident(p.Names[0].Name))
		}
		var body []dst.Stmt
		if len(from) > 0 {
			body = append(body, assign(token.ASSIGN, w.held(), from...))
		}
		w.plainMethod(e, "finish", params, append(body, w.unwind()), "")
	}
	n := len(w.fn.Shape.Values)
	held := w.held()
	finish := exprStmt(w.endCall(sel(ident(w.self), "Frame"), w.oneValue(e, held[:n], true), held[n:]...))
	w.plainMethod(e, "End", nil, []dst.Stmt{finish}, "End finishes the call, when the last deferred call has returned.")
}

// plainMethod adds a method without results.
func (w *frameWriter) plainMethod(e *emitter, name string, params []*dst.Field, body []dst.Stmt, doc string) {
	decl := &dst.FuncDecl{Name: ident(name), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}, Body: block(body)}
	w.onFrame(e, decl, w.self, w.frameType())
	w.add(decl, doc)
}

// blank reports a result that no variable of the user's holds.
func (w *frameWriter) blank(i int) bool {
	return w.fn.Results[i] == nil || w.fn.Sig.Results().At(i).Name() == "_"
}

// resultFields are the fields of results that no variable of the user's holds.
func (w *frameWriter) resultFields(e *emitter) []*dst.Field {
	var out []*dst.Field
	for i, name := range w.frame.Layout.Results {
		if w.blank(i) {
			out = append(out, param(name, e.typ(w.fn.Sig.Results().At(i).Type())))
		}
	}
	return out
}

// unwind runs the deferred calls, and ends the call.
func (w *frameWriter) unwind() dst.Stmt { return exprStmt(call(sel(ident(w.self), "Unwind"))) }

// held are the results while deferred calls run.
func (w *frameWriter) held() []dst.Expr {
	var out []dst.Expr
	for i, name := range w.frame.Layout.Results {
		x := dst.Expr(sel(ident(w.self), name))
		if !w.blank(i) && w.frame.Layout.FieldOf(w.fn.Results[i]).Boxed {
			x = star(x)
		}
		out = append(out, x)
	}
	return out
}
