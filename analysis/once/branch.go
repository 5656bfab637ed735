package once

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
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
			return w.order(x, st)
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

// order splits a state by which of two values is less.
func (w *walk) order(x *ast.BinaryExpr, st *state) (yes, no []*state) {
	for _, out := range w.exprs([]ast.Expr{x.X, x.Y}, st) {
		if len(out.vals) != 2 {
			return []*state{st}, []*state{st}
		}
		a, b := out.vals[0], out.vals[1]
		if a.kind == known && b.kind == known && isOrdered(a.c) && a.c.Kind() == b.c.Kind() {
			if constant.Compare(a.c, x.Op, b.c) {
				yes = append(yes, out.st)
			} else {
				no = append(no, out.st)
			}
			continue
		}
		doubt := a.kind == stateful || b.kind == stateful || w.isSet(x.X, a) || w.isSet(x.Y, b)
		y, n := w.split(x, doubt, out.st)
		yes, no = appendState(yes, y), appendState(no, n)
	}
	return yes, no
}

func isOrdered(c constant.Value) bool {
	return c.Kind() == constant.Int || c.Kind() == constant.Float || c.Kind() == constant.String
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
	pair, others := w.trichotomy(x, text)
	if is, ok := excluded(st, others); ok {
		if is != negated {
			return st, nil
		}
		return nil, st
	}
	if doubt {
		st = st.doubted()
	}
	yes, no = st, st
	vars := w.dependsOn(x)
	if text != "" && (w.atoms[text] > 1 || w.atoms[pair] > 1 || strings.Contains(text, "len(")) {
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
