package simplify

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// tails returns the Deferred of the last wait where nothing comes after it:
//
//	Then(f(r), Done)                               f(r)
//	ChainBoth(f(r), func(_ T, _ error) { Done })   Discard(f(r))
//	Chain(f(r), func() { return nil })             f(r), whose only result is an error
func (s *simp) tails(root *ir.Block) {
	if s.fn.Turns != nil || s.fn.Named || len(s.fn.Shape.Values) > 0 {
		return
	}
	s.each(root, func(b *ir.Block) {
		a, ok := b.Tail.(*ir.Await)
		if !ok || len(a.Body.Nodes) > 0 || s.keeps(a.Wait) {
			return
		}
		f, ok := a.Body.Tail.(*ir.Finish)
		if !ok {
			return
		}
		op := a.Wait.Op
		switch {
		case f.End && !s.fn.Shape.Err && !a.Wait.PassErr:
			b.Tail = &ir.CallTail{Op: op, Orig: a.Wait.Orig, Discard: op.Shape.Len() > 0}
		case s.returnsNil(f) && len(op.Shape.Values) == 0 && (a.Wait.PassErr || !op.Shape.Err) && !s.commentedFrom(a.Wait):
			b.Tail = &ir.CallTail{Op: op, Orig: a.Wait.Orig}
		}
	})
}

// keeps reports a wait whose results go somewhere.
func (s *simp) keeps(w *ir.Wait) bool {
	for _, t := range w.Values {
		if t.Kind != ir.Discard {
			return true
		}
	}
	return w.Err.Kind != ir.Discard && !w.PassErr
}

// returnsNil reports `return nil`.
func (s *simp) returnsNil(f *ir.Finish) bool {
	if f.Orig == nil || len(f.Results) != 1 || !s.fn.Shape.Err {
		return false
	}
	x, ok := f.Results[0].(*ir.Syntax)
	return ok && s.info.Types[x.X].IsNil()
}

// commentedFrom reports a comment between w and the end of the function: one beside
// the return would be lost.
func (s *simp) commentedFrom(w *ir.Wait) bool {
	body := ast.Node(nil)
	if s.fn.Lit != nil {
		body = s.fn.Lit.Body
	} else {
		body = s.fn.Decl.Body
	}
	return w.Orig == nil || s.commented(stretch{w.Orig.Pos(), body.End()})
}

// stretch is a part of the source.
type stretch struct{ from, to token.Pos }

func (s stretch) Pos() token.Pos { return s.from }
func (s stretch) End() token.Pos { return s.to }
