package frames

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// A deferred call in a block may have variables that nobody can name after the block,
// where the fast body waits, and that are declared in code that is kept as it stands. It
// is a closure then, in a list, as those of loops are:
//
//	if locked {                      if locked {
//		f := open()                      f := open()
//		defer f.Close()                  deferredClose := f.Close
//	}                                    calls.Defer(deferredClose)
//	wait()                               ...

// list finds deferred calls that have to stand in a list, and gives up if there are any:
// the function is laid out once more.
func (w *walker) list() {
	lists := func(p *ir.DeferPoint, inScope bool) {
		if inScope || w.listed[p.Defer.Orig] {
			return
		}
		w.listed[p.Defer.Orig] = true
	}
	n := len(w.listed)
	for _, wait := range w.waits {
		for p := range wait.May {
			lists(p, w.inScope(p, wait.Op.Site.Pos()))
		}
	}
	for _, q := range w.points {
		lists(q, w.declaredApart(q))
		if q.Defer.Op == nil || w.in[q] == nil {
			continue
		}
		for _, from := range []deferSet{w.in[q].entry, w.before[q]} {
			for p := range from {
				lists(p, w.inScope(p, q.Defer.Orig.Pos()))
			}
		}
	}
	if len(w.listed) > n {
		panic(unfit{"a deferred call with variables of a block"})
	}
}

// inScope reports that the names of all that a deferred call mentions mean the same at
// pos. Temporaries stand in its block.
func (w *walker) inScope(p *ir.DeferPoint, pos token.Pos) bool {
	for _, v := range w.mentions(p) {
		switch {
		case v.Obj == nil:
			if pos < p.Block.Pos() || pos >= p.Block.End() {
				return false
			}
		default:
			if _, obj := w.Pkg.Scope().Innermost(pos).LookupParent(v.Name, pos); obj != v.Obj {
				return false
			}
		}
	}
	return true
}

// declaredApart reports that all that a deferred call mentions is declared by statements
// that are written apart from others. A block in which nothing waits is kept as it is.
func (w *walker) declaredApart(p *ir.DeferPoint) bool {
	whole := w.Info.Scopes[w.fn.Decl.Type]
	waits := func(s *types.Scope) bool {
		return s == whole || slices.ContainsFunc(w.waits, func(wait *ir.WaitPoint) bool { return s.Contains(wait.Op.Site.Pos()) })
	}
	for _, v := range w.mentions(p) {
		if v.Obj != nil && !waits(v.Obj.Parent()) {
			return false
		}
	}
	return true
}

// mentions are the variables that a deferred call brings into the frame.
func (w *walker) mentions(p *ir.DeferPoint) []*ir.Var {
	call := w.calls[p]
	if call == nil {
		return nil
	}
	var out []*ir.Var
	for _, k := range call.uses {
		if v := w.vars[k]; v != w.reactor && !call.own[k] {
			out = append(out, v)
		}
	}
	return out
}
