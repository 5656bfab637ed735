package emit

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// Generator adds the callback form of fn in generator style: the body as it is
// written, run as a coroutine, with a wait where a call was:
//
//	return deferred.Generate(func(g *deferred.Generator) (T, error) {
//		... fetchDeferred(r, n).Await(g) ...
//	})
//
// Expressions that wait are holes like any others (ir.Awaited); the statements that
// wait by what they are, and defer statements, are written in inPlace. A function in
// which nothing waits runs its body at once.
func (f *File) Generator(fn *ir.Func, pool *names.Pool) (err error) {
	defer func() {
		if u, ok := recover().(*Unnameable); ok {
			err = u
		}
	}()
	e := f.emitter(fn, pool)
	switch {
	case fn.Leaf:
		f.declare(e, e.wrapped)
	case fn.Awaits.Tail != nil:
		f.declare(e, func() []dst.Stmt {
			return e.decorated(fn.Decl.Body.List[0], []dst.Stmt{ret(e.op(fn.Awaits.Tail))})
		})
	default:
		f.declare(e, e.generated)
	}
	return nil
}

// generated writes the body in a call of Generate.
func (e *emitter) generated() []dst.Stmt {
	fn := e.fn
	ftype, body := e.source()
	dropDirectives(body)
	lit := &dst.FuncLit{Type: dst.Clone(ftype).(*dst.FuncType), Body: e.fill(body, true).(*dst.BlockStmt)}
	lit.Body.List = append(e.copies(), lit.Body.List...)
	if n := len(lit.Body.List); n > 0 { // a body on one line is not on one any more
		lit.Body.List[0].Decorations().Before = dst.NewLine
		lit.Body.List[n-1].Decorations().After = dst.NewLine
	}
	lit.Type.TypeParams = nil
	lit.Type.Params = &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{
		param(fn.Awaits.Generator, star(e.pkg(ir.DeferredPath, "Generator"))),
	}}
	name := "Generate" + kind(fn.Shape)
	if n := len(fn.Shape.Values); n > 1 {
		name += fmt.Sprint(n)
	}
	return []dst.Stmt{ret(call(e.pkg(ir.DeferredPath, name), lit))}
}

// kind is the part of the names of Generate and Await that tells what a function of
// this shape returns.
func kind(s ir.Shape) string {
	switch {
	case len(s.Values) == 0 && s.Err:
		return "Err"
	case len(s.Values) == 0:
		return "Done"
	case !s.Err:
		return "Value"
	}
	return ""
}

// copies declares the parameters anew that a := at the top of the body assigns to.
func (e *emitter) copies() []dst.Stmt {
	var out []dst.Stmt
	for _, c := range e.fn.Awaits.Copied {
		s := define(ident(c.Name), c.Name)
		s.Decorations().End = dst.Decorations{comment("for := below")}
		out = append(out, s)
		if !c.Read {
			out = append(out, assign(token.ASSIGN, []dst.Expr{ident("_")}, ident(c.Name)))
		}
	}
	return out
}

// awaited writes an operation that stands still until its outcome is there. The
// comments and line breaks around the call stay.
func (e *emitter) awaited(op *ir.Op) dst.Expr {
	var decs dst.NodeDecs
	if node := e.dec.Dst.Nodes[op.Site]; node != nil {
		if x, ok := node.(dst.Expr); ok {
			decs = *x.Decorations()
			*x.Decorations() = dst.NodeDecs{}
		}
	}
	x := e.await1(op, e.started(op))
	at := x.Decorations()
	at.Before, at.After = decs.Before, decs.After
	at.Start, at.End = append(decs.Start, at.Start...), append(at.End, decs.End...)
	return x
}

// await1 writes the wait for start:
//
//	start.Await(g)    start.AwaitValue(g).Unpack()    deferred.Await2(start, g)
func (e *emitter) await1(op *ir.Op, start dst.Expr) dst.Expr {
	g := ident(e.fn.Awaits.Generator)
	n := len(op.Shape.Values)
	many := n > 1 && !e.fn.Awaits.Dropped[op]
	if many && op.Shape.Err {
		return call(e.pkg(ir.DeferredPath, fmt.Sprintf("Await%d", n)), start, g)
	}
	x := call(sel(start, "Await"+kind(op.Shape)), g)
	if many {
		return call(sel(x, "Unpack"))
	}
	return x
}

// started writes the start of an operation. Operands that have to be evaluated before
// it are the arguments of a literal around it:
//
//	func(n int) D { return threads.DeferToThread(r, func() (T, error) { return lib.F(n) }) }(x.n)
func (e *emitter) started(op *ir.Op) dst.Expr {
	params, args := e.bound(op)
	if len(params) == 0 {
		return e.op(op)
	}
	start := e.op(op)
	if c, ok := start.(*dst.CallExpr); ok && op.Kind == ir.OpAsk && !e.file.Suspend {
		if lit, ok := c.Fun.(*dst.FuncLit); ok { // there is a literal already
			lit.Type.Params.List, c.Args = params, args
			return c
		}
	}
	return call(funcLit(params, []dst.Expr{e.deferredType(op.Shape)}, []dst.Stmt{ret(start)}), args...)
}

// bound writes the bound operands of an operation, and leaves holes in their places.
func (e *emitter) bound(op *ir.Op) (params []*dst.Field, args []dst.Expr) {
	for _, o := range e.fn.Awaits.Bound[op] {
		arg := e.syntax(o.X, true)
		for _, f := range o.Path {
			arg = sel(arg, f)
		}
		switch {
		case o.Addr:
			arg = &dst.UnaryExpr{Op: token.AND, X: arg}
		case o.Star:
			arg = star(arg)
		}
		if o.NonNil {
			bare(arg)
			arg = call(e.pkg(ir.DeferredPath, "NonNil"), arg)
		}
		bare(arg)
		args = append(args, arg)
		for _, v := range o.Params {
			params = append(params, param(v.Name, e.typ(v.Type)))
		}
		switch {
		case len(o.Params) > 1:
			e.fn.Holes[o.X] = &ir.Multi{Vars: o.Params}
		case o.Deref:
			e.fn.Holes[o.X] = &ir.Unary{Op: token.MUL, X: &ir.Ref{Var: o.Params[0]}}
		default:
			e.fn.Holes[o.X] = &ir.Ref{Var: o.Params[0]}
		}
	}
	return params, args
}

// bare puts an expression on the line of what is before it.
func bare(x dst.Expr) { x.Decorations().Before, x.Decorations().After = dst.None, dst.None }

// inPlace returns what a statement becomes that waits by what it is, nil for others.
func (e *emitter) inPlace(s ast.Stmt) []dst.Stmt {
	a := e.fn.Awaits
	switch s := s.(type) {
	case *ast.SendStmt:
		if op := a.Ops[s]; op != nil {
			return e.decorated(s, []dst.Stmt{line(&dst.ExprStmt{X: e.await1(op, e.op(op))})})
		}
	case *ast.DeferStmt:
		if op := a.Defers[s]; op != nil {
			return e.decorated(s, []dst.Stmt{e.deferAwait(op)})
		}
	case *ast.SelectStmt:
		if sel := a.Selects[s]; sel != nil {
			return e.selectAwait(s, sel)
		}
	case *ast.RangeStmt:
		if r := a.Ranges[s]; r != nil {
			return []dst.Stmt{e.rangeAwait(s, r)}
		}
	}
	return nil
}

// deferAwait writes a deferred call that waits:
//
//	defer func(n int) { waitDeferred(r, n).AwaitDone(g) }(n + 1)
func (e *emitter) deferAwait(op *ir.Op) dst.Stmt {
	params, args := e.bound(op)
	wait := &dst.ExprStmt{X: e.await1(op, e.op(op))}
	return line(&dst.DeferStmt{Call: call(funcLit(params, nil, []dst.Stmt{wait}), args...)})
}

// selectAwait writes a select without a default as a switch over the case that was
// chosen. A break in it still leaves it.
func (e *emitter) selectAwait(s *ast.SelectStmt, a *ir.AwaitSelect) []dst.Stmt {
	start := call(e.pkg(ir.ThreadsPath, "Select"), ident(e.fn.Reactor))
	var vars, ons []dst.Expr
	for _, c := range a.Cases {
		on := e.expr(c.On)
		if c.Var == nil {
			start.Args = append(start.Args, on)
			continue
		}
		vars, ons = append(vars, ident(c.Var.Name)), append(ons, on)
		start.Args = append(start.Args, ident(c.Var.Name))
	}
	var suspended dst.Expr = start
	if e.file.Suspend {
		suspended = call(e.pkg(ir.ShimPath, "Wait"), ident(e.fn.Reactor), start)
	}
	chosen := call(sel(suspended, "AwaitValue"), ident(e.fn.Awaits.Generator))
	src := e.dec.Dst.Nodes[s].(*dst.SelectStmt)
	if len(a.Cases) == 0 {
		never := call(ident("panic"), &dst.BasicLit{Kind: token.STRING, Value: `"unreachable"`})
		never.Fun = e.callOf("", "panic", nil, nil).Fun
		return e.decorated(s, []dst.Stmt{line(&dst.ExprStmt{X: chosen}), line(&dst.ExprStmt{X: never})})
	}
	out := &dst.SwitchStmt{Tag: chosen, Body: src.Body}
	var lets []dst.Stmt
	switch {
	case len(vars) == 0:
	case a.Inside:
		out.Init = &dst.AssignStmt{Lhs: vars, Tok: token.DEFINE, Rhs: ons}
	default:
		for i := range vars {
			lets = append(lets, assign(token.DEFINE, vars[i:i+1], ons[i]))
		}
	}
	for i, c := range s.Body.List {
		last := i == len(s.Body.List)-1 // one is always chosen
		out.Body.List[i] = e.caseAwait(c.(*ast.CommClause), i, last, a.Cases[i])
	}
	out.Decs.NodeDecs = src.Decs.NodeDecs
	if len(lets) > 0 {
		first := lets[0].Decorations()
		first.Before, first.Start = out.Decs.Before, out.Decs.Start
		out.Decs.Before, out.Decs.Start = dst.NewLine, nil
	}
	return append(lets, out)
}

// caseAwait writes one case: what was received goes to its variables.
func (e *emitter) caseAwait(c *ast.CommClause, i int, last bool, a *ir.AwaitCase) dst.Stmt {
	src := e.dec.Dst.Nodes[c].(*dst.CommClause)
	out := &dst.CaseClause{}
	if !last {
		out.List = []dst.Expr{intLit(i)}
	}
	if as, ok := c.Comm.(*ast.AssignStmt); ok && a.Var != nil {
		var lhs, rhs []dst.Expr
		for j, l := range as.Lhs {
			if id, ok := l.(*ast.Ident); ok && id.Name == "_" {
				continue
			}
			lhs = append(lhs, e.syntax(l, true))
			rhs = append(rhs, sel(ident(a.Var.Name), []string{"Value", "OK"}[j]))
		}
		if len(lhs) > 0 {
			out.Body = append(out.Body, assign(as.Tok, lhs, rhs...))
		}
	}
	for _, s := range c.Body {
		out.Body = append(out.Body, e.filled(s)...)
	}
	out.Decs.NodeDecs = src.Decs.NodeDecs
	out.Decs.Before, out.Decs.After = dst.NewLine, dst.NewLine
	out.Decs.Colon = append(src.Decs.Comm, src.Decs.Colon...)
	return out
}

// filled writes one statement of a list.
func (e *emitter) filled(s ast.Stmt) []dst.Stmt {
	if list := e.replaced(s); list != nil {
		return list
	}
	return []dst.Stmt{e.fill(e.dec.Dst.Nodes[s], true).(dst.Stmt)}
}

// rangeAwait writes a range over a channel as a loop that receives.
func (e *emitter) rangeAwait(s *ast.RangeStmt, a *ir.AwaitRange) dst.Stmt {
	src := e.dec.Dst.Nodes[s].(*dst.RangeStmt)
	out := &dst.ForStmt{}
	if a.Chan != nil {
		lhs, rhs := []dst.Expr{ident(a.Chan.Name)}, []dst.Expr{e.syntax(s.X, true)}
		if a.Typ != nil { // shared by all turns
			lhs = append(lhs, e.syntax(s.Key, true))
			rhs = append(rhs, e.zero(a))
		}
		out.Init = &dst.AssignStmt{Lhs: lhs, Tok: token.DEFINE, Rhs: rhs}
	} else if a.Typ != nil {
		out.Init = &dst.AssignStmt{Lhs: []dst.Expr{e.syntax(s.Key, true)}, Tok: token.DEFINE, Rhs: []dst.Expr{e.zero(a)}}
	}
	ok := ident(a.OK.Name)
	received := e.await1(a.Op, e.op(a.Op))
	leave := &dst.IfStmt{Cond: &dst.UnaryExpr{Op: token.NOT, X: ident(a.OK.Name)}, Body: block([]dst.Stmt{line(&dst.BranchStmt{Tok: token.BREAK})})}
	turn := []dst.Stmt{line(leave)}
	body := e.fill(src.Body, true).(*dst.BlockStmt)
	switch name, isName := s.Key.(*ast.Ident); {
	case s.Key == nil || isName && name.Name == "_":
		leave.Init = &dst.AssignStmt{Lhs: []dst.Expr{ident("_"), ok}, Tok: token.DEFINE, Rhs: []dst.Expr{received}}
	case a.Value != nil:
		turn = append([]dst.Stmt{assign(token.DEFINE, []dst.Expr{ident(a.Value.Name), ok}, received)}, turn...)
		turn = append(turn, assign(token.ASSIGN, []dst.Expr{e.key(s, a)}, ident(a.Value.Name)))
	default:
		turn = append([]dst.Stmt{assign(token.DEFINE, []dst.Expr{e.syntax(s.Key, true), ok}, received)}, turn...)
	}
	if a.Block {
		body = block(append(turn, line(body)))
	} else {
		body.List = append(turn, body.List...)
	}
	out.Body = body
	out.Decs.NodeDecs = src.Decs.NodeDecs
	return out
}

// key is the loop's variable where it is assigned to.
func (e *emitter) key(s *ast.RangeStmt, a *ir.AwaitRange) dst.Expr {
	if a.Typ != nil {
		return ident(s.Key.(*ast.Ident).Name) // its declaration has used the syntax
	}
	return e.syntax(s.Key, true)
}

// zero is *new(T).
func (e *emitter) zero(a *ir.AwaitRange) dst.Expr {
	c := e.callOf("", "new", nil, nil)
	c.Args = []dst.Expr{e.typ(a.Typ)}
	return star(c)
}

// dropDirectives drops Evert's own directives: they are about the source.
func dropDirectives(body *dst.BlockStmt) {
	dst.Inspect(body, func(n dst.Node) bool {
		if n == nil {
			return false
		}
		d := n.Decorations()
		d.Start, d.End = withoutDirectives(d.Start), withoutDirectives(d.End)
		return true
	})
	body.Decs.Lbrace = withoutDirectives(body.Decs.Lbrace)
}
