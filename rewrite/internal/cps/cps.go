// Package cps turns the ordered form of a function into the continuation form:
// what comes after a wait moves into the wait's continuation.
//
// # The scheme
//
//	x; Wait v = w; y          x; await w, then with v: y
//	if c { Wait v } ; y       join rest: y; if c { await, then: goto rest }; goto rest
//	loop { Wait v; x }; y     join after: y; enter loop { await, then: x; again }
//	Steps { x -- y -- z }     join step1: x, goto step2; join step2: y, goto step3; ...
//
// A continuation stands where the rest of the code stood, so scopes, local types
// and shadowing stay what they were. Code that is reached from several places is
// a join point; it is never copied, so the output grows linearly with the input.
// A branch that does not wait falls out of its statement as it always did.
//
// # Postcondition
//
// Func.Code is set, its blocks end with a tail or fall out into code that does,
// and Func.Jumps tells for every return, break and continue inside code that is
// kept as written what it becomes.
package cps

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// Refusal says what cannot be converted.
type Refusal struct {
	Pos    token.Pos
	Reason string
}

// Convert converts fn. Literals in callback form are functions of their own.
func Convert(fn *ir.Func, pool *names.Pool) (refusal *Refusal) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Refusal:
			refusal = p
		default:
			panic(p)
		}
	}()
	c := &conv{fn: fn, names: pool, waiting: ir.Waiting{}}
	fn.Jumps = map[ast.Stmt]*ir.Block{}
	c.gotos = fn.Leaf && hasGoto(fn)
	fn.Code = c.list(fn.Body, c.end)
	return nil
}

// kont makes the tail of code that reaches its end. Nil lets it fall out.
type kont func() ir.TailNode

type conv struct {
	fn      *ir.Func
	names   *names.Pool
	targets []*target
	depth   int // continuations around
	waiting ir.Waiting
	outer   *conv // of the function around the body of a loop over a function
	exits   *exits
	gotos   bool // labels may be reached from elsewhere: no code is dead
}

// target is a statement that break or continue may leave.
type target struct {
	stmt       ast.Stmt
	label      string
	loop       bool
	depth      int
	native     bool // is still a switch or select: a break at the same depth stays
	nativeUsed bool
	labelUsed  bool // by a break that stays
	brk, cont  kont
	gotoLabel  kont // the label is reached by goto
}

// end is the end of the function's body.
func (c *conv) end() ir.TailNode { return &ir.Finish{End: true} }

func gotoJoin(j *ir.Join) kont { return func() ir.TailNode { return &ir.Goto{Join: j} } }

// deeper builds a block that will be a continuation.
func (c *conv) deeper(build func() *ir.Block) *ir.Block {
	c.depth++
	defer func() { c.depth-- }()
	return build()
}

// list converts statements; k ends them. A list that waits needs a k.
func (c *conv) list(stmts []ir.Stmt, k kont) *ir.Block {
	if at := labelIn(stmts); at >= 0 {
		return c.labeled(stmts, at, k)
	}
	blk := &ir.Block{}
	for i, s := range stmts {
		rest := stmts[i+1:]
		if tail := c.leaf(blk, s); tail != nil {
			if p, ok := s.(*ir.Plain); ok && c.gotos && len(rest) > 0 {
				c.keep(blk, p, tail)
				continue
			}
			blk.Tail = tail
			return blk
		}
		switch s := s.(type) {
		case *ir.Wait:
			blk.Tail = &ir.Await{Wait: s, Body: c.deeper(func() *ir.Block { return c.list(rest, k) })}
			return blk
		case *ir.Machine:
			c.machine(blk, s, k)
			return blk
		case *ir.Steps:
			c.steps(blk, s, k)
			return blk
		case *ir.RangeFunc:
			c.rangeFunc(blk, s, c.after(blk, s, rest, k))
			return blk
		case *ir.If, *ir.Switch, *ir.Scope, *ir.Loop:
			if !c.waiting.Stmt(s) {
				if !c.compound(blk, s, nil) {
					blk.Tail = &ir.Stop{}
					return blk
				}
				continue
			}
			after := c.after(blk, s, rest, k)
			if c.compound(blk, s, after) {
				blk.Tail = after()
			} else if blk.Tail == nil {
				blk.Tail = &ir.Stop{}
			}
			return blk
		}
	}
	if k != nil {
		blk.Tail = k()
	}
	return blk
}

// keep leaves a jump where it is, since a label after it makes the code that
// follows live.
func (c *conv) keep(blk *ir.Block, p *ir.Plain, tail ir.TailNode) {
	if _, stop := tail.(*ir.Stop); stop {
		return // the code is there already
	}
	c.fn.Jumps[p.S] = &ir.Block{Tail: tail}
	blk.Nodes = append(blk.Nodes, &ir.Code{S: p})
}

// leaf converts what has no statements inside. It returns a tail if the list ends
// here.
func (c *conv) leaf(blk *ir.Block, s ir.Stmt) ir.TailNode {
	switch s := s.(type) {
	case *ir.Plain:
		return c.plain(blk, s)
	case *ir.Bind, *ir.BindAll, *ir.Declare, *ir.Set, *ir.VarSpec:
		blk.Nodes = append(blk.Nodes, &ir.Code{S: s})
	case *ir.Here:
		blk.Nodes = append(blk.Nodes, s.Join)
	case *ir.Return:
		return c.finishWith(blk, &ir.Finish{Orig: s.Orig, Results: s.Results})
	case *ir.Tail:
		return &ir.CallTail{Op: s.Op, Orig: s.Orig}
	case *ir.Jump:
		for i := len(c.targets) - 1; i >= 0; i-- {
			if t := c.targets[i]; t.stmt == s.Target {
				if s.Tok == token.BREAK {
					return t.brk()
				}
				return t.cont()
			}
		}
	}
	return nil
}

// plain keeps code as it is, but for the jumps that leave it.
func (c *conv) plain(blk *ir.Block, s *ir.Plain) ir.TailNode {
	switch j := s.S.(type) {
	case *ast.ReturnStmt:
		return c.returned(blk, j)
	case *ast.BranchStmt:
		if tail := c.jump(j, false); tail != nil {
			return tail
		}
	}
	c.jumps(s.S)
	blk.Nodes = append(blk.Nodes, &ir.Code{S: s})
	if c.terminates(s.S) {
		return &ir.Stop{}
	}
	return nil
}

// returned converts a return that is kept.
func (c *conv) returned(blk *ir.Block, r *ast.ReturnStmt) ir.TailNode {
	if op := c.fn.Tails[r]; op != nil {
		return &ir.CallTail{Op: op, Orig: r}
	}
	return c.finishWith(blk, finish(r))
}

func finish(r *ast.ReturnStmt) *ir.Finish {
	f := &ir.Finish{Orig: r}
	for _, e := range r.Results {
		f.Results = append(f.Results, &ir.Syntax{X: e})
	}
	return f
}

// after makes the continuation of a statement that waits: a join point for what
// comes after it, or k itself.
func (c *conv) after(blk *ir.Block, s ir.Stmt, rest []ir.Stmt, k kont) kont {
	if len(rest) == 0 {
		return k
	}
	j := c.join(c.joinNames(s)...)
	j.Body = c.deeper(func() *ir.Block { return c.list(rest, k) })
	blk.Nodes = append(blk.Nodes, j)
	return gotoJoin(j)
}

// join makes a join point with the first name that is free.
func (c *conv) join(wanted ...string) *ir.Join {
	return &ir.Join{Name: c.names.Fresh(wanted...), Wanted: wanted}
}

// loopNode makes a loop with the first name that is free.
func (c *conv) loopNode(wanted ...string) *ir.LoopNode {
	return &ir.LoopNode{Name: c.names.Fresh(wanted...), Wanted: wanted}
}

// joinNames are the names for what comes after s.
func (c *conv) joinNames(s ir.Stmt) []string {
	switch s := s.(type) {
	case *ir.Loop, *ir.RangeFunc:
		return []string{"afterLoop"}
	case *ir.Switch:
		if s.For != nil {
			return []string{"afterSelect"}
		}
		return []string{"afterSwitch"}
	case *ir.Scope:
		if len(s.List) > 0 {
			if _, isIf := s.List[len(s.List)-1].(*ir.If); !isIf {
				return c.joinNames(s.List[len(s.List)-1])
			}
		}
	}
	return []string{"rest", "afterIf"}
}

// compound converts a statement with statements inside and reports whether it can
// be left by falling out of it. after is nil for one that does not wait.
func (c *conv) compound(blk *ir.Block, s ir.Stmt, after kont) bool {
	switch s := s.(type) {
	case *ir.If:
		return c.branch(blk, s, after)
	case *ir.Switch:
		return c.cases(blk, s, after)
	case *ir.Scope:
		t := &target{stmt: s.Orig, label: c.fn.Labels[s.Orig], depth: c.depth, brk: after}
		c.targets = append(c.targets, t)
		body := c.list(s.List, c.ifWaits(s.List, after))
		c.targets = c.targets[:len(c.targets)-1]
		blk.Nodes = append(blk.Nodes, &ir.Nested{Body: body})
		return body.Tail == nil
	case *ir.Loop:
		blk.Tail = &ir.Enter{Loop: c.loop(s, after)}
	}
	return false
}

func lower(s string) string { return names.Lower(s) }
