package frames

import (
	"go/ast"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// deferredLit reports a deferred func literal that waits.
func deferredLit(fn *ir.Func) bool {
	for _, d := range fn.Defer {
		if d.Op != nil && d.Op.Kind == ir.OpClosure {
			return true
		}
	}
	return false
}

// closure walks a func literal in callback form: it keeps what it mentions of the
// function around it. What its code is does not matter, and the reactor it has by value.
func (w *walker) closure(fn *ir.Func) {
	outer := w.lit
	w.mention(w.reactor)
	if w.reactor.Obj == nil {
		delete(w.captured, ir.VarKey(w.reactor))
	}
	if w.lit == nil {
		w.lit = fn.Lit
	}
	if w.reactor.Obj != nil {
		w.mention(w.reactor)
	}
	ast.Inspect(fn.Lit, func(n ast.Node) bool {
		if x, ok := n.(ast.Expr); ok {
			w.typed(w.Info.TypeOf(x)) // generated code may write it
		}
		if id, ok := n.(*ast.Ident); ok {
			w.ident(id)
		}
		return true
	})
	w.lit = outer
}

// forms finds the variables that hold func literals in callback form.
func (w *walker) forms() map[types.Object]*types.Signature {
	form := map[ast.Expr]bool{}
	for _, fn := range w.fn.All()[1:] {
		form[fn.Lit] = true
	}
	out := map[types.Object]*types.Signature{}
	holds := func(x, value ast.Expr) {
		id, ok := x.(*ast.Ident)
		if value = ast.Unparen(value); !ok || !form[value] {
			return
		}
		if obj := w.Info.ObjectOf(id); obj != nil {
			out[obj] = w.Info.TypeOf(value).(*types.Signature)
		}
	}
	ast.Inspect(w.fn.Decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, x := range n.Rhs {
				if len(n.Lhs) == len(n.Rhs) {
					holds(n.Lhs[i], x)
				}
			}
		case *ast.ValueSpec:
			for i, x := range n.Values {
				if len(n.Names) == len(n.Values) {
					holds(n.Names[i], x)
				}
			}
		}
		return true
	})
	return out
}
