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
// unless nothing can change them meanwhile.
func (x *exprs) bindForThread(op *ir.Op) {
	if op.Kind != ir.OpThread && op.Kind != ir.OpAsk || op.Call == nil {
		return
	}
	if sel, ok := unparen(op.Call.Fun).(*ast.SelectorExpr); ok && x.b.Info.Selections[sel] != nil {
		if t := x.b.Info.TypeOf(sel.X); !x.b.Info.Types[sel.X].IsType() && (isPointer(t) || types.IsInterface(t)) {
			x.bindUnstable(sel.X)
		}
	}
	for _, a := range op.Call.Args {
		x.bindUnstable(a)
	}
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
	_, isStruct := coreType(b.Info.TypeOf(lit)).(*types.Struct)
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
