package once

import (
	"go/ast"
	"go/types"
	"slices"
)

// expected finds what is expected of functions by where a file puts them: in a
// parameter whose function pauses something, in a func type or field with a once
// directive.
func (s *scope) expected(file *ast.File) map[ast.Node]Fact {
	set := make(map[ast.Node]Fact)
	add := func(x ast.Expr, fact Fact) {
		if n := s.target(x); n != nil && !fact.empty() {
			set[n] = set[n].merge(Fact{Once: fact.Once, Pauses: fact.Pauses})
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			s.expectArgs(n, add)
		case *ast.AssignStmt:
			if len(n.Lhs) == len(n.Rhs) {
				for i, x := range n.Rhs {
					add(x, s.placeFact(n.Lhs[i]))
				}
			}
		case *ast.ValueSpec:
			for i, x := range n.Values {
				if n.Type != nil && i < len(n.Names) {
					add(x, s.typeFact(s.info.TypeOf(n.Type)))
				}
			}
		case *ast.KeyValueExpr:
			if _, ok := n.Key.(*ast.Ident); ok {
				add(n.Value, s.placeFact(n.Key))
			}
		}
		return true
	})
	return set
}

// target returns the function that an expression is: a literal, or a declared
// function of the package.
func (s *scope) target(x ast.Expr) ast.Node {
	if lit, ok := ast.Unparen(x).(*ast.FuncLit); ok {
		return lit
	}
	if decl := s.decls[s.staticFunc(x)]; decl != nil {
		return decl
	}
	return nil
}

// expectArgs adds what a call expects of its arguments.
func (s *scope) expectArgs(call *ast.CallExpr, add func(ast.Expr, Fact)) {
	if tv, ok := s.info.Types[call.Fun]; ok && tv.IsType() {
		if len(call.Args) == 1 {
			add(call.Args[0], s.typeFact(tv.Type))
		}
		return
	}
	sig, ok := s.info.TypeOf(call.Fun).(*types.Signature)
	if !ok {
		return
	}
	for i, arg := range call.Args {
		if i < sig.Params().Len() {
			add(arg, s.typeFact(sig.Params().At(i).Type()))
		}
	}
	for _, p := range s.factOf(s.staticFunc(call.Fun)).Pauses {
		if p.In >= 0 && p.In < len(call.Args) {
			add(call.Args[p.In], Fact{Pauses: []Pause{{Names: p.Names, In: -1, When: p.When}}})
		}
	}
}

// typeFact returns what a func type says of its functions.
func (s *scope) typeFact(typ types.Type) Fact {
	if named, ok := types.Unalias(typ).(*types.Named); ok && isFunc(named) && named.Obj().Pkg() != nil {
		return s.lookup(named.Origin().Obj())
	}
	return Fact{}
}

// placeFact returns what is said of functions that are put into a variable or
// field: by the field, or by the type.
func (s *scope) placeFact(x ast.Expr) Fact {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if sel, isSel := ast.Unparen(x).(*ast.SelectorExpr); isSel {
		id, ok = sel.Sel, true
	}
	if !ok {
		return Fact{}
	}
	v, ok := s.info.ObjectOf(id).(*types.Var)
	if !ok {
		return Fact{}
	}
	fact := s.typeFact(v.Type())
	if v.IsField() {
		fact = s.lookup(v.Origin()).merge(fact)
	}
	return Fact{Once: slices.DeleteFunc(slices.Clone(fact.Once), func(c Contract) bool { return c.Results })}
}
