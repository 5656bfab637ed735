package simplify

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// clash reports that a name of those declared since would change its meaning, or
// be declared twice, in body.
func (s *simp) clash(body *ir.Block, names []string) bool {
	if len(names) == 0 {
		return false
	}
	since := map[string]bool{}
	for _, n := range names {
		since[n] = true
	}
	for _, n := range body.Nodes {
		for _, name := range declared(n) {
			if since[name] {
				return true
			}
		}
	}
	s.own = s.declaredObjects(body)
	found := false
	s.each(body, func(b *ir.Block) {
		for _, n := range b.Nodes {
			found = found || s.nodeUses(n, since)
		}
		found = found || s.tailUses(b.Tail, since)
	})
	return found
}

// declaredObjects collects the variables that body itself declares. One that a
// wait declares again in a scope where it existed before is not among them: it
// may be read before.
func (s *simp) declaredObjects(body *ir.Block) map[types.Object]bool {
	own := map[types.Object]bool{}
	s.each(body, func(b *ir.Block) {
		for _, n := range b.Nodes {
			switch n := n.(type) {
			case *ir.Code:
				s.declaredByCode(n.S, own)
			case *ir.StepsNode:
				for _, v := range n.Vars {
					if v.Obj != nil {
						own[v.Obj] = true
					}
				}
			}
		}
		a, ok := b.Tail.(*ir.Await)
		if !ok || a.Wait.Orig == nil {
			return
		}
		for _, t := range append(append([]ir.Target(nil), a.Wait.Values...), a.Wait.Err) {
			if t.Kind == ir.Define && t.Var != nil && t.Var.Obj != nil && t.Var.Obj.Pos() >= a.Wait.Orig.Pos() && t.Var.Obj.Pos() < a.Wait.Orig.End() {
				own[t.Var.Obj] = true
			}
		}
	})
	return own
}

func (s *simp) declaredByCode(st ir.Stmt, own map[types.Object]bool) {
	switch st := st.(type) {
	case *ir.Plain:
		elsewhere := assigned(st)
		ast.Inspect(st.S, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && s.info.Defs[id] != nil && !slices.Contains(elsewhere, id) {
				own[s.info.Defs[id]] = true
			}
			return true
		})
	case *ir.VarSpec:
		for _, id := range st.Spec.Names {
			own[s.info.Defs[id]] = true
		}
	case *ir.Bind:
		if st.Var.Obj != nil {
			own[st.Var.Obj] = true
		}
	}
}

// assigned lists what a `:=` that only assigns would declare.
func assigned(st *ir.Plain) []*ast.Ident {
	as, ok := st.S.(*ast.AssignStmt)
	if !ok || !st.Assigns {
		return nil
	}
	var out []*ast.Ident
	for _, l := range as.Lhs {
		if id, ok := l.(*ast.Ident); ok {
			out = append(out, id)
		}
	}
	return out
}
