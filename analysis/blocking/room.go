package blocking

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// Sends on a channel that has just been made with room for them do not wait, as in
//
//	mu := make(chan struct{}, 1)
//	mu <- struct{}{}
//
// That is as much as can be seen without knowing who else has the channel: the sends
// are statements of the same list, and nothing uses the channel before them.

// findRoom notes the sends among a list of statements that cannot wait.
func (c *siteCollector) findRoom(list []ast.Stmt) {
	for i, stmt := range list {
		v, room := c.madeChan(stmt)
		if v == nil {
			continue
		}
		for _, next := range list[i+1:] {
			if send, ok := next.(*ast.SendStmt); ok && room > 0 && c.is(send.Chan, v) && !c.mentions(send.Value, v) {
				c.free[send] = true
				room--
				continue
			}
			if _, labeled := next.(*ast.LabeledStmt); labeled || c.mentions(next, v) {
				break // a label is where one may come from behind the sends
			}
		}
	}
}

// madeChan returns the variable that a statement declares as a new channel, and for
// how many values that has room.
func (c *siteCollector) madeChan(stmt ast.Stmt) (*types.Var, int64) {
	assign, ok := stmt.(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
		return nil, 0
	}
	id, isName := assign.Lhs[0].(*ast.Ident)
	call, isCall := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !isName || !isCall || len(call.Args) != 2 || !isChan(c.info.TypeOf(call)) {
		return nil, 0
	}
	fun, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || c.info.Uses[fun] != types.Universe.Lookup("make") {
		return nil, 0
	}
	v, _ := c.info.Defs[id].(*types.Var)
	value := c.info.Types[call.Args[1]].Value
	if v == nil || value == nil {
		return nil, 0
	}
	room, _ := constant.Int64Val(constant.ToInt(value))
	return v, room
}

func (c *siteCollector) is(x ast.Expr, v *types.Var) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	return ok && c.info.Uses[id] == v
}

func (c *siteCollector) mentions(n ast.Node, v *types.Var) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && c.info.Uses[id] == v {
			found = true
		}
		return !found
	})
	return found
}
