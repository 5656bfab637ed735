package cps

import (
	"github.com/evert-go/evert/rewrite/internal/ir"
)

// loop converts a loop; its turns are one block.
func (c *conv) loop(s *ir.Loop, after kont) *ir.LoopNode {
	name := []string{"loop"}
	if s.Label != "" {
		name = []string{lower(s.Label), lower(s.Label) + "Loop"}
	} else if c.inLoop() {
		name = []string{"inner", "innermost", "innerLoop"}
	}
	node := c.loopNode(name...)
	node.Orig = s.Orig
	again := func() ir.TailNode { return &ir.Again{Loop: node} }
	node.Body = c.deeper(func() *ir.Block {
		blk := &ir.Block{}
		for _, t := range s.Turn {
			blk.Nodes = append(blk.Nodes, &ir.Code{S: &ir.Bind{Var: t.Var, X: &ir.Ref{Var: t.Next}}})
		}
		next := kont(again)
		if len(s.Post) > 0 {
			j := c.join("post", "nextTurn", "step")
			j.Body = c.deeper(func() *ir.Block { return c.list(s.Post, again) })
			blk.Nodes = append(blk.Nodes, j)
			next = gotoJoin(j)
		}
		t := &target{stmt: s.Orig, label: s.Label, loop: true, depth: c.depth, brk: after, cont: next}
		c.targets = append(c.targets, t)
		defer func() { c.targets = c.targets[:len(c.targets)-1] }()
		// The head's names are the body's to shadow: `for i := range n { i := i }`.
		body := c.list(append(append([]ir.Stmt(nil), s.Head...), bodyScope(s)...), next)
		blk.Nodes = append(blk.Nodes, body.Nodes...)
		blk.Tail = body.Tail
		return blk
	})
	return node
}

// bodyScope returns the body, in a scope of its own if it declares a name that the
// loop's head declares too.
func bodyScope(s *ir.Loop) []ir.Stmt {
	head := map[string]bool{}
	for _, t := range s.Turn {
		head[t.Var.Name] = true
	}
	for _, h := range s.Head {
		switch h := h.(type) {
		case *ir.Bind:
			head[h.Var.Name] = true
		case *ir.Wait:
			for _, t := range h.Values {
				if t.Var != nil {
					head[t.Var.Name] = true
				}
			}
		}
	}
	for _, b := range s.Body {
		for name := range ir.Declared(b) {
			if head[name] {
				return []ir.Stmt{&ir.Scope{List: s.Body}}
			}
		}
	}
	return s.Body
}

func (c *conv) inLoop() bool {
	for _, t := range c.targets {
		if t.loop {
			return true
		}
	}
	return false
}
