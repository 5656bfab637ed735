package once

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// A completion is something that has to be completed exactly once.
type completion struct {
	kind     kind
	name     string
	vars     []*types.Var  // of callback: the parameters
	deferred bool          // it is a *deferred.Deferred, and not a function
	site     *ast.CallExpr // of made: where
	when     []Condition   // of callback and active requests: for which results it has to be completed
	active   bool          // of request: it is known to be paused
}

type kind int

const (
	callback kind = iota // a parameter, or several of which one is to be called
	made                 // a Deferred, or functions, that the function has made
	request              // what the host has paused
)

// A tally is what has become of a completion on a path.
type tally struct {
	count  count
	events int  // how often something was done about it; 2 is more than once
	read   bool // of a made Deferred: somebody waits for it
	first  token.Pos
}

type count int

const (
	absent count = iota // not there yet, or not to be completed
	zero
	some // handed on to something that cannot be followed, or does not always complete it
	one
)

// A value is what is known of an expression's value.
type value struct {
	kind  valueKind
	c     constant.Value // of known
	index int            // of owned and firer: the completion
	fn    *function      // of code
	of    *types.Var     // of unknown: the variable that has, or had, the same value
	grown bool           // it is the result of append
	undo  uint64         // of unknown: the completions that have failed if it is not nil
}

type valueKind int

const (
	unknown  valueKind = iota
	stateful           // unknown, and depends on how the path came here
	null
	nonNull
	nonZero
	known
	owned // the completion itself: its function, or its Deferred
	firer // a function that fires a Deferred
	code  // a function of this package
)

func (v value) String() string {
	s := strconv.Itoa(int(v.kind))
	switch v.kind {
	case known:
		s += v.c.ExactString()
	case owned, firer:
		s += ":" + strconv.Itoa(v.index)
	case code:
		s += ":" + strconv.Itoa(int(v.fn.node.Pos()))
	case unknown:
		s += "." + strconv.FormatUint(v.undo, 36)
		if v.of != nil {
			s += ":" + strconv.Itoa(int(v.of.Pos()))
		}
	}
	return s
}

// A state is what is known at one point of a path. It is not changed once it is
// shared: the methods that change it return copies.
type state struct {
	tallies []tally
	env     map[*types.Var]value
	atoms   map[string]verdict // conditions that were true or false
	defers  []*ast.CallExpr
	doubt   bool // the path depends on a state that is not followed
	wrote   bool // something was stored after a call has failed
	fails   []failure
	handed  []handing
	trail   *trail // how the path came here; makes no difference
}

// A trail is the list of the branches that a path has taken, the last one first.
type trail struct {
	before *trail
	pos    token.Pos
	text   string // the condition that was true
}

// branched returns a state after a branch.
func (st *state) branched(pos token.Pos, text string) *state {
	c := st.clone()
	c.trail = &trail{st.trail, pos, text}
	return c
}

type verdict struct {
	yes  bool
	is   string         // for an expression: the constant that it is equal to
	vars []types.Object // what it depends on
}

// A failure is a call that may not have started what it was to start.
type failure struct {
	call    *ast.CallExpr
	indices []int // the completions that it would have been responsible for
	certain bool  // it would have completed them on every path
	dropped bool  // nobody looks at its error
}

// A handing is a completion that was handed on to a function, which must not
// forget it.
type handing struct {
	call  *ast.CallExpr
	index int
	sum   *summary
}

func newState(n int) *state { return &state{tallies: make([]tally, n)} }

func (st *state) clone() *state {
	c := *st
	return &c
}

// with returns a state in which a completion's tally is another one.
func (st *state) with(i int, t tally) *state {
	c := st.clone()
	c.tallies = slices.Clone(st.tallies)
	c.tallies[i] = t
	return c
}

// set returns a state in which a variable has a value.
func (st *state) set(v *types.Var, val value) *state {
	c := st.forget(v).clone()
	c.env = make(map[*types.Var]value, len(st.env)+1)
	for other, old := range st.env {
		if old.kind != unknown || old.of != v {
			c.env[other] = old
		}
	}
	delete(c.env, v)
	if val.kind != unknown || val.of != nil && val.of != v || val.undo != 0 {
		c.env[v] = val
	}
	return c
}

// learn returns a state in which the value of a variable, and of all that have the
// same, is known better.
func (st *state) learn(v *types.Var, val value) *state {
	c := st.clone()
	c.env = make(map[*types.Var]value, len(st.env)+1)
	base := v
	if old := st.env[v]; old.kind == unknown && old.of != nil {
		base = old.of
	}
	for other, old := range st.env {
		if old.kind == unknown && old.of == base {
			old = val
		}
		c.env[other] = old
	}
	if _, ok := st.env[base]; !ok {
		c.env[base] = val
	}
	c.env[v] = val
	return c
}

// forget returns a state without what is known of conditions on a variable or
// field.
func (st *state) forget(obj types.Object) *state {
	for _, known := range st.atoms {
		if slices.Contains(known.vars, obj) {
			c := st.clone()
			c.atoms = maps.Clone(st.atoms)
			maps.DeleteFunc(c.atoms, func(_ string, v verdict) bool { return slices.Contains(v.vars, obj) })
			return c
		}
	}
	return st
}

// assume returns a state in which a condition is known.
func (st *state) assume(atom string, v verdict) *state {
	c := st.clone()
	c.atoms = maps.Clone(st.atoms)
	if c.atoms == nil {
		c.atoms = make(map[string]verdict)
	}
	c.atoms[atom] = v
	return c
}

func (st *state) doubted() *state {
	if st.doubt {
		return st
	}
	c := st.clone()
	c.doubt = true
	return c
}

// leave returns a state without what is known of variables that are declared
// between two positions.
func (st *state) leave(from, to token.Pos) *state {
	drop := func(obj types.Object) bool { return from <= obj.Pos() && obj.Pos() < to }
	c := st
	for v := range st.env {
		if drop(v) {
			c = c.forget(v).clone()
			c.env = maps.Clone(c.env)
			delete(c.env, v)
		}
	}
	return c
}

// prune returns a state without variables that are not used any more.
func (st *state) prune(dead func(*types.Var) bool) *state {
	var list []*types.Var
	for v := range st.env {
		if dead(v) {
			list = append(list, v)
		}
	}
	if len(list) == 0 {
		return st
	}
	c := st.clone()
	c.env = maps.Clone(st.env)
	for _, v := range list {
		delete(c.env, v)
	}
	return c
}

// key tells states apart.
func (st *state) key() string {
	b := make([]byte, 0, 256)
	for _, t := range st.tallies {
		b = append(b, byte('0'+t.count), byte('0'+t.events))
		b = strconv.AppendBool(b, t.read)
		b = strconv.AppendInt(b, int64(t.first), 36)
		b = append(b, ';')
	}
	vars := make([]*types.Var, 0, len(st.env))
	for v := range st.env {
		vars = append(vars, v)
	}
	slices.SortFunc(vars, func(a, b *types.Var) int { return cmp.Compare(a.Pos(), b.Pos()) })
	for _, v := range vars {
		b = strconv.AppendInt(b, int64(v.Pos()), 36)
		b = append(append(b, '='), st.env[v].String()...)
	}
	for _, atom := range slices.Sorted(maps.Keys(st.atoms)) {
		b = append(append(b, ','), atom...)
		b = strconv.AppendBool(b, st.atoms[atom].yes)
		b = append(b, st.atoms[atom].is...)
	}
	b = strconv.AppendBool(strconv.AppendBool(b, st.doubt), st.wrote)
	for _, call := range st.defers {
		b = strconv.AppendInt(append(b, ' '), int64(call.Pos()), 36)
	}
	for _, f := range st.fails {
		b = fmt.Append(b, " !", f.call.Pos(), f.indices, f.certain, f.dropped)
	}
	for _, h := range st.handed {
		b = fmt.Append(b, " >", h.call.Pos(), h.index)
	}
	return string(b)
}

// distinct drops states that occur twice.
func distinct(states []*state) []*state {
	if len(states) < 2 {
		return states
	}
	seen := make(map[string]bool)
	return slices.DeleteFunc(slices.Clone(states), func(st *state) bool {
		key := st.key()
		dup := seen[key]
		seen[key] = true
		return dup
	})
}
