package once

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// judge looks at a way out of the function that the walk began with.
func (w *walk) judge(exit exit) {
	if exit.st.doubt {
		return
	}
	for i, comp := range w.comps {
		t := exit.st.tallies[i]
		switch comp.kind {
		case callback:
			due, decided := anyHolds(comp.when, exit.vals)
			if !decided {
				continue
			}
			if due && t.count == zero {
				w.finds = append(w.finds, w.missing(i, exit))
			} else if !due && t.count == one && comp.when[0].Kind != Equal {
				w.reportBoth(comp, exit, t)
				continue
			}
		case made:
			if t.count == zero && (t.read || w.returns(i, exit) || !comp.deferred) && (w.evidence[i] || !comp.deferred) {
				w.finds = append(w.finds, w.missing(i, exit))
			}
		case request:
			due, decided := anyHolds(comp.when, exit.vals)
			if !comp.active || !decided || !due {
				continue
			}
			if t.count == zero && w.meant(i) {
				w.finds = append(w.finds, w.missing(i, exit))
			}
		}
		if t.events == 1 {
			for _, h := range exit.st.handed {
				if h.index == i {
					w.finds = append(w.finds, h.sum.missing[i]...)
				}
			}
		}
	}
}

// meant reports whether a result means that a request is paused until it is resumed.
// A constant may also mean that there is more to come of it, if the function never
// has it resumed.
func (w *walk) meant(i int) bool {
	return w.evidence[i] || !slices.ContainsFunc(w.comps[i].when, func(c Condition) bool { return c.Kind == Equal })
}

// returns reports whether an exit's results have a Deferred that the function has
// made.
func (w *walk) returns(i int, exit exit) bool {
	return slices.ContainsFunc(exit.vals, func(v value) bool { return v.kind == owned && v.index == i })
}

// anyHolds reports whether one of several conditions holds.
func anyHolds(list []Condition, vals []value) (due, decided bool) {
	decided = true
	for _, when := range list {
		d, ok := holds(when, vals)
		if ok && d {
			return true, true
		}
		decided = decided && ok
	}
	return false, decided
}

// holds reports whether a condition holds for results, if they are known.
func holds(when Condition, vals []value) (due, decided bool) {
	if when.Kind == Always {
		return true, true
	}
	if when.Result >= len(vals) {
		return false, false
	}
	val := vals[when.Result]
	switch when.Kind {
	case Equal:
		if val.kind == known {
			return exact(val.c) == when.Value, true
		}
		return false, false
	case Zero, NonZero:
		var isNull bool
		switch val.kind {
		case null:
			isNull = true
		case known:
			isNull = isZero(val.c)
		case nonNull, nonZero, owned, firer, code:
		default:
			return false, false
		}
		return isNull == (when.Kind == Zero), true
	}
	return false, false
}

// missing is the finding that a completion is forgotten on the way to an exit. If
// that is because a call did not start the finding is there.
func (w *walk) missing(i int, exit exit) finding {
	comp := w.comps[i]
	for _, fail := range slices.Backward(exit.st.fails) {
		if slices.Contains(fail.indices, i) {
			return w.failed(comp, fail)
		}
	}
	f := finding{pos: exit.pos, end: exit.pos + 1, related: exit.st.way()}
	switch comp.kind {
	case request:
		f.message = fmt.Sprintf("the %s stays paused on a path that ends here", comp.name)
	case callback:
		f.message = fmt.Sprintf("%s is not called on a path that ends here", comp.name)
		if len(comp.vars) > 1 {
			f.message = fmt.Sprintf("neither %s is called on a path that ends here", either(comp.name))
		} else if comp.deferred {
			f.message = fmt.Sprintf("%s is not fired on a path that ends here", comp.name)
		}
	case made:
		f.message = fmt.Sprintf("%s is not fired on a path that ends here", comp.name)
		if !comp.deferred {
			f.message = fmt.Sprintf("%s is not called on a path that ends here", comp.name)
			if either(comp.name) != comp.name {
				f.message = fmt.Sprintf("neither %s is called on a path that ends here", either(comp.name))
			}
		}
	}
	return f
}

// way tells how a path came to its end: the last branches that it has taken.
func (st *state) way() (list []analysis.RelatedInformation) {
	const most = 3
	for t := st.trail; t != nil && len(list) < most; t = t.before {
		if len(t.text) < 60 && !strings.Contains(t.text, "\n") {
			list = append(list, here(t.pos, "with "+t.text)...)
		}
	}
	slices.Reverse(list)
	return list
}

func here(pos token.Pos, message string) []analysis.RelatedInformation {
	return []analysis.RelatedInformation{{Pos: pos, Message: message}}
}

// failed is the finding that a completion is forgotten when a call fails.
func (w *walk) failed(comp *completion, fail failure) finding {
	f := finding{pos: w.where(fail.call.Pos()), end: fail.call.End()}
	if f.pos != fail.call.Pos() {
		f.end = f.pos + 1
	}
	f.message = fmt.Sprintf("%s if %s fails", comp.fate(), types.ExprString(fail.call.Fun))
	if fail.dropped {
		f.message += ": its error is dropped"
	}
	return f
}

// fate says what becomes of a completion that is forgotten.
func (c *completion) fate() string {
	switch {
	case c.kind == request:
		return "the " + c.name + " stays paused"
	case c.deferred:
		return c.name + " is not fired"
	case either(c.name) != c.name:
		return "neither " + either(c.name) + " is called"
	}
	return c.name + " is not called"
}

// either makes "a nor b" of "a or b".
func either(name string) string {
	return strings.ReplaceAll(name, " or ", " nor ")
}

func (w *walk) reportTwice(comp *completion, pos, first token.Pos) {
	verb := "called"
	if comp.deferred {
		verb = "fired"
	} else if comp.kind == request {
		verb = "resumed"
	}
	name := comp.name
	if comp.kind == request {
		name = "the " + name
	}
	f := finding{pos: pos, end: pos + 1, related: here(first, "the first time")}
	f.message = fmt.Sprintf("%s is %s a second time on this path", name, verb)
	if first == pos {
		f.message = fmt.Sprintf("%s is %s again by the next turn of a loop", name, verb)
		f.related = nil
	}
	w.finds = append(w.finds, f)
}

// reportBoth reports a path that completes something and tells its caller that it
// does not.
func (w *walk) reportBoth(comp *completion, exit exit, t tally) {
	w.finds = append(w.finds, finding{
		pos: exit.pos, end: exit.pos + 1, related: here(t.first, "here"),
		message: fmt.Sprintf("%s is called, and the result says that it is not", comp.name),
	})
}

// indistinct reports calls that may fail to start something that would resume a
// request, if the function ends as it does when they succeed: then nobody can
// know. This needs no directive about the function.
func (w *walk) indistinct() {
	for _, exit := range w.exits {
		st := exit.st
		if st.doubt || st.wrote {
			continue
		}
		for _, fail := range st.fails {
			for _, i := range fail.indices {
				if comp := w.comps[i]; comp.kind == request && fail.certain && st.tallies[i].count == zero && w.endsAlike(exit, fail.call) {
					w.finds = append(w.finds, w.failed(comp, fail))
				}
			}
		}
	}
}

// endsAlike reports whether there is a way out with the same results on which the
// call has succeeded.
func (w *walk) endsAlike(exit exit, call *ast.CallExpr) bool {
	for _, val := range exit.vals {
		if val.kind != known && val.kind != null {
			return false
		}
	}
	for _, other := range w.exits {
		started := slices.ContainsFunc(other.st.handed, func(h handing) bool { return h.call == call })
		if started && slices.EqualFunc(exit.vals, other.vals, func(a, b value) bool {
			return a.kind == b.kind && (a.kind != known || constant.Compare(a.c, token.EQL, b.c))
		}) {
			return true
		}
	}
	return false
}
