package order

import (
	"go/ast"
	"go/token"
	"go/types"
)

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
		return e.Type != nil && !b.pointerShaped(b.Info.TypeOf(e))
	case *ast.IndexExpr:
		return b.keyConverts(e)
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
		sel := b.Info.Selections[e]
		return sel != nil && sel.Kind() == types.FieldVal && !indirect(sel) && b.stable(e.X)
	case *ast.BinaryExpr:
		return e.Op != token.QUO && e.Op != token.REM && b.stable(e.X) && b.stable(e.Y)
	case *ast.UnaryExpr:
		return e.Op != token.ARROW && e.Op != token.AND && b.stable(e.X)
	}
	return false
}

// indirect reports a field that is reached through a pointer: x itself, or one that
// is embedded on the way.
func indirect(sel *types.Selection) bool {
	t := sel.Recv()
	for _, i := range sel.Index() {
		if isPointer(t) {
			return true
		}
		t = t.Underlying().(*types.Struct).Field(i).Type()
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
