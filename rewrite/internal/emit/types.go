package emit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Unnameable is the error for a type that cannot be written where it is needed.
type Unnameable struct {
	Type   types.Type
	Reason string
}

func (u *Unnameable) Error() string { return u.Reason }

// deferredType is *deferred.Deferred[R] for the results of a shape.
func (e *emitter) deferredType(s ir.Shape) dst.Expr {
	return star(index(e.pkg(ir.DeferredPath, "Deferred"), e.resultType(s)))
}

// resultType is R: Void, the value's type, or a tuple of the values.
func (e *emitter) resultType(s ir.Shape) dst.Expr {
	switch len(s.Values) {
	case 0:
		return e.pkg(ir.DeferredPath, "Void")
	case 1:
		return e.typ(s.Values[0])
	}
	args := make([]dst.Expr, len(s.Values))
	for i, t := range s.Values {
		args[i] = e.typ(t)
	}
	return index(e.pkg(ir.DeferredPath, tupleName(len(s.Values))), args...)
}

// tupleName is the name of the tuple of n values.
func tupleName(n int) string {
	switch n {
	case 2:
		return "Pair"
	case 3:
		return "Triple"
	case 4:
		return "Quad"
	}
	return fmt.Sprintf("Tuple%d", n)
}

// typ writes a type.
func (e *emitter) typ(t types.Type) dst.Expr {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return e.pkg("unsafe", "Pointer")
		}
		return e.typeName(types.Universe.Lookup(t.Name()))
	case *types.Alias:
		return e.named(t.Obj(), t.TypeArgs(), t)
	case *types.Named:
		return e.named(t.Obj(), t.TypeArgs(), t)
	case *types.TypeParam:
		return dst.NewIdent(e.paramName(t))
	case *types.Pointer:
		return star(e.typ(t.Elem()))
	case *types.Slice:
		return &dst.ArrayType{Elt: e.typ(t.Elem())}
	case *types.Array:
		return &dst.ArrayType{Len: intLit(int(t.Len())), Elt: e.typ(t.Elem())}
	case *types.Map:
		return &dst.MapType{Key: e.typ(t.Key()), Value: e.typ(t.Elem())}
	case *types.Chan:
		return e.chanType(t)
	case *types.Signature:
		return e.funcType(t)
	case *types.Struct:
		return e.structType(t)
	case *types.Interface:
		return e.interfaceType(t)
	case *types.Union:
		return e.union(t)
	}
	panic(&Unnameable{t, fmt.Sprintf("cannot write the type %s", t)})
}

func (e *emitter) chanType(t *types.Chan) dst.Expr {
	dir := dst.SEND | dst.RECV
	switch t.Dir() {
	case types.SendOnly:
		dir = dst.SEND
	case types.RecvOnly:
		dir = dst.RECV
	}
	elem := e.typ(t.Elem())
	if inner, ok := types.Unalias(t.Elem()).(*types.Chan); ok && inner.Dir() == types.RecvOnly {
		elem = &dst.ParenExpr{X: elem}
	}
	return &dst.ChanType{Dir: dir, Value: elem}
}

// named writes a defined or alias type with its arguments.
func (e *emitter) named(obj *types.TypeName, args *types.TypeList, t types.Type) dst.Expr {
	var name dst.Expr
	switch {
	case obj.Pkg() == nil:
		return e.typeName(obj)
	case obj.Pkg() == e.file.Pkg && obj.Parent() == obj.Pkg().Scope():
		if args.Len() > 0 && e.hidden(obj.Name(), obj) {
			panic(&Unnameable{t, fmt.Sprintf("the type %s is needed where a local name hides it", obj.Name())})
		}
		name = e.typeName(obj)
	case obj.Pkg() == e.file.Pkg && obj.Parent() != nil:
		if !e.outside && e.hidden(obj.Name(), obj) {
			panic(&Unnameable{t, fmt.Sprintf("the local type %s is needed where another local name hides it", obj.Name())})
		}
		name = dst.NewIdent(obj.Name())
	case !importable(obj.Pkg().Path(), e.file.Pkg.Path()):
		panic(&Unnameable{t, fmt.Sprintf("the type %s of package %s cannot be named here: the package is internal to another part", obj.Name(), obj.Pkg().Path())})
	case !obj.Exported() || obj.Parent() != obj.Pkg().Scope():
		panic(&Unnameable{t, fmt.Sprintf("the type %s of package %s cannot be named here", obj.Name(), obj.Pkg().Path())})
	default:
		name = e.qualified(obj.Pkg().Path(), obj.Pkg().Name(), obj.Name())
	}
	if args.Len() == 0 {
		return name
	}
	list := make([]dst.Expr, args.Len())
	for i := range list {
		list[i] = e.typ(args.At(i))
	}
	return index(name, list...)
}

// importable reports that a package may be imported from another: its path has no
// internal element, or the other lies in the tree around it
// (https://go.dev/doc/go1.4#internalpackages).
func importable(path, from string) bool {
	if path == "main" || strings.HasPrefix(path, "vendor/") || strings.Contains(path, "/vendor/") {
		return false
	}
	parent, found := "", false
	if strings.HasPrefix(path, "internal/") || path == "internal" {
		found = true
	} else if i := strings.LastIndex(path, "/internal/"); i >= 0 {
		parent, found = path[:i], true
	} else if strings.HasSuffix(path, "/internal") {
		parent, found = strings.TrimSuffix(path, "/internal"), true
	}
	from = strings.TrimSuffix(from, "_test")
	return !found || parent != "" && (from == parent || strings.HasPrefix(from, parent+"/"))
}

// typeName writes the name of a package's own or a predeclared type, by an alias
// where a local name hides it.
func (e *emitter) typeName(obj types.Object) dst.Expr {
	name := obj.Name()
	if !e.hidden(name, obj) && (obj.Pkg() != nil || e.file.Pkg.Scope().Lookup(name) == nil) {
		return dst.NewIdent(name)
	}
	if obj.Pkg() == nil && e.file.Pkg.Scope().Lookup(name) != nil {
		panic(&Unnameable{obj.Type(), fmt.Sprintf("the type %s is needed where the package's own %s hides it", name, name)})
	}
	alias := "evert" + upperFirst(e.file.stem()) + upperFirst(name)
	for e.file.taken[alias] && e.file.aliases[alias] != name {
		alias += "Type"
	}
	e.file.aliases[alias] = name
	return dst.NewIdent(alias)
}

// hidden reports that something declared inside the function has obj's name.
func (e *emitter) hidden(name string, obj types.Object) bool {
	for o := range e.locals[name] {
		if o != obj {
			return true
		}
	}
	return false
}

func (e *emitter) funcType(sig *types.Signature) *dst.FuncType {
	t := &dst.FuncType{Func: true, Params: &dst.FieldList{}}
	for i := 0; i < sig.Params().Len(); i++ {
		pt := sig.Params().At(i).Type()
		var x dst.Expr
		if sig.Variadic() && i == sig.Params().Len()-1 {
			x = &dst.Ellipsis{Elt: e.typ(pt.(*types.Slice).Elem())}
		} else {
			x = e.typ(pt)
		}
		t.Params.List = append(t.Params.List, &dst.Field{Type: x})
	}
	if sig.Results().Len() > 0 {
		t.Results = &dst.FieldList{}
		for i := 0; i < sig.Results().Len(); i++ {
			t.Results.List = append(t.Results.List, &dst.Field{Type: e.typ(sig.Results().At(i).Type())})
		}
	}
	return t
}

func (e *emitter) structType(t *types.Struct) dst.Expr {
	s := &dst.StructType{Fields: &dst.FieldList{Opening: true, Closing: true}}
	for i := 0; i < t.NumFields(); i++ {
		f := t.Field(i)
		if !f.Exported() && f.Pkg() != e.file.Pkg {
			panic(&Unnameable{t, "a struct type with unexported fields of another package cannot be written here"})
		}
		field := &dst.Field{Type: e.typ(f.Type())}
		if !f.Embedded() {
			field.Names = []*dst.Ident{dst.NewIdent(f.Name())}
		}
		if tag := t.Tag(i); tag != "" {
			field.Tag = &dst.BasicLit{Kind: token.STRING, Value: fmt.Sprintf("%q", tag)}
		}
		s.Fields.List = append(s.Fields.List, field)
	}
	return s
}

func (e *emitter) interfaceType(t *types.Interface) dst.Expr {
	if t.NumMethods() == 0 && t.NumEmbeddeds() == 0 {
		if e.hidden("any", types.Universe.Lookup("any")) || e.file.Pkg.Scope().Lookup("any") != nil {
			return &dst.InterfaceType{Methods: &dst.FieldList{Opening: true, Closing: true}}
		}
		return e.typeName(types.Universe.Lookup("any"))
	}
	out := &dst.InterfaceType{Methods: &dst.FieldList{Opening: true, Closing: true}}
	for i := 0; i < t.NumExplicitMethods(); i++ {
		m := t.ExplicitMethod(i)
		if !m.Exported() && m.Pkg() != e.file.Pkg {
			panic(&Unnameable{t, "an interface type with unexported methods of another package cannot be written here"})
		}
		ft := e.funcType(m.Type().(*types.Signature))
		ft.Func = false
		out.Methods.List = append(out.Methods.List, &dst.Field{Names: []*dst.Ident{dst.NewIdent(m.Name())}, Type: ft})
	}
	for i := 0; i < t.NumEmbeddeds(); i++ {
		out.Methods.List = append(out.Methods.List, &dst.Field{Type: e.typ(t.EmbeddedType(i))})
	}
	return out
}

// localNames collects the names that a declaration declares inside.
func localNames(info *types.Info, decl ast.Node) map[string]map[types.Object]bool {
	out := map[string]map[types.Object]bool{}
	add := func(obj types.Object) {
		if obj == nil {
			return
		}
		if v, ok := obj.(*types.Var); ok && v.IsField() {
			return
		}
		if _, ok := obj.(*types.Label); ok {
			return
		}
		if out[obj.Name()] == nil {
			out[obj.Name()] = map[types.Object]bool{}
		}
		out[obj.Name()][obj] = true
	}
	ast.Inspect(decl, func(n ast.Node) bool {
		if n == nil {
			return true
		}
		if id, ok := n.(*ast.Ident); ok {
			if f, ok := info.Defs[id].(*types.Func); !ok || f == nil {
				add(info.Defs[id])
			}
		}
		add(info.Implicits[n])
		return true
	})
	return out
}
