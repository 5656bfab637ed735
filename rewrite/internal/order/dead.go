package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// ends reports a statement after which nothing in its list runs: a return, a jump or
// a panic.
func (b *builder) ends(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok != token.FALLTHROUGH
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		id, ok := call.Fun.(*ast.Ident)
		if !ok {
			return false
		}
		bi, ok := b.Info.Uses[id].(*types.Builtin)
		return ok && bi.Name() == "panic"
	}
	return false
}

// hasLabel reports a label among dead statements: a goto may bring them to life.
func hasLabel(list []ast.Stmt) bool {
	found := false
	for _, s := range list {
		ast.Inspect(s, func(n ast.Node) bool {
			_, ok := n.(*ast.LabeledStmt)
			found = found || ok
			return !found
		})
	}
	return found
}

// lastUses makes `_ = v` for each variable that only dead statements read: they are
// left out, and the compiler wants every variable used.
func (b *builder) lastUses(dead []ast.Stmt) []ir.Stmt {
	from, to := dead[0].Pos(), dead[len(dead)-1].End()
	seen := map[types.Object]bool{}
	var out []ir.Stmt
	for _, s := range dead {
		ast.Inspect(s, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			v, ok := b.Info.Uses[id].(*types.Var)
			if !ok || seen[v] || v.IsField() || v.Parent() == nil || v.Parent() == b.Pkg.Scope() || v.Pos() >= from || v.Pos() < b.body.Pos() {
				return true
			}
			seen[v] = true
			if b.onlyReadIn(v, from, to) {
				out = append(out, &ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: &ir.Var{Name: "_"}}}, Tok: token.ASSIGN,
					Rhs: []ir.Expr{&ir.Ref{Var: &ir.Var{Name: v.Name(), Type: v.Type(), Obj: v}}}})
			}
			return true
		})
	}
	return out
}

func (b *builder) onlyReadIn(v types.Object, from, to token.Pos) bool {
	for _, p := range b.use.reads[v] {
		if p < from || p >= to {
			return false
		}
	}
	return true
}
