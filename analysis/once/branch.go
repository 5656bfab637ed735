package once

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// branch splits a state by a condition.
func (w *walk) branch(x ast.Expr, st *state) (yes, no []*state) {
	w.step(1)
	switch x := ast.Unparen(x).(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			yes, no = w.branch(x.X, st)
			return no, yes
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND, token.LOR:
			return w.junction(x, st)
		case token.LSS, token.LEQ, token.GTR, token.GEQ:
			if yes, no, ok := w.order(x, st); ok {
				return yes, no
			}
		case token.EQL:
			return w.compare(x, st)
		case token.NEQ:
			yes, no = w.compare(&ast.BinaryExpr{X: x.X, OpPos: x.OpPos, Op: token.EQL, Y: x.Y}, st)
			return no, yes
		}
	}
	for _, out := range w.expr(x, st) {
		val := out.val()
		if val.kind == known && val.c.Kind() == constant.Bool {
			if constant.BoolVal(val.c) {
				yes = append(yes, out.st)
			} else {
				no = append(no, out.st)
			}
			continue
		}
		y, n := w.split(x, val.kind == stateful, out.st)
		if y != nil && n != nil {
			y, n = w.refine(x, value{kind: known, c: constant.MakeBool(true)}, true, y), w.refine(x, value{kind: known, c: constant.MakeBool(true)}, false, n)
		}
		if y != nil {
			yes = append(yes, y)
		}
		if n != nil {
			no = append(no, n)
		}
	}
	return yes, no
}

// junction splits a state by && or ||.
func (w *walk) junction(x *ast.BinaryExpr, st *state) (yes, no []*state) {
	yes, no = w.branch(x.X, st)
	if x.Op == token.LAND {
		first := yes
		yes = nil
		for _, st := range first {
			y, n := w.branch(x.Y, st)
			yes, no = append(yes, y...), append(no, n...)
		}
		return distinct(yes), distinct(no)
	}
	first := no
	no = nil
	for _, st := range first {
		y, n := w.branch(x.Y, st)
		yes, no = append(yes, y...), append(no, n...)
	}
	return distinct(yes), distinct(no)
}

// order splits a state by a comparison of values that are known.
func (w *walk) order(x *ast.BinaryExpr, st *state) (yes, no []*state, ok bool) {
	outs := w.exprs([]ast.Expr{x.X, x.Y}, st)
	if len(outs) != 1 || len(outs[0].vals) != 2 {
		return nil, nil, false
	}
	a, b := outs[0].vals[0], outs[0].vals[1]
	if a.kind != known || b.kind != known || a.c.Kind() != b.c.Kind() {
		return nil, nil, false
	}
	if constant.Compare(a.c, x.Op, b.c) {
		return []*state{outs[0].st}, nil, true
	}
	return nil, []*state{outs[0].st}, true
}

// compare splits a state by an equation.
func (w *walk) compare(x *ast.BinaryExpr, st *state) (yes, no []*state) {
	for _, out := range w.exprs([]ast.Expr{x.X, x.Y}, st) {
		if len(out.vals) != 2 {
			return []*state{st}, []*state{st}
		}
		a, b := out.vals[0], out.vals[1]
		equal, decided := sameValue(a, b)
		if !decided && (a.kind == null && w.isMade(b) || b.kind == null && w.isMade(a)) {
			decided = true // what was made is not nil
		}
		if decided {
			if equal {
				yes = append(yes, out.st)
			} else {
				no = append(no, out.st)
			}
			continue
		}
		doubt := a.kind == stateful || b.kind == stateful || w.isSet(x.X, a) || w.isSet(x.Y, b)
		y, n := w.split(x, doubt, out.st)
		if y == nil || n == nil {
			yes, no = appendState(yes, y), appendState(no, n)
			continue
		}
		y, n = w.refine(x.X, b, true, y), w.refine(x.X, b, false, n)
		y, n = w.refine(x.Y, a, true, y), w.refine(x.Y, a, false, n)
		// A callback that is nil need not be called.
		for _, val := range []value{a, b} {
			if a.kind == null || b.kind == null {
				n = n.failed(val.undo)
			}
			if val.kind == owned && (a.kind == null || b.kind == null) {
				y = y.with(val.index, tally{})
			}
		}
		yes, no = append(yes, y), append(no, n)
	}
	return yes, no
}

// isSet reports whether a value that is known was put into a variable by the path.
func (w *walk) isSet(x ast.Expr, val value) bool {
	return val.kind == known && w.info.Types[x].Value == nil
}

func (w *walk) isMade(v value) bool { return v.kind == owned && w.comps[v.index].kind == made }

func appendState(list []*state, st *state) []*state {
	if st == nil {
		return list
	}
	return append(list, st)
}

// sameValue compares values as far as they are known.
func sameValue(a, b value) (equal, decided bool) {
	if b.kind == null || b.kind == known && a.kind != known {
		a, b = b, a
	}
	switch {
	case a.kind == null && b.kind == null:
		return true, true
	case a.kind == null && (b.kind == nonNull || b.kind == firer || b.kind == code):
		return false, true
	case a.kind == known && b.kind == known:
		if a.c.Kind() == constant.Unknown || b.c.Kind() == constant.Unknown {
			return false, false
		}
		return a.c.ExactString() == b.c.ExactString(), true
	case a.kind == known && b.kind == nonZero && isZero(a.c):
		return false, true
	}
	return false, false
}

func isZero(c constant.Value) bool {
	switch c.Kind() {
	case constant.Bool:
		return !constant.BoolVal(c)
	case constant.Int, constant.Float:
		return constant.Sign(c) == 0
	case constant.String:
		return constant.StringVal(c) == ""
	}
	return false
}

// split splits a state by a condition whose value is not known, unless the path
// has met the same one before. A condition that depends on how the path came here
// makes both sides doubtful.
func (w *walk) split(x ast.Expr, doubt bool, st *state) (yes, no *state) {
	text, negated := w.atom(x)
	if known, ok := st.atoms[text]; ok {
		if known.yes != negated {
			return st, nil
		}
		return nil, st
	}
	subject, is := w.subject(x)
	if known, ok := st.atoms[subject]; ok && subject != "" {
		if known.is == is {
			return st, nil
		}
		return nil, st
	}
	if doubt {
		st = st.doubted()
	}
	yes, no = st, st
	vars := w.dependsOn(x)
	if text != "" && (w.atoms[text] > 1 || strings.Contains(text, "len(")) {
		yes, no = st.assume(text, verdict{yes: !negated, vars: vars}), st.assume(text, verdict{yes: negated, vars: vars})
	}
	if subject != "" && w.atoms[subject] > 1 {
		yes = yes.assume(subject, verdict{is: is, vars: vars})
	}
	pos := x.Pos()
	if eq, ok := x.(*ast.BinaryExpr); ok && eq.OpPos == eq.Y.Pos() {
		pos = eq.OpPos // a case of a switch
	}
	return yes.branched(pos, said(x, true)), no.branched(pos, said(x, false))
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

// refine notes in a variable what a comparison with a value says of it.
func (w *walk) refine(x ast.Expr, val value, equal bool, st *state) *state {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return st
	}
	v, ok := w.info.Uses[id].(*types.Var)
	if !ok || !w.tracked(v) || st.env[v].kind != unknown {
		return st
	}
	switch {
	case val.kind != null && val.kind != known:
		return st
	case equal:
	case val.kind == null:
		val = value{kind: nonNull}
	case val.c.Kind() == constant.Bool:
		val.c = constant.MakeBool(!constant.BoolVal(val.c))
	case isZero(val.c):
		val = value{kind: nonZero}
	default:
		return st
	}
	return st.learn(v, val)
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
