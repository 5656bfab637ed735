package once

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// findAssignments finds the variables whose values can be followed: those that
// are assigned only where they are declared, or by literals that run in place,
// and whose address nobody takes. It also finds where they are used last, and
// counts conditions.
func (s *scope) findAssignments(file *ast.File) {
	inPlace := s.inPlace(file)
	var around []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			around = around[:len(around)-1]
			return true
		}
		around = append(around, n)
		for _, x := range assigned(n) {
			s.assign(x, around, inPlace)
		}
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND {
				if v, ok := s.info.Uses[id].(*types.Var); ok {
					s.shared[v] = true
				}
			}
		case *ast.SwitchStmt:
			s.countCases(n)
		case *ast.Ident:
			if v, ok := s.info.Uses[n].(*types.Var); ok {
				s.lastUse[v] = max(s.lastUse[v], n.Pos())
				if runsLater(around, v) {
					s.lastUse[v] = file.End()
				}
			}
			s.countAtom(n)
		case ast.Expr:
			s.countAtom(n)
		}
		return true
	})
}

// assigned returns what a statement or declaration assigns.
func assigned(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Lhs
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		return slices.DeleteFunc([]ast.Expr{n.Key, n.Value}, func(x ast.Expr) bool { return x == nil })
	case *ast.ValueSpec:
		if len(n.Values) > 0 {
			return names(n)
		}
	}
	return nil
}

// names returns the names of a declaration as expressions.
func names(spec *ast.ValueSpec) []ast.Expr {
	list := make([]ast.Expr, len(spec.Names))
	for i, id := range spec.Names {
		list[i] = id
	}
	return list
}

// assign notes that a variable is assigned. One that a literal assigns which may
// run at any time cannot be followed.
func (s *scope) assign(x ast.Expr, around []ast.Node, inPlace map[*ast.FuncLit]bool) {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return
	}
	v, ok := s.info.ObjectOf(id).(*types.Var)
	if !ok {
		return
	}
	s.assigned[v]++
	for _, n := range around {
		if lit, ok := n.(*ast.FuncLit); ok && v.Pos() < lit.Pos() && !inPlace[lit] {
			s.shared[v] = true
		}
	}
}

// runsLater reports whether code runs after the statement that it stands in: it is
// deferred, or in a literal that does not declare the variable.
func runsLater(around []ast.Node, v *types.Var) bool {
	for _, n := range around {
		switch n := n.(type) {
		case *ast.DeferStmt:
			return true
		case *ast.FuncLit:
			if v.Pos() < n.Pos() {
				return true
			}
		}
	}
	return false
}

// countCases counts the conditions of a switch.
func (s *scope) countCases(stmt *ast.SwitchStmt) {
	if stmt.Tag == nil {
		return
	}
	for _, clause := range stmt.Body.List {
		for _, x := range clause.(*ast.CaseClause).List {
			s.countAtom(equation(stmt.Tag, x))
		}
	}
}

// equation is the condition of a case of a switch.
func equation(tag, x ast.Expr) *ast.BinaryExpr {
	return &ast.BinaryExpr{X: tag, OpPos: x.Pos(), Op: token.EQL, Y: x}
}

func isComparison(x ast.Expr) bool {
	cond, ok := ast.Unparen(x).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	switch cond.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

// countAtom counts a condition.
func (s *scope) countAtom(x ast.Expr) {
	if text, _ := s.atom(x); text != "" {
		s.atoms[text]++
	}
	if subject, _ := s.subject(x); subject != "" {
		s.atoms[subject]++
	}
	if pair, _ := s.trichotomy(x, "any"); pair != "" {
		s.atoms[pair]++
	}
}

// inPlace finds the literals that run only where they are called or deferred, by
// the function around them: called at once, or held by a variable that is called
// and used in no other way.
func (s *scope) inPlace(file *ast.File) map[*ast.FuncLit]bool {
	held := make(map[*types.Var]*ast.FuncLit)
	others := make(map[*types.Var]int) // uses that are no calls in place
	set := make(map[*ast.FuncLit]bool)
	elsewhere := make(map[*ast.FuncLit]bool)
	hold := func(names, values []ast.Expr) {
		for i, value := range values {
			lit, isLit := ast.Unparen(value).(*ast.FuncLit)
			if !isLit || len(names) != len(values) {
				continue
			}
			if id, ok := names[i].(*ast.Ident); ok {
				if v, ok := s.info.Defs[id].(*types.Var); ok {
					held[v] = lit
				}
			}
		}
	}
	// called counts the use of a callee's variable as another one, or back.
	called := func(fun ast.Expr, by int) {
		switch fun := ast.Unparen(fun).(type) {
		case *ast.FuncLit:
			if by > 0 {
				elsewhere[fun] = true
			}
			set[fun] = true
		case *ast.Ident:
			if v, ok := s.info.Uses[fun].(*types.Var); ok {
				others[v] += by
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			hold(n.Lhs, n.Rhs)
		case *ast.ValueSpec:
			hold(names(n), n.Values)
		case *ast.GoStmt:
			called(n.Call.Fun, +1)
		case *ast.CallExpr:
			called(n.Fun, -1)
		case *ast.Ident:
			if v, ok := s.info.Uses[n].(*types.Var); ok {
				others[v]++
			}
		}
		return true
	})
	for v, lit := range held {
		if others[v] == 0 {
			set[lit] = true
		}
	}
	maps.DeleteFunc(set, func(lit *ast.FuncLit, _ bool) bool { return elsewhere[lit] })
	return set
}

// findStates finds the fields and package variables that keep a state: counters,
// flags, and tables of what is under way. Conditions on them tell how the function
// came here, so that not all that could be written down can happen. Only
// assignments in functions that have to do with completing count: what a
// constructor or a parser of configurations sets is no state.
func (s *scope) findStates() {
	for _, file := range s.files {
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok && decl.Body != nil && s.completes(decl) {
				s.statesIn(decl)
			}
		}
	}
}

// completes reports whether a function has to do with completing something.
func (s *scope) completes(decl *ast.FuncDecl) bool {
	if len(s.touched[decl]) > 0 {
		return true
	}
	if fn, ok := s.info.Defs[decl.Name].(*types.Func); ok && !s.onlyKnown(fn).empty() {
		return true
	}
	for fn := range s.mentioned(decl) {
		if len(s.factOf(fn).Once) > 0 || isNew(fn) {
			return true
		}
	}
	return false
}

func (s *scope) onlyKnown(fn *types.Func) *Fact {
	fact := s.factOf(fn)
	return &fact
}

func (s *scope) statesIn(decl *ast.FuncDecl) {
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				s.stateAt(x, n.Tok != token.ASSIGN)
			}
		case *ast.IncDecStmt:
			s.stateAt(n.X, true)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				s.stateAt(n.X, true)
			}
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && len(n.Args) > 0 && (id.Name == "delete" || id.Name == "clear") {
				s.stateAt(n.Args[0], true)
			}
			// A method of a field, such as an atomic's or a map's.
			if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok {
				if fn, ok := s.info.Uses[sel.Sel].(*types.Func); ok && isGuardPackage(pathOf(fn)) {
					s.stateAt(sel.X, true)
				}
			}
		}
		return true
	})
}

// stateAt notes what is assigned. A plain assignment of a text or of a struct is
// data, which tells nothing of what happened.
func (s *scope) stateAt(x ast.Expr, changed bool) {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.IndexExpr:
			x, changed = y.X, true
			continue
		case *ast.StarExpr:
			x, changed = y.X, true
			continue
		case *ast.SelectorExpr:
			if v, ok := s.info.Uses[y.Sel].(*types.Var); ok && (changed || !isData(v.Type())) {
				s.states[v] = true
			}
		case *ast.Ident:
			if v, ok := s.info.Uses[y].(*types.Var); ok && v.Parent() == s.pkg.Scope() {
				s.states[v] = true
			}
		}
		return
	}
}

func isData(typ types.Type) bool {
	switch typ := typ.Underlying().(type) {
	case *types.Basic:
		return typ.Info()&types.IsString != 0
	case *types.Slice, *types.Struct, *types.Array:
		return true
	}
	return false
}

// isGuardPackage names the packages whose values guard what may happen once.
func isGuardPackage(path string) bool { return path == "sync" || path == "sync/atomic" }
