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
	if fn.Turns != nil {
		w.turn(fn)
		return
	}
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

// turn walks the body of a loop over a function: a func literal, too, but one whose code
// is ordered with the function's. What it mentions and does not declare it keeps.
func (w *walker) turn(fn *ir.Func) {
	made, waits, groups := w.made, w.waits, w.groups
	w.made = nil
	code := w.segment(fn.Code, nil)
	inside := w.made
	w.made, w.waits, w.groups = made, waits, groups
	own := map[any]bool{}
	for _, v := range fn.Params {
		own[ir.VarKey(v)] = true
	}
	for _, s := range inside {
		for k := range s.own {
			own[k] = true
		}
	}
	for _, s := range append([]*segment{code}, inside...) {
		for _, obj := range s.local {
			w.local(obj, false)
		}
		for _, k := range s.uses {
			if own[k] {
				continue
			}
			w.mention(w.vars[k])
			if k != ir.VarKey(w.reactor) || w.reactor.Obj != nil {
				w.captured[k], w.shared[k] = true, true
			}
		}
	}
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
