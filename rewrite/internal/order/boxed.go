package order

import (
	"go/ast"
	"go/token"
	"go/types"
)

// What becomes an interface value gc computes in its place in the source order if
// the conversion needs the value's address and the value has none: it is copied to a
// temporary (cmd/compile/internal/walk: order.go on OCONVIFACE, dataWordFuncName).
//
//	show(p.n == 1, wait())      the comparison comes first
//	show(p.n, wait())           p.n is read after the wait: an int needs no address
//	show(p.pair, wait())        and so is p.pair: it has an address
//
// Keys of most maps are copied likewise, and a map literal is made entry by entry.

// visitAs visits e, which is converted to a type, nil for none.
func (x *exprs) visitAs(e ast.Expr, to types.Type) {
	base, flushes := len(x.pending), x.flushes
	x.visit(e)
	if x.b.copied(e, to) {
		x.drop(base, flushes)
		x.pending = append(x.pending, e)
	}
}

// copied reports that the conversion of e to a type needs a copy of it that somebody
// could notice.
func (b *builder) copied(e ast.Expr, to types.Type) bool {
	if to == nil || !types.IsInterface(to) || isTypeParam(to) {
		return false
	}
	tv := b.Info.Types[e]
	if tv.Type == nil || tv.Value != nil || tv.IsType() || tv.IsNil() || types.IsInterface(tv.Type) {
		return false
	}
	if _, tuple := tv.Type.(*types.Tuple); tuple {
		return false
	}
	return byAddress(types.Default(tv.Type)) && !b.hasPlace(e)
}

// hasPlace reports that e is a place in memory already, or the same before and after
// a wait.
func (b *builder) hasPlace(e ast.Expr) bool {
	if b.fn.Holes[e] != nil || b.stable(e) {
		return true
	}
	switch e := unparen(e).(type) {
	case *ast.Ident, *ast.StarExpr, *ast.FuncLit:
		return true
	case *ast.SelectorExpr:
		sel := b.Info.Selections[e]
		if sel == nil || sel.Kind() != types.FieldVal {
			return sel == nil
		}
		return indirect(sel) || b.hasPlace(e.X)
	case *ast.IndexExpr:
		switch coreType(b.Info.TypeOf(e.X)).(type) {
		case *types.Slice, *types.Pointer:
			return true
		case *types.Array:
			return b.hasPlace(e.X)
		}
	case *ast.UnaryExpr:
		return e.Op == token.AND && b.stableAddress(e.X)
	case *ast.CompositeLit:
		return b.stableElements(e)
	}
	return false
}

// stableAddress reports that &e is the same before and after a wait.
func (b *builder) stableAddress(e ast.Expr) bool {
	switch e := unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		sel := b.Info.Selections[e]
		return sel == nil || !indirect(sel) && b.stableAddress(e.X)
	case *ast.CompositeLit:
		return b.stableElements(e)
	}
	return false
}

// arguments visits the arguments of a call or a conversion.
func (x *exprs) arguments(call *ast.CallExpr) {
	for i, a := range call.Args {
		x.visitAs(a, x.b.paramOf(call, i))
	}
}

// paramOf is the type that argument i of a call is converted to, nil for none.
func (b *builder) paramOf(call *ast.CallExpr, i int) types.Type {
	fun := b.Info.Types[call.Fun]
	if fun.IsType() {
		return fun.Type
	}
	if sig, ok := coreType(fun.Type).(*types.Signature); ok {
		return paramType(sig, i, call.Ellipsis.IsValid())
	}
	return nil
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

// resultType is the type of result i, nil if a call returns them all.
func (b *builder) resultType(i, n int) types.Type {
	if res := b.fn.Sig.Results(); n == res.Len() {
		return res.At(i).Type()
	}
	return nil
}

// assignedType is the type of what value i is assigned to.
func (b *builder) assignedType(s *ast.AssignStmt, i int) types.Type {
	if s.Tok != token.ASSIGN || len(s.Lhs) != len(s.Rhs) || isBlank(s.Lhs[i]) {
		return nil
	}
	return b.Info.TypeOf(s.Lhs[i])
}

// comparedAs is the type that the other operand of e has, if the two are compared.
func (b *builder) comparedAs(e *ast.BinaryExpr, other ast.Expr) types.Type {
	if e.Op != token.EQL && e.Op != token.NEQ {
		return nil
	}
	return b.Info.TypeOf(other)
}

// index visits the index of e.
func (x *exprs) index(e *ast.IndexExpr) {
	if m, ok := coreType(x.b.Info.TypeOf(e.X)).(*types.Map); ok {
		x.key(e.Index, m)
	} else {
		x.visit(e.Index)
	}
}

// key visits the key of a map. One that has no fast path is copied unless it has a
// place.
func (x *exprs) key(e ast.Expr, m *types.Map) {
	base, flushes := len(x.pending), x.flushes
	x.visit(e)
	tv := x.b.Info.Types[e]
	if fastKey(m) || tv.Value != nil || tv.IsNil() {
		return
	}
	converted := types.IsInterface(m.Key()) && !types.IsInterface(tv.Type)
	if converted && x.b.fn.Holes[e] == nil && !x.b.stable(e) || !converted && !x.b.hasPlace(e) {
		x.drop(base, flushes)
		x.pending = append(x.pending, e)
	}
}

// fastKey reports a map whose keys the runtime takes by value.
func fastKey(m *types.Map) bool {
	if isTypeParam(m.Key()) || isTypeParam(m.Elem()) || !sized(m.Elem()) || gcSizes.Sizeof(m.Elem()) > 128 {
		return false
	}
	switch u := m.Key().Underlying().(type) {
	case *types.Basic:
		size := gcSizes.Sizeof(u)
		return u.Info()&types.IsString != 0 || u.Info()&types.IsInteger != 0 && size >= 4
	case *types.Pointer, *types.Chan:
		return true
	}
	return false
}

// keyConverts reports m[string(b)]: gc saves the copy of the bytes, and looks up at
// once instead.
func (b *builder) keyConverts(e *ast.IndexExpr) bool {
	if _, ok := coreType(b.Info.TypeOf(e.X)).(*types.Map); !ok {
		return false
	}
	conv, ok := unparen(e.Index).(*ast.CallExpr)
	if !ok || !b.Info.Types[conv.Fun].IsType() {
		return false
	}
	to, ok := b.Info.TypeOf(conv).Underlying().(*types.Basic)
	_, fromBytes := coreType(b.Info.TypeOf(conv.Args[0])).(*types.Slice)
	return ok && to.Info()&types.IsString != 0 && fromBytes
}

// literalType is the underlying type of what a composite literal makes, also of one
// without a type that stands for a pointer.
func (b *builder) literalType(lit *ast.CompositeLit) types.Type {
	t := coreType(b.Info.TypeOf(lit))
	if p, ok := t.(*types.Pointer); ok && lit.Type == nil {
		return coreType(p.Elem())
	}
	return t
}

// elements visits a composite literal.
func (x *exprs) elements(lit *ast.CompositeLit) {
	t := x.b.literalType(lit)
	if _, ok := t.(*types.Map); ok && x.b.waits[lit] {
		x.entries(lit)
		return
	}
	for i, el := range lit.Elts {
		kv, keyed := el.(*ast.KeyValueExpr)
		value := el
		if keyed {
			value = kv.Value
		}
		switch t := t.(type) {
		case *types.Struct:
			if keyed {
				x.visitAs(value, x.b.Info.TypeOf(kv.Key))
			} else {
				x.visitAs(value, t.Field(i).Type())
			}
		case *types.Map:
			x.elementKey(kv.Key, t)
			x.visit(value)
		default:
			x.visitAs(value, elemType(t))
		}
	}
}

// elementKey visits the key of an element, which may be a literal without its type.
func (x *exprs) elementKey(e ast.Expr, m types.Type) {
	if lit, ok := e.(*ast.CompositeLit); !ok || lit.Type != nil {
		x.key(e, m.(*types.Map))
		return
	}
	base, flushes := len(x.pending), x.flushes
	x.visit(e)
	x.drop(base, flushes)
	x.whole(e)
}

func elemType(t types.Type) types.Type {
	switch t := t.(type) {
	case *types.Slice:
		return t.Elem()
	case *types.Array:
		return t.Elem()
	}
	return nil
}

// gcSizes are gc's on 64-bit machines.
var gcSizes = types.SizesFor("gc", "amd64")

// byAddress reports a type that gc converts to an interface by the value's address,
// and not by the value.
func byAddress(t types.Type) bool {
	if !sized(t) {
		return true
	}
	pointers := hasPointers(t)
	switch size, align := gcSizes.Sizeof(t), gcSizes.Alignof(t); {
	case size == 2 && align == 2, size == 4 && align == 4 && !pointers, size == 8 && align == 8 && !pointers:
		return false
	}
	switch u := soleComponent(t).Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString == 0
	case *types.Slice:
		return false
	}
	return true
}

// pointerShaped reports a type whose values an interface holds directly.
func (b *builder) pointerShaped(t types.Type) bool {
	if !sized(t) {
		return false
	}
	switch u := soleComponent(t).Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		return gcSizes.Sizeof(t) == 8
	case *types.Basic:
		return u.Kind() == types.UnsafePointer && gcSizes.Sizeof(t) == 8
	}
	return false
}

// soleComponent is the type of the only field or element, as far as there is one.
func soleComponent(t types.Type) types.Type {
	for {
		switch u := t.Underlying().(type) {
		case *types.Struct:
			if u.NumFields() != 1 {
				return t
			}
			t = u.Field(0).Type()
		case *types.Array:
			if u.Len() != 1 {
				return t
			}
			t = u.Elem()
		default:
			return t
		}
	}
}

// sized reports that no type parameter decides about the size of t.
func sized(t types.Type) bool {
	if isTypeParam(t) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if !sized(u.Field(i).Type()) {
				return false
			}
		}
	case *types.Array:
		return sized(u.Elem())
	}
	return true
}

func hasPointers(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&types.IsString != 0 || u.Kind() == types.UnsafePointer
	case *types.Array:
		return u.Len() > 0 && hasPointers(u.Elem())
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if hasPointers(u.Field(i).Type()) {
				return true
			}
		}
		return false
	}
	return true
}

func isTypeParam(t types.Type) bool {
	_, ok := types.Unalias(t).(*types.TypeParam)
	return ok
}
