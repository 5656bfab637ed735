package emit

import (
	"go/ast"
	"maps"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// A func literal that waits is in callback form inside a body in frames style, too, as
// chain style has it: whoever calls it waits for its Deferred. It may outlive the frame,
// so it knows none: what it has in common with the function it points to.
//
//	best := 0                                 best := f.best
//	better := func(v int) D { ... best ... }  better := func(v int) D { ... *best ... }

// inMethods reports code that becomes methods of the frame.
func (e *emitter) inMethods() bool { return e.slow != nil && !e.inLit }

// literal is a func literal in a body in frames style: in methods it reaches the
// function's variables and constants as other code there does.
func (e *emitter) literal(fn *ir.Func) *ir.Func {
	if e.slow == nil {
		return fn
	}
	out := *fn
	if fn.Lit == nil { // the body of a loop over a function: its code is the function's
		out.Holes = e.slow.holes
		return &out
	}
	out.Holes = maps.Clone(fn.Holes)
	for x, h := range e.slow.holes {
		if fn.Lit.Pos() <= x.Pos() && x.Pos() < fn.Lit.End() && out.Holes[x] == nil {
			out.Holes[x] = h
		}
	}
	return &out
}

// fastRangeFunc writes a loop over a function, whose body is a func literal in callback
// form, and the ways out of that:
//
//	exit, p := frames.AwaitValue(r, deferred.RangeFunc1(seq, func(v int) D { ... }))
//	if p != nil { ... }
//	switch exit {
//	case 2:
//		return result, nil
//	}
func (e *emitter) fastRangeFunc(s *ir.RangeFunc) []dst.Stmt {
	if s.Wait == nil {
		panic(&Unfit{"a loop over a function that is not reached"})
	}
	var out []dst.Stmt
	if len(s.Results) > 0 {
		d := &ir.Declare{Vars: s.Results}
		out = e.code(d)
		e.fastDeclares(d)
	}
	out = append(out, e.fastWait(s.Wait)...)
	e.fastDeclares(s.Wait)
	if len(s.Exits) == 0 {
		return out
	}
	sw := &dst.SwitchStmt{Tag: ident(s.Exit.Name), Body: &dst.BlockStmt{}}
	for i, jump := range s.Exits {
		c := &dst.CaseClause{List: []dst.Expr{intLit(ir.FirstExit + i)}}
		if jump == nil {
			c.Body = e.fastExit(s)
		} else {
			c.Body = []dst.Stmt{e.leaveLoop(jump)}
		}
		sw.Body.List = append(sw.Body.List, c)
	}
	return append(out, line(sw))
}

// fastExit returns what the body has left.
func (e *emitter) fastExit(s *ir.RangeFunc) []dst.Stmt {
	var results []ir.Expr
	for _, v := range s.Results {
		results = append(results, &ir.Ref{Var: v})
	}
	return e.fastReturn(nil, results)
}

// leaveLoop jumps to what is around the loop.
func (e *emitter) leaveLoop(jump *ast.BranchStmt) dst.Stmt {
	if jump.Label == nil {
		panic(&Unfit{"a jump out of a loop over a function"})
	}
	return line(&dst.BranchStmt{Tok: jump.Tok, Label: ident(jump.Label.Name)})
}
