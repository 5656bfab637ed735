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
	if !w.frame.Layout.Driven {
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

// ends writes the methods that finish the function.
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
		w.unwinding(e, params, w.heldValue(e), w.heldError())
	case len(w.finishes) == 1 && len(w.finishes[0].Args) == len(args) && sameTyped(s):
		only := w.finishes[0]
		*only = *w.finishCall(e, only.Args)
	case len(w.finishes) > 0:
		w.plainMethod(e, "finish", params, []dst.Stmt{exprStmt(w.finishCall(e, args))}, "")
	}
}

// finishCall is frames.Finish(oneFrames, f, &f.Pending, v, err).
func (w *frameWriter) finishCall(e *emitter, args []dst.Expr) *dst.CallExpr {
	s := w.fn.Shape
	failure := dst.Expr(ident("nil"))
	values := args[:len(s.Values)]
	if s.Err {
		failure = args[len(s.Values)]
	}
	var value dst.Expr
	switch len(values) {
	case 0:
		value = &dst.CompositeLit{Type: e.resultType(s)}
	case 1:
		value = values[0]
	default:
		value = call(e.pkg(ir.DeferredPath, "Make"+tupleName(len(values))), values...)
	}
	return call(e.pkg(ir.FramesPath, "Finish"), w.pool(e), ident(w.self), address(sel(ident(w.self), "Pending")), value, failure)
}

// sameTyped reports that what is returned as a value has its very type, from which
// [frames.Finish] takes its own.
func sameTyped(s ir.Shape) bool {
	if len(s.Values) > 1 {
		return false
	}
	for _, t := range s.Values {
		switch t.Underlying().(type) {
		case *types.Basic, *types.Pointer, *types.Struct:
		default:
			return false
		}
	}
	return true
}

// finish ends the function with its results.
func (w *frameWriter) finish(args []dst.Expr) dst.Stmt {
	c := call(sel(ident(w.self), "finish"), args...)
	w.finishes = append(w.finishes, c)
	return exprStmt(c)
}

// failWith ends the function with an error that its code does not see.
func (w *frameWriter) failWith(e *emitter, err string) dst.Stmt {
	if w.takesOver() {
		return exprStmt(call(sel(ident(w.self), "Fail"), ident(err)))
	}
	return exprStmt(call(e.pkg(ir.FramesPath, "Fail"), w.pool(e), ident(w.self), address(sel(ident(w.self), "Pending")), ident(err)))
}

// leave is the return of a method, when nothing follows in place.
func (e *emitter) leave() dst.Stmt {
	if e.slow.driven() {
		return ret(intLit(0))
	}
	return ret()
}

// driven reports code that says which part follows it.
func (s *slowBody) driven() bool { return s.w.frame.Layout.Driven && !s.resumes }

// goOn goes on with a part in place.
func (e *emitter) goOn(p *ir.Part) []dst.Stmt {
	s := e.slow
	var next dst.Expr = call(sel(ident(s.w.self), p.Name))
	if p.Loop != nil && s.w.frame.Layout.Driven {
		next = intLit(p.Label)
	}
	switch {
	case s.driven():
		return []dst.Stmt{ret(next)}
	case s.w.frame.Layout.Driven:
		next = call(sel(ident(s.w.self), "run"), next)
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
	return []dst.Stmt{e.slow.w.finish(args), e.leave()}
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
	var lhs []string
	for i := range op.Shape.Values {
		lhs = append(lhs, e.onceNumbered("v", i, len(op.Shape.Values)))
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
	failure := "nil"
	if op.Shape.Err {
		failure = e.once("err", "failure", "failed")
		lhs = append(lhs, failure)
	}
	p := e.once("p", "pending", "waits")
	then := call(e.pkg(ir.FramesPath, "Then"), pending, w.under(e, wait), value, ident(failure), ident(p))
	return append(out, define(start, append(lhs, p)...), exprStmt(then), e.leave())
}

// onceNumbered is a name that only one method uses, with a number if there are several.
func (e *emitter) onceNumbered(name string, i, of int) string {
	if of == 1 {
		return e.once(name, "value", "result")
	}
	return e.once(fmt.Sprintf("%s%d", name, i+1), fmt.Sprintf("value%d", i+1), fmt.Sprintf("result%d", i+1))
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
