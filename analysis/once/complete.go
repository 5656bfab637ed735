package once

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
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
