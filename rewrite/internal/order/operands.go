package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// deferStmt notes a deferred call that waits. Function value, receiver and arguments
// are bound at the defer statement, unless nothing can change them.
//
//	defer wait(n + 1)      defer func(n int) { waitDeferred(r, n).AwaitDone(g) }(n + 1)
//
// The callback form runs on another coroutine, so a function that recovers itself
// would find nothing there: it stays as it is if it does not block.
func (p *inPlace) deferStmt(s *ast.DeferStmt) {
	op := p.ops[s.Call]
	if op == nil || op.Kind == ir.OpClosure {
		return
	}
	if p.recovers(s.Call) {
		if p.Blocks(s.Call) {
			p.refuseRecovers(s)
		}
		delete(p.ops, s.Call)
		return
	}
	p.waits = true
	p.out.Defers[s] = op
	p.out.Dropped[op] = true
	p.out.Ops[s.Call] = op
	if p.throughInterface(s.Call.Fun) {
		p.bindArgs(op, s.Call, p.fixedOperand)
		p.bindNonNil(op, unparen(s.Call.Fun).(*ast.SelectorExpr))
	} else {
		p.bind(op, s.Call, p.fixedOperand)
	}
	p.nameOperands(op, s.Call)
}

// bind binds the function value, the receiver and the arguments of a call, but for
// those of which keep is true.
func (p *inPlace) bind(op *ir.Op, call *ast.CallExpr, keep func(ast.Expr) bool) {
	fun := unparen(call.Fun)
	sel, _ := fun.(*ast.SelectorExpr)
	switch {
	case sel != nil && p.Info.Selections[sel] != nil && p.Info.Selections[sel].Kind() == types.MethodVal:
		p.bindReceiverOf(op, sel, keep)
	case p.callee(fun) == nil && !keep(fun):
		p.operand(op, &ir.Operand{X: call.Fun}, p.typeOf(fun), deferName(fun))
	}
	p.bindArgs(op, call, keep)
}

// bindReceiverOf binds the receiver of x.m() as the method gets it: its address, or a
// copy, through the fields that m is promoted from.
func (p *inPlace) bindReceiverOf(op *ir.Op, sel *ast.SelectorExpr, keep func(ast.Expr) bool) {
	sl := p.Info.Selections[sel]
	o := &ir.Operand{X: sel.X}
	var t types.Type
	o.Path, t = promoted(sl, p.typeOf(sel.X))
	_, wantsPtr := types.Unalias(sl.Obj().(*types.Func).Signature().Recv().Type()).(*types.Pointer)
	switch {
	case wantsPtr && !isPointer(t):
		if p.fixedReceiver(sel, sl) {
			return // &x is always the same
		}
		t, o.Addr = types.NewPointer(t), true
	case !wantsPtr && isPointer(t) && !types.IsInterface(t):
		t, o.Star = t.Underlying().(*types.Pointer).Elem(), true
	case len(o.Path) == 0 && keep(sel.X):
		return
	}
	o.Deref = op.Call == nil && !isPointer(p.typeOf(sel.X)) // the runtime takes &x
	p.operand(op, o, t, "receiver")
}

// bindNonNil binds an interface value of which a method is deferred.
func (p *inPlace) bindNonNil(op *ir.Op, sel *ast.SelectorExpr) {
	o := &ir.Operand{X: sel.X, NonNil: true}
	var t types.Type
	o.Path, t = promoted(p.Info.Selections[sel], p.typeOf(sel.X))
	p.operand(op, o, t, "receiver")
}

// bindArgs binds arguments.
func (p *inPlace) bindArgs(op *ir.Op, call *ast.CallExpr, keep func(ast.Expr) bool) {
	sig, ok := coreType(p.Info.TypeOf(call.Fun)).(*types.Signature)
	if !ok {
		p.refuse(call.Pos(), "call of a type parameter without a core type")
	}
	if p.spreads(call) {
		tuple := p.Info.TypeOf(call.Args[0]).(*types.Tuple)
		o := &ir.Operand{X: call.Args[0]}
		for i := 0; i < tuple.Len(); i++ {
			o.Params = append(o.Params, &ir.Var{Type: tuple.At(i).Type(), Wanted: []string{paramName(sig, i)}})
		}
		p.out.Bound[op] = append(p.out.Bound[op], o)
		return
	}
	for i, a := range call.Args {
		if tv := p.Info.Types[a]; tv.Value != nil || tv.IsType() || tv.IsNil() || keep(a) {
			continue
		}
		t := paramType(sig, i, call.Ellipsis.IsValid())
		if t == nil {
			t = p.typeOf(a)
		}
		p.operand(op, &ir.Operand{X: a}, t, paramName(sig, i))
	}
}

func (p *inPlace) operand(op *ir.Op, o *ir.Operand, t types.Type, wanted string) {
	o.Params = []*ir.Var{{Type: t, Wanted: []string{wanted}}}
	p.out.Bound[op] = append(p.out.Bound[op], o)
}

// paramName is the name of a parameter, for the argument.
func paramName(sig *types.Signature, i int) string {
	if n := sig.Params().Len(); i >= n {
		i = n - 1
	}
	if name := sig.Params().At(i).Name(); name != "" && name != "_" {
		return name
	}
	return "arg"
}

// nameOperands names the parameters of the literal around an operation. They may hide
// local variables that it does not mention.
func (p *inPlace) nameOperands(op *ir.Op, call *ast.CallExpr) {
	bound := map[ast.Node]bool{}
	for _, o := range p.out.Bound[op] {
		bound[o.X] = true
	}
	mentioned := map[string]bool{p.Reactor: true, "deferred": true, "reactor": true, "threads": true, "shim": true}
	ast.Inspect(call, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			mentioned[id.Name] = true
		}
		return !bound[n]
	})
	for _, o := range p.out.Bound[op] {
		for _, v := range o.Params {
			name := v.Wanted[0]
			_, obj := p.Pkg.Scope().Innermost(call.Pos()).LookupParent(name, call.Pos())
			for mentioned[name] || obj != nil && !p.local(obj) {
				name, obj = p.Names.Fresh(v.Wanted[0], v.Wanted[0]+"Arg"), nil
			}
			v.Name = name
			mentioned[name] = true
		}
	}
}

// local reports a variable of a function.
func (p *inPlace) local(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.Parent() != p.Pkg.Scope()
}

// callee is the function that fun names, nil for a value.
func (b *builder) callee(fun ast.Expr) *types.Func {
	switch f := unparen(fun).(type) {
	case *ast.Ident:
		fn, _ := b.Info.Uses[f].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := b.Info.Uses[f.Sel].(*types.Func)
		return fn
	case *ast.IndexExpr:
		return b.callee(f.X)
	case *ast.IndexListExpr:
		return b.callee(f.X)
	}
	return nil
}

// steady reports an operand that is the same for another goroutine a little later.
func (p *inPlace) steady(e ast.Expr) bool {
	if p.stable(e) {
		return true
	}
	switch e := unparen(e).(type) {
	case *ast.FuncLit:
		return true
	case *ast.CompositeLit:
		return p.stableElements(e)
	case *ast.UnaryExpr:
		_, isName := unparen(e.X).(*ast.Ident)
		return isName && e.Op == token.AND
	}
	return false
}

// fixedOperand reports an operand that is the same when the deferred call is made.
func (p *inPlace) fixedOperand(e ast.Expr) bool {
	id, ok := unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	obj := p.Info.Uses[id]
	_, isFunc := obj.(*types.Func)
	return isFunc || obj != nil && p.fixed(obj)
}
