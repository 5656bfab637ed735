package emit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// driver runs the parts that loops consist of, so that turns do not nest.
func (w *frameWriter) driver(e *emitter) {
	if !w.driven {
		return
	}
	next := w.names.Fresh("next", "nextPart")
	sw := &dst.SwitchStmt{Tag: ident(next), Body: &dst.BlockStmt{}}
	var one dst.Stmt
	n := 0
	for _, p := range w.frame.Layout.Parts {
		if p.Label == 0 {
			continue
		}
		n++
		one = assign(token.ASSIGN, []dst.Expr{ident(next)}, call(sel(ident(w.self), p.Name)))
		sw.Body.List = append(sw.Body.List, &dst.CaseClause{List: []dst.Expr{intLit(p.Label)}, Body: []dst.Stmt{one}})
	}
	if n > 1 {
		one = line(sw)
	}
	loop := line(&dst.ForStmt{Cond: &dst.BinaryExpr{X: ident(next), Op: token.NEQ, Y: intLit(0)}, Body: block([]dst.Stmt{one})})
	decl := &dst.FuncDecl{Name: ident("run"), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{param(next, ident("int"))}}}}
	w.onFrame(e, decl, w.self, w.frameType())
	decl.Body = block([]dst.Stmt{loop})
	w.add(decl, "run goes on with a part, and with those that follow in place; 0 is none.")
}

// ends writes the methods that finish the function, where the runtime's do not fit.
func (w *frameWriter) ends(e *emitter) {
	s := w.fn.Shape
	var params []*dst.Field
	var args []dst.Expr
	for i, t := range s.Values {
		name := "v"
		if len(s.Values) > 1 {
			name = fmt.Sprintf("v%d", i+1)
		}
		params = append(params, param(name, e.typ(t)))
		args = append(args, ident(name))
	}
	if s.Err {
		params = append(params, param("err", e.typeName(types.Universe.Lookup("error"))))
		args = append(args, ident("err"))
	}
	switch {
	case w.takesOver():
		w.unwinding(e, params)
	case w.ended:
		w.plainMethod(e, "finish", params, []dst.Stmt{exprStmt(w.finishCall(e, args, true))}, "")
	}
}

// finishCall is f.Finish(v, err), or f.Return(v) if there is no error among the results.
func (w *frameWriter) finishCall(e *emitter, args []dst.Expr, exact bool) dst.Expr {
	n := len(w.fn.Shape.Values)
	return w.endCall(ident(w.self), w.oneValue(e, args[:n], exact), args[n:]...)
}

// endCall is f.Finish(v, err), or, given no error, f.Return(v).
func (w *frameWriter) endCall(frame, value dst.Expr, failure ...dst.Expr) dst.Expr {
	if len(failure) == 0 {
		return call(sel(frame, "Return"), value)
	}
	return call(sel(frame, "Finish"), value, failure[0])
}

// oneValue is what a Pending has for values. Exact says that they are of its types; if not,
// a tuple of them is told these.
func (w *frameWriter) oneValue(e *emitter, values []dst.Expr, exact bool) dst.Expr {
	switch len(values) {
	case 0:
		return &dst.CompositeLit{Type: e.resultType(w.fn.Shape)}
	case 1:
		return values[0]
	}
	makes := e.pkg(ir.DeferredPath, "Make"+tupleName(len(values)))
	if !exact {
		makes = index(makes, e.typesOf(w.fn.Shape)...)
	}
	return call(makes, values...)
}

// succeed ends the function with values, and with no error if it has one.
func (w *frameWriter) succeed(e *emitter, values []dst.Expr, exact bool) dst.Stmt {
	if w.takesOver() {
		return w.finish(e, append(values, ident("nil")), exact)
	}
	return exprStmt(w.endCall(ident(w.self), w.oneValue(e, values, exact)))
}

// finish ends the function with its results, or with those of a call that has several.
func (w *frameWriter) finish(e *emitter, args []dst.Expr, exact bool) dst.Stmt {
	n := w.fn.Shape.Len()
	switch {
	case w.takesOver():
	case len(args) == n:
		return exprStmt(w.finishCall(e, args, exact))
	case w.fn.Shape.Err && n == 2:
		return exprStmt(call(sel(ident(w.self), "Finish"), args...))
	}
	w.ended = true
	return exprStmt(call(w.part(e, "finish"), args...))
}

// part is a method of the frame: f.turn, or, where f is the frame under the type of a
// wait, (*sumFrame)(f).turn.
func (w *frameWriter) part(e *emitter, name string) dst.Expr {
	m := &dst.SelectorExpr{X: ident(w.self), Sel: dst.NewIdent(name)}
	if e.slow.resumes {
		e.slow.parts = append(e.slow.parts, m)
	}
	return m
}

// leave is the return of a method, when nothing follows in place.
func (e *emitter) leave() dst.Stmt {
	if e.slow.driven() {
		return ret(intLit(0))
	}
	return ret()
}

// driven reports code that says which part follows it.
func (s *slowBody) driven() bool { return s.w.driven && !s.resumes }

// goOn goes on with a part in place.
func (e *emitter) goOn(p *ir.Part) []dst.Stmt {
	w := e.slow.w
	if p.Loop != nil && w.driven {
		return e.goOnWith(intLit(p.Label))
	}
	return e.goOnWith(call(w.part(e, p.Name)))
}

// goOnWith goes on with the call of a method, or, in a function that is driven, with a
// part by its label.
func (e *emitter) goOnWith(next dst.Expr) []dst.Stmt {
	w := e.slow.w
	switch {
	case e.slow.driven():
		return []dst.Stmt{ret(next)}
	case w.driven:
		next = call(w.part(e, "run"), next)
	}
	return []dst.Stmt{exprStmt(next), ret()}
}

// slowTail writes how a block goes on.
func (e *emitter) slowTail(t ir.TailNode) []dst.Stmt {
	w := e.slow.w
	l := w.frame.Layout
	switch t := t.(type) {
	case *ir.Stop:
		return nil
	case *ir.Finish:
		return e.slowFinish(t)
	case *ir.Goto:
		return e.goOn(l.JoinOf(t.Join))
	case *ir.Again:
		return e.goOn(l.LoopOf(t.Loop))
	case *ir.Enter:
		return e.goOn(l.LoopOf(t.Loop))
	case *ir.CallTail:
		return e.slowWait(l.TailOf(t.Op))
	case *ir.Await:
		return e.slowWait(l.WaitOf(t.Wait))
	}
	panic("emit: unknown tail")
}

// slowFinish writes a return.
func (e *emitter) slowFinish(f *ir.Finish) []dst.Stmt {
	fn := e.fn
	if f.End && fn.Shape.Len() > 0 {
		return []dst.Stmt{exprStmt(call(ident("panic"), &dst.BasicLit{Kind: token.STRING, Value: `"unreachable"`}))}
	}
	var args []dst.Expr
	if len(f.Results) == 0 && fn.Shape.Len() > 0 {
		for i, v := range fn.Results {
			if fn.Sig.Results().At(i).Name() == "_" {
				args = append(args, e.zeroOf(v.Type))
			} else {
				args = append(args, e.ref(v))
			}
		}
	}
	for _, x := range f.Results {
		args = append(args, e.expr(x))
	}
	for _, x := range args {
		x.Decorations().After = dst.None
	}
	if fn.Named {
		if len(f.Results) == 0 {
			args = nil // they are set
		}
		return append(e.finishNamed(args), e.leave())
	}
	exact := len(f.Results) == 0 || e.exact(fn.Shape, f.Results)
	if n := len(f.Results); n > 0 && n == fn.Shape.Len() && fn.Shape.Err && e.isNil(f.Results[n-1]) {
		return []dst.Stmt{e.slow.w.succeed(e, args[:n-1], exact), e.leave()}
	}
	return []dst.Stmt{e.slow.w.finish(e, args, exact), e.leave()}
}

// copiesFor copies the fields that code in another goroutine reads: it may run when the
// frame has another owner.
func (e *emitter) copiesFor(op *ir.Op) []dst.Stmt {
	if op.Kind != ir.OpThread && op.Kind != ir.OpAsk {
		return nil
	}
	w := e.slow.w
	var out []dst.Stmt
	copied := map[*ir.Field]string{}
	local := func(v *ir.Var) ir.Expr {
		f := e.fieldOf(v)
		if f == nil || f.Boxed && e.slow.boxes.declared[ir.VarKey(v)] {
			return &ir.Ref{Var: v}
		}
		name := copied[f]
		if name == "" {
			name = w.names.Fresh(f.Name, "the"+upperFirst(f.Name), f.Name)
			copied[f] = name
			out = append(out, define(sel(ident(w.self), f.Name), name))
		}
		copy := &ir.Ref{Var: &ir.Var{Name: name}}
		if f.Boxed {
			return &ir.Unary{Op: token.MUL, X: copy}
		}
		return copy
	}
	ast.Inspect(op.Call, func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok || n == op.Call { // a hole for the call is what it will have brought
			return true
		}
		switch h := e.fn.Holes[x].(type) {
		case *ir.Ref:
			e.fn.Holes[x] = local(h.Var)
			return false
		case *ir.Boxed:
			e.fn.Holes[x] = local(h.Var)
			return false
		case *ir.Multi:
			m := &ir.Multi{}
			for _, v := range h.Vars {
				ref, ok := local(v).(*ir.Ref)
				if !ok {
					panic(&Unfit{"an operand of a thread's call"})
				}
				m.Vars = append(m.Vars, ref.Var)
			}
			e.fn.Holes[x] = m
			return false
		case *ir.Member:
			if id, ok := x.(*ast.Ident); ok {
				if f := w.fieldOf(id); f != nil {
					e.fn.Holes[x] = local(f.Var)
				}
			}
			return false
		case nil:
			return true
		}
		panic(&Unfit{"an operand of a thread's call"})
	})
	return out
}
