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
	if !w.frame.Layout.Loops {
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
	var values []dst.Expr
	for i, t := range s.Values {
		name := "v"
		if len(s.Values) > 1 {
			name = fmt.Sprintf("v%d", i+1)
		}
		params = append(params, param(name, e.typ(t)))
		values = append(values, ident(name))
	}
	failure := ident("nil")
	if s.Err {
		params = append(params, param("err", e.typeName(types.Universe.Lookup("error"))))
		failure = ident("err")
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
	end := func(name string, params []*dst.Field, before []dst.Stmt, value, failure dst.Expr) {
		body := append(before, exprStmt(call(e.pkg(ir.FramesPath, "Finish"), w.pool(e), ident(w.self), address(sel(ident(w.self), "Pending")), value, failure)))
		decl := &dst.FuncDecl{Name: ident(name), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}, Body: block(body)}
		w.onFrame(e, decl, w.self, w.frameType())
		w.add(decl, "")
	}
	if w.takesOver() {
		w.unwinding(e, params, w.heldValue(e), w.heldError())
		if w.fails {
			err := []*dst.Field{param("err", e.typeName(types.Universe.Lookup("error")))}
			w.plainMethod(e, "fail", err, []dst.Stmt{exprStmt(call(sel(ident(w.self), "Fail"), ident("err")))}, "")
		}
		return
	}
	end("finish", params, nil, value, failure)
	if w.fails {
		none := []dst.Stmt{varDecl("none", e.resultType(s))}
		end("fail", []*dst.Field{param("err", e.typeName(types.Universe.Lookup("error")))}, none, ident("none"), ident("err"))
	}
}

// leave is the return of a method: nothing follows in place, or a part.
func (e *emitter) leave(label int) dst.Stmt {
	if !e.slow.w.frame.Layout.Loops {
		return ret()
	}
	return ret(intLit(label))
}

// goOn goes on with a method.
func (e *emitter) goOn(name string, args ...dst.Expr) []dst.Stmt {
	next := call(sel(ident(e.slow.w.self), name), args...)
	if e.slow.w.frame.Layout.Loops {
		return []dst.Stmt{ret(next)}
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
		return e.goOn(l.JoinOf(t.Join).Name)
	case *ir.Again:
		return []dst.Stmt{e.leave(l.LoopOf(t.Loop).Label)}
	case *ir.Enter:
		return []dst.Stmt{e.leave(l.LoopOf(t.Loop).Label)}
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
		return append(e.finishNamed(args), e.leave(0))
	}
	return []dst.Stmt{exprStmt(call(sel(ident(e.slow.w.self), "finish"), args...)), e.leave(0)}
}

// slowWait starts an operation: it waits, or goes on in place.
func (e *emitter) slowWait(wait *ir.WaitPoint) []dst.Stmt {
	w := e.slow.w
	op := wait.Op
	before := e.copiesFor(op)
	start, tuple := e.begin(w, op)
	values, errName := w.resumeParams(e, wait)
	e.apart(values)
	p := e.once("p", "pending", "waits")
	passes := wait.Wait != nil && wait.Wait.PassErr || wait.Tail == nil && !op.Shape.Err || wait.Tail != nil && !op.Shape.Err
	var lhs []string
	results := ""
	if tuple {
		results = "_"
		if anyNamed(values) {
			results = e.once("results", "both")
		}
		lhs = append(lhs, results)
	} else {
		lhs = append(lhs, values...)
	}
	if op.Shape.Err {
		lhs = append(lhs, errName)
	}
	out := append(before, define(start, append(lhs, p)...), notNil(p, w.attach(e, p, wait), e.leave(0)))
	if passes && op.Shape.Err {
		w.fails = true
		out = append(out, notNil(errName, exprStmt(call(sel(ident(w.self), "fail"), ident(errName))), e.leave(0)))
	}
	var args []dst.Expr
	for _, v := range values {
		if v != "_" {
			args = append(args, ident(v))
		}
	}
	if tuple && results != "_" {
		out = append(out, define(call(sel(ident(results), "Unpack")), values...))
	}
	if !passes && errName != "_" {
		args = append(args, ident(errName))
	}
	if wait.Tail != nil {
		return append(out, exprStmt(w.finishTail(e, wait.Tail, args)), e.leave(0))
	}
	return append(out, e.goOn(wait.After, args...)...)
}

// apart gives other names to what a wait brings if the method declares such names: it
// would be set.
func (e *emitter) apart(values []string) {
	for i, v := range values {
		if v != "_" && e.slow.boxes.names[v] {
			values[i] = e.names.Fresh("new"+upperFirst(v), "next"+upperFirst(v))
		}
	}
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
