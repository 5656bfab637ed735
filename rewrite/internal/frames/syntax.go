package frames

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// assigned walks an operand on the left of an assignment.
func (w *walker) assigned(x ir.Expr, tok token.Token) {
	switch x := x.(type) {
	case *ir.Ref:
		if tok == token.ASSIGN && x.Var.Name != "_" {
			w.sets(x.Var)
			return
		}
	case *ir.Syntax:
		if tok == token.ASSIGN {
			w.write(x.X)
		}
	}
	w.expr(x)
}

// write notes an identifier that is assigned to: it does not count as a use.
func (w *walker) write(x ast.Expr) {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok {
		w.written[id], w.written[x] = true, true
	}
}

// hole walks what stands in the place of an expression.
func (w *walker) hole(x ast.Expr, h ir.Expr) {
	if ref, ok := h.(*ir.Ref); ok && w.written[x] {
		w.sets(ref.Var)
		return
	}
	w.expr(h)
}

// syntax walks one of the user's nodes, with holes and jumps in it.
func (w *walker) syntax(n ast.Node) {
	if x, ok := n.(ast.Expr); ok {
		if h := w.fn.Holes[x]; h != nil {
			w.hole(x, h)
			return
		}
	}
	w.raw(n)
}

func (w *walker) raw(root ast.Node) {
	if s, ok := root.(ast.Stmt); ok {
		if b := w.fn.Jumps[s]; b != nil {
			w.block(b)
			return
		}
	}
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		if n != root {
			switch n := n.(type) {
			case ast.Expr:
				if h := w.fn.Holes[n]; h != nil {
					w.hole(n, h)
					return false
				}
			case ast.Stmt:
				if b := w.fn.Jumps[n]; b != nil {
					w.block(b)
					return false
				}
			}
		}
		return w.visit(n)
	})
}

// visit looks at one node. It reports whether to go into it.
func (w *walker) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		outer := w.lit
		if w.lit == nil {
			w.lit = n
		}
		w.raw(n.Type)
		w.raw(n.Body)
		w.lit = outer
		return false
	case *ast.DeferStmt:
		if p := w.pointOf(n); p != nil && w.lit == nil {
			w.deferStmt(p)
			return false
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			w.address(n.X)
		}
	case *ast.SliceExpr:
		if t := w.Info.TypeOf(n.X); t != nil {
			if mayBeArray(t) {
				w.address(n.X)
			}
		}
	case *ast.SelectorExpr:
		w.selector(n)
		w.syntax(n.X)
		return false
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			w.defined(n.Lhs)
		}
		if n.Tok == token.DEFINE || n.Tok == token.ASSIGN {
			for _, x := range n.Lhs {
				w.write(x)
			}
		}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			w.write(n.Key)
			w.write(n.Value)
		}
	case *ast.ValueSpec:
		var names []ast.Expr
		for _, id := range n.Names {
			names = append(names, id)
		}
		w.defined(names)
	case *ast.Ident:
		w.ident(n)
	case *ast.CaseClause:
		if v, ok := w.Info.Implicits[n].(*types.Var); ok {
			w.declare(&ir.Var{Name: v.Name(), Type: v.Type(), Obj: v})
		}
	}
	return true
}

// defined notes the variables that one statement declares.
func (w *walker) defined(names []ast.Expr) {
	if w.lit != nil {
		return
	}
	var vars []*ir.Var
	var keys, others []any
	for _, x := range names {
		id, ok := x.(*ast.Ident)
		if !ok || id.Name == "_" {
			continue
		}
		if v, ok := w.Info.Defs[id].(*types.Var); ok {
			vars = append(vars, &ir.Var{Name: id.Name, Type: v.Type(), Obj: v})
			keys = append(keys, v)
		} else if v := w.Info.Uses[id]; v != nil {
			others = append(others, v)
		}
	}
	w.declare(vars...)
	w.group(keys, others)
}

func (w *walker) ident(id *ast.Ident) {
	obj, isUse := w.Info.Uses[id]
	if !isUse {
		obj = w.Info.Defs[id]
	}
	v, ok := obj.(*types.Var)
	if !ok {
		w.local(obj, !isUse)
	}
	if !ok || v.IsField() || v.Parent() == nil || v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return
	}
	if w.lit != nil && v.Pos() >= w.lit.Pos() && v.Pos() < w.lit.End() {
		return // the literal's own
	}
	switch named := (&ir.Var{Name: v.Name(), Type: v.Type(), Obj: v}); {
	case !isUse:
		w.note(named)
	case w.written[id]:
		w.sets(named)
	default:
		w.mention(named)
	}
	if !isUse && w.lit == nil {
		w.seg.own[obj] = true
	}
}

// selector notes the address that a method with a pointer receiver takes.
func (w *walker) selector(n *ast.SelectorExpr) {
	sel := w.Info.Selections[n]
	if sel == nil || sel.Kind() != types.MethodVal {
		return
	}
	recv := sel.Obj().(*types.Func).Signature().Recv()
	if recv == nil {
		return
	}
	_, wants := types.Unalias(recv.Type()).(*types.Pointer)
	_, is := sel.Recv().Underlying().(*types.Pointer)
	if wants && !is {
		w.address(n.X)
	}
}

// address notes that a pointer to e, or into it, is made.
func (w *walker) address(e ast.Expr) {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			if obj := w.Info.Uses[x]; obj != nil {
				w.addressed[obj] = true
			}
			if h, ok := w.fn.Holes[x].(*ir.Ref); ok {
				w.addressed[ir.VarKey(h.Var)] = true
			}
			return
		case *ast.SelectorExpr:
			if t := w.Info.TypeOf(x.X); t == nil || isPointer(t) {
				return
			}
			e = x.X
		case *ast.IndexExpr:
			if t := w.Info.TypeOf(x.X); t == nil || !mayBeArray(t) {
				return
			}
			e = x.X
		default:
			if h, ok := w.fn.Holes[x].(*ir.Ref); ok {
				w.addressed[ir.VarKey(h.Var)] = true
			}
			return
		}
	}
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// mayBeArray reports an array, or a type parameter that may stand for one: a pointer to
// its elements is one into the variable.
func mayBeArray(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Array:
		return true
	case *types.Interface:
		for i := 0; i < u.NumEmbeddeds(); i++ {
			union, ok := u.EmbeddedType(i).(*types.Union)
			if !ok {
				if mayBeArray(u.EmbeddedType(i)) {
					return true
				}
				continue
			}
			for j := 0; j < union.Len(); j++ {
				if mayBeArray(union.Term(j).Type()) {
					return true
				}
			}
		}
	}
	return false
}
