package once

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
)

// A summary says what a function that is handed on does about completions.
type summary struct {
	done    map[int]count     // zero: nothing; some: not on every path; one: exactly once
	missing map[int][]finding // where it forgets them
}

// handOn gives a function to something that calls it exactly once. args are its
// arguments, if they are known.
func (w *walk) handOn(val value, args []value, call *ast.CallExpr, st *state) *state {
	switch val.kind {
	case owned, firer:
		return w.complete(val.index, call.Pos(), st)
	case unknown, stateful:
		return w.unknownCall(nil, call, st)
	case code:
	default:
		return st
	}
	sum := w.summarize(val.fn, args, st)
	for _, i := range slices.Sorted(maps.Keys(sum.done)) {
		before := st.tallies[i]
		switch sum.done[i] {
		case one:
			st = w.complete(i, call.Pos(), st)
		case some:
			st = w.maybe(i, st)
			if w.inLoop() && st.tallies[i].count != absent {
				t := st.tallies[i]
				t.events = 2 // one of several, of which one may complete it
				st = st.with(i, t)
			}
		default:
			continue
		}
		again := func(h handing) bool { return h.call == call && h.index == i && h.sum == sum }
		if before.count != absent && !slices.ContainsFunc(st.handed, again) {
			st = st.clone()
			st.handed = append(slices.Clone(st.handed), handing{call, i, sum})
		}
	}
	return st
}

// inLoop reports whether a loop is around where the walk is.
func (w *walk) inLoop() bool {
	for up := w; up != nil; up = up.up {
		if up.loops > 0 {
			return true
		}
	}
	return false
}

// summarize follows a function that runs later.
func (w *walk) summarize(fn *function, args []value, st *state) *summary {
	sum := &summary{done: make(map[int]count), missing: make(map[int][]finding)}
	later := w.later(st, args)
	list := w.mentions(fn, later, nil)
	for _, arg := range args {
		if arg.kind == owned || arg.kind == firer {
			list = append(list, arg.index)
		}
	}
	if len(list) == 0 {
		return sum
	}
	if n, recursive := w.depth(fn); n > maxDepth || recursive {
		for _, i := range list {
			sum.done[i] = some
		}
		return sum
	}
	key := fmt.Sprint(fn.node.Pos(), args, later.key())
	if known := w.sums[key]; known != nil {
		return known
	}
	inner := &walk{scope: w.scope, shareds: w.shareds, up: w, node: fn.node}
	inner.run(fn, args, later)
	inner.giveBack()
	for _, i := range list {
		inner.conclude(i, sum)
	}
	inner.indistinct()
	w.sums[key] = sum
	return sum
}

// later returns the state in which a function starts that runs later: of its
// surroundings it knows the functions that cannot have changed.
func (w *walk) later(st *state, args []value) *state {
	later := newState(len(w.comps))
	for i, t := range st.tallies {
		if t.count != absent {
			later.tallies[i].count = zero
			later.tallies[i].read = t.read
		}
	}
	for v, val := range st.env {
		if (val.kind == owned || val.kind == firer || val.kind == code) && w.assigned[v] <= 1 {
			later = later.set(v, val)
		}
	}
	return later
}

// giveBack hands what the function returns to callers that are not followed. A
// Deferred is returned to somebody who waits for it.
func (w *walk) giveBack() {
	for i, exit := range w.exits {
		for _, val := range exit.vals {
			if val.kind == owned && w.comps[val.index].kind == made && w.comps[val.index].deferred {
				continue
			}
			w.exits[i].st = w.escape(val, exit.pos, w.exits[i].st)
		}
	}
}

// conclude says in sum what the function has done about a completion.
func (w *walk) conclude(i int, sum *summary) {
	var never, always, sometimes bool
	for _, exit := range w.exits {
		t := exit.st.tallies[i]
		switch t.count {
		case zero:
			never = true
		case one:
			always = true
		case some:
			sometimes = true
		}
	}
	switch {
	case always && !never && !sometimes:
		sum.done[i] = one
	case always || sometimes:
		sum.done[i] = some
	default:
		return
	}
	for _, exit := range w.exits {
		if exit.st.doubt {
			continue
		}
		t := exit.st.tallies[i]
		if t.count == zero {
			sum.missing[i] = append(sum.missing[i], w.missing(i, exit))
		}
		if t.events == 1 {
			for _, h := range exit.st.handed {
				if h.index == i {
					sum.missing[i] = append(sum.missing[i], h.sum.missing[i]...)
				}
			}
		}
	}
}
