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
// somebody waits. How somebody waits is what the benchmarks compare; the queue is the
// same for all.
type Source struct {
	Loop      *reactor.Loop
	Deferreds []*deferred.Deferred[int] // who waits by a Deferred
	Callbacks []func(int, error)        // by a callback
	Channels  []chan int                // by a channel
	Fast      []frames.Task             // in frames style: events
	Err       error                     // of each event

	free   []*Event // can be waited for again
	posted bool
	fireIt func()
	spare  struct {
		deferreds []*deferred.Deferred[int]
		callbacks []func(int, error)
		fast      []frames.Task
	}
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
	s := &Source{Loop: l}
	s.fireIt = s.fire
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
	s.Deferreds = append(s.Deferreds, d)
	s.post()
	return d
}

// EventCallback calls k with the next event.
func (s *Source) EventCallback(k func(int, error)) {
	s.Callbacks = append(s.Callbacks, k)
	s.post()
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
	s.Fast = append(s.Fast, e)
	s.post()
	return 0, nil, &e.Pending
}

// Post asks the loop for events.
func (s *Source) post() {
	if !s.posted {
		s.posted = true
		if err := s.Loop.CallSoon(s.fireIt); err != nil {
			panic(err)
		}
	}
}

// fire has the events.
func (s *Source) fire() {
	s.posted = false
	ds, ks, es := s.Deferreds, s.Callbacks, s.Fast
	s.Deferreds, s.spare.deferreds = s.spare.deferreds[:0], nil
	s.Callbacks, s.spare.callbacks = s.spare.callbacks[:0], nil
	s.Fast, s.spare.fast = s.spare.fast[:0], nil
	for i, d := range ds {
		ds[i] = nil
		d.Fire(1, s.Err)
	}
	for i, k := range ks {
		ks[i] = nil
		k(1, s.Err)
	}
	if len(es) > 0 {
		frames.On(s.Loop).Each(es)
	}
	s.spare.deferreds, s.spare.callbacks, s.spare.fast = ds, ks, es
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
