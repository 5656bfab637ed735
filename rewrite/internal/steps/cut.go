package steps

import (
	"sort"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// cuts chooses where steps begin: after a statement with waits inside, since what
// follows needs a name anyway, and where a step would have too many waits. Where no
// place is free of what cannot be declared earlier, the list from the second result
// on is divided by itself.
func (g *group) cuts() ([]int, int) {
	var at []int // the statements that wait
	for i, s := range g.stmts {
		if g.waiting.Stmt(s) {
			at = append(at, i)
		}
	}
	var cuts []int
	from, done := 0, 0 // where the step begins, and the waits before it
	for {
		low, high := g.window(at, done)
		if low >= len(g.stmts) {
			return cuts, len(g.stmts)
		}
		cut := g.best(low, high)
		if cut < 0 {
			cut = g.first(high+1, at[min(len(at)-1, done+2*g.size())])
		}
		if cut < 0 {
			return cuts, g.inner(from, high)
		}
		cuts = append(cuts, cut)
		from = cut
		done = sort.SearchInts(at, from)
	}
}

// window is where the step may end that begins after the first done waits: low is
// past the list if it needs no end.
func (g *group) window(at []int, done int) (low, high int) {
	size := g.size()
	for i, n := range at[done:] {
		if i >= size {
			return at[done+(size+1)/2-1] + 1, n
		}
		if g.compound(g.stmts[n]) {
			return n + 1, n + 1
		}
	}
	return len(g.stmts), 0
}

// best is the place with the fewest variables in use, the last of several.
func (g *group) best(low, high int) int {
	best := -1
	for i := low; i <= high; i++ {
		if g.stuck[i] == 0 && (best < 0 || g.cost[i] <= g.cost[best]) {
			best = i
		}
	}
	return best
}

// first is the first place where nothing stands against a cut.
func (g *group) first(low, high int) int {
	for i := low; i <= high && i < len(g.stmts); i++ {
		if g.stuck[i] == 0 {
			return i
		}
	}
	return -1
}

// inner is the place after the last declaration that stands against a cut at high.
func (g *group) inner(from, high int) int {
	after := from
	for _, v := range g.vars {
		if !v.fixed {
			continue
		}
		for _, s := range v.spans {
			if s.from < high && high <= s.to {
				after = max(after, s.from+1)
			}
		}
	}
	return after
}

// hoist makes assignments of the declarations of what is in use at one of the
// cuts. It returns the steps, and the variables to be declared before them.
func (g *group) hoist(cuts []int) ([]*ir.Var, [][]ir.Stmt) {
	hoisted := g.crossing(cuts)
	var vars []*ir.Var
	for _, v := range g.vars {
		if hoisted[v] && !v.outside {
			vars = append(vars, v.v)
		}
	}
	parts := make([][]ir.Stmt, 1, len(cuts)+1)
	for i, s := range g.stmts {
		if n := len(parts); n <= len(cuts) && cuts[n-1] == i {
			parts = append(parts, nil)
		}
		add := []ir.Stmt{s}
		if anyOf(g.bundle[i], hoisted) {
			add = g.assign(s, hoisted)
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], add...)
	}
	return vars, parts
}

// crossing finds the variables that are in use at one of the cuts, and what is
// declared together with them.
func (g *group) crossing(cuts []int) map[*variable]bool {
	hoisted := map[*variable]bool{}
	for _, v := range g.vars {
		for _, s := range v.spans {
			if i := sort.SearchInts(cuts, s.from+1); i < len(cuts) && cuts[i] <= s.to {
				hoisted[v] = true
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range g.stmts {
			together := g.bundle[i]
			if _, wait := g.stmts[i].(*ir.Wait); wait || !anyOf(together, hoisted) {
				continue // each result of a wait is on its own
			}
			for _, v := range together {
				changed = changed || !hoisted[v]
				hoisted[v] = true
			}
		}
	}
	return hoisted
}

func anyOf(list []*variable, set map[*variable]bool) bool {
	for _, v := range list {
		if set[v] {
			return true
		}
	}
	return false
}
