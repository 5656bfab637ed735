package lint

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// A runtimeFunc is a function of the runtime that a call calls: "deferred",
// "", "AddCallback", or "reactor", "Loop", "CallLater".
type runtimeFunc struct{ pkg, recv, name string }

// runtimeCall returns the runtime's function that a call calls, or none.
func (c *checker) runtimeCall(call *ast.CallExpr) (f runtimeFunc, ok bool) {
	fn := blocking.Callee(c.pass.TypesInfo, call)
	pkg := where.Runtime(fn)
	if pkg == "" || !fn.Exported() {
		return runtimeFunc{}, false
	}
	return runtimeFunc{pkg, receiverName(fn), fn.Name()}, true
}

// receiverName is the name of the type that a method belongs to, or "".
func receiverName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return ""
	}
	typ := types.Unalias(recv.Type())
	if ptr, ok := typ.(*types.Pointer); ok {
		typ = types.Unalias(ptr.Elem())
	}
	if named, ok := typ.(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// A varPath is a variable, or a field that is reached from one through fields:
// s.conn.mu. Two equal paths in a function mean the same thing, as long as nobody
// assigns to a part of them.
type varPath struct {
	root *types.Var
	text string     // the path, with stars and parentheses left out
	last *types.Var // the variable or field that it ends in
}

// pathOf returns the path that an expression is; ok is false if it is none.
func (c *checker) pathOf(x ast.Expr) (p varPath, ok bool) {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, ok := c.pass.TypesInfo.ObjectOf(x).(*types.Var)
		return varPath{v, x.Name, v}, ok
	case *ast.StarExpr:
		return c.pathOf(x.X)
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return c.pathOf(x.X)
		}
	case *ast.SelectorExpr:
		if v, ok := c.pass.TypesInfo.Uses[x.Sel].(*types.Var); ok && !v.IsField() {
			return varPath{v, types.ExprString(x), v}, true // of another package
		}
		sel := c.pass.TypesInfo.Selections[x]
		if sel == nil || sel.Kind() != types.FieldVal {
			return varPath{}, false
		}
		p, ok := c.pathOf(x.X)
		field, isVar := sel.Obj().(*types.Var)
		return varPath{p.root, p.text + "." + x.Sel.Name, field}, ok && isVar
	}
	return varPath{}, false
}

// receiverOf returns the expression that a method is called on, or nil.
func receiverOf(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return sel.X
	}
	return nil
}

// inside reports whether a variable is declared in a node.
func inside(v *types.Var, n ast.Node) bool {
	return v != nil && n.Pos() <= v.Pos() && v.Pos() < n.End()
}
