package once

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// complete completes something.
func (w *walk) complete(i int, pos token.Pos, st *state) *state {
	t := st.tallies[i]
	w.evidence[i] = true
	switch t.count {
	case absent:
		return st
	case one:
		if !st.doubt {
			w.reportTwice(w.comps[i], w.where(pos), t.first)
		}
		t.events = 2
		return st.with(i, t)
	case zero:
		t.count, t.first = one, w.where(pos)
	}
	t.events = min(t.events+1, 2)
	return st.with(i, t)
}

// failed takes completions back that may not have been: the error of the call that
// was to complete them is not nil.
func (st *state) failed(undo uint64) *state {
	for i := range st.tallies {
		if t := st.tallies[i]; undo&(1<<i) != 0 && t.count == one {
			t.count = some
			st = st.with(i, t)
		}
	}
	return st
}

// completed returns the results of a call that has completed something. If one is
// an error, and not nil, it has not.
func (w *walk) completed(call *ast.CallExpr, undo uint64) []value {
	vals := w.unknowns(call)
	for i, typ := range w.resultTypes(call) {
		if types.Identical(typ, types.Universe.Lookup("error").Type()) {
			vals[i].undo = undo
		}
	}
	return vals
}

// where returns the place of a finding: in the function that the walk began with,
// where that called others.
func (w *walk) where(pos token.Pos) token.Pos {
	if w.at.IsValid() {
		return w.at
	}
	return pos
}

// maybe notes that something may have been completed, or will be.
func (w *walk) maybe(i int, st *state) *state {
	t := st.tallies[i]
	w.evidence[i] = true
	switch t.count {
	case absent:
		return st
	case zero:
		t.count = some
	}
	t.events = min(t.events+1, 2)
	return st.with(i, t)
}

// escape gives a value away to what cannot be followed.
func (w *walk) escape(val value, pos token.Pos, st *state) *state {
	switch val.kind {
	case owned, firer:
		return w.maybe(val.index, st)
	case code:
		list := w.mentions(val.fn, st, nil)
		if len(list) > 0 && val.fn.isLit() {
			w.summarize(val.fn, nil, st) // it may still complete something twice
		}
		for _, i := range list {
			st = w.maybe(i, st)
		}
	}
	return st
}

func (w *walk) escapeAll(vals []value, call *ast.CallExpr, st *state) *state {
	for _, val := range vals {
		st = w.escape(val, call.Pos(), st)
	}
	return st
}

// unknownCall calls what cannot be followed: a func value, or a function of
// another package.
func (w *walk) unknownCall(fn *types.Func, call *ast.CallExpr, st *state) *state {
	for i, comp := range w.comps {
		if comp.kind != request || st.tallies[i].count == absent {
			continue
		}
		if fn == nil || w.strange(fn) || slices.Contains(w.touchesOf(fn), comp.name) {
			st = w.maybe(i, st)
		}
	}
	return st
}

func (w *walk) requestIndex(name string) int {
	return slices.IndexFunc(w.comps, func(c *completion) bool { return c.kind == request && c.name == name })
}

// mentions returns the completions that a function may do something about.
func (w *walk) mentions(fn *function, st *state, seen []*function) (list []int) {
	if slices.Contains(seen, fn) {
		return nil
	}
	seen = append(seen, fn)
	add := func(i int) {
		if st.tallies[i].count != absent && !slices.Contains(list, i) {
			list = append(list, i)
		}
	}
	if fn.isLit() {
		ast.Inspect(fn.body, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			if v, ok := w.info.Uses[id].(*types.Var); ok {
				switch val := st.env[v]; val.kind {
				case owned, firer:
					add(val.index)
				case code:
					for _, i := range w.mentions(val.fn, st, seen) {
						add(i)
					}
				}
			}
			return true
		})
	}
	for _, name := range w.touches(fn.node) {
		if i := w.requestIndex(name); i >= 0 {
			add(i)
		}
	}
	slices.Sort(list)
	return list
}

// matters reports whether a call of a declared function has to be followed.
func (w *walk) matters(decl *ast.FuncDecl, args []value, st *state) bool {
	for _, arg := range args {
		switch arg.kind {
		case owned, firer:
			return true
		case code:
			if len(w.mentions(arg.fn, st, nil)) > 0 {
				return true
			}
		}
	}
	for _, name := range w.touched[decl] {
		if i := w.requestIndex(name); i >= 0 && st.tallies[i].count != absent {
			return true
		}
	}
	return false
}

// depth returns how many functions are being followed, and whether fn is among
// them.
func (w *walk) depth(fn *function) (n int, recursive bool) {
	for up := w; up != nil; up = up.up {
		n++
		recursive = recursive || up.node == fn.node
	}
	return n, recursive
}

// inline follows a call into a function of the package.
func (w *walk) inline(call *ast.CallExpr, fn *function, args []value, st *state) []outcome {
	if n, recursive := w.depth(fn); n > maxDepth || recursive {
		st = w.escapeAll(args, call, st)
		for _, i := range w.mentions(fn, st, nil) {
			st = w.maybe(i, st)
		}
		return single(st, w.resultsOf(call, stateful)...)
	}
	inner := &walk{scope: w.scope, shareds: w.shareds, up: w, node: fn.node, at: w.at, outside: len(st.defers)}
	if !fn.isLit() && !inner.at.IsValid() {
		inner.at = call.Pos()
	}
	inner.run(fn, args, st)
	var outs []outcome
	n := len(w.resultTypes(call))
	for _, exit := range inner.exits {
		vals := exit.vals
		if len(vals) != n {
			vals = w.unknowns(call)
		}
		st := exit.st
		if !slices.ContainsFunc(vals, func(v value) bool { return v.kind == code }) {
			st = st.leave(fn.node.Pos(), fn.node.End()) // else a literal may know its variables
		}
		outs = append(outs, outcome{st, vals})
	}
	return mergeOutcomes(outs)
}

// mergeOutcomes drops outcomes that occur twice.
func mergeOutcomes(outs []outcome) []outcome {
	seen := make(map[string]bool)
	return slices.DeleteFunc(outs, func(o outcome) bool {
		key := o.st.key() + fmt.Sprint(o.vals)
		dup := seen[key]
		seen[key] = true
		return dup
	})
}

// run follows a function from its beginning.
func (w *walk) run(fn *function, args []value, st *state) {
	i := 0
	for _, field := range fn.typ.Params.List {
		_, variadic := field.Type.(*ast.Ellipsis)
		for _, name := range field.Names {
			v, ok := w.info.Defs[name].(*types.Var)
			if ok && i < len(args) && !variadic && w.tracked(v) {
				st = st.set(v, args[i])
			} else if i < len(args) {
				st = w.escape(args[i], name.Pos(), st)
			}
			i++
		}
		if len(field.Names) == 0 {
			i++
		}
	}
	for ; i < len(args); i++ {
		st = w.escape(args[i], fn.node.Pos(), st)
	}
	if fn.typ.Results != nil {
		for _, field := range fn.typ.Results.List {
			for _, name := range field.Names {
				v, _ := w.info.Defs[name].(*types.Var)
				w.results = append(w.results, v)
				if v != nil && w.tracked(v) {
					st = st.set(v, zeroValue(v.Type()))
				}
			}
		}
	}
	flow := w.stmts(fn.body.List, []*state{st})
	for _, st := range flow.next {
		w.exit(nil, fn.body.Rbrace, st)
	}
	if len(w.exits) > maxStates {
		panic(tooMuch{})
	}
}

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
