package blocking

import (
	"go/ast"
	"go/types"
	"slices"
)

// solveParams finds which parameters the package's functions call in place. Each
// node gets the set of variables that it calls when it runs, those that its
// literals capture included, and grows until all agree.
func (s *scope) solveParams() {
	for _, n := range s.nodes {
		n.called = make(map[*types.Var]bool)
	}
	for changed := true; changed; {
		changed = false
		for _, n := range s.nodes {
			before := len(n.called)
			for _, st := range n.sites {
				s.callParams(n, st)
			}
			if len(n.called) != before {
				changed = true
				n.fact.CallsParams = n.calledIndices()
			}
		}
	}
}

// callParams adds the variables that a site calls.
func (s *scope) callParams(n *node, st site) {
	if st.value != nil {
		s.callValue(n, st.value)
		return
	}
	if st.call == nil {
		return
	}
	fun := ast.Unparen(st.call.Fun)
	if tv, ok := s.info.Types[fun]; ok && (tv.IsType() || tv.IsBuiltin()) {
		return
	}
	fn := staticFunc(s.info, fun)
	if fn == nil {
		s.callValue(n, fun)
		for _, t := range s.valueTargets(fun, nil) {
			if t.node != nil {
				s.passParams(n, st.call, t.node.fact.CallsParams)
			}
		}
		return
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return // unknown, as for blocking
	}
	s.passParams(n, st.call, s.calledParams(fn))
}

// passParams handles arguments for parameters that the callee calls.
func (s *scope) passParams(n *node, call *ast.CallExpr, params []int) {
	for _, i := range params {
		for _, arg := range argsOf(s.info, call, i) {
			s.callValue(n, arg)
		}
	}
}

// callValue records that n calls the value of an expression: the variable it is
// taken from, and what literals that it holds call in turn.
func (s *scope) callValue(n *node, x ast.Expr) {
	for _, v := range s.roots(x, nil) {
		n.called[v] = true
	}
	for _, t := range s.valueTargets(x, nil) {
		if t.node != nil && t.node.lit != nil {
			for v := range t.node.called {
				n.called[v] = true
			}
		}
	}
}

// roots returns the variables that a func value is taken from: opts.Fn and fns[i]
// are taken from opts and fns, and a local variable stands for what is assigned
// to it.
func (s *scope) roots(x ast.Expr, seen map[*types.Var]bool) []*types.Var {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := s.info.ObjectOf(x).(*types.Var)
		if !ok || seen[v] {
			return nil
		}
		list := []*types.Var{v}
		if seen == nil {
			seen = make(map[*types.Var]bool)
		}
		seen[v] = true
		if b := s.bindings[v]; b != nil {
			for _, assigned := range b.exprs {
				list = append(list, s.roots(assigned, seen)...)
			}
		}
		if ranged := s.ranged[v]; ranged != nil {
			list = append(list, s.roots(ranged, seen)...)
		}
		return list
	case *ast.SelectorExpr:
		if sel := s.info.Selections[x]; sel == nil || sel.Kind() != types.FieldVal {
			return nil // of a package, or a method
		}
		return s.roots(x.X, seen)
	case *ast.IndexExpr:
		return s.roots(x.X, seen)
	case *ast.StarExpr:
		return s.roots(x.X, seen)
	case *ast.SliceExpr:
		return s.roots(x.X, seen)
	case *ast.CallExpr:
		if tv := s.info.Types[x.Fun]; tv.IsType() && len(x.Args) == 1 {
			return s.roots(x.Args[0], seen)
		}
	}
	return nil
}

// calledIndices returns the indices of the parameters among what a node calls.
func (n *node) calledIndices() []int {
	var list []int
	if n.recv != nil && n.called[n.recv] && isFunc(n.recv.Type()) {
		list = append(list, -1)
	}
	for i, param := range n.params {
		if n.called[param] {
			list = append(list, i)
		}
	}
	slices.Sort(list)
	return list
}
