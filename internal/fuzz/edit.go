package main

import (
	"go/ast"
	"go/token"
)

// An editor walks a body and makes the edit that is left edits further on.
type editor struct {
	left int
	done bool
}

// turn reports whether it is the turn of an edit.
func (e *editor) turn() bool {
	if e.done {
		return false
	}
	e.done = e.left == 0
	e.left--
	return e.done
}

// node edits the statement lists and expressions of a node.
func (e *editor) node(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			n.List = e.list(n.List)
		case *ast.CaseClause:
			n.Body = e.list(n.Body)
			n.List = e.exprs(n.List, 1)
		case *ast.CommClause:
			n.Body = e.list(n.Body)
		case *ast.IfStmt:
			if n.Else != nil && e.turn() {
				n.Else = nil
			}
			if n.Init != nil && e.turn() {
				n.Init = nil
			}
			n.Cond = e.expr(n.Cond)
		case *ast.ForStmt:
			if n.Post != nil && e.turn() {
				n.Post = nil
			}
			n.Cond = e.expr(n.Cond)
		case *ast.RangeStmt:
			n.X = e.expr(n.X)
		case *ast.SwitchStmt:
			if n.Init != nil && e.turn() {
				n.Init = nil
			}
			n.Tag = e.expr(n.Tag)
		case *ast.AssignStmt:
			if len(n.Lhs) > 1 && len(n.Lhs) == len(n.Rhs) {
				if e.turn() {
					n.Lhs, n.Rhs = n.Lhs[1:], n.Rhs[1:]
				} else if e.turn() {
					n.Lhs, n.Rhs = n.Lhs[:1], n.Rhs[:1]
				}
			}
			e.each(n.Rhs)
		case *ast.ReturnStmt:
			e.each(n.Results)
		case *ast.CallExpr:
			e.each(n.Args)
		case *ast.CompositeLit:
			e.each(n.Elts)
		case *ast.ValueSpec:
			e.each(n.Values)
		case *ast.BinaryExpr:
			n.X, n.Y = e.expr(n.X), e.expr(n.Y)
		case *ast.IndexExpr:
			n.Index = e.expr(n.Index)
		case *ast.ParenExpr:
			n.X = e.expr(n.X)
		}
		return !e.done
	})
}

// list deletes statements of a list: the second half, one, or what is around others.
func (e *editor) list(list []ast.Stmt) []ast.Stmt {
	if len(list) > 3 {
		if e.turn() {
			return list[:len(list)/2]
		}
		if e.turn() {
			return list[len(list)/2:]
		}
	}
	for i, s := range list {
		rest := func(mid ...ast.Stmt) []ast.Stmt {
			out := append([]ast.Stmt{}, list[:i]...)
			return append(append(out, mid...), list[i+1:]...)
		}
		if e.turn() {
			return rest()
		}
		if in := within(s); in != nil && e.turn() {
			return rest(in...)
		}
		if a, ok := s.(*ast.AssignStmt); ok && a.Tok == token.DEFINE && len(a.Lhs) == 1 && e.turn() {
			return rest(&ast.ExprStmt{X: a.Rhs[0]})
		}
	}
	return list
}

// within returns the statements of a statement's body.
func within(s ast.Stmt) []ast.Stmt {
	switch s := s.(type) {
	case *ast.BlockStmt:
		return s.List
	case *ast.IfStmt:
		return s.Body.List
	case *ast.ForStmt:
		return s.Body.List
	case *ast.RangeStmt:
		return s.Body.List
	case *ast.LabeledStmt:
		return []ast.Stmt{s.Stmt}
	case *ast.SwitchStmt:
		var all []ast.Stmt
		for _, c := range s.Body.List {
			all = append(all, c.(*ast.CaseClause).Body...)
		}
		return all
	case *ast.ExprStmt:
		if call, ok := s.X.(*ast.CallExpr); ok {
			if lit, ok := call.Fun.(*ast.FuncLit); ok {
				return lit.Body.List
			}
		}
	}
	return nil
}

// exprs deletes one expression of a list that keeps at least min.
func (e *editor) exprs(list []ast.Expr, min int) []ast.Expr {
	for i := range list {
		if len(list) > min && e.turn() {
			return append(append([]ast.Expr{}, list[:i]...), list[i+1:]...)
		}
	}
	e.each(list)
	return list
}

func (e *editor) each(list []ast.Expr) {
	for i := range list {
		list[i] = e.expr(list[i])
	}
}

// expr makes an expression simpler: a part of it, or a constant. Most that do
// not fit the type are thrown away by the type checker.
func (e *editor) expr(x ast.Expr) ast.Expr {
	switch y := x.(type) {
	case nil:
		return nil
	case *ast.BasicLit, *ast.Ident:
		return x
	case *ast.ParenExpr:
		if e.turn() {
			return y.X
		}
	case *ast.CallExpr:
		for _, a := range y.Args {
			if e.turn() {
				return a
			}
		}
	case *ast.BinaryExpr:
		if e.turn() {
			return y.X
		}
		if e.turn() {
			return y.Y
		}
	case *ast.UnaryExpr:
		if e.turn() {
			return y.X
		}
	}
	for _, c := range []string{"1", `""`, "true", "nil"} {
		if e.turn() {
			return &ast.Ident{Name: c}
		}
	}
	return x
}

// blankUnused turns := of names that occur nowhere else into assignments to
// blanks.
func blankUnused(f *ast.File) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		count := map[string]int{}
		ast.Inspect(fn, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				count[id.Name]++
			}
			return true
		})
		ast.Inspect(fn, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
				blank(a, count)
			}
			return true
		})
	}
}

// blank turns the unused names of an assignment into blanks.
func blank(a *ast.AssignStmt, count map[string]int) {
	all := true
	for _, l := range a.Lhs {
		if id, ok := l.(*ast.Ident); ok && count[id.Name] == 1 {
			id.Name = "_"
		}
		if id, ok := l.(*ast.Ident); !ok || id.Name != "_" {
			all = false
		}
	}
	if all {
		a.Tok = token.ASSIGN
	}
}
