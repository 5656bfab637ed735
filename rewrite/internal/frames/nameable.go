package frames

import (
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// named reports a variable whose type can be written at package level.
func (w *walker) named(v *ir.Var) bool {
	if v.Of == nil {
		return w.nameable(v.Type, map[types.Type]bool{})
	}
	for _, t := range v.Of.Args {
		if !w.nameable(t, map[types.Type]bool{}) {
			return false
		}
	}
	return true
}

// nameable reports a type that can be written at package level.
func (w *walker) nameable(t types.Type, seen map[types.Type]bool) bool {
	if t == nil {
		return false
	}
	if seen[t] {
		return true
	}
	seen[t] = true
	all := func(list ...types.Type) bool {
		for _, t := range list {
			if !w.nameable(t, seen) {
				return false
			}
		}
		return true
	}
	args := func(obj *types.TypeName, args *types.TypeList) bool {
		if isLocal(obj) && w.Outside[obj] == "" {
			return false
		}
		for i := 0; i < args.Len(); i++ {
			if !w.nameable(args.At(i), seen) {
				return false
			}
		}
		return true
	}
	switch t := t.(type) {
	case *types.Basic:
		return t.Info()&types.IsUntyped == 0 && t.Kind() != types.Invalid
	case *types.Alias:
		return args(t.Obj(), t.TypeArgs())
	case *types.Named:
		return args(t.Obj(), t.TypeArgs())
	case *types.TypeParam:
		return true // the frame's type has it, too
	case *types.Pointer:
		return all(t.Elem())
	case *types.Slice:
		return all(t.Elem())
	case *types.Array:
		return all(t.Elem())
	case *types.Chan:
		return all(t.Elem())
	case *types.Map:
		return all(t.Key(), t.Elem())
	case *types.Signature:
		return w.tuple(t.Params(), seen) && w.tuple(t.Results(), seen)
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			if !w.nameable(t.Field(i).Type(), seen) {
				return false
			}
		}
		return true
	case *types.Interface:
		for i := 0; i < t.NumEmbeddeds(); i++ {
			if !w.nameable(t.EmbeddedType(i), seen) {
				return false
			}
		}
		for i := 0; i < t.NumExplicitMethods(); i++ {
			if !w.nameable(t.ExplicitMethod(i).Type(), seen) {
				return false
			}
		}
		return true
	}
	return false
}

func (w *walker) tuple(t *types.Tuple, seen map[types.Type]bool) bool {
	for i := 0; i < t.Len(); i++ {
		if !w.nameable(t.At(i).Type(), seen) {
			return false
		}
	}
	return true
}
