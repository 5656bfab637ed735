package simplify

import (
	"go/ast"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// nodeUses reports that the node's own syntax, not its blocks, reads one of names
// from outside.
func (s *simp) nodeUses(n ir.Node, names map[string]bool) bool {
	switch n := n.(type) {
	case *ir.Code:
		return s.stmtUses(n.S, names)
	case *ir.Branch:
		return s.exprUses(n.Cond, names) || n.Init && s.astUses(n.Orig.Init, names)
	case *ir.Cases:
		if n.Orig == nil {
			return s.exprUses(n.Tag, names)
		}
		return s.headerUses(n, names)
	}
	return false
}

func (s *simp) headerUses(n *ir.Cases, names map[string]bool) bool {
	switch o := n.Orig.(type) {
	case *ast.SwitchStmt:
		if s.astUses(o.Tag, names) || n.Init && s.astUses(o.Init, names) {
			return true
		}
	case *ast.TypeSwitchStmt:
		if s.astUses(o.Assign, names) || n.Init && s.astUses(o.Init, names) {
			return true
		}
	}
	for _, c := range n.Clauses {
		switch c := c.Orig.(type) {
		case *ast.CaseClause:
			for _, e := range c.List {
				if s.astUses(e, names) {
					return true
				}
			}
		case *ast.CommClause:
			if s.astUses(c.Comm, names) {
				return true
			}
		}
	}
	return false
}

func (s *simp) stmtUses(st ir.Stmt, names map[string]bool) bool {
	switch st := st.(type) {
	case *ir.Plain:
		for _, id := range assigned(st) {
			if names[id.Name] && !s.own[s.info.Defs[id]] {
				return true
			}
		}
		return s.astUses(st.S, names)
	case *ir.VarSpec:
		return s.astUses(st.Spec, names)
	case *ir.Bind:
		return s.exprUses(st.X, names)
	case *ir.BindAll:
		return s.exprUses(st.X, names)
	case *ir.SetResults:
		return s.resultNamed(names) || s.anyUses(st.Rhs, names)
	case *ir.Set:
		return s.anyUses(st.Lhs, names) || s.anyUses(st.Rhs, names)
	}
	return false
}

func (s *simp) tailUses(t ir.TailNode, names map[string]bool) bool {
	switch t := t.(type) {
	case *ir.Finish:
		return s.anyUses(t.Results, names) || t.Orig != nil && len(t.Results) == 0 && s.resultNamed(names)
	case *ir.Goto:
		return names[t.Join.Name]
	case *ir.Again:
		return names[t.Loop.Name]
	case *ir.CallTail:
		return s.opUses(t.Op, names)
	case *ir.Await:
		for _, v := range append(append([]ir.Target(nil), t.Wait.Values...), t.Wait.Err) {
			if v.Kind == ir.Assign && names[v.Var.Name] {
				return true
			}
		}
		return s.opUses(t.Wait.Op, names)
	}
	return false
}

// resultNamed reports a result variable among names: a bare return reads it.
func (s *simp) resultNamed(names map[string]bool) bool {
	for _, r := range s.fn.Results {
		if r != nil && names[r.Name] {
			return true
		}
	}
	return false
}

func (s *simp) opUses(op *ir.Op, names map[string]bool) bool {
	return op.Call != nil && s.astUses(op.Call, names) || s.anyUses(op.Args, names)
}

func (s *simp) anyUses(list []ir.Expr, names map[string]bool) bool {
	for _, e := range list {
		if s.exprUses(e, names) {
			return true
		}
	}
	return false
}

func (s *simp) exprUses(e ir.Expr, names map[string]bool) bool {
	switch e := e.(type) {
	case *ir.Syntax:
		return s.astUses(e.X, names)
	case *ir.Raw:
		return s.astUses(e.X, names)
	case *ir.Ref:
		return names[e.Var.Name]
	case *ir.Receiver:
		return s.astUses(e.Selector.X, names)
	}
	return s.anyUses(ir.Operands(e), names)
}

// astUses reports an identifier in n that means something declared outside n and
// has one of the names, or an identifier in a hole.
func (s *simp) astUses(n ast.Node, names map[string]bool) bool {
	if n == nil {
		return false
	}
	found := false
	ast.Inspect(n, func(m ast.Node) bool {
		if found {
			return false
		}
		if e, ok := m.(ast.Expr); ok {
			if h, ok := s.fn.Holes[e].(*ir.Ref); ok && names[h.Var.Name] {
				found = true
			}
		}
		id, ok := m.(*ast.Ident)
		if !ok || !names[id.Name] {
			return true
		}
		obj := s.info.Uses[id]
		if obj == nil {
			return true
		}
		if v, ok := obj.(*types.Var); ok && v.IsField() {
			return true
		}
		if obj.Pos() >= n.Pos() && obj.Pos() < n.End() || s.own[obj] {
			return true // declared inside
		}
		if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
			return true // a method name
		}
		found = true
		return false
	})
	return found
}

// final marks continuations whose every path finishes the function.
func (s *simp) final(root *ir.Block) {
	s.each(root, func(b *ir.Block) {
		if a, ok := b.Tail.(*ir.Await); ok {
			a.Final = s.finishes(a.Body)
		}
	})
}

// finishes reports that b has only returns as tails, and no joins or loops.
func (s *simp) finishes(b *ir.Block) bool {
	ok := true
	s.each(b, func(b *ir.Block) {
		switch t := b.Tail.(type) {
		case nil, *ir.Stop:
		case *ir.Finish:
			ok = ok && (!t.End || s.fn.Shape.Len() == 0)
		default:
			ok = false
		}
		for _, n := range b.Nodes {
			switch n.(type) {
			case *ir.Join, *ir.StepsNode:
				ok = false
			}
		}
	})
	return ok
}
