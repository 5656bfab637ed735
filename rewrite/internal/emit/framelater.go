package emit

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Deferred calls that are closures: func literals that wait, those of loops, and those with
// variables of a block. A variable has the closure, or, in a loop, a list has all of them,
// for the frame to take over.
//
//	deferredCall := func(_ *deferred.Panicking) D { ... wait ... }
//	defer func() {
//		if suspended == nil {
//			if _, p := frames.AwaitValue(r, deferredCall(nil)); p != nil {
//				f := frames.TakeOver(oneFrames, p)
//				...
//				suspended = frames.Hold(&f.Defers, p, recover())
//			}
//		}
//	}()
//	if p := waitFast(r); p != nil {
//		f := frames.TakeOver(oneFrames, p)
//		f.DeferWait(deferredCall)

// fastLater writes a deferred call that is a closure: it is Go's as long as nothing has
// waited.
func (e *emitter) fastLater(p *ir.DeferPoint) []dst.Stmt {
	w, d := e.fast.w, p.Defer
	closure := e.deferredCall(d)
	name := w.later[p]
	if name != "" { // declared at the top
		return []dst.Stmt{assign(token.ASSIGN, idents([]string{name}), closure), e.deferGuarded(p, e.runLater(p, name))}
	}
	name = w.laterName(p)
	out, run := []dst.Stmt{define(closure, name)}, e.runLater(p, name)
	if p.Looped() {
		list := ident(w.lists[p.Loop])
		out = append(out, exprStmt(call(sel(list, deferKind(d)), ident(name))))
		if w.waitsListed(p.Loop) {
			run = append([]dst.Stmt{exprStmt(call(sel(ident(list.Name), "Drop")))}, run...)
		}
	}
	return append(out, e.deferGuarded(p, run))
}

// waitsListed reports a loop with a deferred call that waits: then the frame takes over
// those that have not been run.
func (w *frameWriter) waitsListed(loop ast.Stmt) bool {
	return slices.ContainsFunc(w.frame.Layout.Defers, func(p *ir.DeferPoint) bool { return p.Loop == loop && p.Defer.Op != nil })
}

// laterName names the variable that holds a deferred call that is a closure.
func (w *frameWriter) laterName(p *ir.DeferPoint) string {
	w.later[p] = w.names.Fresh("deferred"+upperFirst(deferredName(p.Defer))+"#", "later#")
	return w.later[p]
}

// laterType is the type of such a variable.
func (e *emitter) laterType(d *ir.Defer) dst.Expr {
	t := &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true}}
	if d.Op == nil && d.Simple {
		return t
	}
	t.Params.List = []*dst.Field{{Type: star(e.pkg(ir.DeferredPath, "Panicking"))}}
	if d.Op != nil {
		t.Results = &dst.FieldList{List: []*dst.Field{{Type: e.deferredType(ir.Shape{})}}}
	}
	return t
}

// runLater calls a deferred call that is a closure.
func (e *emitter) runLater(p *ir.DeferPoint, name string) []dst.Stmt {
	d := p.Defer
	recovered := call(ident("recover"))
	switch {
	case d.Op != nil && d.Body != nil && d.Body.Panicking != "":
		start := call(e.pkg(ir.FramesPath, "RecoveringWait"), e.reactor(), ident(name), recovered)
		return e.fastHold(p, start, nil, ident("nil"))
	case d.Op != nil:
		start := call(e.pkg(ir.FramesPath, "AwaitValue"), e.reactor(), call(ident(name), ident("nil")))
		return e.fastHold(p, start, []string{"_"}, recovered)
	case d.Simple:
		return []dst.Stmt{exprStmt(call(ident(name)))}
	}
	return []dst.Stmt{exprStmt(call(e.pkg(ir.FramesPath, "Recovering"), ident(name), recovered))}
}

// deferredName is what people call a deferred call.
func deferredName(d *ir.Defer) string {
	switch f := ast.Unparen(d.Orig.Call.Fun).(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return "Call"
}
