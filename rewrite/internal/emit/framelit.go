package emit

import (
	"maps"

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
	if e.slow == nil || fn.Lit == nil {
		return fn
	}
	out := *fn
	out.Holes = maps.Clone(fn.Holes)
	for x, h := range e.slow.holes {
		if fn.Lit.Pos() <= x.Pos() && x.Pos() < fn.Lit.End() && out.Holes[x] == nil {
			out.Holes[x] = h
		}
	}
	return &out
}
