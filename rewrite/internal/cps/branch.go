package cps

import (
	"go/ast"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

func (c *conv) branch(blk *ir.Block, s *ir.If, after kont) bool {
	n := &ir.Branch{Orig: s.Orig, Init: s.Init, Cond: s.Cond}
	if s.Init {
		c.jumps(s.Orig.Init)
	}
	n.Then = c.list(s.Then, c.ifWaits(s.Then, after))
	out := n.Then.Tail == nil || s.Else == nil
	if s.Else != nil {
		n.Else = c.list(s.Else, c.ifWaits(s.Else, after))
		out = out || n.Else.Tail == nil
	}
	blk.Nodes = append(blk.Nodes, n)
	return out
}

// cases converts a switch. A clause that is entered by a fallthrough out of a
// continuation becomes a join point.
func (c *conv) cases(blk *ir.Block, s *ir.Switch, after kont) bool {
	n := &ir.Cases{Orig: s.Orig, Init: s.Init, Tag: s.Tag}
	stmt := s.Orig
	if stmt == nil {
		stmt = s.For
	}
	t := &target{stmt: stmt, label: c.fn.Labels[stmt], depth: c.depth, native: true, brk: after}
	c.targets = append(c.targets, t)
	defer func() { c.targets = c.targets[:len(c.targets)-1] }()
	out := !exhaustive(s)
	joins := make([]*ir.Join, len(s.Clauses)+1)
	for i, cl := range s.Clauses {
		if cl.Fallthrough && (c.ifWaits(cl.Body, after) != nil || joins[i] != nil) {
			joins[i+1] = c.join("nextCase", "caseBody")
		}
	}
	for i := len(s.Clauses) - 1; i >= 0; i-- {
		cl := s.Clauses[i]
		k := c.ifWaits(cl.Body, after)
		if joins[i] != nil {
			k = after
		}
		if cl.Fallthrough && joins[i+1] != nil {
			k = gotoJoin(joins[i+1])
		}
		build := func() *ir.Block { return c.list(cl.Body, k) }
		cb := &ir.CaseBlock{Orig: cl.Orig, Values: cl.Values, Received: cl.Received}
		if joins[i] != nil {
			joins[i].Body = c.deeper(build)
			blk.Nodes = append(blk.Nodes, joins[i])
			cb.Body = &ir.Block{Tail: &ir.Goto{Join: joins[i]}}
		} else {
			cb.Body = build()
		}
		cb.Fallthrough = cl.Fallthrough && cb.Body.Tail == nil
		n.Clauses = append([]*ir.CaseBlock{cb}, n.Clauses...)
		out = out || cb.Body.Tail == nil && !cb.Fallthrough
	}
	blk.Nodes = append(blk.Nodes, n)
	if t.labelUsed {
		n.Label = t.label
	}
	return out || t.nativeUsed
}

// exhaustive reports a default case.
func exhaustive(s *ir.Switch) bool {
	for _, cl := range s.Clauses {
		switch o := cl.Orig.(type) {
		case nil:
			if cl.Values == nil {
				return true
			}
		case *ast.CaseClause:
			if o.List == nil {
				return true
			}
		case *ast.CommClause:
			return true // it has a default, or waits and is no switch
		}
	}
	return false
}
