package lint

import (
	"go/ast"
	"go/types"
)

// longest is how long an expression in a message may be, in bytes.
const longest = 60

// show prints an expression for a message. Of a long one, such as a chain of calls
// that has a query in it, the arguments are left out.
func show(x ast.Expr) string {
	x = ast.Unparen(x)
	text := types.ExprString(x)
	if len(text) <= longest {
		return text
	}
	switch x := x.(type) {
	case *ast.SelectorExpr:
		return show(x.X) + "." + x.Sel.Name
	case *ast.CallExpr:
		if len(x.Args) > 0 {
			return show(x.Fun) + "(...)"
		}
		return show(x.Fun) + "()"
	}
	return text
}
