package steps

import "go/types"

// nameable reports that t can be written before the list: its parts are exported,
// or of this package, and none is a type that the list declares.
func (g *group) nameable(t types.Type) bool {
	return g.names(t, 0)
}

// names follows the parts of t; deep guards against unnamed types that hold
// themselves, which do not exist.
func (g *group) names(t types.Type, deep int) bool {
	if deep > 30 {
		return false
	}
	sub := func(t types.Type) bool { return g.names(t, deep+1) }
	switch t := t.(type) {
	case nil:
		return false
	case *types.Basic:
		return t.Info()&types.IsUntyped == 0
	case *types.Alias:
		return g.namedType(t.Obj()) && g.args(t.TypeArgs(), sub)
	case *types.Named:
		return g.namedType(t.Obj()) && g.args(t.TypeArgs(), sub)
	case *types.TypeParam:
		return true
	case *types.Pointer:
		return sub(t.Elem())
	case *types.Slice:
		return sub(t.Elem())
	case *types.Array:
		return sub(t.Elem())
	case *types.Chan:
		return sub(t.Elem())
	case *types.Map:
		return sub(t.Key()) && sub(t.Elem())
	case *types.Signature:
		return g.tuple(t.Params(), sub) && g.tuple(t.Results(), sub)
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			if f := t.Field(i); !f.Exported() && f.Pkg() != g.Pkg || !sub(f.Type()) {
				return false
			}
		}
		return true
	case *types.Interface:
		return g.methods(t, sub)
	}
	return false
}

// namedType reports that a type has a name here. A type of another function's, or
// an inner one of this list's, has not.
func (g *group) namedType(obj *types.TypeName) bool {
	if obj.Pkg() == nil {
		return true
	}
	if obj.Parent() != obj.Pkg().Scope() {
		return obj.Pkg() == g.Pkg && !g.inside[obj]
	}
	return obj.Pkg() == g.Pkg || obj.Exported()
}

func (g *group) args(list *types.TypeList, sub func(types.Type) bool) bool {
	for i := 0; i < list.Len(); i++ {
		if !sub(list.At(i)) {
			return false
		}
	}
	return true
}

func (g *group) tuple(list *types.Tuple, sub func(types.Type) bool) bool {
	for i := 0; i < list.Len(); i++ {
		if !sub(list.At(i).Type()) {
			return false
		}
	}
	return true
}

func (g *group) methods(t *types.Interface, sub func(types.Type) bool) bool {
	for i := 0; i < t.NumExplicitMethods(); i++ {
		if m := t.ExplicitMethod(i); !m.Exported() && m.Pkg() != g.Pkg || !sub(m.Type()) {
			return false
		}
	}
	for i := 0; i < t.NumEmbeddeds(); i++ {
		if !sub(t.EmbeddedType(i)) {
			return false
		}
	}
	return true
}
