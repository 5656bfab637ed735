package rewrite

import (
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// fastByHand returns the name of a fast body of fn that somebody has written, "" if
// there is none: FFast beside F, which can be called from a package, and has the type
// that Evert would give it.
//
//	func (s *Source) Event() (int, error)
//	func (s *Source) EventFast(r reactor.Reactor) (int, error, *frames.Pending[int])
func fastByHand(fn *types.Func, from *types.Package, op *ir.Op) string {
	name := fn.Name() + "Fast"
	sig := fn.Signature()
	if fn.Pkg() == nil || sig.TypeParams().Len() > 0 || fn.Origin() != fn {
		return ""
	}
	var obj types.Object
	if recv := sig.Recv(); recv == nil {
		obj = fn.Pkg().Scope().Lookup(name)
	} else if !types.IsInterface(recv.Type()) {
		obj, _, _ = types.LookupFieldOrMethod(recv.Type(), true, fn.Pkg(), name)
	}
	fast, ok := obj.(*types.Func)
	if !ok || fast.Pkg() != fn.Pkg() || !fast.Exported() && fast.Pkg() != from {
		return ""
	}
	if !fastParams(sig, fast.Signature(), op) || !fastResults(sig.Results(), fast.Signature().Results(), op.Shape) {
		return ""
	}
	return name
}

// fastParams reports the parameters of a function in those of its fast body, with the
// reactor where the callback form has it.
func fastParams(sig, fast *types.Signature, op *ir.Op) bool {
	if sig.Variadic() != fast.Variadic() || fast.TypeParams().Len() > 0 {
		return false
	}
	at := 0
	switch {
	case op.NoArg:
		at = -1
	case op.Context:
		at = 1
	}
	j := 0
	for i := 0; i < fast.Params().Len(); i++ {
		t := fast.Params().At(i).Type()
		if i == at {
			if !isNamed(t, ir.ReactorPath, "Reactor") {
				return false
			}
			continue
		}
		if j >= sig.Params().Len() || !types.Identical(t, sig.Params().At(j).Type()) {
			return false
		}
		j++
	}
	return j == sig.Params().Len() && (at < 0 || fast.Params().Len() > at)
}

// fastResults reports the results of a function, and what it waits for, in those of its
// fast body.
func fastResults(results, fast *types.Tuple, shape ir.Shape) bool {
	n := results.Len()
	if fast.Len() != n+1 || len(shape.Values) > 1 {
		return false
	}
	for i := 0; i < n; i++ {
		if !types.Identical(fast.At(i).Type(), results.At(i).Type()) {
			return false
		}
	}
	p, ok := types.Unalias(fast.At(n).Type()).(*types.Pointer)
	if !ok || !isNamed(p.Elem(), ir.FramesPath, "Pending") {
		return false
	}
	value := types.Type(types.NewStruct(nil, nil))
	have := types.Unalias(p.Elem()).(*types.Named).TypeArgs().At(0)
	if len(shape.Values) == 1 {
		return types.Identical(have, shape.Values[0])
	}
	return types.Identical(have.Underlying(), value)
}

// isNamed reports a defined type by the path of its package and its name.
func isNamed(t types.Type, path, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == path && n.Obj().Name() == name
}
