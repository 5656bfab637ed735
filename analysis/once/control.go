package once

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

func (w *walk) init(stmt ast.Stmt, states []*state) []*state {
	if stmt == nil {
		return states
	}
	var next []*state
	for _, st := range states {
		next = append(next, w.simple(stmt, st)...)
	}
	return next
}

func (w *walk) ifStmt(stmt *ast.IfStmt, states []*state) flow {
	var yes, no []*state
	for _, st := range w.init(stmt.Init, states) {
		y, n := w.branch(stmt.Cond, st)
		yes, no = append(yes, y...), append(no, n...)
	}
	got := w.stmt(stmt.Body, distinct(yes), "")
	other := flow{next: no}
	if stmt.Else != nil {
		other = w.stmt(stmt.Else, distinct(no), "")
	}
	got.next = append(got.next, other.next...)
	got.jumps = append(got.jumps, other.jumps...)
	got.leave(stmt)
	return got
}

// loop follows the turns of a loop until no new state comes up. enter splits the
// states that arrive at its head into those that take another turn and those that
// are done.
func (w *walk) loop(stmt ast.Stmt, body *ast.BlockStmt, label string, states []*state, enter func(*state) (turn, done []*state), post ast.Stmt) flow {
	var got flow
	seen := make(map[string]bool)
	w.loops++
	defer func() { w.loops-- }()
	for len(states) > 0 {
		var turn []*state
		for _, st := range states {
			if key := st.key(); seen[key] {
				continue
			} else if seen[key] = true; len(seen) > maxStates {
				panic(tooMuch{})
			}
			t, done := enter(st)
			turn = append(turn, t...)
			got.next = append(got.next, done...)
		}
		if len(turn) == 0 {
			break
		}
		f := w.stmt(body, distinct(turn), "")
		f.land(token.CONTINUE, "", label)
		f.leave(body)
		states = w.init(post, f.next)
		f.next = nil
		f.land(token.BREAK, "")
		got.next = append(got.next, f.next...)
		got.jumps = append(got.jumps, f.jumps...)
	}
	got.leave(stmt)
	return got
}

func (w *walk) forStmt(stmt *ast.ForStmt, states []*state, label string) flow {
	states = w.init(stmt.Init, states)
	own := func(v *types.Var) bool {
		return stmt.Init != nil && stmt.Init.Pos() <= v.Pos() && v.Pos() < stmt.Init.End()
	}
	enter := func(st *state) (turn, done []*state) {
		if stmt.Cond == nil {
			return []*state{st}, nil
		}
		turn, done = w.branch(stmt.Cond, st)
		if len(turn) == 0 || len(done) == 0 {
			return turn, done
		}
		// How often the loop's own variables were changed says nothing of what
		// comes after it.
		calm := st
		counters := make(map[*types.Var]value)
		for v, val := range st.env {
			if own(v) && (val.kind == stateful || val.kind == known) {
				calm = calm.set(v, value{})
				counters[v] = val
			}
		}
		turn, done = w.branch(stmt.Cond, calm)
		for i := range turn {
			for v, val := range counters {
				turn[i] = turn[i].set(v, val)
			}
		}
		return turn, done
	}
	return w.loop(stmt, stmt.Body, label, states, enter, stmt.Post)
}

func (w *walk) rangeStmt(stmt *ast.RangeStmt, states []*state, label string) flow {
	var first []*state
	for _, st := range states {
		for _, out := range w.expr(stmt.X, st) {
			switch val := out.val(); val.kind { // a range over a function calls it
			case owned, firer:
				out.st = w.complete(val.index, stmt.X.Pos(), out.st)
			default:
				out.st = w.escape(val, stmt.X.Pos(), out.st)
			}
			first = append(first, out.st)
		}
	}
	first = distinct(first)
	empty := w.emptyAtom(stmt.X)
	entered := 0
	enter := func(st *state) (turn, done []*state) {
		entered++
		next := st
		if stmt.Value != nil {
			next = w.assign(stmt.Value, value{}, next)
		}
		if stmt.Key != nil {
			next = w.assign(stmt.Key, w.rangeKey(stmt, entered <= len(first)), next)
		}
		if entered > len(first) { // there has been a turn
			return []*state{next}, []*state{st}
		}
		isEmpty, decided := st.atoms[empty]
		if w.neverEmpty(stmt.X) {
			isEmpty.yes, decided = false, true
		}
		if empty != "" && !decided {
			vars := w.dependsOn(stmt.X)
			next, st = next.assume(empty, verdict{vars: vars}), st.assume(empty, verdict{yes: true, vars: vars})
		}
		if !decided || !isEmpty.yes {
			turn = []*state{next}
		}
		if !decided || isEmpty.yes {
			done = []*state{st}
		}
		return turn, done
	}
	return w.loop(stmt, stmt.Body, label, first, enter, nil)
}

// rangeKey returns the value of a range's first variable. Where it counts turns it
// says something of how the path came here.
func (w *walk) rangeKey(stmt *ast.RangeStmt, isFirst bool) value {
	typ := w.typeOf(stmt.X).Underlying()
	if ptr, ok := typ.(*types.Pointer); ok {
		typ = ptr.Elem().Underlying()
	}
	switch typ.(type) {
	case *types.Slice, *types.Array, *types.Basic:
		if isFirst {
			return value{kind: known, c: constant.MakeInt64(0)}
		}
		return value{kind: stateful}
	}
	return value{}
}

// emptyAtom returns the condition that a range has no turn, if the function asks
// for it elsewhere.
func (w *walk) emptyAtom(x ast.Expr) string {
	if hasCall(x) {
		return ""
	}
	length := &ast.CallExpr{Fun: ast.NewIdent("len"), Args: []ast.Expr{ast.Unparen(x)}}
	atom, _ := w.atom(&ast.BinaryExpr{X: length, Op: token.EQL, Y: &ast.BasicLit{Kind: token.INT, Value: "0"}})
	if w.atoms[atom] == 0 {
		return ""
	}
	return atom
}

// neverEmpty reports whether a range has at least one turn.
func (w *walk) neverEmpty(x ast.Expr) bool {
	if tv := w.info.Types[x]; tv.Value != nil && tv.Value.Kind() == constant.Int {
		return constant.Sign(tv.Value) > 0
	}
	if lit, ok := ast.Unparen(x).(*ast.CompositeLit); ok {
		return len(lit.Elts) > 0
	}
	return false
}

// cases follows the bodies of a switch. For each clause there are the states that
// enter it.
func (w *walk) cases(stmt ast.Stmt, list []ast.Stmt, entered [][]*state, rest []*state) flow {
	got := flow{next: rest}
	var through []*state
	for i, clause := range list {
		f := w.stmts(clause.(*ast.CaseClause).Body, distinct(append(entered[i], through...)))
		through = nil
		for j := 0; j < len(f.jumps); j++ {
			if f.jumps[j].tok == token.FALLTHROUGH {
				through = append(through, f.jumps[j].st)
				f.jumps = append(f.jumps[:j], f.jumps[j+1:]...)
				j--
			}
		}
		f.leave(clause)
		got.next = append(got.next, f.next...)
		got.jumps = append(got.jumps, f.jumps...)
	}
	got.land(token.BREAK, "")
	got.leave(stmt)
	return got
}

func (w *walk) switchStmt(stmt *ast.SwitchStmt, states []*state) flow {
	states = w.init(stmt.Init, states)
	list := stmt.Body.List
	entered := make([][]*state, len(list))
	if stmt.Tag != nil {
		var next []*state
		for _, st := range states {
			for _, out := range w.expr(stmt.Tag, st) {
				next = append(next, out.st)
			}
		}
		states = next
	}
	fallback := -1
	for i, clause := range list {
		clause := clause.(*ast.CaseClause)
		if clause.List == nil {
			fallback = i
		}
		for _, x := range clause.List {
			var rest []*state
			for _, st := range states {
				y, n := w.matches(stmt.Tag, x, st)
				entered[i], rest = append(entered[i], y...), append(rest, n...)
			}
			states = distinct(rest)
		}
	}
	if fallback >= 0 {
		entered[fallback], states = states, nil
	} else if stmt.Tag != nil && w.exhaustive(stmt) {
		for i, st := range states {
			states[i] = st.doubted()
		}
	}
	return w.cases(stmt, list, entered, states)
}

// matches compares a case with a switch's tag, which has been evaluated.
func (w *walk) matches(tag, x ast.Expr, st *state) (yes, no []*state) {
	if tag == nil {
		return w.branch(x, st)
	}
	if hasCall(tag) || hasCall(x) {
		return []*state{st}, []*state{st}
	}
	return w.branch(equation(tag, x), st)
}

func hasCall(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.CallExpr, *ast.FuncLit:
			found = true
		}
		return !found
	})
	return found
}

// exhaustive reports whether a switch names all constants of its tag's type.
func (w *walk) exhaustive(stmt *ast.SwitchStmt) bool {
	named, ok := types.Unalias(w.typeOf(stmt.Tag)).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	handled := make(map[string]bool)
	for _, clause := range stmt.Body.List {
		for _, x := range clause.(*ast.CaseClause).List {
			if tv := w.info.Types[x]; tv.Value != nil {
				handled[tv.Value.ExactString()] = true
			}
		}
	}
	all, scope := 0, named.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if ok && types.Identical(c.Type(), named) {
			all++
			if !handled[c.Val().ExactString()] {
				return false
			}
		}
	}
	return all > 0
}

func (w *walk) typeSwitchStmt(stmt *ast.TypeSwitchStmt, states []*state) flow {
	states = w.init(stmt.Init, states)
	var next []*state
	for _, st := range states {
		next = append(next, w.simple(stmt.Assign, st)...)
	}
	list := stmt.Body.List
	entered := make([][]*state, len(list))
	rest := next
	for i, clause := range list {
		entered[i] = next
		if clause.(*ast.CaseClause).List == nil {
			rest = nil
		}
	}
	return w.cases(stmt, list, entered, rest)
}

func (w *walk) selectStmt(stmt *ast.SelectStmt, states []*state) flow {
	var got flow
	for _, clause := range stmt.Body.List {
		clause := clause.(*ast.CommClause)
		f := w.stmts(clause.Body, distinct(w.init(clause.Comm, states)))
		f.leave(clause)
		got.next = append(got.next, f.next...)
		got.jumps = append(got.jumps, f.jumps...)
	}
	got.land(token.BREAK, "")
	got.leave(stmt)
	return got
}

func (w *walk) typeOf(x ast.Expr) types.Type {
	if t := w.info.TypeOf(x); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}
