// Shortest paths with container/heap, and other graph searches.
package main

import (
	"container/heap"
	"fmt"
	"slices"
	"sort"
	"strings"
)

type edge struct {
	to   string
	cost int
}

type graph map[string][]edge

type state struct {
	at   string
	cost int
	prev *state
}

type frontier []*state

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	return f[i].cost < f[j].cost || f[i].cost == f[j].cost && f[i].at < f[j].at
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)   { *f = append(*f, x.(*state)) }
func (f *frontier) Pop() any {
	old := *f
	x := old[len(old)-1]
	*f = old[:len(old)-1]
	return x
}

func (g graph) link(spec string) graph {
	for _, s := range strings.Fields(spec) {
		var a, b string
		var cost int
		if _, err := fmt.Sscanf(strings.NewReplacer("-", " ", ":", " ").Replace(s), "%s %s %d", &a, &b, &cost); err != nil {
			panic(fmt.Sprintf("bad edge %q: %v", s, err))
		}
		g[a] = append(g[a], edge{b, cost})
		g[b] = append(g[b], edge{a, cost})
	}
	return g
}

func (s *state) path() (p []string) {
	for ; s != nil; s = s.prev {
		p = append(p, s.at)
	}
	slices.Reverse(p)
	return p
}

func (g graph) shortest(from, to string) (*state, bool) {
	done := map[string]bool{}
	f := &frontier{{at: from}}
	for f.Len() > 0 {
		s := heap.Pop(f).(*state)
		if s.at == to {
			return s, true
		}
		if done[s.at] {
			continue
		}
		done[s.at] = true
		for _, e := range g[s.at] {
			if !done[e.to] {
				heap.Push(f, &state{e.to, s.cost + e.cost, s})
			}
		}
	}
	return nil, false
}

func (g graph) names() []string {
	var ns []string
	for n := range g {
		ns = append(ns, n)
	}
	sort.Strings(ns)
	return ns
}

func (g graph) components() (cs [][]string) {
	seen := map[string]bool{}
	for _, n := range g.names() {
		if seen[n] {
			continue
		}
		var c []string
		var visit func(string)
		visit = func(n string) {
			if seen[n] {
				return
			}
			seen[n] = true
			c = append(c, n)
			for _, e := range g[n] {
				visit(e.to)
			}
		}
		visit(n)
		sort.Strings(c)
		cs = append(cs, c)
	}
	return cs
}

func (g graph) bfs(from string, visit func(string, int) bool) {
	type item struct {
		n     string
		depth int
	}
	queue, seen := []item{{from, 0}}, map[string]bool{from: true}
	for len(queue) > 0 {
		it := queue[0]
		queue = queue[1:]
		if !visit(it.n, it.depth) {
			return
		}
		for _, e := range g[it.n] {
			if !seen[e.to] {
				seen[e.to] = true
				queue = append(queue, item{e.to, it.depth + 1})
			}
		}
	}
}

func topo(deps map[string][]string) (order []string, err error) {
	state := map[string]int{}
	var visit func(string) error
	visit = func(n string) error {
		switch state[n] {
		case 1:
			return fmt.Errorf("cycle at %s", n)
		case 2:
			return nil
		}
		state[n] = 1
		for _, d := range deps[n] {
			if err := visit(d); err != nil {
				return fmt.Errorf("%s: %w", n, err)
			}
		}
		state[n] = 2
		order = append(order, n)
		return nil
	}
	var names []string
	for n := range deps {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		if err := visit(n); err != nil {
			return nil, err
		}
	}
	return order, nil
}

func main() {
	g := graph{}.link("a-b:7 a-c:9 a-f:14 b-c:10 b-d:15 c-d:11 c-f:2 d-e:6 e-f:9 x-y:1")
	for _, to := range g.names() {
		if s, ok := g.shortest("a", to); ok {
			fmt.Println(to, s.cost, s.path())
		} else {
			fmt.Println(to, "unreachable")
		}
	}
	fmt.Println(g.components())
	g.bfs("a", func(n string, d int) bool {
		fmt.Print(n, d, " ")
		return d < 2
	})
	fmt.Println()
	fmt.Println(topo(map[string][]string{"app": {"lib", "log"}, "lib": {"std"}, "log": {"std", "fmt"}}))
	fmt.Println(topo(map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"a"}}))
}
