package deferred

// A Shared hands one outcome to any number of readers, each with a Deferred of
// its own. [Share] makes it.
type Shared[T any] struct {
	source      *Deferred[T]
	hub         *Deferred[T] // has the outcome, and then its waiters are the readers
	first, last *reader[T]   // until then
	n           int
}

// Share makes d's outcome available to many. A Deferred by itself has many
// continuations, too, but cancelling what follows from one of them cancels d
// for all. Of a Shared, each reader can be cancelled without harm to the
// others:
//
//	config := deferred.Share(loadDeferred(r))
//	...
//	return deferred.Map(config.Read(), func(c Config) string { return c.Name }) // may be cancelled
//
// The source is cancelled when the last of those who are reading is: somebody
// who wants it to go on all the same keeps a Read of his own. From then on it
// is as after every Cancel. The last reader is fired with what the source comes
// to, and so are those who come later; the others have failed with
// [ErrCancelled] at once.
//
// A failure is each reader's to handle. If nobody ever reads it is reported, as
// [SetUnhandled] says.
//
// Twisted leaves this to its users, who write it again and again, for instance
// as ObservableDeferred.
func Share[T any](d *Deferred[T]) *Shared[T] {
	d = d.root()
	d.check()
	s := &Shared[T]{source: d, hub: &Deferred[T]{}}
	if d.state == done {
		s.hub = d.copied()
		return s
	}
	d.add(s)
	return s
}

// copied makes another Deferred of d's outcome; d is done. If nobody has seen
// a failure so far, nobody has seen this one.
func (d *Deferred[T]) copied() *Deferred[T] {
	c := outcome(d.val, d.kind, nil)
	if f := d.fault(); f != nil {
		c.up = f.copy(&c.core)
		if f.watched {
			d.seen()
			c.unseen()
		}
	}
	return c
}

// Read returns a new Deferred of the outcome.
func (s *Shared[T]) Read() *Deferred[T] {
	if s.hub.state == done {
		return s.hub.copied()
	}
	r := &reader[T]{of: s}
	if s.source == nil { // the readers are just being told
		r.up = busy{}
		s.hub.add(r)
		return &r.Deferred
	}
	r.up = joint(r)
	r.prev = s.last
	if s.last == nil {
		s.first = r
	} else {
		s.last.next = r
	}
	s.last = r
	s.n++
	return &r.Deferred
}

// Readers returns how many are waiting for the outcome.
func (s *Shared[T]) Readers() int { return s.n }

func (s *Shared[T]) on() *core { return &s.source.core }

// run is called when the source has fired.
func (s *Shared[T]) run() *core {
	d := s.source.root()
	s.source = nil
	if s.n > 0 {
		all := &fan{steps: make([]step, 0, s.n)}
		for r := s.first; r != nil; r = r.next {
			all.steps = append(all.steps, r)
			r.up = busy{}
		}
		s.hub.waiter = all
	}
	s.first, s.last, s.n = nil, nil, 0
	return s.hub.conclude(d.val, d.end())
}

// fail is never called: run does not call anybody's code.
func (s *Shared[T]) fail(kind, error) *core { return nil }

type reader[T any] struct {
	Deferred[T]
	of         *Shared[T]
	prev, next *reader[T]
}

func (r *reader[T]) cores() (own, root *core) { return nil, nil }

func (r *reader[T]) run() *core {
	h := r.of.hub
	return r.conclude(h.val, h.end())
}

func (r *reader[T]) dismiss() (next []target, fire bool) {
	s := r.of
	if s.n == 1 {
		return []target{s.source}, false
	}
	if r.prev == nil {
		s.first = r.next
	} else {
		r.prev.next = r.next
	}
	if r.next == nil {
		s.last = r.prev
	} else {
		r.next.prev = r.prev
	}
	s.n--
	return nil, true
}
