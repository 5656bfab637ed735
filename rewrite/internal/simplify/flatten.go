package simplify

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// flatten drops the braces of a scope that ends its block, if no name clashes.
// level holds the names declared so far in the innermost braces.
func (s *simp) flatten(b *ir.Block, level map[string]bool) {
	if b == nil {
		return
	}
	for {
		s.declareLevel(b, level)
		n := len(b.Nodes)
		if n == 0 {
			break
		}
		last, ok := b.Nodes[n-1].(*ir.Nested)
		if !ok || last.Body.Tail == nil && b.Tail != nil || s.clashesLevel(last.Body, level) {
			break
		}
		b.Nodes = append(b.Nodes[:n-1:n-1], last.Body.Nodes...)
		if last.Body.Tail != nil {
			b.Tail = last.Body.Tail
		}
	}
	for _, n := range b.Nodes {
		if cases, ok := n.(*ir.Cases); ok {
			for _, c := range cases.Clauses {
				s.flatten(c.Body, declaredByClause(cases, c))
			}
			continue
		}
		for _, sub := range s.blocks(n) {
			s.flatten(sub, map[string]bool{})
		}
	}
	switch t := b.Tail.(type) {
	case *ir.Await:
		params := map[string]bool{}
		for name := range ir.Declared(t.Wait) {
			params[name] = true
		}
		s.flatten(t.Body, params)
	case *ir.Enter:
		s.flatten(t.Loop.Body, map[string]bool{t.Loop.Name: true})
	}
}

// declaredByClause are the names that a clause declares at the level of its body: of
// what it receives, or of the value in a type switch.
func declaredByClause(n *ir.Cases, c *ir.CaseBlock) map[string]bool {
	level := map[string]bool{}
	for _, v := range c.Received {
		if v != nil {
			level[v.Name] = true
		}
	}
	var binds ast.Stmt
	if ts, ok := n.Orig.(*ast.TypeSwitchStmt); ok {
		binds = ts.Assign
	} else if comm, ok := c.Orig.(*ast.CommClause); ok {
		binds = comm.Comm
	}
	if as, ok := binds.(*ast.AssignStmt); ok && as.Tok == token.DEFINE {
		for _, x := range as.Lhs {
			if id, ok := x.(*ast.Ident); ok {
				level[id.Name] = true
			}
		}
	}
	return level
}

func (s *simp) declareLevel(b *ir.Block, level map[string]bool) {
	for _, n := range b.Nodes {
		for _, name := range declared(n) {
			level[name] = true
		}
		if j, ok := n.(*ir.Join); ok {
			level[j.Name] = true
		}
	}
}

func (s *simp) clashesLevel(b *ir.Block, level map[string]bool) bool {
	inner := map[string]bool{}
	s.declareLevel(b, inner)
	for name := range inner {
		if level[name] {
			return true
		}
	}
	return false
}
