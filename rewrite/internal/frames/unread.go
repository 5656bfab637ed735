package frames

import "github.com/evert-go/evert/rewrite/internal/ir"

// unread finds, for each method, the variables that the compiler would call unused there: a
// wait may set what was declared before it, and nobody have read.
//
//	x, ok := first()      _, ok := results.Unpack()
//	if ok {               if ok {
//		x, ok = second()          ...
//	}
func (w *walker) unread(l *ir.Layout) {
	of := func(s *segment) ir.Unread {
		out := ir.Unread{}
		for _, k := range s.uses {
			if s.own[k] && !s.read[k] && l.ByVar[k] == nil {
				out[k] = s.again[k]
			}
		}
		return out
	}
	for _, wait := range l.Waits {
		s := w.after[wait]
		if s == nil {
			continue
		}
		wait.Unread, wait.Declares = of(s), map[string]bool{}
		for _, k := range s.uses {
			if v := w.vars[k]; v.Obj == nil && l.ByVar[k] == nil {
				wait.Declares[v.Name] = true
			}
		}
	}
	for j, p := range l.ByJoin {
		p.Unread = of(w.joins[j])
	}
	for n, p := range l.ByLoop {
		p.Unread = of(w.loops[n])
	}
}
