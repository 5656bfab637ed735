package frames

import (
	"github.com/evert-go/evert/rewrite/internal/ir"
)

// layout puts together what the walk has found.
func (w *walker) layout(root *segment) *ir.Layout {
	l := &ir.Layout{Defers: w.points, ByVar: map[any]*ir.Field{}, ByWait: map[*ir.Wait]*ir.WaitPoint{}, ByTail: map[*ir.Op]*ir.WaitPoint{},
		ByJoin: map[*ir.Join]*ir.Part{}, ByLoop: map[*ir.LoopNode]*ir.Part{}}
	slow := w.reached(l)
	for _, s := range slow {
		for _, wait := range s.waits {
			wait.Again = true
		}
	}
	slow = w.registered(root, slow)
	w.settle(append([]*segment{root}, slow...))
	w.liveness(slow)
	w.choose(l, slow)
	for _, wait := range w.waits {
		if wait.Tail != nil && !wait.Again && !w.ordered[wait.Op] && !w.fn.Defers {
			continue // the fast body hands on what it waits for
		}
		l.Waits = append(l.Waits, wait)
		needs := w.needs(wait)
		wait.Live = liveFor(l, needs)
		if wait.Tail != nil {
			l.ByTail[wait.Op] = wait
			continue
		}
		l.ByWait[wait.Wait] = wait
	}
	w.unread(l)
	w.declaredOutside(l, slow)
	w.circles(l, slow)
	l.Forms = w.forms()
	w.deferLayout(l)
	w.name(l)
	return l
}

// reached lists the segments that run after a wait, and makes parts of the join points
// and loops among them.
func (w *walker) reached(l *ir.Layout) []*segment {
	var out []*segment
	seen := map[*segment]bool{}
	var visit func(s *segment)
	visit = func(s *segment) {
		if seen[s] {
			return
		}
		seen[s] = true
		out = append(out, s)
		for _, j := range s.joins {
			next := w.joins[j]
			if next == nil {
				panic(unfit{"a join point out of reach"})
			}
			s.next = append(s.next, next)
			if l.ByJoin[j] == nil {
				l.ByJoin[j] = &ir.Part{Name: j.Name, Body: j.Body}
				l.Parts = append(l.Parts, l.ByJoin[j])
			}
			visit(next)
		}
		for _, n := range s.loops {
			next := w.loops[n]
			if next == nil {
				panic(unfit{"a loop out of reach"})
			}
			s.next = append(s.next, next)
			if l.ByLoop[n] == nil {
				l.ByLoop[n] = &ir.Part{Name: n.Name, Body: n.Body, Loop: n}
				l.Parts = append(l.Parts, l.ByLoop[n])
			}
			visit(next)
		}
		for _, wait := range s.waits {
			if w.after[wait] != nil {
				visit(w.after[wait])
			}
		}
	}
	for _, wait := range w.waits {
		if w.after[wait] != nil {
			visit(w.after[wait])
		}
	}
	return out
}

// liveness finds out what each segment needs that is there before it begins.
func (w *walker) liveness(slow []*segment) {
	for changed := true; changed; {
		changed = false
		for i := len(slow) - 1; i >= 0; i-- {
			s := slow[i]
			need := func(k any) {
				if !s.own[k] && !s.live[k] {
					s.live[k] = true
					changed = true
				}
			}
			for _, k := range s.uses {
				need(k)
			}
			for _, next := range s.next {
				for k := range next.live {
					need(k)
				}
			}
			for _, wait := range s.waits {
				if w.after[wait] != nil {
					for k := range w.after[wait].live {
						need(k)
					}
				}
			}
		}
	}
}

// choose makes fields of the variables that a segment needs from before it. What one
// statement declares is in the frame as a whole or not at all, but for what is boxed:
// that is declared where it was.
func (w *walker) choose(l *ir.Layout, slow []*segment) {
	chosen := map[any]bool{}
	for _, s := range slow {
		for k := range s.live {
			chosen[k] = true
		}
	}
	w.complete(chosen, slow)
	add := func(k any) {
		if !chosen[k] || l.ByVar[k] != nil {
			return
		}
		v := w.vars[k]
		f := &ir.Field{Name: v.Name, Var: v, Reactor: v == w.reactor && v.Obj == nil, Boxed: w.isKept(k), Shared: w.shared[k] || w.addressed[k]}
		if !f.Reactor && !w.named(v) {
			panic(unfit{w.unnamed(v)})
		}
		l.ByVar[k] = f
		l.Fields = append(l.Fields, f)
	}
	add(ir.VarKey(w.reactor))
	for _, s := range slow {
		for _, k := range s.uses {
			add(k)
		}
	}
}

// complete adds what is declared together with what is chosen.
func (w *walker) complete(chosen map[any]bool, slow []*segment) {
	runs := map[*segment]bool{}
	for _, s := range slow {
		runs[s] = true
	}
	for changed := true; changed; {
		changed = false
		for _, g := range w.groups {
			any := false
			for _, k := range g.declares {
				any = any || chosen[k] && !w.isKept(k)
			}
			for _, k := range g.others {
				any = any || chosen[k]
			}
			if !any || !runs[g.seg] {
				continue
			}
			for _, k := range g.declares {
				if !w.isKept(k) {
					changed = changed || !chosen[k]
					chosen[k] = true
				}
			}
		}
	}
}
