package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// exprs orders the expressions of one statement. It visits them in evaluation
// order; pending holds those that are evaluated so far and would have to be
// bound if a wait came now.
type exprs struct {
	b       *builder
	out     []ir.Stmt
	pending []ast.Expr
	flushes int
	orig    ast.Stmt
}

func (b *builder) exprs(orig ast.Stmt) *exprs { return &exprs{b: b, orig: orig} }

// visit orders e: afterwards its waits are in x.out and their places are holes.
func (x *exprs) visit(e ast.Expr) {
	if e == nil {
		return
	}
	tv := x.b.Info.Types[e]
	if tv.IsType() || tv.Value != nil {
		return
	}
	if !x.b.waits[e] {
		x.collect(e)
		return
	}
	base, flushes := len(x.pending), x.flushes
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if (e.Op == token.LAND || e.Op == token.LOR) && x.b.waits[e.Y] {
			x.shortCircuit(e)
			return
		}
	case *ast.CallExpr:
		x.call(e, base, flushes)
		return
	case *ast.UnaryExpr:
		if op := x.b.ops[e]; op != nil {
			x.visitOperands(op, e)
			x.drop(base, flushes)
			x.hoist(e, op)
			return
		}
	}
	x.children(e)
	x.drop(base, flushes)
	if x.b.early(e) {
		x.pending = append(x.pending, e)
	}
}

// visitOperands visits what a channel operation works on.
func (x *exprs) visitOperands(op *ir.Op, e *ast.UnaryExpr) {
	for _, a := range op.Args {
		if s, ok := a.(*ir.Syntax); ok {
			x.visit(s.X)
		}
	}
}

// drop forgets what has become pending since base and is part of the expression
// that comes next itself. What a wait in between has flushed is gone already.
func (x *exprs) drop(base, flushes int) {
	if x.flushes != flushes {
		base = 0
	}
	if base < len(x.pending) {
		x.pending = x.pending[:base]
	}
}

// call orders a call that waits, or that has a waiting operand.
func (x *exprs) call(e *ast.CallExpr, base, flushes int) {
	op := x.b.ops[e]
	if x.spread(e, op) {
		return
	}
	x.children(e)
	if x.b.lenOfArray(e) {
		// Without a call in it len(*p) would be a constant and look at nothing.
		x.bind(e.Args[0])
	}
	x.drop(base, flushes)
	if op != nil {
		x.hoist(e, op)
	} else if x.b.early(e) {
		x.pending = append(x.pending, e)
	}
}

// lenOfArray reports len or cap of an array that is not a variable.
func (b *builder) lenOfArray(e *ast.CallExpr) bool {
	id, ok := unparen(e.Fun).(*ast.Ident)
	if !ok || len(e.Args) != 1 {
		return false
	}
	bi, ok := b.Info.Uses[id].(*types.Builtin)
	if !ok || bi.Name() != "len" && bi.Name() != "cap" {
		return false
	}
	_, array := b.Info.TypeOf(e.Args[0]).Underlying().(*types.Array)
	return array
}

// spread orders f(g()) where g has several results and one of the two waits: the
// results get names.
func (x *exprs) spread(e *ast.CallExpr, op *ir.Op) bool {
	if len(e.Args) != 1 {
		return false
	}
	tuple, ok := x.b.Info.TypeOf(e.Args[0]).(*types.Tuple)
	if !ok || op == nil && !x.b.waits[e.Args[0]] {
		return false
	}
	x.visit2(e.Fun)
	arg := unparen(e.Args[0]).(*ast.CallExpr)
	vars := make([]*ir.Var, tuple.Len())
	for i := range vars {
		vars[i] = x.b.temp(resultName(arg, tuple.At(i).Type()), tuple.At(i).Type())
	}
	if inner := x.b.ops[arg]; inner != nil {
		base, flushes := len(x.pending), x.flushes
		x.children(arg)
		x.drop(base, flushes)
		x.flush()
		x.out = append(x.out, waitFor(inner, vars, x.orig))
	} else {
		x.children(arg)
		x.flush()
		x.out = append(x.out, &ir.BindAll{Vars: vars, X: &ir.Raw{X: arg}})
	}
	x.b.fn.Holes[e.Args[0]] = &ir.Multi{Vars: vars}
	if op != nil {
		x.hoist(e, op)
	} else {
		x.pending = append(x.pending, e)
	}
	return true
}

// visit2 visits the operands of a call's function.
func (x *exprs) visit2(fun ast.Expr) {
	switch f := unparen(fun).(type) {
	case *ast.Ident, *ast.FuncLit:
	case *ast.SelectorExpr:
		if _, qualified := x.b.Info.Uses[rootIdent(f.X)].(*types.PkgName); !qualified || x.b.Info.Selections[f] != nil {
			x.visit(f.X)
		}
	default:
		x.visit(f)
	}
}

func rootIdent(e ast.Expr) *ast.Ident {
	id, _ := unparen(e).(*ast.Ident)
	return id
}

// children visits the operands of e in source order.
func (x *exprs) children(e ast.Expr) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		x.visit(e.X)
	case *ast.SelectorExpr:
		x.visit2(e)
	case *ast.StarExpr:
		x.visit(e.X)
	case *ast.UnaryExpr:
		x.visit(e.X)
	case *ast.BinaryExpr:
		x.visit(e.X)
		x.visit(e.Y)
	case *ast.KeyValueExpr:
		x.visit(e.Key)
		x.visit(e.Value)
	case *ast.IndexExpr:
		x.visit(e.X)
		x.visit(e.Index)
	case *ast.IndexListExpr:
		x.visit(e.X)
	case *ast.SliceExpr:
		x.visit(e.X)
		x.visit(e.Low)
		x.visit(e.High)
		x.visit(e.Max)
	case *ast.TypeAssertExpr:
		x.visit(e.X)
	case *ast.CallExpr:
		x.visit2(e.Fun)
		for i, a := range e.Args {
			x.visit(a)
			x.boxed(e, i, a)
		}
	case *ast.CompositeLit:
		_, isStruct := coreType(x.b.Info.TypeOf(e)).(*types.Struct)
		for _, el := range e.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				if !isStruct {
					x.visit(kv.Key)
				}
				x.visit(kv.Value)
			} else {
				x.visit(el)
			}
		}
	}
}

// boxed notes an argument that gc copies early: a struct or array that becomes
// an interface value.
func (x *exprs) boxed(call *ast.CallExpr, i int, a ast.Expr) {
	if x.b.waits[a] || x.b.stable(a) {
		return
	}
	t := x.b.Info.TypeOf(a)
	if t == nil {
		return
	}
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
	default:
		return
	}
	sig, ok := coreType(x.b.Info.TypeOf(call.Fun)).(*types.Signature)
	if !ok {
		return
	}
	if p := paramType(sig, i, call.Ellipsis.IsValid()); p != nil && types.IsInterface(p) && !types.IsInterface(t) {
		x.pending = append(x.pending, a)
	}
}

func paramType(sig *types.Signature, i int, dots bool) types.Type {
	n := sig.Params().Len()
	if sig.Variadic() && i >= n-1 && !dots {
		if s, ok := sig.Params().At(n - 1).Type().(*types.Slice); ok {
			return s.Elem()
		}
		return nil
	}
	if i < n {
		return sig.Params().At(i).Type()
	}
	return nil
}

// collect notes the outermost early expressions of e, which does not wait.
func (x *exprs) collect(e ast.Expr) {
	if e == nil {
		return
	}
	if tv := x.b.Info.Types[e]; tv.IsType() || tv.Value != nil {
		return
	}
	if x.b.early(e) {
		x.pending = append(x.pending, e)
		return
	}
	x.children(e)
}

// early reports that gc evaluates e in its place in the source order, and not
// after the calls around it.
func (b *builder) early(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr:
		if b.Info.Types[e.Fun].IsType() {
			return b.earlyConversion(e)
		}
		if id, ok := unparen(e.Fun).(*ast.Ident); ok {
			if bi, ok := b.Info.Uses[id].(*types.Builtin); ok {
				return b.earlyBuiltin(bi.Name(), e)
			}
		}
		return true
	case *ast.UnaryExpr:
		return e.Op == token.ARROW
	case *ast.TypeAssertExpr:
		return e.Type != nil
	case *ast.SliceExpr:
		return true
	case *ast.BinaryExpr:
		return (e.Op == token.LAND || e.Op == token.LOR) && !b.stable(e)
	}
	return false
}

// earlyConversion reports string to slice conversions, which copy.
func (b *builder) earlyConversion(e *ast.CallExpr) bool {
	if len(e.Args) != 1 || b.stable(e.Args[0]) {
		return false
	}
	_, toSlice := b.Info.TypeOf(e).Underlying().(*types.Slice)
	from, ok := b.Info.TypeOf(e.Args[0]).Underlying().(*types.Basic)
	return toSlice && ok && from.Info()&types.IsString != 0
}

// earlyBuiltin: builtins are calls, but those that only look at operands which
// cannot change need no temporary.
func (b *builder) earlyBuiltin(name string, e *ast.CallExpr) bool {
	switch name {
	case "len", "cap", "real", "imag", "complex", "min", "max", "new", "Sizeof":
		for _, a := range e.Args {
			if !b.stable(a) {
				return true
			}
		}
		return false
	}
	return true
}

// stable reports that e has the same value before and after a wait.
func (b *builder) stable(e ast.Expr) bool {
	if tv := b.Info.Types[e]; tv.Value != nil || tv.IsType() || tv.IsNil() {
		return true
	}
	switch e := unparen(e).(type) {
	case *ast.Ident:
		obj := b.Info.ObjectOf(e)
		_, isFunc := obj.(*types.Func)
		return isFunc || obj != nil && b.use.local(obj)
	case *ast.SelectorExpr:
		t := b.Info.TypeOf(e.X)
		return b.Info.Selections[e] != nil && t != nil && !isPointer(t) && b.stable(e.X)
	case *ast.BinaryExpr:
		return e.Op != token.QUO && e.Op != token.REM && b.stable(e.X) && b.stable(e.Y)
	case *ast.UnaryExpr:
		return e.Op != token.ARROW && e.Op != token.AND && b.stable(e.X)
	}
	return false
}

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

// shortCircuit orders `L && R` and `L || R` where R waits:
//
//	v := L
//	if v {          // !v for ||
//		Wait t = ...
//		v = R with t
//	}
func (x *exprs) shortCircuit(e *ast.BinaryExpr) {
	x.visit(e.X)
	x.pending = without(x.pending, e.X)
	x.flush()
	v := x.b.temp([]string{"cond", "both", "either"}, x.b.typeOf(e))
	x.out = append(x.out, &ir.Bind{Var: v, X: &ir.Syntax{X: e.X}, Typed: !types.Identical(v.Type, types.Typ[types.Bool])})
	right := x.b.exprs(nil)
	right.visit(e.Y)
	body := append(right.out, &ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: v}}, Rhs: []ir.Expr{&ir.Syntax{X: e.Y}}, Tok: token.ASSIGN})
	var cond ir.Expr = &ir.Ref{Var: v}
	if e.Op == token.LOR {
		cond = &ir.Not{X: cond}
	}
	x.out = append(x.out, &ir.If{Cond: cond, Then: body})
	x.b.fn.Holes[e] = &ir.Ref{Var: v}
}

func without(list []ast.Expr, e ast.Expr) []ast.Expr {
	var out []ast.Expr
	for _, x := range list {
		if x != e {
			out = append(out, x)
		}
	}
	return out
}

// temp makes a temporary.
func (b *builder) temp(candidates []string, t types.Type) *ir.Var {
	return &ir.Var{Name: b.Names.Fresh(candidates...), Type: t, Wanted: candidates}
}
