package emit

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// tail writes how a block goes on.
func (e *emitter) tail(t ir.TailNode) []dst.Stmt {
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
	lit := funcLit([]*dst.Field{param(name, star(index(e.pkg(deferredPath, "Looping"), r)))}, []dst.Expr{res}, body)
	return call(e.pkg(deferredPath, "Loop"), lit)
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
	final := a.Final && !e.fn.Named && len(e.fn.Shape.Values) == 1 && (e.fn.Shape.Err || !handles)
	params, prologue := e.receive(w, handles, final)
	var body []dst.Stmt
	var results []dst.Expr
	if final {
		saved := e.final
		e.final = true
		body = append(prologue, e.block(a.Body)...)
		e.final = saved
		results = e.userResults()
	} else {
		body = append(prologue, e.plainBlock(a.Body)...)
		results = []dst.Expr{e.blockType()}
	}
	out := []dst.Stmt{ret(call(e.chain(shape, handles, final), start, continuation(params, results, body)))}
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
		define(call(e.pkg(deferredPath, "Zero"), ident(waiting)), value),
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
	out = append(out, ret(call(e.pkg(deferredPath, name), ident(waiting), &dst.UnaryExpr{Op: token.AND, X: ident(value)}, lit)))
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
			lhs = append(lhs, ident(t.Var.Name))
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
				after = append(after, assign(token.ASSIGN, []dst.Expr{ident(t.Var.Name)}, ident(t.Name)))
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
	return e.pkg(deferredPath, name)
}

// userResults are the results of the blocking form: T, or T and error.
func (e *emitter) userResults() []dst.Expr {
	out := []dst.Expr{e.typ(e.fn.Shape.Values[0])}
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
		params = append(params, param("_", e.pkg(deferredPath, "Void")))
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
		return param(t.Name, e.typ(typ)), []dst.Stmt{assign(token.ASSIGN, []dst.Expr{ident(t.Var.Name)}, ident(t.Name))}
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
			after = append(after, assign(token.ASSIGN, []dst.Expr{ident(t.Var.Name)}, ident(t.Name)))
		default:
			lhs = append(lhs, ident(t.Var.Name))
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

// finish writes a return.
func (e *emitter) finish(f *ir.Finish) []dst.Stmt {
	fn := e.fn
	results := f.Results
	if f.End && fn.Shape.Len() > 0 && fn.Turns == nil {
		// The language's rules end the body before; ours do not see it.
		return []dst.Stmt{line(&dst.ExprStmt{X: call(ident("panic"), &dst.BasicLit{Kind: token.STRING, Value: `"unreachable"`})})}
	}
	if fn.Turns != nil && !e.final {
		return e.origin(f, []dst.Stmt{ret(e.complete(results))})
	}
	if fn.Turns != nil {
		return e.origin(f, []dst.Stmt{ret(e.expr(results[0]))})
	}
	if (len(results) == 0 || f.Bare) && fn.Shape.Len() > 0 && !f.End {
		results = e.resultRefs() // a bare return
		if fn.Named && fn.Defers {
			return e.origin(f, []dst.Stmt{ret(call(e.pkg(deferredPath, "Done")))})
		}
	} else if fn.Named && len(results) > 0 && e.resultsHidden() {
		var list []dst.Expr
		for _, r := range results {
			list = append(list, e.expr(r))
		}
		return e.origin(f, []dst.Stmt{ret(call(ident(e.setterName()), list...))})
	} else if fn.Named && len(results) > 0 {
		set := e.assignResults(results)
		if fn.Defers {
			return e.origin(f, append(set, ret(call(e.pkg(deferredPath, "Done")))))
		}
		return e.origin(f, append(set, ret(e.complete(e.resultRefs()))))
	} else if fn.Defers && fn.Named {
		return e.origin(f, []dst.Stmt{ret(call(e.pkg(deferredPath, "Done")))})
	}
	if e.final {
		if f.Orig != nil && len(f.Results) > 0 && sameSyntax(f) {
			node := e.file.dec.Dst.Nodes[f.Orig].(*dst.ReturnStmt)
			out := e.fill(node, true).(*dst.ReturnStmt)
			e.spreadReturn(out)
			if out.Decs.Before == dst.None {
				out.Decs.Before = dst.NewLine
			}
			out.Decs.After = dst.NewLine
			return []dst.Stmt{out}
		}
		var list []dst.Expr
		for _, r := range results {
			list = append(list, e.expr(r))
		}
		return e.origin(f, []dst.Stmt{ret(list...)})
	}
	return e.origin(f, []dst.Stmt{ret(e.complete(results))})
}

// sameSyntax reports that the results are the operands as written.
func sameSyntax(f *ir.Finish) bool {
	if len(f.Results) != len(f.Orig.Results) {
		return false
	}
	for i, r := range f.Results {
		if s, ok := r.(*ir.Syntax); !ok || s.X != f.Orig.Results[i] {
			return false
		}
	}
	return true
}

func (e *emitter) spreadReturn(*dst.ReturnStmt) {}

// origin moves the comments of the user's return.
func (e *emitter) origin(f *ir.Finish, list []dst.Stmt) []dst.Stmt {
	if f.Orig == nil {
		return list
	}
	return e.decorated(f.Orig, list)
}

// assignResults sets the result variables: s, err = a, b.
func (e *emitter) assignResults(results []ir.Expr) []dst.Stmt {
	same := len(results) == len(e.fn.Results)
	for i, r := range results {
		s, ok := r.(*ir.Syntax)
		same = same && ok && e.isResult(s, i)
	}
	if same {
		return nil
	}
	var rhs []dst.Expr
	for _, r := range results {
		rhs = append(rhs, e.expr(r))
	}
	return []dst.Stmt{assign(token.ASSIGN, refs(e.fn.Results), rhs...)}
}

// isResult reports that s is the i-th result variable itself.
func (e *emitter) isResult(s *ir.Syntax, i int) bool {
	return e.fn.Holes[s.X] == nil && e.fn.Results[i] != nil && e.fn.Results[i].Obj != nil && isObj(e.file.Info, s.X, e.fn.Results[i].Obj)
}

// complete is a Deferred that has fired with the results.
func (e *emitter) complete(results []ir.Expr) dst.Expr {
	s := e.fn.Shape
	if s.Len() == 0 {
		return call(e.pkg(deferredPath, "Done"))
	}
	if s.Err && len(results) == s.Len() && e.isNil(results[len(results)-1]) {
		ok := ir.Shape{Values: s.Values}
		if len(s.Values) == 0 {
			return call(e.pkg(deferredPath, "Done"))
		}
		return e.completeWith(ok, results[:len(results)-1])
	}
	return e.completeWith(s, results)
}

func (e *emitter) isNil(x ir.Expr) bool {
	s, ok := x.(*ir.Syntax)
	return ok && e.fn.Holes[s.X] == nil && e.file.Info.Types[s.X].IsNil()
}

func (e *emitter) completeWith(s ir.Shape, results []ir.Expr) dst.Expr {
	var have []types.Type
	spread := len(results) == 1 && s.Len() > 1
	for _, r := range results {
		t := e.typeOf(r)
		if tuple, ok := t.(*types.Tuple); ok {
			for i := 0; i < tuple.Len(); i++ {
				have = append(have, tuple.At(i).Type())
			}
			continue
		}
		have = append(have, t)
	}
	fun := e.completer(s, have, spread)
	var args []dst.Expr
	for _, r := range results {
		args = append(args, e.expr(r))
	}
	return call(fun, args...)
}

// completer is the function that makes a fired Deferred: Succeed, Return, Finish
// and their forms for several values, with type arguments where the operands'
// types are not the results'.
func (e *emitter) completer(s ir.Shape, have []types.Type, same bool) dst.Expr {
	name, n := "Succeed", len(s.Values)
	if s.Err {
		name = "Return"
	}
	switch {
	case n == 0:
		return e.pkg(deferredPath, "Finish")
	case n > 1:
		name = fmt.Sprintf("%s%d", name, n)
	}
	exact := have == nil && same
	if have != nil {
		exact = len(have) >= n
		for i := 0; exact && i < n; i++ {
			exact = have[i] != nil && types.Identical(have[i], s.Values[i])
		}
	}
	fun := e.pkg(deferredPath, name)
	if exact {
		return fun
	}
	targs := make([]dst.Expr, n)
	for i, t := range s.Values {
		targs[i] = e.typ(t)
	}
	return index(fun, targs...)
}
