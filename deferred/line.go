package deferred

// A line is who waits for a turn at a lock, a semaphore or a queue, first come
// first served. V is what they have brought along. Leaving the line, which
// cancelling does, costs the same wherever one stands.
type line[T, V any] struct {
	first, last *queued[T, V]
	n           int
}

// queued is a Deferred that waits in a line.
type queued[T, V any] struct {
	Deferred[T]
	brought    V
	in         *line[T, V] // nil when its turn has come
	prev, next *queued[T, V]
}

func (w *queued[T, V]) cores() (own, root *core) { return nil, nil }

// dismiss leaves the line. If w's turn has come, it is too late.
func (w *queued[T, V]) dismiss() (next []target, fire bool) {
	if w.in == nil {
		return nil, false
	}
	w.in.unlink(w)
	w.in = nil
	return nil, true
}

// fire ends the wait; w has left the line.
func (w *queued[T, V]) fire(v T, err error) { notify(w.conclude(v, end{err: err})) }

// wait adds somebody to the end of the line.
func (l *line[T, V]) wait(brought V) *Deferred[T] {
	w := &queued[T, V]{brought: brought, in: l}
	w.up = joint(w)
	w.check()
	l.link(w)
	return &w.Deferred
}

// pop takes the first out of the line, which must not be empty.
func (l *line[T, V]) pop() *queued[T, V] {
	w := l.first
	l.unlink(w)
	w.in = nil
	return w
}

func (l *line[T, V]) link(w *queued[T, V]) {
	w.prev = l.last
	if l.last == nil {
		l.first = w
	} else {
		l.last.next = w
	}
	l.last = w
	l.n++
}

func (l *line[T, V]) unlink(w *queued[T, V]) {
	if w.prev == nil {
		l.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		l.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next = nil, nil
	l.n--
}

// A drain makes moves until there is nothing left to do. A move wakes
// somebody up, who may bring about that there is more to do; then it is not
// done inside the move, but by the drain, after it. So a hundred
// thousand who wait for a lock, and are done with it at once, take no stack.
type drain struct{ running bool }

// run repeats m's move until there is none.
func (d *drain) run(m mover) {
	if d.running {
		return
	}
	d.running = true
	defer func() {
		if d.running { // runtime.Goexit ended a move: the others still get their turn
			d.running = false
			d.run(m)
		}
	}()
	for m.move() {
	}
	d.running = false
}

// A mover does one thing that can be done now, and reports whether there was one.
type mover interface{ move() bool }
