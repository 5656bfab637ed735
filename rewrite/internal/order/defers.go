package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// orderDefers decides for every defer statement of the function, also those in
// code that is kept as written, what registers the deferred call:
//
//	defer func() { n++ }()     scope.Defer(func() { n++ })
//	defer f.Close()            scope.Defer(func() { f.Close() })
//	defer handle(x)            arg := x
//	                           scope.DeferRecover(func(p) { defer handle(arg); p.Resume() })
//	defer wait(n)              arg := n
//	                           scope.DeferWait(func(p) D { return waitDeferred(r, arg) })
//
// Function value, receiver and arguments are bound at the defer statement, unless
// nothing can change them.
func (b *builder) orderDefers() {
	ast.Inspect(b.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			if !b.waits[n] { // else when its operands have been ordered
				b.fn.Defer[n] = b.deferred(n)
			}
		}
		return true
	})
}

// deferStmt orders a defer statement in its list. Its temporaries are in b.fn.Lets.
func (b *builder) deferStmt(s *ast.DeferStmt) []ir.Stmt {
	if !b.waits[s] {
		return []ir.Stmt{&ir.Plain{S: s}}
	}
	x := b.exprs(s)
	x.visit2(s.Call.Fun)
	x.arguments(s.Call)
	b.fn.Defer[s] = b.deferred(s)
	return append(x.out, &ir.Plain{S: s})
}

func (b *builder) deferred(s *ast.DeferStmt) *ir.Defer {
	d := &ir.Defer{Orig: s, Op: b.ops[s.Call]}
	call := s.Call
	if !b.spreads(call) {
		x := b.exprs(s)
		x.callsFirst(call)
		b.fn.Lets[s] = append(b.fn.Lets[s], x.out...)
	}
	if lit, ok := unparen(call.Fun).(*ast.FuncLit); ok {
		d.Literal = lit.Type.Params.NumFields() == 0
		d.Body = b.lits[lit]
		d.Simple = !CallsRecover(b.Info, lit.Body)
	} else {
		if d.Op != nil && b.recovers(call) {
			b.refuseRecovers(s)
		}
		d.Simple = b.simpleCall(call)
	}
	last := b.throughInterface(call.Fun) // which is found to be nil after all else
	if !last {
		b.bindFunction(s, d)
	}
	for _, a := range call.Args {
		b.bindOperand(s, a, []string{"arg"})
	}
	if last {
		b.bindFunction(s, d)
	}
	return d
}

// throughInterface reports a method of an interface value. Where that is nil, the defer
// statement panics, and not the call.
func (b *builder) throughInterface(fun ast.Expr) bool {
	sel, ok := unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	sl := b.Info.Selections[sel]
	if sl == nil || sl.Kind() != types.MethodVal {
		return false
	}
	_, t := promoted(sl, b.typeOf(sel.X))
	return types.IsInterface(t) && !isTypeParam(t)
}

// recovers reports a call of a function that is known to call recover itself. In a
// thread, or on a coroutine of its own, it would find nothing to recover.
func (b *builder) recovers(call *ast.CallExpr) bool {
	fn := b.callee(call.Fun)
	return fn != nil && b.Recovers != nil && b.Recovers(fn)
}

func (b *builder) refuseRecovers(s *ast.DeferStmt) {
	b.refuse(s.Pos(), "it defers "+b.callee(s.Call.Fun).Name()+", which blocks and calls recover itself")
}

// simpleCall reports that the callee is known and never recovers.
func (b *builder) simpleCall(call *ast.CallExpr) bool {
	switch f := unparen(call.Fun).(type) {
	case *ast.Ident:
		switch o := b.Info.Uses[f].(type) {
		case *types.Builtin:
			return o.Name() != "recover"
		case *types.Func:
			return b.RecoverFree(o)
		case *types.Var:
			return b.cancels(o)
		}
	case *ast.SelectorExpr:
		if fn, ok := b.Info.Uses[f.Sel].(*types.Func); ok {
			if sel := b.Info.Selections[f]; sel != nil && types.IsInterface(sel.Recv()) {
				return false
			}
			return b.RecoverFree(fn)
		}
	case *ast.IndexExpr:
		if id, ok := unparen(f.X).(*ast.Ident); ok {
			if fn, ok := b.Info.Uses[id].(*types.Func); ok {
				return b.RecoverFree(fn)
			}
		}
	}
	return false
}

// cancels reports a variable that is what a function of package context returned, as
// in `ctx, cancel := context.WithTimeout(ctx, d)`. Those functions do not recover.
func (b *builder) cancels(v *types.Var) bool {
	call := b.use.made[v]
	if call == nil || !b.fixed(v) {
		return false
	}
	fn := b.callee(call.Fun)
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "context"
}

// bindFunction binds the function value or the receiver of a deferred call.
func (b *builder) bindFunction(s *ast.DeferStmt, d *ir.Defer) {
	fun := unparen(s.Call.Fun)
	if _, literal := fun.(*ast.FuncLit); literal || b.fixedFunction(fun) || b.fn.Holes[s.Call.Fun] != nil {
		return
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok && d.Op != nil && d.Op.Kind != ir.OpThread {
		b.bindReceiver(s, sel)
		return
	}
	v := b.temp([]string{deferName(fun), "deferred" + names.Upper(deferName(fun))}, b.typeOf(fun))
	b.fn.Lets[s] = append(b.fn.Lets[s], &ir.Bind{Var: v, X: &ir.Raw{X: s.Call.Fun}})
	b.fn.Holes[s.Call.Fun] = &ir.Ref{Var: v}
}

func deferName(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.SelectorExpr:
		return names.Lower(f.Sel.Name)
	case *ast.Ident:
		return names.Lower(f.Name)
	}
	return "later"
}

// fixedFunction reports that evaluating fun later gives the same: a function, a
// builtin, or a method of a variable that never changes.
func (b *builder) fixedFunction(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		obj := b.Info.Uses[f]
		switch obj.(type) {
		case *types.Builtin, *types.Func:
			return true
		}
		return obj != nil && b.fixed(obj)
	case *ast.IndexExpr:
		return b.fixedFunction(unparen(f.X))
	case *ast.IndexListExpr:
		return b.fixedFunction(unparen(f.X))
	case *ast.SelectorExpr:
		sel := b.Info.Selections[f]
		if sel == nil {
			_, isFunc := b.Info.Uses[f.Sel].(*types.Func)
			return isFunc
		}
		if sel.Kind() == types.MethodExpr {
			return true
		}
		return sel.Kind() == types.MethodVal && b.fixedReceiver(f, sel)
	}
	return false
}

// fixedReceiver reports a receiver that is a pointer variable which never
// changes, or a variable whose address the method takes.
func (b *builder) fixedReceiver(f *ast.SelectorExpr, sel *types.Selection) bool {
	id, ok := unparen(f.X).(*ast.Ident)
	if !ok || types.IsInterface(sel.Recv()) || len(sel.Index()) > 1 {
		return b.addressOfFixed(f, sel)
	}
	obj := b.Info.Uses[id]
	if obj == nil {
		return false
	}
	recv := sel.Obj().(*types.Func).Type().(*types.Signature).Recv().Type()
	_, wantsPtr := types.Unalias(recv).(*types.Pointer)
	if isPointer(sel.Recv()) {
		return wantsPtr && b.fixed(obj)
	}
	return wantsPtr // &x is always the same
}

// addressOfFixed reports `p.mu.Unlock()` with a method that takes the address of
// a field of a variable or of what a fixed pointer points to.
func (b *builder) addressOfFixed(f *ast.SelectorExpr, sel *types.Selection) bool {
	recv := sel.Obj().(*types.Func).Type().(*types.Signature).Recv()
	if recv == nil || types.IsInterface(sel.Recv()) || isPointer(sel.Recv()) || sel.Indirect() {
		return false
	}
	if _, wantsPtr := types.Unalias(recv.Type()).(*types.Pointer); !wantsPtr {
		return false
	}
	e := unparen(f.X)
	for {
		x, ok := e.(*ast.SelectorExpr)
		if !ok {
			break
		}
		s := b.Info.Selections[x]
		if s == nil || s.Kind() != types.FieldVal {
			return false
		}
		e = unparen(x.X)
		if s.Indirect() {
			id, ok := e.(*ast.Ident)
			obj := b.Info.Uses[id]
			return ok && obj != nil && len(s.Index()) == 1 && b.fixed(obj)
		}
	}
	_, ok := e.(*ast.Ident)
	return ok
}

// bindReceiver binds x of x.m() where the callback form xDeferred will be called.
func (b *builder) bindReceiver(s *ast.DeferStmt, sel *ast.SelectorExpr) {
	x := ir.Expr(&ir.Raw{X: sel.X})
	t := b.typeOf(sel.X)
	sl := b.Info.Selections[sel]
	isMethod := sl != nil && sl.Kind() == types.MethodVal
	checked := b.throughInterface(sel)
	if b.fn.Holes[sel.X] != nil && !checked && !(isMethod && b.readsReceiver(sel, sl)) {
		return // a temporary already
	}
	if isMethod {
		x, t = b.receiverOf(sel, sl)
	}
	if checked {
		x = &ir.Call{Path: ir.DeferredPath, Name: "NonNil", Args: []ir.Expr{x}}
	}
	v := b.temp([]string{"receiver"}, t)
	b.fn.Lets[s] = append(b.fn.Lets[s], &ir.Bind{Var: v, X: x})
	b.fn.Holes[sel.X] = &ir.Ref{Var: v}
}

// receiverOf is the receiver of x.m as the method gets it: x, its address or a copy of
// what it points to, or of a field that m is promoted from.
func (b *builder) receiverOf(sel *ast.SelectorExpr, sl *types.Selection) (ir.Expr, types.Type) {
	x := b.fn.Holes[sel.X]
	if x == nil {
		x = &ir.Raw{X: sel.X}
	}
	path, t := promoted(sl, b.typeOf(sel.X))
	for _, f := range path {
		x = &ir.Member{X: x, Name: f}
	}
	_, wantsPtr := types.Unalias(sl.Obj().(*types.Func).Signature().Recv().Type()).(*types.Pointer)
	switch {
	case types.IsInterface(t):
	case wantsPtr && !isPointer(t):
		return &ir.Unary{Op: token.AND, X: x}, types.NewPointer(t)
	case !wantsPtr && isPointer(t):
		return &ir.Unary{Op: token.MUL, X: x}, t.Underlying().(*types.Pointer).Elem()
	}
	return x, t
}

// promoted follows the fields that a method of a value of type t is promoted from, and
// returns the type of the last one.
func promoted(sl *types.Selection, t types.Type) (path []string, end types.Type) {
	for _, i := range sl.Index()[:len(sl.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		f := coreType(t).(*types.Struct).Field(i)
		path, t = append(path, f.Name()), f.Type()
	}
	return path, t
}

// bindOperand binds an operand unless nothing can change it.
func (b *builder) bindOperand(s *ast.DeferStmt, e ast.Expr, candidates []string) {
	if tv := b.Info.Types[e]; tv.Value != nil || tv.IsType() || tv.IsNil() || b.fn.Holes[e] != nil {
		return
	}
	if id, ok := unparen(e).(*ast.Ident); ok {
		obj := b.Info.Uses[id]
		if _, isFunc := obj.(*types.Func); isFunc || obj != nil && b.fixed(obj) {
			return
		}
		candidates = append([]string{id.Name + "Now", id.Name + "Then"}, candidates...)
	}
	if tuple, ok := b.Info.TypeOf(e).(*types.Tuple); ok {
		vars := make([]*ir.Var, tuple.Len())
		for i := range vars {
			vars[i] = b.temp(candidates, tuple.At(i).Type())
		}
		b.fn.Lets[s] = append(b.fn.Lets[s], &ir.BindAll{Vars: vars, X: &ir.Raw{X: e}})
		b.fn.Holes[e] = &ir.Multi{Vars: vars}
		return
	}
	v := b.temp(candidates, b.typeOf(e))
	b.fn.Lets[s] = append(b.fn.Lets[s], &ir.Bind{Var: v, X: &ir.Raw{X: e}})
	b.fn.Holes[e] = &ir.Ref{Var: v}
}

// resultName returns candidates for a variable that holds the value of e.
func resultName(e ast.Expr, t types.Type) []string {
	switch e := unparen(e).(type) {
	case *ast.CallExpr:
		return calleeNames(e, t)
	case *ast.UnaryExpr:
		return []string{"received", "item"}
	case *ast.TypeAssertExpr:
		return []string{"asserted"}
	case *ast.SliceExpr:
		return []string{"part"}
	case *ast.BinaryExpr:
		return []string{"cond"}
	case *ast.Ident:
		return []string{e.Name + "Now"}
	}
	return []string{"value"}
}

func calleeNames(e *ast.CallExpr, t types.Type) []string {
	name := ""
	switch f := unparen(e.Fun).(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.IndexExpr:
		if id, ok := unparen(f.X).(*ast.Ident); ok {
			name = id.Name
		}
	}
	return names.Result(name, t)
}

// nameFor names the temporary between a wait and an operand that is no variable.
func (b *builder) nameFor(lhs, rhs ast.Expr, t types.Type) []string {
	if sel, ok := unparen(lhs).(*ast.SelectorExpr); ok {
		return append([]string{names.Lower(sel.Sel.Name)}, resultName(rhs, t)...)
	}
	return resultName(rhs, t)
}
