// Package forms has the blocking functions that the benchmarks compare: their callback
// forms are Evert's, in chain style, and stand in the generated file beside this one.
// Package framed has the same functions in frames style.
package forms

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

//go:generate go run ../../cmd/evert

// A Source has events, one for each who waits, in every turn of a loop in which
// somebody waits. How somebody waits is what the benchmarks compare; the queues work all
// in the same way.
type Source struct {
	Loop      *reactor.Loop
	Deferreds Queue[*deferred.Deferred[int]] // who waits by a Deferred
	Callbacks Queue[func(int, error)]        // by a callback
	Channels  []chan int                     // by a channel
	Fast      Queue[frames.Task]             // in frames style: events
	Err       error                          // of each event

	free   []*Event // can be waited for again
	frames *frames.Loop
}

// A Queue has who waits for the next event.
type Queue[T any] struct {
	List, spare []T
	posted      bool
	fire        func()
}

// add lets w wait, and asks the loop for an event.
func (q *Queue[T]) add(l *reactor.Loop, w T) {
	q.List = append(q.List, w)
	if !q.posted {
		q.posted = true
		if err := l.CallSoon(q.fire); err != nil {
			panic(err)
		}
	}
}

// take returns who waits, and empties the queue.
func (q *Queue[T]) take() []T {
	list := q.List
	q.List, q.spare, q.posted = q.spare[:0], list, false
	return list
}

// An Event is one that code in frames style waits for.
type Event struct {
	frames.Pending[int]
	s *Source
}

// Run is the event.
func (e *Event) Run() {
	s := e.s
	s.free = append(s.free, e)
	e.Finish(1, s.Err)
}

// New returns the source of a loop.
func New(l *reactor.Loop) *Source {
	s := &Source{Loop: l, frames: frames.On(l)}
	s.Deferreds.fire = func() {
		list := s.Deferreds.take()
		for i, d := range list {
			list[i] = nil
			d.Fire(1, s.Err)
		}
	}
	s.Callbacks.fire = func() {
		list := s.Callbacks.take()
		for i, k := range list {
			list[i] = nil
			k(1, s.Err)
		}
	}
	s.Fast.fire = func() { s.frames.Each(s.Fast.take()) }
	return s
}

// Event waits for the next event.
//
//evert:blocking callback=EventDeferred
func (s *Source) Event() (int, error) {
	c := make(chan int, 1)
	s.Channels = append(s.Channels, c)
	return <-c, s.Err
}

// EventDeferred is the callback form of [Source.Event].
func (s *Source) EventDeferred(reactor.Reactor) *deferred.Deferred[int] {
	d := deferred.New[int]()
	s.Deferreds.add(s.Loop, d)
	return d
}

// EventCallback calls k with the next event.
func (s *Source) EventCallback(k func(int, error)) {
	s.Callbacks.add(s.Loop, k)
}

// EventFast is what [Source.Event] is in frames style.
func (s *Source) EventFast(r reactor.Reactor) (int, error, *frames.Pending[int]) {
	var e *Event
	if n := len(s.free) - 1; n >= 0 {
		e, s.free = s.free[n], s.free[:n]
	} else {
		e = &Event{s: s}
	}
	frames.Start(r, &e.Pending, nil)
	s.Fast.add(s.Loop, e)
	return 0, nil, &e.Pending
}

// Buffered is an event that has happened.
//
//evert:blocking callback=BufferedDeferred
//go:noinline
func (s *Source) Buffered() (int, error) { return 1, s.Err }

// BufferedDeferred is the callback form of [Source.Buffered].
//
//go:noinline
func (s *Source) BufferedDeferred(reactor.Reactor) *deferred.Deferred[int] {
	return deferred.Return(1, s.Err)
}

// BufferedFast is what [Source.Buffered] is in frames style.
//
//go:noinline
func (s *Source) BufferedFast(reactor.Reactor) (int, error, *frames.Pending[int]) {
	return 1, s.Err, nil
}
