package frames

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Types and constants that the function declares are known to its two bodies by one
// declaration at package level, if the second one mentions them.

// isLocal reports a type or constant that is declared in a function.
func isLocal(obj types.Object) bool {
	switch obj.(type) {
	case *types.TypeName, *types.Const:
	default:
		return false
	}
	if _, ok := obj.Type().(*types.TypeParam); ok {
		return false
	}
	return obj.Pkg() != nil && obj.Parent() != nil && obj.Parent() != obj.Pkg().Scope()
}

// local notes a mention, or a declaration.
func (w *walker) local(obj types.Object, declares bool) {
	if obj == nil || !isLocal(obj) {
		return
	}
	if declares {
		w.seg.own[obj] = true
	}
	if !slices.Contains(w.seg.local, obj) {
		w.seg.local = append(w.seg.local, obj)
	}
}

// names notes what an expression mentions that is a type.
func (w *walker) names(x ast.Expr) {
	ast.Inspect(x, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			w.local(w.Info.Uses[id], false)
		}
		return true
	})
}

// typed notes the types that generated code writes.
func (w *walker) typed(list ...types.Type) {
	for _, t := range list {
		localTypes(t, map[types.Type]bool{}, func(obj types.Object) { w.local(obj, false) })
	}
}

// declaredOutside lists what the methods mention, what that mentions, and so on.
func (w *walker) declaredOutside(l *ir.Layout, slow []*segment) {
	var list []types.Object
	add := func(obj types.Object) {
		if obj != nil && isLocal(obj) && !slices.Contains(list, obj) {
			list = append(list, obj)
		}
	}
	for _, wait := range l.Waits {
		for _, t := range wait.Op.Shape.Values {
			localTypes(t, map[types.Type]bool{}, add)
		}
	}
	specs := localSpecs(w.fn.Decl)
	if l.HasFrame() {
		w.mentioned(slow, specs, add)
	}
	for i := 0; i < len(list); i++ {
		if _, isConst := list[i].(*types.Const); isConst {
			localTypes(list[i].Type(), map[types.Type]bool{}, add)
			continue
		}
		ast.Inspect(specs[list[i].Pos()], func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				add(w.Info.Uses[id])
				add(w.Info.Defs[id]) // declared together
			}
			return true
		})
	}
	slices.SortFunc(list, func(a, b types.Object) int { return int(a.Pos() - b.Pos()) })
	for _, obj := range list {
		name := w.Outside[obj]
		if name == "" {
			panic(unfit{w.notOutside(obj)})
		}
		l.Outside = append(l.Outside, &ir.Outside{Obj: obj, Name: name, Decl: specs[obj.Pos()]})
	}
}

// notOutside is the reason that a local type cannot be declared at package level.
func (w *walker) notOutside(obj types.Object) string {
	if w.fn.Sig.TypeParams().Len() > 0 || w.fn.Sig.RecvTypeParams().Len() > 0 {
		return "a local type of a generic function"
	}
	return fmt.Sprintf("the name of the local type %s is taken at package level", obj.Name())
}

// unnamed is the reason that a variable cannot be in the frame: its type.
func (w *walker) unnamed(v *ir.Var) string {
	reason := fmt.Sprintf("the type of %s has no name", v.Name)
	localTypes(v.Type, map[types.Type]bool{}, func(obj types.Object) {
		if isLocal(obj) && w.Outside[obj] == "" {
			reason = w.notOutside(obj)
		}
	})
	return reason
}

// mentioned lists what the methods mention. A constant can stay in the code that
// declares it, if all of its declaration can; a type cannot, since it is another one
// where it is declared again.
func (w *walker) mentioned(slow []*segment, specs map[token.Pos]ast.Node, add func(types.Object)) {
	moved, decls := map[ast.Node]bool{}, map[ast.Node]ast.Node{}
	ast.Inspect(w.fn.Decl.Body, func(n ast.Node) bool {
		if d, ok := n.(*ast.GenDecl); ok {
			for _, spec := range d.Specs {
				decls[spec] = d
			}
		}
		return true
	})
	for range 2 {
		for _, s := range slow {
			for _, obj := range s.local {
				_, isConst := obj.(*types.Const)
				if d := specs[obj.Pos()]; !isConst || !s.own[obj] || moved[decls[d]] {
					moved[decls[d]] = true
					add(obj)
				}
			}
		}
	}
}

// localSpecs finds the declarations of local types and constants, by where their names
// stand. What is declared by one type declaration stays together.
func localSpecs(decl *ast.FuncDecl) map[token.Pos]ast.Node {
	out := map[token.Pos]ast.Node{}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		d, ok := n.(*ast.GenDecl)
		if !ok {
			return true
		}
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				out[spec.Name.Pos()] = d
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					out[id.Pos()] = spec
				}
			}
		}
		return true
	})
	return out
}

// localTypes finds the local types that a type consists of.
func localTypes(t types.Type, seen map[types.Type]bool, found func(types.Object)) {
	if t == nil || seen[t] {
		return
	}
	seen[t] = true
	all := func(list ...types.Type) {
		for _, t := range list {
			localTypes(t, seen, found)
		}
	}
	tuple := func(t *types.Tuple) {
		for i := 0; i < t.Len(); i++ {
			all(t.At(i).Type())
		}
	}
	args := func(obj *types.TypeName, list *types.TypeList) {
		found(obj)
		for i := 0; i < list.Len(); i++ {
			all(list.At(i))
		}
	}
	switch t := t.(type) {
	case *types.Alias:
		args(t.Obj(), t.TypeArgs())
	case *types.Named:
		args(t.Obj(), t.TypeArgs())
	case *types.Pointer:
		all(t.Elem())
	case *types.Slice:
		all(t.Elem())
	case *types.Array:
		all(t.Elem())
	case *types.Chan:
		all(t.Elem())
	case *types.Map:
		all(t.Key(), t.Elem())
	case *types.Signature:
		tuple(t.Params())
		tuple(t.Results())
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ {
			all(t.Field(i).Type())
		}
	case *types.Interface:
		for i := 0; i < t.NumEmbeddeds(); i++ {
			all(t.EmbeddedType(i))
		}
		for i := 0; i < t.NumExplicitMethods(); i++ {
			all(t.ExplicitMethod(i).Type())
		}
	}
}
