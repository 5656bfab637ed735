package cps

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// How a turn of a loop over a function ends: deferred.Continue and deferred.Break,
// and from firstExit on the loop's own ways out.
const (
	next      = 0
	leave     = 1
	firstExit = ir.FirstExit
)

// exits are the ways out of a loop over a function: returns, and jumps to what is
// around it.
type exits struct {
	jumps  []*ast.BranchStmt // by number, from firstExit on; nil is a return
	number map[string]int
}

// rangeFunc converts a loop over a function: the body with its own ends, the wait,
// and a switch over the ways out.
func (c *conv) rangeFunc(blk *ir.Block, s *ir.RangeFunc, after kont) {
	inner := &conv{fn: s.Body, names: c.names, waiting: ir.Waiting{}, outer: c, exits: &exits{number: map[string]int{}}}
	s.Body.Jumps = c.fn.Jumps
	inner.targets = []*target{{stmt: s.Orig, label: s.Label, loop: true, brk: ends(leave), cont: ends(next)}}
	s.Body.Code = inner.list(s.Body.Body, ends(next))
	c.fn.Bodies = append(c.fn.Bodies, s.Body)
	if len(s.Results) > 0 {
		blk.Nodes = append(blk.Nodes, &ir.Code{S: &ir.Declare{Vars: s.Results}})
	}
	w := &ir.Wait{Op: s.Op, Values: []ir.Target{{}}, Orig: s.Orig}
	await := &ir.Await{Wait: w}
	blk.Tail = await
	await.Body = c.deeper(func() *ir.Block {
		b := &ir.Block{}
		if len(inner.exits.jumps) > 0 {
			w.Values[0] = ir.Target{Kind: ir.Define, Var: s.Exit}
			b.Nodes = append(b.Nodes, c.waysOut(s, inner.exits))
		}
		b.Tail = after()
		return b
	})
	s.Wait, s.Exits = w, inner.exits.jumps
}

// ends makes the tail of a turn that ends with a number.
func ends(n int) kont {
	return func() ir.TailNode {
		name := map[int]string{next: "Continue", leave: "Break"}[n]
		if name == "" {
			return &ir.Finish{Results: []ir.Expr{&ir.Int{Value: n}}}
		}
		return &ir.Finish{Results: []ir.Expr{&ir.Const{Path: ir.DeferredPath, Name: name, Type: types.Typ[types.Int]}}}
	}
}

// waysOut is the switch after a loop over a function.
func (c *conv) waysOut(s *ir.RangeFunc, x *exits) ir.Node {
	n := &ir.Cases{Tag: &ir.Ref{Var: s.Exit}}
	for i, j := range x.jumps {
		b := &ir.Block{}
		if j == nil {
			f := &ir.Finish{}
			for _, v := range s.Results {
				f.Results = append(f.Results, &ir.Ref{Var: v})
			}
			if len(s.Results) == 0 && c.fn.Turns == nil && c.fn.Shape.Len() > 0 {
				f.Bare = true
			} else if c.fn.Turns == nil && c.fn.Shape.Len() == 0 {
				f.End = true
			}
			if c.outer != nil {
				b.Tail = c.exitReturn()
			} else {
				b.Tail = f
			}
		} else if b.Tail = c.jump(j, false); b.Tail == nil {
			panic(&Refusal{j.Pos(), "a jump out of a range over a function"})
		}
		n.Clauses = append(n.Clauses, &ir.CaseBlock{Values: []ir.Expr{&ir.Int{Value: firstExit + i}}, Body: b})
	}
	return n
}

// exit numbers a jump to what is around the loop.
func (c *conv) exit(m *ast.BranchStmt) ir.TailNode {
	key := m.Tok.String()
	if m.Label != nil {
		key += " " + m.Label.Name
	}
	return ends(c.numbered(key, m))()
}

func (c *conv) numbered(key string, m *ast.BranchStmt) int {
	n, ok := c.exits.number[key]
	if !ok {
		n = firstExit + len(c.exits.jumps)
		c.exits.number[key] = n
		c.exits.jumps = append(c.exits.jumps, m)
	}
	return n
}

// exitReturn numbers the return.
func (c *conv) exitReturn() ir.TailNode { return ends(c.numbered("return", nil))() }

// finishWith ends the function. In the body of a loop over a function the results
// are left in variables, and the turn ends with the return's number.
func (c *conv) finishWith(blk *ir.Block, f *ir.Finish) ir.TailNode {
	if c.outer == nil {
		return f
	}
	if len(f.Results) > 0 {
		c.leaveResults(blk, f)
	}
	return c.exitReturn()
}

func (c *conv) leaveResults(blk *ir.Block, f *ir.Finish) {
	vars, own := c.resultVars()
	if own {
		blk.Nodes = append(blk.Nodes, &ir.Code{S: &ir.SetResults{Rhs: f.Results}})
		return
	}
	set := &ir.Set{Tok: token.ASSIGN, Rhs: f.Results}
	for _, v := range vars {
		set.Lhs = append(set.Lhs, &ir.Ref{Var: v})
	}
	blk.Nodes = append(blk.Nodes, &ir.Code{S: set})
}

// resultVars are the variables for the results: those of the outermost loop, or
// the function's own.
func (c *conv) resultVars() (vars []*ir.Var, own bool) {
	for t := c.fn.Turns; t != nil; t = t.Outer.Turns {
		if t.Results != nil {
			return t.Results, false
		}
		if t.Outer.Turns == nil {
			return t.Outer.Results, true
		}
	}
	return nil, false
}
