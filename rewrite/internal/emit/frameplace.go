package emit

import (
	"fmt"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// In the methods of a frame a wait may be over at once, and the code goes on in place.
// frames.Then does that, and frames.AwaitThen for a Deferred:
//
//	v, err, p := fetchFast(f.r, f.n)
//	frames.Then(&f.Pending, (*oneAfterFetch)(f), v, err, p)
//
// A call that is made again and again, in a loop, and that seldom waits, takes a short
// cut: the code after it is a method.
//
//	v, err, p := nextFast(f.r, f.n)
//	if p != nil {
//		frames.Wait(&f.Pending, p, (*oneAfterNext)(f))
//		return 0
//	}
//	return f.afterNext(v, err)

// isDriven reports a function whose parts can follow each other for ever without a wait
// that is not over.
func (w *frameWriter) isDriven() bool {
	l := w.frame.Layout
	driven := l.Driven
	for _, wait := range l.Waits {
		driven = driven || w.shortCut(wait)
	}
	return driven
}

// shortCut reports a wait of which the code after it is a method.
func (w *frameWriter) shortCut(wait *ir.WaitPoint) bool {
	return wait.Circles && w.direct(wait.Op) != ""
}

// slowWait starts an operation, and goes on when it is over, which may be at once.
func (e *emitter) slowWait(wait *ir.WaitPoint) []dst.Stmt {
	w := e.slow.w
	op := wait.Op
	out := e.copiesFor(op)
	pending := address(sel(ident(w.self), "Pending"))
	if w.direct(op) == "" {
		then := call(e.pkg(ir.FramesPath, "AwaitThen"), e.reactor(), pending, w.under(e, wait), e.op(op))
		return append(out, exprStmt(then), e.leave())
	}
	start, _ := e.begin(w, op)
	lhs, failure := e.returned(op)
	p := e.once("p", "pending", "waits")
	all := append(append([]string(nil), lhs...), p)
	if failure != "nil" {
		all = append(append([]string(nil), lhs...), failure, p)
	}
	if w.shortCut(wait) {
		values, errName := w.resumeParams(e, wait)
		used := append(values, errName)
		var args []dst.Expr
		for i := range all[:len(all)-1] {
			if used[i] == "_" {
				all[i] = "_"
			} else {
				args = append(args, ident(all[i]))
			}
		}
		suspend := exprStmt(call(e.pkg(ir.FramesPath, "Wait"), pending, ident(p), w.under(e, wait)))
		out = append(out, define(start, all...), notNil(p, suspend, e.leave()))
		return append(out, e.goOnWith(call(w.part(e, wait.After), args...))...)
	}
	var value dst.Expr
	switch len(lhs) {
	case 0:
		value = &dst.CompositeLit{Type: e.resultType(op.Shape)}
	case 1:
		value = ident(lhs[0])
	default:
		value = call(e.pkg(ir.DeferredPath, "Make"+tupleName(len(lhs))), idents(lhs)...)
	}
	then := call(e.pkg(ir.FramesPath, "Then"), pending, w.under(e, wait), value, ident(failure), ident(p))
	return append(out, define(start, all...), exprStmt(then), e.leave())
}

// returned names what a call of a fast body returns: values and error, "nil" for none.
func (e *emitter) returned(op *ir.Op) (values []string, failure string) {
	for i := range op.Shape.Values {
		if len(op.Shape.Values) == 1 {
			values = append(values, e.once("v", "value", "result"))
		} else {
			values = append(values, e.once(fmt.Sprintf("v%d", i+1), fmt.Sprintf("value%d", i+1), fmt.Sprintf("result%d", i+1)))
		}
	}
	if !op.Shape.Err {
		return values, "nil"
	}
	return values, e.once("err", "failure", "failed")
}

// after writes the code after a wait as a method.
func (w *frameWriter) after(e *emitter, wait *ir.WaitPoint, values []string, errName string) {
	var params []*dst.Field
	for i, v := range values {
		if v != "_" {
			params = append(params, param(v, e.atTop(func() dst.Expr { return e.typ(wait.Op.Shape.Values[i]) })))
		}
	}
	if wait.Op.Shape.Err && errName != "_" {
		params = append(params, param(errName, e.typeName(types.Universe.Lookup("error"))))
	}
	w.method(e, wait.After, params, wait.Unread, func() []dst.Stmt {
		var out []dst.Stmt
		if wait.Wait.PassErr {
			out = append(out, notNil(errName, exprStmt(call(sel(ident(w.self), "Fail"), ident(errName))), e.leave()))
		}
		return append(append(out, e.setFields(wait.Wait, values, errName)...), e.block(wait.Body)...)
	})
}
