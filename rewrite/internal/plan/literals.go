package plan

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/order"
)

// literals finds the arguments of a call which the callee's callback form takes in
// callback form themselves:
//
//	//evert:blocking callback=EachDeferred
//	func Each(list []int, f func(int) error) error
//	func EachDeferred(r reactor.Reactor, list []int, f func(int) *deferred.Deferred[deferred.Void]) ...
//
// A literal is converted in its place. wanted says that there are such parameters; ok
// that all arguments for them are literals that can be converted, or nil.
func (p *Plan) literals(f *Func, op *ir.Op, fn *types.Func, effect blocking.Effect) (lits []ir.Literal, wanted, ok bool) {
	if fn == nil || effect.Callback == "" {
		return nil, false, true
	}
	info := f.Pkg.TypesInfo
	form := p.formFunc(op, fn, effect.Callback)
	sig, _ := info.TypeOf(op.Call.Fun).Underlying().(*types.Signature)
	if form == nil || sig == nil {
		return nil, false, true
	}
	ok = true
	offset := form.Signature().Params().Len() - sig.Params().Len()
	for i, arg := range op.Call.Args {
		if i >= sig.Params().Len() || offset < 0 {
			break
		}
		want, isFunc := form.Signature().Params().At(offset + i).Type().Underlying().(*types.Signature)
		have, blocking := sig.Params().At(i).Type().Underlying().(*types.Signature)
		if !isFunc || !blocking || !deferredResult(want) || deferredResult(have) {
			continue
		}
		wanted = true
		lit, isLit := ast.Unparen(arg).(*ast.FuncLit)
		switch {
		case info.Types[arg].IsNil():
		case isLit && f.Style != directive.Generator && !order.CallsRecover(info, lit.Body) && ir.ShapeOf(have).Len() <= 8:
			lits = append(lits, ir.Literal{Lit: lit, Reactor: want.Params().Len() > have.Params().Len()})
		default:
			ok = false
		}
	}
	return lits, wanted, ok
}

// deferredResult reports a function that returns a Deferred.
func deferredResult(sig *types.Signature) bool {
	if sig.Results().Len() != 1 {
		return false
	}
	ptr, ok := types.Unalias(sig.Results().At(0).Type()).(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "Deferred" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == ir.DeferredPath
}

// formFunc finds a hand-written callback form by what is said about it: its name,
// beside the blocking form, or its package's path and its name.
func (p *Plan) formFunc(op *ir.Op, fn *types.Func, callback string) *types.Func {
	if i := strings.LastIndex(callback, "."); i >= 0 {
		if op.From == nil {
			return nil
		}
		for _, pkg := range append(op.From.Imports(), op.From) {
			if pkg.Path() == callback[:i] {
				f, _ := pkg.Scope().Lookup(callback[i+1:]).(*types.Func)
				return f
			}
		}
		return nil
	}
	if recv := fn.Signature().Recv(); recv != nil {
		obj, _, _ := types.LookupFieldOrMethod(recv.Type(), true, fn.Pkg(), callback)
		f, _ := obj.(*types.Func)
		return f
	}
	if fn.Pkg() == nil || !token.IsIdentifier(callback) {
		return nil
	}
	f, _ := fn.Pkg().Scope().Lookup(callback).(*types.Func)
	return f
}
