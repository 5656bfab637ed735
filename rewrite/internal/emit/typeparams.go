package emit

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/dave/dst"
)

// typeParams gives names to the type parameters that have none, since generated
// code may have to write types that consist of them. The source cannot mention
// them.
func (e *emitter) typeParams(decl *dst.FuncDecl) {
	if e.blank == nil {
		e.blank = make(map[*types.TypeParam]string)
	}
	params := e.fn.Sig.TypeParams()
	var idents []*dst.Ident
	if decl.Recv != nil {
		params = e.fn.Sig.RecvTypeParams()
		idents = receiverParams(decl.Recv.List[0].Type)
	} else if decl.Type.TypeParams != nil {
		for _, f := range decl.Type.TypeParams.List {
			idents = append(idents, f.Names...)
		}
	}
	for i, id := range idents {
		if id.Name == "_" {
			if e.blank[params.At(i)] == "" {
				e.blank[params.At(i)] = e.names.Fresh("T", "P", "anyType")
			}
			id.Name = e.blank[params.At(i)]
		}
	}
}

// receiverParams finds the type parameters in the type of a receiver.
func receiverParams(x dst.Expr) []*dst.Ident {
	var list []dst.Expr
	switch x := x.(type) {
	case *dst.ParenExpr:
		return receiverParams(x.X)
	case *dst.StarExpr:
		return receiverParams(x.X)
	case *dst.IndexExpr:
		list = []dst.Expr{x.Index}
	case *dst.IndexListExpr:
		list = x.Indices
	}
	var out []*dst.Ident
	for _, x := range list {
		out = append(out, x.(*dst.Ident))
	}
	return out
}

// paramName is the name of a type parameter, which the source may have left out.
func (e *emitter) paramName(t *types.TypeParam) string {
	name := t.Obj().Name()
	if e.blank[t] != "" {
		name = e.blank[t]
	}
	if (e.fast != nil || e.slow != nil) && e.hidden(name, t.Obj()) {
		panic(&Unnameable{t, fmt.Sprintf("the type parameter %s is needed where a local name hides it", name)})
	}
	return name
}

// typeParamsOf are those of a function, or of its receiver.
func typeParamsOf(sig *types.Signature) []*types.TypeParam {
	list := sig.TypeParams()
	if sig.Recv() != nil {
		list = sig.RecvTypeParams()
	}
	var out []*types.TypeParam
	for i := 0; i < list.Len(); i++ {
		out = append(out, list.At(i))
	}
	return out
}

// paramList declares type parameters: [K comparable, V any].
func (e *emitter) paramList(params []*types.TypeParam) *dst.FieldList {
	if len(params) == 0 {
		return nil
	}
	out := &dst.FieldList{Opening: true, Closing: true}
	var last types.Type
	for _, t := range params {
		name := ident(e.paramName(t))
		if last != nil && types.Identical(last, t.Constraint()) {
			f := out.List[len(out.List)-1]
			f.Names = append(f.Names, name)
			continue
		}
		last = t.Constraint()
		out.List = append(out.List, &dst.Field{Names: []*dst.Ident{name}, Type: e.constraint(last)})
	}
	return out
}

// constraint writes what stands behind a type parameter.
func (e *emitter) constraint(t types.Type) dst.Expr {
	if i, ok := t.(*types.Interface); ok && i.IsImplicit() && i.NumEmbeddeds() == 1 {
		return e.typ(i.EmbeddedType(0))
	}
	return e.typ(t)
}

// union writes the terms of a constraint.
func (e *emitter) union(u *types.Union) dst.Expr {
	var out dst.Expr
	for i := 0; i < u.Len(); i++ {
		x := e.typ(u.Term(i).Type())
		if u.Term(i).Tilde() {
			x = &dst.UnaryExpr{Op: token.TILDE, X: x}
		}
		if out == nil {
			out = x
		} else {
			out = &dst.BinaryExpr{X: out, Op: token.OR, Y: x}
		}
	}
	return out
}

// instance is a generic type or function with its own type parameters as arguments.
func (e *emitter) instance(name string, params []*types.TypeParam) dst.Expr {
	var args []dst.Expr
	for _, t := range params {
		args = append(args, ident(e.paramName(t)))
	}
	return index(ident(name), args...)
}

// inferred reports that the arguments of a call tell all type parameters.
func inferred(sig *types.Signature) bool {
	for _, t := range typeParamsOf(sig) {
		told := false
		for i := 0; i < sig.Params().Len(); i++ {
			told = told || mentions(sig.Params().At(i).Type(), t)
		}
		if !told {
			return false
		}
	}
	return true
}

// mentions reports a type parameter in a type.
func mentions(t types.Type, p *types.TypeParam) bool {
	any := func(list ...types.Type) bool {
		for _, t := range list {
			if mentions(t, p) {
				return true
			}
		}
		return false
	}
	tuple := func(t *types.Tuple) bool {
		for i := 0; i < t.Len(); i++ {
			if mentions(t.At(i).Type(), p) {
				return true
			}
		}
		return false
	}
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return t == p
	case *types.Pointer:
		return any(t.Elem())
	case *types.Slice:
		return any(t.Elem())
	case *types.Array:
		return any(t.Elem())
	case *types.Chan:
		return any(t.Elem())
	case *types.Map:
		return any(t.Key(), t.Elem())
	case *types.Signature:
		return tuple(t.Params()) || tuple(t.Results())
	case *types.Named:
		for i := 0; i < t.TypeArgs().Len(); i++ {
			if any(t.TypeArgs().At(i)) {
				return true
			}
		}
	}
	return false
}
