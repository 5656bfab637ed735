package graph

import (
	"cmp"
	"slices"
)

// sweeps is how many times the ranks are ordered anew, to the right or to the left.
const sweeps = 8

// A spot is a node on the plane, or a waypoint of an edge that is longer than a rank.
type spot struct {
	node       *Node // nil for a waypoint
	rank       int
	at         float64 // its place in the rank
	x, y, w, h float64 // its left upper corner, and its size
	before     []*spot // neighbours in the rank before
	after      []*spot // and in the one after
}

// A line is an edge on the plane: from one spot to the next.
type line struct {
	edge    *Edge
	spots   []*spot
	reverse bool // it leads to a rank before
}

// A layout is a graph on the plane.
type layout struct {
	g     *Graph
	spots map[string]*spot
	ranks [][]*spot
	lines []line
	w, h  float64
}

// newLayout lays out a graph.
func newLayout(g *Graph) *layout {
	l := &layout{g: g, spots: make(map[string]*spot)}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		l.spots[n.ID] = &spot{node: n, w: width(n.Label), h: nodeHeight}
	}
	back := l.rankAll()
	l.connect(back)
	l.order()
	l.place()
	return l
}

// rankAll gives each node the rank behind all that lead to it, without the edges that
// would lead in a circle, which it returns.
func (l *layout) rankAll() (back map[*Edge]bool) {
	out := make(map[string][]*Edge)
	for i := range l.g.Edges {
		e := &l.g.Edges[i]
		out[e.From] = append(out[e.From], e)
	}
	back = make(map[*Edge]bool)
	var order []string // reverse topological
	state := make(map[string]int)
	// A stack of its own: chains of calls may be long.
	type visit struct {
		id   string
		next int
	}
	for _, n := range l.g.Nodes {
		if state[n.ID] != 0 {
			continue
		}
		state[n.ID] = 1
		stack := []visit{{id: n.ID}}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if top.next == len(out[top.id]) {
				state[top.id] = 2
				order = append(order, top.id)
				stack = stack[:len(stack)-1]
				continue
			}
			e := out[top.id][top.next]
			top.next++
			switch state[e.To] {
			case 0:
				state[e.To] = 1
				stack = append(stack, visit{id: e.To})
			case 1:
				back[e] = true
			}
		}
	}
	for _, id := range slices.Backward(order) {
		for _, e := range out[id] {
			if !back[e] {
				l.spots[e.To].rank = max(l.spots[e.To].rank, l.spots[id].rank+1)
			}
		}
	}
	return back
}

// connect fills the ranks, and makes the lines with their waypoints.
func (l *layout) connect(back map[*Edge]bool) {
	for i := range l.g.Nodes {
		l.add(l.spots[l.g.Nodes[i].ID])
	}
	for i := range l.g.Edges {
		e := &l.g.Edges[i]
		from, to := l.spots[e.From], l.spots[e.To]
		ln := line{edge: e, reverse: back[e]}
		if from == to {
			ln.spots = []*spot{from}
			l.lines = append(l.lines, ln)
			continue
		}
		if ln.reverse {
			from, to = to, from
		}
		ln.spots = []*spot{from}
		for rank := from.rank + 1; rank < to.rank; rank++ {
			p := &spot{rank: rank, h: wayHeight}
			l.add(p)
			ln.spots = append(ln.spots, p)
		}
		ln.spots = append(ln.spots, to)
		for i, s := range ln.spots[1:] {
			s.before = append(s.before, ln.spots[i])
			ln.spots[i].after = append(ln.spots[i].after, s)
		}
		l.lines = append(l.lines, ln)
	}
}

func (l *layout) add(s *spot) {
	for len(l.ranks) <= s.rank {
		l.ranks = append(l.ranks, nil)
	}
	s.at = float64(len(l.ranks[s.rank]))
	l.ranks[s.rank] = append(l.ranks[s.rank], s)
}

// order orders each rank by where the neighbours stand: those before it on the way to
// the right, those after it on the way back.
func (l *layout) order() {
	for i := range sweeps {
		if i%2 == 0 {
			for _, rank := range l.ranks {
				arrange(rank, func(s *spot) []*spot { return s.before })
			}
		} else {
			for _, rank := range slices.Backward(l.ranks) {
				arrange(rank, func(s *spot) []*spot { return s.after })
			}
		}
	}
}

func arrange(rank []*spot, neighbours func(s *spot) []*spot) {
	for _, s := range rank {
		list := neighbours(s)
		if len(list) == 0 {
			continue
		}
		sum := 0.0
		for _, n := range list {
			sum += n.at
		}
		s.at = sum / float64(len(list))
	}
	slices.SortStableFunc(rank, func(a, b *spot) int { return cmp.Compare(a.at, b.at) })
	for i, s := range rank {
		s.at = float64(i)
	}
}

// Sizes on the plane, in pixels.
const (
	margin     = 16
	nodeHeight = 26
	wayHeight  = 8
	rowGap     = 12
	rankGap    = 70
	letter     = 6.7 // the width of a letter, about
)

func width(label string) float64 { return float64(len([]rune(label)))*letter + 20 }

// place gives everything its coordinates: ranks side by side, each centered.
func (l *layout) place() {
	heights := make([]float64, len(l.ranks))
	for i, rank := range l.ranks {
		for _, s := range rank {
			heights[i] += s.h + rowGap
		}
		l.h = max(l.h, heights[i])
	}
	x := float64(margin)
	for i, rank := range l.ranks {
		widest := 0.0
		for _, s := range rank {
			widest = max(widest, s.w)
		}
		y := margin + (l.h-heights[i])/2
		for _, s := range rank {
			s.x, s.y = x, y
			if s.node == nil {
				s.w = widest
			}
			y += s.h + rowGap
		}
		x += widest + rankGap
	}
	l.w = x - rankGap + margin
	l.h += 2 * margin
}
