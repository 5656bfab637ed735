package ir

// Waiting remembers which statements wait: their code goes on in a continuation. One
// that only returns what a wait returns does not, nothing comes after it there. A
// function's statements are asked about once for each level around them, so the answers
// are kept.
type Waiting map[Stmt]bool

// Stmt reports a wait in s.
func (m Waiting) Stmt(s Stmt) bool {
	if w, ok := m[s]; ok {
		return w
	}
	w := false
	switch s := s.(type) {
	case *Wait, *Loop, *Label, *Machine, *RangeFunc, *Steps:
		w = true
	case *If:
		w = m.Any(s.Then) || m.Any(s.Else)
	case *Scope:
		w = m.Any(s.List)
	case *Switch:
		for _, cl := range s.Clauses {
			w = w || m.Any(cl.Body)
		}
	}
	m[s] = w
	return w
}

// Any reports a wait in a list.
func (m Waiting) Any(list []Stmt) bool {
	for _, s := range list {
		if m.Stmt(s) {
			return true
		}
	}
	return false
}
