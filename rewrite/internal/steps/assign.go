package steps

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// assign makes assignments of a declaration.
func (g *group) assign(s ir.Stmt, hoisted map[*variable]bool) []ir.Stmt {
	switch s := s.(type) {
	case *ir.Bind:
		return []ir.Stmt{&ir.Set{Lhs: refs(s.Var), Rhs: []ir.Expr{s.X}, Tok: token.ASSIGN, Orig: s.Orig}}
	case *ir.BindAll:
		return []ir.Stmt{&ir.Set{Lhs: refs(s.Vars...), Rhs: []ir.Expr{s.X}, Tok: token.ASSIGN}}
	case *ir.Declare:
		return nil // a list declares them once: they are still zero
	case *ir.Wait:
		return []ir.Stmt{g.assignResults(s, hoisted)}
	case *ir.VarSpec:
		return g.assignSpec(s.Spec, s.Orig)
	case *ir.Plain:
		switch p := s.S.(type) {
		case *ast.AssignStmt:
			return []ir.Stmt{&ir.Plain{S: p, Assigns: true}}
		case *ast.DeclStmt:
			var out []ir.Stmt
			for _, spec := range p.Decl.(*ast.GenDecl).Specs {
				out = append(out, g.assignSpec(spec.(*ast.ValueSpec), p)...)
			}
			return out
		}
	}
	return []ir.Stmt{s}
}

// assignResults makes parameters of a continuation that set variables.
func (g *group) assignResults(s *ir.Wait, hoisted map[*variable]bool) ir.Stmt {
	w := *s
	w.Values = append([]ir.Target(nil), s.Values...)
	for i := range w.Values {
		g.assignTarget(&w.Values[i], hoisted)
	}
	g.assignTarget(&w.Err, hoisted)
	return &w
}

func (g *group) assignTarget(t *ir.Target, hoisted map[*variable]bool) {
	if t.Kind != ir.Define || !hoisted[g.byKey[keyOf(t.Var)]] {
		return
	}
	t.Kind = ir.Assign
	t.Wanted = []string{"new" + names.Upper(t.Var.Name), "next" + names.Upper(t.Var.Name)}
	t.Name = g.Names.Fresh(t.Wanted...)
}

// assignSpec makes an assignment of `var a, b = x, y`, and nothing of `var a, b T`.
func (g *group) assignSpec(spec *ast.ValueSpec, orig ast.Stmt) []ir.Stmt {
	if len(spec.Values) == 0 {
		return nil
	}
	set := &ir.Set{Tok: token.ASSIGN, Orig: orig}
	for _, id := range spec.Names {
		v := &ir.Var{Name: id.Name}
		if obj := g.Info.Defs[id]; obj != nil {
			v.Type, v.Obj = obj.Type(), obj
		}
		set.Lhs = append(set.Lhs, &ir.Ref{Var: v})
	}
	for _, x := range spec.Values {
		set.Rhs = append(set.Rhs, &ir.Syntax{X: x})
	}
	return []ir.Stmt{set}
}

func refs(vars ...*ir.Var) []ir.Expr {
	out := make([]ir.Expr, len(vars))
	for i, v := range vars {
		out[i] = &ir.Ref{Var: v}
	}
	return out
}
