package blocking

import (
	"cmp"
	"go/token"
	"go/types"
	"strings"
)

// A cause is why a node's body blocks: a site, and the target that was best there
// when the node was reached.
type cause struct {
	class     Class
	chain     []string
	annotated bool
	quick     bool
	pos       token.Pos
	target    target
}

func (c *cause) fact() Fact {
	return Fact{Class: c.class, Chain: c.chain, Annotated: c.annotated, Quick: c.quick}
}

// A resolved site knows its targets; they are found once, the facts of nodes
// among them change.
type resolved struct {
	pos     token.Pos
	targets []target
}

// solve finds which nodes block. If there are marked functions, it goes twice: the
// first time with all bodies as they are, since the class of a marked function is
// that of its body; then with what the marks say instead of these bodies.
func (s *scope) solve() {
	sites := make([][]resolved, len(s.nodes))
	fixed := false
	for i, n := range s.nodes {
		for _, st := range n.sites {
			if targets := s.resolve(st); len(targets) > 0 {
				sites[i] = append(sites[i], resolved{st.pos, targets})
			}
		}
		fixed = fixed || n.fixed()
	}
	if fixed {
		s.search(sites, long)
		s.search(sites, short)
		for _, n := range s.nodes {
			n.body, n.cause, n.solved = n.cause, nil, true
			n.settleMarks()
		}
	}
	s.search(sites, annotated)
	s.search(sites, long)
	s.search(sites, short)
	s.solveValues()
	for _, n := range s.nodes {
		if n.fact.Class == "" && n.fact.Callback != "" && !n.fact.Nonblocking {
			n.fact.Class = Wait // a pack has a counterpart for it
		}
	}
}

// solveValues finds what function values do that other packages can get hold of:
// results of functions, and package variables. Within the package they are
// followed to where they come from.
func (s *scope) solveValues() {
	pick := func(targets []target) *cause {
		for _, pass := range []func(Fact) bool{annotated, long, short} {
			if c := best([]resolved{{targets: targets}}, pass); c != nil {
				return c
			}
		}
		return nil
	}
	for _, n := range s.nodes {
		var targets []target
		for _, x := range n.returns {
			targets = append(targets, s.valueTargets(x, nil)...)
		}
		if c := pick(targets); c != nil {
			fact := c.fact()
			n.fact.Returned = &fact
		}
	}
	if s.pkg == nil {
		return
	}
	for _, name := range s.pkg.Scope().Names() {
		v, ok := s.pkg.Scope().Lookup(name).(*types.Var)
		if !ok || !isFunc(v.Type()) || s.bindings[v] == nil || s.objects[v].marked() {
			continue
		}
		var targets []target
		for _, x := range s.bindings[v].exprs {
			targets = append(targets, s.valueTargets(x, nil)...)
		}
		if c := pick(targets); c != nil {
			s.objects[v] = c.fact()
		}
	}
}

// Searches differ in what they take for a reason. Long waits are looked for
// before short ones, so that the latter are given as a reason only if there is no
// better one.
func annotated(f Fact) bool { return f.Annotated }
func long(f Fact) bool      { return f.Class != Lock && !f.Quick }
func short(f Fact) bool     { return f.Class != Lock }

// fixed reports whether a mark decides what the node's callers see. What is marked
// thread waits as its body does, and waits even if nothing is known of that.
func (n *node) fixed() bool {
	return n.fact.marked() || n.fact.Thread && (!n.solved || n.body == nil)
}

// settleMarks turns the fact that the body gave into what the marks demand.
func (n *node) settleMarks() {
	f := &n.fact
	switch {
	case f.Nonblocking:
		f.Class, f.Chain, f.Quick, f.Annotated = "", nil, false, false
	case f.Leaf:
		f.Class, f.Chain, f.Quick, f.Annotated = cmp.Or(f.Class, Wait), nil, false, true
	case f.Thread && n.body == nil:
		f.Class = Wait
	default:
		f.Class, f.Chain, f.Quick, f.Annotated = "", nil, false, false
	}
}

// search reaches nodes breadth first: in each round those with a site where the
// fact of a target passes. A node is reached once; that its facts change only
// after the round makes chains shortest, whatever the order of nodes.
func (s *scope) search(sites [][]resolved, pass func(Fact) bool) {
	for {
		reached := make(map[*node]*cause)
		for i, n := range s.nodes {
			if n.cause != nil || n.solved && n.fixed() {
				continue
			}
			if c := best(sites[i], pass); c != nil {
				reached[n] = c
			}
		}
		if len(reached) == 0 {
			return
		}
		for n, c := range reached {
			n.cause = c
			n.fact.Class, n.fact.Chain, n.fact.Quick = c.class, c.chain, c.quick
			n.fact.Annotated = c.annotated && !n.fact.Thread
		}
	}
}

// best returns the cause with the shortest chain among a node's sites, the first
// one in the source if there are several.
func best(sites []resolved, pass func(Fact) bool) *cause {
	var best *cause
	length := 0
	for _, site := range sites {
		for _, t := range site.targets {
			fact := t.fact()
			if !fact.Blocks() || !pass(fact) {
				continue
			}
			if n := t.length(fact); best == nil || n < length {
				length = n
				best = &cause{class: fact.Class, annotated: fact.Annotated, quick: fact.Quick, pos: site.pos, target: t}
			}
		}
	}
	if best != nil {
		best.chain = best.target.chain()
	}
	return best
}

// compareTargets orders the targets of a call by how much they say: annotated
// ones first, then long waits, then by the length of their chains.
func compareTargets(a, b target) int {
	fa, fb := a.fact(), b.fact()
	return cmp.Or(
		rank(fa.Annotated, fb.Annotated),
		rank(fa.Class != Lock, fb.Class != Lock),
		rank(!fa.Quick, !fb.Quick),
		cmp.Compare(len(a.chain()), len(b.chain())),
		strings.Compare(strings.Join(a.chain(), " "), strings.Join(b.chain(), " ")),
	)
}

// rank orders true before false.
func rank(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
