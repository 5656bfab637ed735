package emit

import (
	"go/token"
	"reflect"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// grouped puts fields of the same type that follow each other on one line.
func grouped(fields []*dst.Field) []*dst.Field {
	var out []*dst.Field
	for _, f := range fields {
		if n := len(out); n > 0 && len(f.Names) > 0 && len(out[n-1].Names) > 0 && reflect.DeepEqual(out[n-1].Type, f.Type) {
			out[n-1].Names = append(out[n-1].Names, f.Names...)
			continue
		}
		out = append(out, f)
	}
	return out
}

// poolDecl declares where free frames are. A variable is not generic.
func (w *frameWriter) poolDecl(e *emitter) {
	spec := &dst.ValueSpec{Names: []*dst.Ident{ident(w.pools())}}
	if len(w.params) == 0 {
		spec.Values = []dst.Expr{call(index(e.pkg(ir.FramesPath, "NewPool"), ident(w.frameType())))}
	} else {
		spec.Type = e.pkg(ir.FramesPath, "Pools")
	}
	w.add(&dst.GenDecl{Tok: token.VAR, Specs: []dst.Spec{spec}}, "")
}

// fieldType is the type of a variable of the frame.
func (e *emitter) fieldType(f *ir.Field) dst.Expr {
	if f.Boxed {
		return star(e.varType(f.Var))
	}
	if f.Reactor {
		return e.pkg(ir.ReactorPath, "Reactor")
	}
	return e.varType(f.Var)
}

// varType is the type of a variable.
func (e *emitter) varType(v *ir.Var) dst.Expr {
	of := v.Of
	if sig := e.frame.frame.Layout.Forms[v.Obj]; sig != nil && v.Obj != nil {
		return e.expr(&ir.FuncType{Sig: sig})
	}
	if of == nil {
		return e.typ(v.Type)
	}
	var args []dst.Expr
	for _, t := range of.Args {
		args = append(args, e.typ(t))
	}
	t := index(e.pkg(of.Path, of.Name), args...)
	if of.Pointer {
		return star(t)
	}
	return t
}
