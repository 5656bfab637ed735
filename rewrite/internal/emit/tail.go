package emit

import (
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// tail writes how a block goes on.
func (e *emitter) tail(t ir.TailNode) []dst.Stmt {
	if e.inMethods() {
		return e.slowTail(t)
	}
	switch t := t.(type) {
	case *ir.Stop:
		return nil
	case *ir.Finish:
		return e.finish(t)
	case *ir.Goto:
		return []dst.Stmt{ret(call(ident(t.Join.Name)))}
	case *ir.Again:
		e.again[t.Loop] = true
		return []dst.Stmt{ret(call(sel(ident(t.Loop.Name), "Again")))}
	case *ir.CallTail:
		if t.Discard {
			return e.decorated(t.Orig, []dst.Stmt{ret(e.discard(t.Op))})
		}
		return e.decorated(t.Orig, []dst.Stmt{ret(e.op(t.Op))})
	case *ir.Enter:
		claimed := e.claim(t.Loop.Orig)
		out := []dst.Stmt{ret(e.loop(t.Loop))}
		if claimed {
			e.decorate(t.Loop.Orig, out)
		}
		return out
	case *ir.Await:
		return e.await(t)
	}
	panic("emit: unknown tail")
}

// loop writes a loop's start.
func (e *emitter) loop(l *ir.LoopNode) dst.Expr {
	body := e.plainBlock(l.Body)
	name := l.Name
	if !e.again[l] {
		name = "_"
	}
	r := e.resultType(e.fn.Shape)
	res := e.blockType()
	if e.fn.Named && e.fn.Defers {
		r = e.resultType(ir.Shape{})
	}
	lit := funcLit([]*dst.Field{param(name, star(index(e.pkg(ir.DeferredPath, "Looping"), r)))}, []dst.Expr{res}, body)
	return call(e.pkg(ir.DeferredPath, "Loop"), lit)
}

// await writes a wait and its continuation.
func (e *emitter) await(a *ir.Await) []dst.Stmt {
	w := a.Wait
	shape := w.Op.Shape
	claimed := e.claim(w.Orig)
	start := e.op(w.Op)
	handles := shape.Err && !w.PassErr
	if len(shape.Values) > 0 && !e.nameable(shape) {
		return e.awaitInto(a, start, handles, claimed)
	}
	final := a.Final && !e.fn.Named && len(e.fn.Shape.Values) <= 1 && (e.fn.Shape.Err || !handles)
	params, prologue := e.receive(w, handles, final)
	var body []dst.Stmt
	var results []dst.Expr
	if final {
		saved := e.final
		e.final = true
		body = append(prologue, withoutReturn(e.block(a.Body))...)
		e.final = saved
		results = e.userResults()
	} else {
		body = append(prologue, e.plainBlock(a.Body)...)
		results = []dst.Expr{e.blockType()}
	}
	next := continuation(params, results, body)
	e.continues(next, w)
	out := []dst.Stmt{ret(call(e.chain(shape, handles, final), start, next))}
	if claimed {
		e.decorate(w.Orig, out)
	}
	return out
}

// continuation is the function literal, or, if all it does is go to a join point,
// that join point, and likewise for the next turn and for the end: func() D { return
// rest() } is rest.
func continuation(params []*dst.Field, results []dst.Expr, body []dst.Stmt) dst.Expr {
	lit := funcLit(params, results, body)
	if len(params) > 0 || len(body) != 1 {
		return lit
	}
	r, ok := body[0].(*dst.ReturnStmt)
	if !ok || len(r.Results) != 1 || len(r.Decs.Start) > 0 {
		return lit
	}
	c, ok := r.Results[0].(*dst.CallExpr)
	if !ok || len(c.Args) > 0 {
		return lit
	}
	switch f := c.Fun.(type) {
	case *dst.Ident:
		return f
	case *dst.SelectorExpr:
		if f.Sel.Name == "Again" || f.Sel.Name == "Done" {
			return f
		}
	}
	return lit
}

// nameable reports that the values' types can be written here.
func (e *emitter) nameable(s ir.Shape) (ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, is := r.(*Unnameable); !is {
				panic(r)
			}
			ok = false
		}
	}()
	e.resultType(ir.Shape{Values: s.Values})
	return true
}

// awaitInto writes a wait for a value whose type cannot be written:
//
//	waiting := fDeferred(r)
//	value := deferred.Zero(waiting)
//	return deferred.ChainInto(waiting, &value, func() D {
//		v := value
func (e *emitter) awaitInto(a *ir.Await, start dst.Expr, handles, claimed bool) []dst.Stmt {
	w := a.Wait
	waiting, value := e.names.Fresh("waiting"), e.names.Fresh("value")
	out := []dst.Stmt{
		define(start, waiting),
		define(call(e.pkg(ir.DeferredPath, "Zero"), ident(waiting)), value),
	}
	prologue := e.unpackInto(w.Values, value)
	var params []*dst.Field
	name := "ChainInto"
	if handles {
		name = "ChainBothInto"
		p, s := e.target(w.Err, types.Universe.Lookup("error").Type())
		params, prologue = append(params, p), append(prologue, s...)
	}
	body := append(prologue, e.plainBlock(a.Body)...)
	lit := funcLit(params, []dst.Expr{e.blockType()}, body)
	e.continues(lit, w)
	out = append(out, ret(call(e.pkg(ir.DeferredPath, name), ident(waiting), &dst.UnaryExpr{Op: token.AND, X: ident(value)}, lit)))
	if claimed {
		e.decorate(w.Orig, out)
	}
	return out
}

// unpackInto hands the value on to the wait's targets.
func (e *emitter) unpackInto(values []ir.Target, value string) []dst.Stmt {
	var lhs []dst.Expr
	var after []dst.Stmt
	tok, used := token.ASSIGN, false
	for _, t := range values {
		switch t.Kind {
		case ir.Discard:
			lhs = append(lhs, ident("_"))
			continue
		case ir.Define:
			tok = token.DEFINE
			lhs = append(lhs, ident(t.Var.Name))
		case ir.Assign:
			lhs = append(lhs, e.ref(t.Var))
		}
		used = true
	}
	if !used {
		return nil
	}
	if tok == token.DEFINE {
		for i, t := range values {
			if t.Kind == ir.Assign {
				lhs[i] = ident(t.Name)
				after = append(after, assign(token.ASSIGN, []dst.Expr{e.ref(t.Var)}, ident(t.Name)))
			}
		}
	}
	from := dst.Expr(ident(value))
	if len(values) > 1 {
		from = call(sel(from, "Unpack"))
	}
	return append([]dst.Stmt{assign(tok, lhs, from)}, after...)
}

// chain chooses the function that runs a continuation.
func (e *emitter) chain(s ir.Shape, handles, final bool) dst.Expr {
	name := "Chain"
	switch {
	case final && len(e.fn.Shape.Values) == 0 && !e.fn.Shape.Err:
		name = "Use"
	case final && len(e.fn.Shape.Values) == 0 && handles:
		name = "DoBoth"
	case final && len(e.fn.Shape.Values) == 0:
		name = "Do"
	case final && !e.fn.Shape.Err:
		name = "Map"
	case final && handles:
		name = "AddBoth"
	case final:
		name = "AddCallback"
	case len(s.Values) == 0 && handles:
		name = "ThenBoth"
	case len(s.Values) == 0:
		name = "Then"
	case handles:
		name = "ChainBoth"
	}
	return e.pkg(ir.DeferredPath, name)
}

// withoutReturn drops a bare return from the end of a body, if it has no comments.
func withoutReturn(list []dst.Stmt) []dst.Stmt {
	if n := len(list); n > 0 {
		r, ok := list[n-1].(*dst.ReturnStmt)
		if ok && len(r.Results) == 0 && len(r.Decs.Start) == 0 && len(r.Decs.End) == 0 {
			return list[:n-1]
		}
	}
	return list
}

// userResults are the results of the blocking form: T, error, both or none.
func (e *emitter) userResults() []dst.Expr {
	var out []dst.Expr
	for _, t := range e.fn.Shape.Values {
		out = append(out, e.typ(t))
	}
	if e.fn.Shape.Err {
		out = append(out, e.typeName(types.Universe.Lookup("error")))
	}
	return out
}

// receive makes the parameters of a continuation and the statements that hand
// their values on.
func (e *emitter) receive(w *ir.Wait, handles, final bool) ([]*dst.Field, []dst.Stmt) {
	shape := w.Op.Shape
	var params []*dst.Field
	var prologue []dst.Stmt
	switch n := len(shape.Values); {
	case n == 0 && final:
		params = append(params, param("_", e.pkg(ir.DeferredPath, "Void")))
	case n == 1:
		p, s := e.target(w.Values[0], shape.Values[0])
		params, prologue = append(params, p), append(prologue, s...)
	case n > 1:
		p, s := e.unpack(w.Values, shape)
		params, prologue = append(params, p), append(prologue, s...)
	}
	if handles {
		p, s := e.target(w.Err, types.Universe.Lookup("error").Type())
		params, prologue = append(params, p), append(prologue, s...)
	}
	return params, together(prologue)
}

// together makes one assignment of two: a, b = x, y.
func together(list []dst.Stmt) []dst.Stmt {
	if len(list) != 2 {
		return list
	}
	a, okA := list[0].(*dst.AssignStmt)
	b, okB := list[1].(*dst.AssignStmt)
	if !okA || !okB || a.Tok != token.ASSIGN || b.Tok != token.ASSIGN || len(a.Lhs) != len(a.Rhs) {
		return list
	}
	a.Lhs, a.Rhs = append(a.Lhs, b.Lhs...), append(a.Rhs, b.Rhs...)
	return list[:1]
}

// target makes one parameter, and the assignment to a variable that exists.
func (e *emitter) target(t ir.Target, typ types.Type) (*dst.Field, []dst.Stmt) {
	switch t.Kind {
	case ir.Define:
		return param(t.Var.Name, e.typ(typ)), nil
	case ir.Assign:
		return param(t.Name, e.typ(typ)), []dst.Stmt{assign(token.ASSIGN, []dst.Expr{e.ref(t.Var)}, ident(t.Name))}
	}
	return param("_", e.typ(typ)), nil
}

// unpack makes the parameter for several values:
//
//	func(results deferred.Pair[A, B]) { a, b := results.Unpack()
func (e *emitter) unpack(values []ir.Target, shape ir.Shape) (*dst.Field, []dst.Stmt) {
	var lhs []dst.Expr
	var after []dst.Stmt
	tok, used := token.ASSIGN, false
	for _, t := range values {
		if t.Kind == ir.Define {
			tok = token.DEFINE
		}
	}
	for _, t := range values {
		switch {
		case t.Kind == ir.Discard:
			lhs = append(lhs, ident("_"))
			continue
		case t.Kind == ir.Assign && tok == token.DEFINE:
			lhs = append(lhs, ident(t.Name))
			after = append(after, assign(token.ASSIGN, []dst.Expr{e.ref(t.Var)}, ident(t.Name)))
		default:
			lhs = append(lhs, e.ref(t.Var))
		}
		used = true
	}
	if !used {
		return param("_", e.resultType(ir.Shape{Values: shape.Values})), nil
	}
	name := e.names.Fresh("results", "both")
	first := assign(tok, lhs, call(sel(ident(name), "Unpack")))
	return param(name, e.resultType(ir.Shape{Values: shape.Values})), append([]dst.Stmt{first}, after...)
}
