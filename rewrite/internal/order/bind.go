package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// flush binds what is pending, in order.
func (x *exprs) flush() {
	for _, e := range x.pending {
		x.bind(e)
	}
	x.pending = nil
	x.flushes++
}

// bind computes e now and leaves a hole.
func (x *exprs) bind(e ast.Expr) {
	t := x.b.typeOf(e)
	v := x.b.temp(resultName(e, t), t)
	value := ir.Expr(&ir.Raw{X: e})
	if h := x.b.fn.Holes[e]; h != nil {
		value = h // a recover
	}
	x.out = append(x.out, &ir.Bind{Var: v, X: value, Typed: x.b.untypedBool(e, t)})
	x.b.fn.Holes[e] = &ir.Ref{Var: v}
}

// bindForThread binds the operands of a call that another goroutine will make,
// unless nothing can change them meanwhile: function value or receiver, arguments.
func (x *exprs) bindForThread(op *ir.Op) {
	if op.Kind != ir.OpThread && op.Kind != ir.OpAsk || op.Call == nil {
		return
	}
	x.callsFirst(op.Call)
	x.bindCallee(op.Call.Fun)
	for _, a := range op.Call.Args {
		x.bindUnstable(a)
	}
}

// callsFirst prepares for binding the operands of a call one after the other. gc makes
// the calls in them before it reads anything, so they are bound first if something is
// read before the last:
//
//	defer wait(p.n, inc(p))      incResult := inc(p)
//	                             arg := p.n
func (x *exprs) callsFirst(call *ast.CallExpr) {
	list := append([]ast.Expr{call.Fun}, call.Args...)
	early := make([][]ast.Expr, len(list))
	last := 0
	for i, e := range list {
		early[i] = x.earlyIn(e)
		if i > 0 && x.b.copied(e, x.b.paramOf(call, i-1)) {
			early[i] = []ast.Expr{e}
		}
		if len(early[i]) > 0 {
			last = i
		}
	}
	for i := 0; i < last; i++ {
		if len(early[i]) == 1 && early[i][0] == list[i] || !x.readLate(list[i], i == 0) {
			continue
		}
		for _, es := range early { // something is read before the last call
			x.pending = append(x.pending, es...)
		}
		x.flush()
		return
	}
}

// readLate reports an operand that something may change: of a method, its receiver
// counts, which may be copied from where a pointer points, and that an interface may be nil.
func (x *exprs) readLate(e ast.Expr, fun bool) bool {
	if fun {
		if sel, ok := unparen(e).(*ast.SelectorExpr); ok && x.b.Info.Selections[sel] != nil {
			sl := x.b.Info.Selections[sel]
			if x.b.throughInterface(e) || sl.Kind() == types.MethodVal && x.b.readsReceiver(sel, sl) {
				return true
			}
			e = sel.X
		} else if x.b.callee(e) != nil {
			return false
		}
	}
	return !x.b.stable(e)
}

// earlyIn lists the outermost expressions in e that gc evaluates in their place, and
// that have not been computed yet.
func (x *exprs) earlyIn(e ast.Expr) []ast.Expr {
	var out []ast.Expr
	ast.Inspect(e, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if tv := x.b.Info.Types[e]; tv.IsType() || tv.Value != nil || x.b.fn.Holes[e] != nil {
			return false
		}
		if _, lit := e.(*ast.FuncLit); lit {
			return false
		}
		if x.b.early(e) {
			out = append(out, e)
			return false
		}
		return true
	})
	return out
}

// bindCallee binds a function value, or the receiver of a method as the method gets
// it: its address, or a copy.
func (x *exprs) bindCallee(fun ast.Expr) {
	sel, ok := unparen(fun).(*ast.SelectorExpr)
	sl := x.b.Info.Selections[sel]
	switch {
	case !ok || sl == nil || sl.Kind() != types.MethodVal:
		if x.b.callee(fun) == nil {
			x.bindUnstable(fun)
		}
		return
	case (x.b.fn.Holes[sel.X] != nil || x.b.stable(sel.X)) && !x.b.readsReceiver(sel, sl):
		return
	case types.IsInterface(sl.Recv()):
		x.bindUnstable(sel.X)
		return
	}
	value, t := x.b.receiverOf(sel, sl)
	if u, ok := value.(*ir.Unary); ok && u.Op == token.AND {
		if id, ok := unparen(sel.X).(*ast.Ident); ok && id != nil {
			return // &x is always the same
		}
	}
	v := x.b.temp([]string{"receiver"}, t)
	x.out = append(x.out, &ir.Bind{Var: v, X: value})
	x.b.fn.Holes[sel.X] = &ir.Ref{Var: v}
}

// readsReceiver reports a method that gets what a pointer points to: a copy of it, or
// of a field that is reached through it.
func (b *builder) readsReceiver(sel *ast.SelectorExpr, sl *types.Selection) bool {
	value, _ := b.receiverOf(sel, sl)
	u, ok := value.(*ir.Unary)
	if ok && u.Op == token.AND {
		return false
	}
	return ok || len(sl.Index()) > 1 && indirect(sl)
}

func (x *exprs) bindUnstable(e ast.Expr) {
	if x.b.fn.Holes[e] != nil || x.b.stable(e) {
		return
	}
	switch e := unparen(e).(type) {
	case *ast.FuncLit:
		return
	case *ast.CompositeLit:
		if x.b.stableElements(e) {
			return
		}
	case *ast.UnaryExpr:
		if id, ok := unparen(e.X).(*ast.Ident); ok && e.Op == token.AND && id != nil {
			return
		}
	}
	if t := x.b.typeOf(e); t == nil || types.Identical(t, types.Typ[types.UntypedNil]) {
		return
	}
	x.bind(e)
}

// stableElements reports a composite literal that comes out the same before and
// after a wait.
func (b *builder) stableElements(lit *ast.CompositeLit) bool {
	_, isStruct := b.literalType(lit).(*types.Struct)
	for _, el := range lit.Elts {
		if kv, ok := el.(*ast.KeyValueExpr); ok {
			el = kv.Value
			if !isStruct && !b.stable(kv.Key) {
				return false
			}
		}
		if inner, ok := el.(*ast.CompositeLit); ok {
			if !b.stableElements(inner) {
				return false
			}
		} else if !b.stable(el) {
			return false
		}
	}
	return true
}

// untypedBool reports a comparison or a logical operation whose context makes it a
// boolean of a type of its own: alone it would be a bool.
func (b *builder) untypedBool(e ast.Expr, t types.Type) bool {
	_, binary := unparen(e).(*ast.BinaryExpr)
	return binary && !types.Identical(t, types.Typ[types.Bool])
}

// hoist makes the operation op, which stands at e, a statement of its own.
func (x *exprs) hoist(e ast.Expr, op *ir.Op) {
	x.flush()
	x.bindForThread(op)
	vars := make([]*ir.Var, 0, 2)
	for _, t := range resultTypes(op.Shape) {
		vars = append(vars, x.b.temp(resultName(e, t), t))
	}
	x.out = append(x.out, waitFor(op, vars, x.orig))
	if len(vars) == 1 {
		x.b.fn.Holes[e] = &ir.Ref{Var: vars[0]}
	} else {
		x.b.fn.Holes[e] = &ir.Multi{Vars: vars}
	}
}

// resultTypes lists all results of a shape, the error included.
func resultTypes(s ir.Shape) []types.Type {
	out := append([]types.Type(nil), s.Values...)
	if s.Err {
		out = append(out, types.Universe.Lookup("error").Type())
	}
	return out
}

// waitFor is a wait whose results go to new variables.
func waitFor(op *ir.Op, vars []*ir.Var, orig ast.Stmt) *ir.Wait {
	w := &ir.Wait{Op: op, Orig: orig}
	for i := range op.Shape.Values {
		w.Values = append(w.Values, ir.Target{Kind: ir.Define, Var: vars[i]})
	}
	if op.Shape.Err {
		w.Err = ir.Target{Kind: ir.Define, Var: vars[len(vars)-1]}
	}
	return w
}

// temp makes a temporary.
func (b *builder) temp(candidates []string, t types.Type) *ir.Var {
	return &ir.Var{Name: b.Names.Fresh(candidates...), Type: t, Wanted: candidates}
}
