package frames

import (
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// expr walks an expression.
func (w *walker) expr(x ir.Expr) {
	switch x := x.(type) {
	case nil, *ir.Int, *ir.Const:
	case *ir.Syntax:
		w.syntax(x.X)
	case *ir.Raw:
		w.raw(x.X)
	case *ir.Ref:
		w.mention(x.Var)
	case *ir.Not:
		w.expr(x.X)
	case *ir.Binary:
		w.expr(x.X)
		w.expr(x.Y)
	case *ir.Unary:
		if x.Op == token.AND {
			w.addressOf(x.X)
		}
		w.expr(x.X)
	case *ir.Convert:
		w.typed(x.Type)
		w.expr(x.X)
	case *ir.Call:
		w.typed(x.Types...)
		for _, a := range x.Args {
			w.expr(a)
		}
	case *ir.Member:
		w.expr(x.X)
	case *ir.Index:
		w.expr(x.X)
		w.expr(x.I)
	case *ir.From:
		w.expr(x.X)
		w.expr(x.Lo)
	case *ir.Multi:
		for _, v := range x.Vars {
			w.mention(v)
		}
	case *ir.Receiver:
		if t := w.Info.TypeOf(x.Selector.X); !types.IsInterface(t) {
			if _, ptr := t.Underlying().(*types.Pointer); !ptr {
				w.address(x.Selector.X)
			}
		}
		w.syntax(x.Selector.X)
	case *ir.Closure:
		w.closure(x.Func)
	case *ir.FuncType:
		w.typed(x.Sig)
	default:
		panic(unfit{"a form that only other styles have"})
	}
}

// addressOf notes the variable of which a form takes the address.
func (w *walker) addressOf(x ir.Expr) {
	switch x := x.(type) {
	case *ir.Syntax:
		w.address(x.X)
	case *ir.Raw:
		w.address(x.X)
	case *ir.Ref:
		w.addressed[ir.VarKey(x.Var)] = true
	}
}
