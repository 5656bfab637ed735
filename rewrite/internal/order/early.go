package order

import (
	"go/ast"
	"go/token"
	"go/types"
)

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
		if name := b.builtin(e); name != "" {
			return b.earlyBuiltin(name, e)
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
	case *ast.CompositeLit:
		// gc makes the map and inserts what is not constant, as statements.
		_, isMap := coreType(b.Info.TypeOf(e)).(*types.Map)
		return isMap && e.Type != nil && !b.stableElements(e)
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
		if len(e.Args) == 1 && grows(b.Info.TypeOf(e.Args[0])) {
			return true
		}
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
		if _, isFunc := b.Info.Uses[e.Sel].(*types.Func); isFunc && b.Info.Selections[e] == nil {
			return true // a function of another package
		}
		t := b.Info.TypeOf(e.X)
		return b.Info.Selections[e] != nil && t != nil && !isPointer(t) && b.stable(e.X)
	case *ast.BinaryExpr:
		return e.Op != token.QUO && e.Op != token.REM && b.stable(e.X) && b.stable(e.Y)
	case *ast.UnaryExpr:
		return e.Op != token.ARROW && e.Op != token.AND && b.stable(e.X)
	}
	return false
}

// grows reports a map or channel, whose length others may change.
func grows(t types.Type) bool {
	switch coreType(t).(type) {
	case *types.Map, *types.Chan:
		return true
	}
	return false
}
