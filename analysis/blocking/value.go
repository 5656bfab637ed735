package blocking

import (
	"go/ast"
	"go/types"
)

// valueTargets returns what may happen if the value of an expression is called:
// literals and functions that it is known to hold, and marks of its type, field
// or parameter. seen guards against variables that are assigned to each other, and functions that
// return what they return.
func (s *scope) valueTargets(x ast.Expr, seen map[types.Object]bool) []target {
	x = ast.Unparen(x)
	if lit, ok := x.(*ast.FuncLit); ok {
		if n := s.lits[lit]; n != nil {
			return []target{{node: n}}
		}
		return nil
	}
	if fn := staticFunc(s.info, x); fn != nil {
		return s.funcTargets(fn) // a function or method value
	}
	targets, trusted := s.typeTargets(s.info.TypeOf(x))
	if trusted {
		return nil
	}
	switch x := x.(type) {
	case *ast.Ident:
		return append(targets, s.varTargets(x, seen)...)
	case *ast.SelectorExpr:
		return append(targets, s.varTargets(x.Sel, seen)...)
	case *ast.CallExpr:
		if tv := s.info.Types[x.Fun]; tv.IsType() && len(x.Args) == 1 {
			return append(targets, s.valueTargets(x.Args[0], seen)...)
		}
		if fn := staticFunc(s.info, x.Fun); fn != nil && len(targets) == 0 {
			return s.resultTargets(fn, seen)
		}
	case *ast.CompositeLit:
		// Functions in fields of what is given to a callee that calls them.
		for _, elt := range x.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			if isFunc(s.info.TypeOf(elt)) {
				targets = append(targets, s.valueTargets(elt, seen)...)
			}
		}
	case *ast.UnaryExpr:
		if lit, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok {
			return append(targets, s.valueTargets(lit, seen)...)
		}
	}
	return targets
}

// resultTargets returns what a function that another one returns may wait for.
func (s *scope) resultTargets(fn *types.Func, seen map[types.Object]bool) []target {
	n := s.funcs[fn]
	if n == nil {
		if fact := s.prog.factOf(fn).Returned; fact != nil {
			return []target{{known: *fact, via: display(fn)}}
		}
		return nil
	}
	if seen[fn] {
		return nil
	}
	if seen == nil {
		seen = make(map[types.Object]bool)
	}
	seen[fn] = true
	defer delete(seen, fn)
	var targets []target
	for _, x := range n.returns {
		for _, t := range s.valueTargets(x, seen) {
			if t.via == "" {
				t.via = display(fn)
			}
			targets = append(targets, t)
		}
	}
	return targets
}

// typeTargets returns the target of a func type that is marked blocking. trusted
// is set for one that is marked nonblocking.
func (s *scope) typeTargets(typ types.Type) (targets []target, trusted bool) {
	for typ != nil {
		var name *types.TypeName
		var next types.Type
		switch t := typ.(type) {
		case *types.Alias:
			name, next = t.Origin().Obj(), t.Rhs()
		case *types.Named:
			name = t.Origin().Obj()
		}
		if name == nil {
			return nil, false
		}
		if fact := s.objectFact(name); fact.marked() {
			if fact.Nonblocking {
				return nil, true
			}
			return []target{{known: fact, name: objectName(name)}}, false
		}
		typ = next
	}
	return nil, false
}

// varTargets returns the targets of a variable: its mark if it has one, or what
// is assigned to it.
func (s *scope) varTargets(id *ast.Ident, seen map[types.Object]bool) []target {
	v, ok := s.info.ObjectOf(id).(*types.Var)
	if !ok || seen[v] {
		return nil
	}
	v = v.Origin()
	if fact := s.objectFact(v); fact.marked() {
		if fact.Nonblocking {
			return nil
		}
		return []target{{known: fact, name: objectName(v)}}
	}
	b := s.bindings[v]
	if b == nil {
		if fact := s.objectFact(v); fact.Blocks() {
			return []target{{known: fact, name: objectName(v)}} // of another package
		}
		return nil
	}
	if seen == nil {
		seen = make(map[types.Object]bool)
	}
	seen[v] = true
	defer delete(seen, v)
	var targets []target
	for _, x := range b.exprs {
		if isFunc(s.info.TypeOf(x)) || isFunc(v.Type()) || isComposite(x) {
			targets = append(targets, s.valueTargets(x, seen)...)
		}
	}
	return targets
}

func isComposite(x ast.Expr) bool {
	if addr, ok := ast.Unparen(x).(*ast.UnaryExpr); ok {
		x = addr.X
	}
	_, ok := ast.Unparen(x).(*ast.CompositeLit)
	return ok
}

// objectFact returns the fact of a type's name, a field or a parameter.
func (s *scope) objectFact(obj types.Object) Fact {
	if fact, ok := s.objects[obj]; ok {
		return fact
	}
	return s.prog.lookup(obj)
}

// objectName returns a display name for what is no function. Parameters and
// fields go by their own names.
func objectName(obj types.Object) string {
	if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
		return obj.Pkg().Path() + "." + obj.Name()
	}
	return obj.Name()
}
