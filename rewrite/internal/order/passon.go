package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// passesOn reports that after w, made from s, comes exactly
//
//	if err != nil { return zero values, err }
//
// which the error side of the chain does without code. It holds only if err is
// not looked at again before it is declared anew: from then on nothing declares
// it here.
func (b *builder) passesOn(w *ir.Wait, s ast.Stmt, rest []ast.Stmt) bool {
	as, ok := s.(*ast.AssignStmt)
	if !ok || w.Err.Kind != ir.Define || w.Err.Var.Obj == nil || w.Orig != s || as.Tok != token.DEFINE {
		return false
	}
	check, ok := rest[0].(*ast.IfStmt)
	if !ok || check.Init != nil || !b.isPassOn(check, w.Err.Var.Obj) {
		return false
	}
	obj := w.Err.Var.Obj
	if b.use.captured[obj] || b.use.addressed[obj] || b.isResult(obj) {
		return false
	}
	if !b.deadUntilDeclared(obj, check.End(), rest[1:]) {
		return false
	}
	for _, p := range b.use.reads[obj] {
		if p >= check.Pos() && p < check.End() {
			b.gone[p] = true
		}
	}
	return true
}

// isPassOn reports `if err != nil { return 0, err }` with zero values only.
func (b *builder) isPassOn(check *ast.IfStmt, obj types.Object) bool {
	if b.fn.Turns != nil || check.Else != nil || len(check.Body.List) != 1 || b.fn.Named || !b.fn.Shape.Err {
		return false
	}
	cond, ok := check.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || !b.isObj(cond.X, obj) || !b.Info.Types[cond.Y].IsNil() {
		return false
	}
	ret, ok := check.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != b.fn.Shape.Len() || !b.isObj(ret.Results[len(ret.Results)-1], obj) {
		return false
	}
	for i, r := range ret.Results[:len(ret.Results)-1] {
		if !b.isZero(r, b.fn.Shape.Values[i]) {
			return false
		}
	}
	return !b.Commented(check)
}

func (b *builder) isObj(e ast.Expr, obj types.Object) bool {
	id, ok := unparen(e).(*ast.Ident)
	return ok && b.Info.Uses[id] == obj
}

// isZero reports the zero value of a result, written as a constant, nil or an
// empty composite literal of a struct or array.
func (b *builder) isZero(e ast.Expr, result types.Type) bool {
	tv := b.Info.Types[e]
	if tv.IsNil() {
		return true
	}
	if types.IsInterface(result) {
		return false
	}
	if tv.Value != nil {
		switch tv.Value.ExactString() {
		case "0", `""`, "false":
			return true
		}
		return false
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok || len(lit.Elts) > 0 {
		return false
	}
	switch tv.Type.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// deadUntilDeclared reports that no statement of rest uses obj before one of them
// declares it anew with `:=`.
func (b *builder) deadUntilDeclared(obj types.Object, from token.Pos, rest []ast.Stmt) bool {
	for _, s := range rest {
		as, ok := s.(*ast.AssignStmt)
		if ok && as.Tok == token.DEFINE && b.assigns(as, obj) {
			for _, r := range as.Rhs {
				if b.mentions(r, obj) {
					return false
				}
			}
			if b.comesBack(obj, as.Pos()) {
				return false // it assigns, and needs what is declared here
			}
			// A plain declaration must not be left unused.
			return b.directWait(as) || b.readBetween(obj, as.End(), b.body.End())
		}
		if b.mentions(s, obj) {
			return false
		}
	}
	return true
}

func (b *builder) assigns(as *ast.AssignStmt, obj types.Object) bool {
	for _, l := range as.Lhs {
		if b.isObj(l, obj) {
			return true
		}
	}
	return false
}

func (b *builder) mentions(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && b.Info.Uses[id] == obj {
			found = true
		}
		return !found
	})
	return found
}
