package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// findTails finds the returns that hand on what a callback form returns, and need
// nothing before them: they stand wherever a return may, and the code around them
// does not wait, so that it is kept as it is:
//
//	for _, x := range list {          for _, x := range list {
//		if x.ok() {                       if x.ok() {
//			return wait(x)                    return waitDeferred(r, x)
//		}                                 }
//	}                                 }
//
// Functions with deferred calls, named results or gotos have none.
func (b *builder) findTails() {
	b.fn.Tails = map[*ast.ReturnStmt]*ir.Op{}
	if b.hasDefer() || b.fn.Turns != nil || b.fn.Sig.Results().Len() > 0 && b.fn.Sig.Results().At(0).Name() != "" {
		return
	}
	jumps := false
	ast.Inspect(b.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			jumps = jumps || n.Tok == token.GOTO
		case *ast.RangeStmt:
			if _, ok := coreType(b.Info.TypeOf(n.X)).(*types.Signature); ok && !b.onlyTails(n) {
				return false // a body that waits becomes a function
			}
		case *ast.ReturnStmt:
			if op := b.plainTail(n); op != nil {
				b.fn.Tails[n] = op
			}
		}
		return true
	})
	if jumps {
		clear(b.fn.Tails)
	}
}

// onlyTails reports a loop in which nothing waits but such returns.
func (b *builder) onlyTails(s *ast.RangeStmt) bool {
	only := true
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if b.plainTail(n) != nil {
				return false
			}
		}
		only = only && b.ops[n] == nil && !b.blocksItself(n)
		return only
	})
	return only
}

// plainTail returns the operation of `return wait(...)` if nothing else waits in it
// and no operand has to be bound before.
func (b *builder) plainTail(s *ast.ReturnStmt) *ir.Op {
	if len(s.Results) != 1 {
		return nil
	}
	call, ok := unparen(s.Results[0]).(*ast.CallExpr)
	if !ok {
		return nil
	}
	op := b.ops[call]
	if op == nil || op.Kind != ir.OpForm && op.Kind != ir.OpClosure || !b.tailShape(op) {
		return nil
	}
	if len(call.Args) == 1 {
		if _, spread := b.Info.TypeOf(call.Args[0]).(*types.Tuple); spread {
			return nil
		}
	}
	alone := true
	ast.Inspect(call, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		alone = alone && (n == call || b.ops[n] == nil)
		return alone
	})
	if !alone {
		return nil
	}
	return op
}
