package cps

import (
	"strconv"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// steps converts a list in parts: each is a join point that goes on with the next,
// so that the continuations of one part do not nest in those of the part before.
func (c *conv) steps(blk *ir.Block, s *ir.Steps, k kont) {
	n := &ir.StepsNode{Vars: s.Vars}
	for i := range s.Parts {
		no := strconv.Itoa(i + 1)
		n.Joins = append(n.Joins, c.join("step"+no, "part"+no, "section"+no, "step"+no+"of"))
	}
	for i, part := range s.Parts {
		next := k
		if i+1 < len(n.Joins) {
			next = gotoJoin(n.Joins[i+1])
		}
		n.Joins[i].Body = c.deeper(func() *ir.Block { return c.list(part, next) })
	}
	blk.Nodes = append(blk.Nodes, n)
	blk.Tail = &ir.Goto{Join: n.Joins[0]}
}
