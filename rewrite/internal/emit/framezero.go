package emit

import (
	"go/token"
	"go/types"

	"github.com/dave/dst"
)

// zeroOf is the zero value of a type.
func (e *emitter) zeroOf(t types.Type) dst.Expr {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return star(call(ident("new"), e.typ(t)))
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return ident("false")
		case u.Info()&types.IsString != 0:
			return &dst.BasicLit{Kind: token.STRING, Value: `""`}
		case u.Info()&types.IsNumeric != 0:
			return intLit(0)
		}
		return ident("nil")
	case *types.Struct, *types.Array:
		return &dst.CompositeLit{Type: e.typ(t)}
	}
	return ident("nil")
}

// zeros are the zero values of all results of the function.
func (e *emitter) zeros() []dst.Expr {
	var out []dst.Expr
	for _, t := range e.fn.Shape.Values {
		out = append(out, e.zeroOf(t))
	}
	if e.fn.Shape.Err {
		out = append(out, ident("nil"))
	}
	return out
}

// address is &x.
func address(x dst.Expr) dst.Expr { return &dst.UnaryExpr{Op: token.AND, X: x} }

// notNil is if x != nil { list }.
func notNil(x string, list ...dst.Stmt) dst.Stmt {
	return line(&dst.IfStmt{Cond: &dst.BinaryExpr{X: ident(x), Op: token.NEQ, Y: ident("nil")}, Body: block(list)})
}
