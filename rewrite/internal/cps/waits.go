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
	for _, s := range list {
		if c.waits(s) {
			return k
		}
	}
	return nil
}

// waits reports a wait in s.
func (c *conv) waits(s ir.Stmt) bool {
	if w, ok := c.memo[s]; ok {
		return w
	}
	w := false
	switch s := s.(type) {
	case *ir.Wait, *ir.Tail, *ir.Loop, *ir.Label, *ir.Machine, *ir.RangeFunc:
		w = true
	case *ir.If:
		w = c.anyWaits(s.Then) || c.anyWaits(s.Else)
	case *ir.Scope:
		w = c.anyWaits(s.List)
	case *ir.Switch:
		for _, cl := range s.Clauses {
			w = w || c.anyWaits(cl.Body)
		}
	}
	c.memo[s] = w
	return w
}

func (c *conv) anyWaits(list []ir.Stmt) bool {
	for _, s := range list {
		if c.waits(s) {
			return true
		}
	}
	return false
}
