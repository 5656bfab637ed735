package once

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// trichotomy returns, for a comparison, a name for the pair of its operands, and the
// two conditions of which one is true if the comparison, whose atom is text, is not:
// a < b, a == b, b < a.
func (s *scope) trichotomy(x ast.Expr, text string) (pair string, others []string) {
	cond, ok := ast.Unparen(x).(*ast.BinaryExpr)
	if !ok || text == "" || !isComparison(cond) {
		return "", nil
	}
	less, _ := s.atom(&ast.BinaryExpr{X: cond.X, Op: token.LSS, Y: cond.Y})
	more, _ := s.atom(&ast.BinaryExpr{X: cond.Y, Op: token.LSS, Y: cond.X})
	equal, _ := s.atom(&ast.BinaryExpr{X: cond.X, Op: token.EQL, Y: cond.Y})
	for _, other := range []string{less, more, equal} {
		if other != text {
			others = append(others, other)
		}
	}
	return min(less, more) + "?", others
}

// excluded says whether a condition is true of which others are the alternatives:
// not if one of them is, but if none is.
func excluded(st *state, others []string) (is, ok bool) {
	not := 0
	for _, other := range others {
		known, ok := st.atoms[other]
		if ok && known.yes {
			return false, true
		}
		if ok {
			not++
		}
	}
	return true, len(others) == 2 && not == 2
}

// said writes what is known of a condition, for readers.
func said(x ast.Expr, yes bool) string {
	x = ast.Unparen(x)
	if eq, ok := x.(*ast.BinaryExpr); ok && eq.Op == token.EQL && !yes {
		return types.ExprString(eq.X) + " != " + types.ExprString(eq.Y)
	}
	if yes {
		return types.ExprString(x)
	}
	if _, binary := x.(*ast.BinaryExpr); binary {
		return "!(" + types.ExprString(x) + ")"
	}
	return "!" + types.ExprString(x)
}

// subject returns what an equation compares with a constant, and the constant. A
// path on which it is equal to one takes no other for it.
func (s *scope) subject(x ast.Expr) (subject, is string) {
	eq, ok := ast.Unparen(x).(*ast.BinaryExpr)
	if !ok || eq.Op != token.EQL && eq.Op != token.NEQ {
		return "", ""
	}
	a, b := eq.X, eq.Y
	if s.info.Types[a].Value != nil {
		a, b = b, a
	}
	c := s.info.Types[b].Value
	if c == nil || s.info.Types[a].Value != nil {
		return "", ""
	}
	subject = types.ExprString(a) + " is"
	for _, obj := range s.dependsOn(a) {
		subject += fmt.Sprint(" ", obj.Pos())
	}
	return subject, exact(c)
}

// atom writes a condition in a form that is the same for all that say the same or
// its opposite, which negated tells. It is "" for what is no simple condition.
func (s *scope) atom(x ast.Expr) (text string, negated bool) {
	if text, negated = s.normal(x); text != "" {
		for _, obj := range s.dependsOn(x) {
			text += fmt.Sprint(" ", obj.Pos()) // variables may have the same name
		}
	}
	return text, negated
}

func (s *scope) normal(x ast.Expr) (text string, negated bool) {
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			text, negated = s.normal(x.X)
			return text, !negated
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		default:
			return "", false
		}
		a, b := types.ExprString(x.X), types.ExprString(x.Y)
		switch x.Op {
		case token.EQL, token.NEQ:
			if b < a {
				a, b = b, a
			}
			return a + " == " + b, x.Op == token.NEQ
		case token.LSS:
			return a + " < " + b, false
		case token.GEQ:
			return a + " < " + b, true
		case token.GTR:
			if b == "0" && isLen(x.X) {
				return b + " == " + a, true
			}
			return b + " < " + a, false
		case token.LEQ:
			return b + " < " + a, true
		}
	case *ast.Ident, *ast.SelectorExpr, *ast.CallExpr:
		if tv, ok := s.info.Types[x]; ok && tv.Type != nil && tv.Value == nil {
			if basic, ok := tv.Type.Underlying().(*types.Basic); ok && basic.Info()&types.IsBoolean != 0 {
				return types.ExprString(x), false
			}
		}
	}
	return "", false
}

func isLen(x ast.Expr) bool {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && id.Name == "len"
}

// dependsOn returns the variables and fields in a condition, in the order of their
// positions.
func (s *scope) dependsOn(x ast.Expr) (list []types.Object) {
	ast.Inspect(x, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := s.info.Uses[id].(*types.Var); ok && !slices.Contains(list, types.Object(v)) {
				list = append(list, v)
			}
		}
		return true
	})
	slices.SortFunc(list, func(a, b types.Object) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return list
}
