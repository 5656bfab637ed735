package frames

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Defer returns a Deferred of what a function in frames style returns: its callback
// form for everybody else.
//
//	func totalDeferred(r reactor.Reactor, n int) *deferred.Deferred[int] {
//		return frames.Defer(totalFast(r, n))
//	}
func Defer[T any](v T, err error, p *Pending[T]) *deferred.Deferred[T] {
	if p == nil {
		return deferred.Return(v, err)
	}
	return edge(p)
}

// DeferValue is [Defer] for a function that returns no error.
func DeferValue[T any](v T, p *Pending[T]) *deferred.Deferred[T] {
	if p == nil {
		return deferred.Succeed(v)
	}
	return edge(p)
}

// DeferErr is [Defer] for a function that only returns an error.
func DeferErr(err error, p *Pending[deferred.Void]) *deferred.Deferred[deferred.Void] {
	if p == nil {
		return deferred.Finish(err)
	}
	return edge(p)
}

// DeferDone is [Defer] for a function that returns nothing.
func DeferDone(p *Pending[deferred.Void]) *deferred.Deferred[deferred.Void] {
	if p == nil {
		return deferred.Done()
	}
	return edge(p)
}

func edge[T any](p *Pending[T]) *deferred.Deferred[T] {
	check(&p.base)
	e := deferred.NewEdge[T](&p.base)
	if p.shelf != nil {
		p.waiter = e
		return &e.Deferred
	}
	switch how := how(&p.base).(type) {
	case *crash:
		e.Crash(how.p)
	case *failure:
		var none T
		e.Resume(none, how.err)
	}
	return &e.Deferred
}

// Await waits for a Deferred: it returns what that was fired with, or a Pending.
//
//	v, err, p := frames.Await(r, lib.FetchDeferred(r, url))
func Await[T any](r reactor.Reactor, d *deferred.Deferred[T]) (v T, err error, p *Pending[T]) {
	v, d, err = d.Poll()
	if d == nil {
		return v, err, nil
	}
	l := On(r)
	w := newWatch[T](l)
	if l == nil {
		l = newLoop(r)
	}
	w.shelf, w.link = &l.kept, &w.watch
	w.watch.Start(d, w)
	return v, err, &w.Pending
}

// A watch is the frame of a wait for a Deferred.
type watch[T any] struct {
	Pending[T]
	watch deferred.Watch[T]
	home  *watches[T] // where it goes when it is over; nil if nowhere
}

// watches are those of a reactor that are free, for values of one type.
type watches[T any] struct{ list []*watch[T] }

// watchesOf returns those of a type. There are few types, and those that are asked for
// often come to stand in front.
func watchesOf[T any](l *Loop) *watches[T] {
	for i, known := range l.watches {
		if w, ok := known.(*watches[T]); ok {
			if i > 3 {
				l.watches[i], l.watches[i/2] = l.watches[i/2], known
			}
			return w
		}
	}
	w := &watches[T]{}
	l.watches = append(l.watches, w)
	return w
}

// newWatch returns a watch, used before if there is one.
func newWatch[T any](l *Loop) *watch[T] {
	if l == nil {
		return &watch[T]{}
	}
	home := watchesOf[T](l)
	if n := len(home.list) - 1; n >= 0 {
		w := home.list[n]
		home.list = home.list[:n]
		return w
	}
	return &watch[T]{home: home}
}

// Resume passes the outcome on to who waits.
func (w *watch[T]) Resume(v T, err error) {
	waiter, l := w.waiter, w.shelf.loop
	if err != nil {
		way := w.watch.Way()
		w.free()
		enterFailed(l, waiter, v, err, way)
		return
	}
	w.free()
	enter(l, waiter, v, nil)
}

// free makes a watch that is over one to be used again.
func (w *watch[T]) free() {
	w.base, w.waiter = base{}, nil
	if home := w.home; home != nil && !debug && len(home.list) < mostFree {
		home.list = append(home.list, w)
	}
	poison(&w.base)
}
