package cps

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

func hasGoto(fn *ir.Func) bool {
	body := ast.Node(nil)
	if fn.Lit != nil {
		body = fn.Lit.Body
	} else {
		body = fn.Decl.Body
	}
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok && b.Tok == token.GOTO {
			found = true
		}
		return !found
	})
	return found
}

// ifWaits returns k for a list that waits; one that does not falls out.
func (c *conv) ifWaits(list []ir.Stmt, k kont) kont {
	if c.waiting.Any(list) {
		return k
	}
	return nil
}
