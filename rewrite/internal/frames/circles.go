package frames

import "github.com/evert-go/evert/rewrite/internal/ir"

// circles notes which waits the code can come back to, and whether parts can follow each
// other for ever without a wait.
func (w *walker) circles(l *ir.Layout, slow []*segment) {
	l.Driven = len(components(slow, w.inPlace)) < len(slow) || w.selfLoops(slow)
	group := map[*segment]int{}
	for i, c := range components(slow, func(s *segment) []*segment { return append(w.inPlace(s), w.afterWaits(s)...) }) {
		for _, s := range c {
			group[s] = i
		}
	}
	for _, s := range slow {
		for _, wait := range s.waits {
			after := w.after[wait]
			wait.Circles = after != nil && group[after] == group[s]
		}
	}
}

// inPlace are the parts that a segment goes on with.
func (w *walker) inPlace(s *segment) []*segment {
	var out []*segment
	for _, j := range s.joins {
		out = append(out, w.joins[j])
	}
	for _, n := range s.loops {
		out = append(out, w.loops[n])
	}
	return out
}

// afterWaits are the segments that run when what a segment waits for is over.
func (w *walker) afterWaits(s *segment) []*segment {
	var out []*segment
	for _, wait := range s.waits {
		if after := w.after[wait]; after != nil {
			out = append(out, after)
		}
	}
	return out
}

// selfLoops reports a part that goes on with itself.
func (w *walker) selfLoops(slow []*segment) bool {
	for _, s := range slow {
		for _, next := range w.inPlace(s) {
			if next == s {
				return true
			}
		}
	}
	return false
}

// components finds the strongly connected components, by Tarjan's algorithm.
func components(all []*segment, next func(s *segment) []*segment) [][]*segment {
	index, low, on := map[*segment]int{}, map[*segment]int{}, map[*segment]bool{}
	var stack []*segment
	var out [][]*segment
	var visit func(s *segment)
	visit = func(s *segment) {
		index[s] = len(index) + 1
		low[s] = index[s]
		stack, on[s] = append(stack, s), true
		for _, t := range next(s) {
			if index[t] == 0 {
				visit(t)
				low[s] = min(low[s], low[t])
			} else if on[t] {
				low[s] = min(low[s], index[t])
			}
		}
		if low[s] != index[s] {
			return
		}
		at := len(stack) - 1
		for stack[at] != s {
			at--
		}
		for _, t := range stack[at:] {
			on[t] = false
		}
		out = append(out, append([]*segment(nil), stack[at:]...))
		stack = stack[:at]
	}
	for _, s := range all {
		if index[s] == 0 {
			visit(s)
		}
	}
	return out
}
