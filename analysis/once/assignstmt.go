package once

import (
	"go/ast"
	"go/token"
	"go/types"
)

// dropped notes that nobody looks at the error of a call.
func dropped(st *state, x ast.Expr) *state {
	call, ok := ast.Unparen(x).(*ast.CallExpr)
	if !ok || len(st.fails) == 0 || st.fails[len(st.fails)-1].call != call {
		return st
	}
	c := st.clone()
	c.fails = append([]failure(nil), st.fails...)
	c.fails[len(c.fails)-1].dropped = true
	return c
}

func (w *walk) declStmt(stmt *ast.DeclStmt, st *state) []*state {
	states := []*state{st}
	decl, ok := stmt.Decl.(*ast.GenDecl)
	if !ok || decl.Tok != token.VAR {
		return states
	}
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		var next []*state
		for _, st := range states {
			if len(spec.Values) > 0 {
				next = append(next, w.assignAll(names(spec), spec.Values, true, st)...)
				continue
			}
			for _, id := range spec.Names {
				if v, ok := w.info.Defs[id].(*types.Var); ok {
					st = w.assign(id, zeroValue(v.Type()), st)
				}
			}
			next = append(next, st)
		}
		states = next
	}
	return states
}

func (w *walk) assignStmt(stmt *ast.AssignStmt, st *state) []*state {
	if stmt.Tok != token.ASSIGN && stmt.Tok != token.DEFINE {
		var next []*state
		for _, out := range w.exprs([]ast.Expr{stmt.Lhs[0], stmt.Rhs[0]}, st) {
			next = append(next, w.assign(stmt.Lhs[0], value{kind: stateful}, out.st))
		}
		return next
	}
	return w.assignAll(stmt.Lhs, stmt.Rhs, stmt.Tok == token.DEFINE, st)
}

// assignAll assigns values, of which a call may give several.
func (w *walk) assignAll(lhs, rhs []ast.Expr, define bool, st *state) (next []*state) {
	for _, out := range w.exprs(rhs, st) {
		st := out.st
		if len(rhs) == 1 {
			if dropsError(rhs[0], lhs, out.vals) {
				st = dropped(st, rhs[0])
			}
		}
		for i, x := range lhs {
			val := value{}
			if i < len(out.vals) {
				val = out.vals[i]
			}
			if !define && val.kind == unknown && !(len(rhs) == 1 && isFresh(rhs[0])) && !(i < len(rhs) && isFresh(rhs[i])) {
				val.kind = stateful
			}
			if _, isID := ast.Unparen(x).(*ast.Ident); !isID {
				for _, sub := range w.exprs(operands(x), st) {
					st = sub.st // the operands of an assignment have no calls that matter
				}
			}
			st = w.assign(x, val, st)
		}
		next = append(next, st)
	}
	return next
}

// dropsError reports whether a call's results that may tell of a failure are
// assigned to the blank identifier.
func dropsError(x ast.Expr, lhs []ast.Expr, vals []value) bool {
	if _, ok := ast.Unparen(x).(*ast.CallExpr); !ok {
		return false
	}
	for i, val := range vals {
		if val.kind == unknown || i >= len(lhs) {
			continue
		}
		if id, ok := lhs[i].(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	return true
}

// operands returns the expressions inside a place that is assigned to.
func operands(x ast.Expr) []ast.Expr {
	switch x := ast.Unparen(x).(type) {
	case *ast.IndexExpr:
		return []ast.Expr{x.X, x.Index}
	case *ast.SelectorExpr:
		return []ast.Expr{x.X}
	case *ast.StarExpr:
		return []ast.Expr{x.X}
	}
	return nil
}

// isFresh reports whether a value has nothing to do with how the path came here.
func isFresh(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr, *ast.TypeAssertExpr, *ast.IndexExpr:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.ARROW
	}
	return false
}

// assign gives a value to a variable or another place.
func (w *walk) assign(x ast.Expr, val value, st *state) *state {
	x = ast.Unparen(x)
	if id, ok := x.(*ast.Ident); ok {
		if id.Name == "_" {
			return st
		}
		v, ok := w.info.ObjectOf(id).(*types.Var)
		if ok && w.tracked(v) {
			return st.set(v, val)
		}
		if w.registers(x, val) {
			st = w.noted(st)
		}
		if ok {
			st = st.forget(v)
		}
		return w.escape(val, id.Pos(), st)
	}
	if sel, ok := x.(*ast.SelectorExpr); ok {
		if obj := w.info.Uses[sel.Sel]; obj != nil {
			st = st.forget(obj)
		}
	}
	if w.registers(x, val) {
		st = w.noted(st)
	}
	if len(st.fails) > 0 && !st.wrote {
		st = st.clone()
		st.wrote = true
	}
	return w.escape(val, x.Pos(), st)
}

// registers reports whether an assignment puts something into a table that others
// look into.
func (w *walk) registers(x ast.Expr, val value) bool {
	if index, ok := x.(*ast.IndexExpr); ok {
		return w.isShared(index.X)
	}
	return val.grown && w.isShared(x)
}

// isShared reports whether an expression is a field, or a variable of the package.
func (w *walk) isShared(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		return true
	case *ast.Ident:
		v, ok := w.info.ObjectOf(x).(*types.Var)
		return ok && v.Parent() == w.pkg.Scope()
	case *ast.StarExpr, *ast.IndexExpr:
		return true
	}
	return false
}

// noted returns a state after something was put where others find it: they may
// resume what is paused.
func (w *walk) noted(st *state) *state {
	for i, comp := range w.comps {
		if comp.kind == request {
			st = w.maybe(i, st)
		}
	}
	return st
}

// tracked reports whether a variable's value can be followed.
func (w *walk) tracked(v *types.Var) bool {
	return !w.shared[v] && !v.IsField() && v.Parent() != w.pkg.Scope() && v.Pkg() == w.pkg
}
