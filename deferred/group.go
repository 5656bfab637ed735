package deferred

import "errors"

// ErrGroupOver is the outcome of work that is added to a [Group] that is over.
var ErrGroupOver = errors.New("cannot add to the group: it is over")

// A Group is a nursery: work that belongs together, and none of which outlives
// it. The first failure cancels the rest. The group is over, and what [Group.Wait]
// returns fires, when all of the work is. The zero Group is ready for use.
//
//	var g errgroup.Group             var g deferred.Group
//	for _, url := range urls {       for _, url := range urls {
//		url := url                       url := url
//		g.Go(func() error {              g.Go(func() *deferred.Deferred[deferred.Void] {
//			return fetch(url)                return fetchDeferred(r, url)
//		})                               })
//	}                                }
//	return g.Wait()                  return g.Wait()
//
// Work may add more work. An error, a panic and runtime.Goexit are failures,
// and the first one is the outcome of Wait; further errors are dropped, panics
// are reported as [SetUnhandled] says. Work that somebody has cancelled by
// itself, so that it ends with [ErrCancelled], is over and has not failed.
//
// This is the nursery of Trio and the TaskGroup of asyncio; Twisted has none.
// See [WithGroup] for one that is also bound to a function.
type Group struct {
	all         Deferred[Void]
	first, last *member
	n           int  // work that is not over
	waiting     bool // Wait was called
	over        bool
	stopping    bool // it has failed, or was cancelled, with
	failure     end
	unasked     *Deferred[Void] // the failure, as long as Wait has not told of it
}

// A member is the place in a group of work that waits.
type member struct {
	work       target
	prev, next *member
}

// Go adds what f does. If f panics or fails before it waits, the group fails.
// F is not called if the group is being cancelled, or is over.
func (g *Group) Go(f func() *Deferred[Void]) { Spawn(g, f) }

// Spawn adds what f does to g, and returns f's Deferred, for those who want its
// result. A failure is g's to handle; whoever continues from the Deferred gets
// it as well. What follows from it there is not part of the group's work. If g is being cancelled, or is over, f is not called and the
// Deferred has failed with [ErrCancelled] or [ErrGroupOver].
func Spawn[T any](g *Group, f func() *Deferred[T]) *Deferred[T] {
	if err := g.refusal(); err != nil {
		return Fail[T](err)
	}
	g.n++
	exiting := true
	defer func() {
		if exiting { // f has called runtime.Goexit
			notify(g.ended(end{kind: exited, err: ErrGoexit}))
		}
	}()
	d := Call(f)
	exiting = false
	return keep(g, d)
}

// Adopt adds d, which is under way already, and returns it. If g is being
// cancelled, or is over, d is cancelled.
func Adopt[T any](g *Group, d *Deferred[T]) *Deferred[T] {
	if g.refusal() != nil {
		cancelSafely(d)
		d.Observe(func(o Outcome[T]) {
			if o.Panic != nil {
				report(o.Panic)
			}
		})
		return d
	}
	g.n++
	return keep(g, d)
}

// keep watches over d, which has been counted.
func keep[T any](g *Group, d *Deferred[T]) *Deferred[T] {
	d = d.root()
	if d.state == done {
		d.seen()
		notify(g.ended(d.end()))
		return d
	}
	d.check()
	s := &watch[T]{g: g, d: d}
	s.work, s.prev = d, g.last
	if g.last == nil {
		g.first = &s.member
	} else {
		g.last.next = &s.member
	}
	g.last = &s.member
	d.add(s)
	if g.stopping {
		cancelSafely(d)
	}
	return d
}

// Wait returns a Deferred that fires when all work is over, with the first
// failure if there was one. From then on nothing can be added. Cancelling it
// cancels the group, and it fires when that is over. All calls return the same
// Deferred.
func (g *Group) Wait() *Deferred[Void] {
	if !g.waiting {
		g.waiting = true
		g.all.up = joint(g)
		if g.n == 0 {
			g.finish()
		}
	}
	return &g.all
}

// Cancel cancels all work. The group fails with [ErrCancelled], unless it has
// failed before. As with a single Deferred, another Cancel goes to what the work
// does about the first one.
func (g *Group) Cancel() {
	if g.over {
		return
	}
	g.stop()
	cancelSafely(g.work()...)
}

// stop begins the end of the group, unless something else has.
func (g *Group) stop() {
	if !g.stopping {
		g.stopping, g.failure = true, end{err: ErrCancelled}
	}
}

func (g *Group) refusal() error {
	switch {
	case g.over:
		return ErrGroupOver
	case g.stopping:
		return ErrCancelled
	}
	return nil
}

func (g *Group) cores() (own, root *core) { return nil, nil }

func (g *Group) dismiss() (next []target, fire bool) {
	g.stop()
	return g.work(), false
}

// work is all that is not over.
func (g *Group) work() (all []target) {
	for m := g.first; m != nil; m = m.next {
		all = append(all, m.work)
	}
	return all
}

// ended is called when some of the work is over.
func (g *Group) ended(e end) *core {
	switch {
	case e.err == nil || e.kind == returned && errors.Is(e.err, ErrCancelled):
	case !g.stopping:
		g.stopping, g.failure = true, e
		g.unasked = &Deferred[Void]{}
		g.unasked.conclude(Void{}, e)
		cancelSafely(g.work()...)
	case e.kind == panicked:
		report(e.err)
	}
	return g.leave()
}

func (g *Group) leave() *core {
	if g.n--; g.n == 0 && g.waiting {
		return g.finish()
	}
	return nil
}

func (g *Group) finish() *core {
	g.over = true
	if g.unasked != nil {
		g.failure = g.unasked.end()
		g.unasked.seen()
		g.unasked = nil
	}
	return g.all.conclude(Void{}, g.failure)
}

// watch is the step that waits for a group's work.
type watch[T any] struct {
	member
	g *Group
	d *Deferred[T]
}

func (s *watch[T]) on() *core { return &s.d.core }

func (s *watch[T]) run() *core {
	g, m := s.g, &s.member
	if m.prev == nil {
		g.first = m.next
	} else {
		m.prev.next = m.next
	}
	if m.next == nil {
		g.last = m.prev
	} else {
		m.next.prev = m.prev
	}
	d := s.d.root()
	s.d, s.work = nil, nil
	return g.ended(d.end())
}

// fail is called if a canceller has called runtime.Goexit.
func (s *watch[T]) fail(kind, error) *core { return s.g.leave() }

// WithGroup calls body with a new group, and returns a Deferred of what body
// returns, which fires when the group is over: nothing that body has added goes
// on after that. Body is work of the group itself, so if it fails the rest is
// cancelled, and if other work fails body's Deferred is.
//
//	return deferred.WithGroup(func(g *deferred.Group) *deferred.Deferred[int] {
//		g.Go(func() *deferred.Deferred[deferred.Void] { return logDeferred(r) })
//		return fetchDeferred(r, url)
//	})
func WithGroup[T any](body func(g *Group) *Deferred[T]) *Deferred[T] {
	g := &Group{}
	d := Spawn(g, func() *Deferred[T] { return body(g) })
	return ChainBoth(g.Wait(), func(_ Void, err error) *Deferred[T] {
		if d := d.root(); d.kind == returned && (err == nil || same(err, d.err())) {
			return d
		}
		return Fail[T](err)
	})
}
