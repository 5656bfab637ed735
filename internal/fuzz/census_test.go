package main

import (
	"go/ast"
	"go/token"
	"go/types"
)

func (c *census) expression(n ast.Expr) []string {
	info := c.pkg.TypesInfo
	switch n := n.(type) {
	case *ast.CallExpr:
		return c.call(n)
	case *ast.SelectorExpr:
		return c.selection(n)
	case *ast.TypeAssertExpr:
		return some(n.Type != nil, "type assertion")
	case *ast.IndexExpr:
		if t := info.TypeOf(n.X); t != nil && !info.Types[n.X].IsType() {
			switch t.Underlying().(type) {
			case *types.Map:
				return []string{"index map"}
			case *types.Signature:
				return nil
			}
			return []string{"index"}
		}
	case *ast.SliceExpr:
		return append(some(n.Slice3, "slice of three"), "slice")
	case *ast.CompositeLit:
		return []string{"composite"}
	case *ast.UnaryExpr:
		return some(n.Op == token.ARROW, "receive")
	case *ast.BinaryExpr:
		return some(n.Op == token.LAND || n.Op == token.LOR, "and or")
	}
	return nil
}

// selection is a method that is not called.
func (c *census) selection(n *ast.SelectorExpr) []string {
	s := c.pkg.TypesInfo.Selections[n]
	if s == nil || s.Kind() == types.FieldVal {
		return nil
	}
	if s.Kind() == types.MethodExpr {
		return []string{"method expression"}
	}
	if call, ok := c.stack[len(c.stack)-1].(*ast.CallExpr); !ok || call.Fun != n {
		return []string{"method value"}
	}
	return nil
}

func (c *census) call(n *ast.CallExpr) []string {
	info := c.pkg.TypesInfo
	var names []string
	if info.Types[n.Fun].IsType() {
		return []string{"conversion"}
	}
	for _, a := range n.Args {
		if _, lit := a.(*ast.FuncLit); lit {
			names = append(names, "literal passed")
		}
	}
	names = append(names, some(n.Ellipsis.IsValid(), "dots")...)
	names = append(names, some(len(n.Args) == 1 && c.several(n.Args[0]), "spread call")...)
	switch f := ast.Unparen(n.Fun).(type) {
	case *ast.FuncLit:
		return append(names, "literal called")
	case *ast.IndexExpr:
		return append(names, "generic function explicit")
	case *ast.Ident:
		if _, ok := info.Instances[f]; ok {
			return append(names, "generic function inferred")
		}
		if b, ok := info.Uses[f].(*types.Builtin); ok {
			return append(names, b.Name())
		}
	case *ast.SelectorExpr:
		if s := info.Selections[f]; s != nil && s.Kind() == types.MethodVal {
			names = append(names, some(len(s.Index()) > 1, "promoted method")...)
			names = append(names, some(types.IsInterface(s.Recv()), "interface method")...)
			if fn, ok := s.Obj().(*types.Func); ok && fn.Origin() != fn {
				names = append(names, "generic method")
			}
		}
		switch f.Sel.Name {
		case "Goexit":
			return append(names, "goexit")
		case "Pairs":
			return append(names, "type without a name")
		case "Slow", "Next":
			return append(names, "thread")
		}
	}
	return names
}
