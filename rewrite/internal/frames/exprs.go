package frames

import (
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// expr walks an expression.
func (w *walker) expr(x ir.Expr) {
	switch x := x.(type) {
	case nil, *ir.Int, *ir.Const, *ir.Not, *ir.Binary, *ir.Member, *ir.Index, *ir.From:
	case *ir.Unary:
		if x.Op == token.AND {
			w.addressOf(x.X)
		}
	case *ir.Convert:
		w.typed(x.Type)
	case *ir.Call:
		w.typed(x.Types...)
	case *ir.Syntax:
		w.syntax(x.X)
	case *ir.Raw:
		w.raw(x.X)
	case *ir.Ref:
		w.mention(x.Var)
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
	for _, o := range ir.Operands(x) {
		w.expr(o)
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
