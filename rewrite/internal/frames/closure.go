package frames

import (
	"go/ast"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

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
	w.inside(fn.Lit.Type)
	w.inside(fn.Lit.Body)
	w.lit = outer
}

// inside walks code of a func literal in callback form. A literal within a deferred one
// may run on another goroutine, unless it is called on the spot, or in callback form, too.
func (w *walker) inside(root ast.Node) {
	own := map[*ast.FuncLit]bool{}
	for _, fn := range w.fn.All() {
		own[fn.Lit] = true
	}
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			w.elsewhere(n)
			return false
		case *ast.CallExpr:
			if lit, ok := ast.Unparen(n.Fun).(*ast.FuncLit); ok {
				own[lit] = true
			}
		case *ast.FuncLit:
			if w.later && !own[n] {
				w.elsewhere(n)
				return false
			}
		}
		w.insideNode(n)
		return true
	})
}

// elsewhere walks what may run on another goroutine.
func (w *walker) elsewhere(root ast.Node) {
	later := w.later
	w.later = false
	ast.Inspect(root, func(n ast.Node) bool {
		w.insideNode(n)
		return true
	})
	w.later = later
}

// insideNode looks at one node of a func literal in callback form.
func (w *walker) insideNode(n ast.Node) {
	if x, ok := n.(ast.Expr); ok {
		w.typed(w.Info.TypeOf(x)) // generated code may write it
	}
	if id, ok := n.(*ast.Ident); ok {
		w.ident(id)
	}
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
