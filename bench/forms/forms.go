// Package forms has the blocking functions that the benchmarks compare: their callback
// forms are Evert's, and stand in the generated file beside this one.
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
	Fast      []*Event                  // in frames style
	Err       error                     // of each event

	posted bool
	fireIt func()
	spare  struct {
		deferreds []*deferred.Deferred[int]
		callbacks []func(int, error)
		fast      []*Event
	}
}

// An Event is one that code in frames style waits for.
type Event struct{ frames.Pending[int] }

var events = frames.NewPool[Event]()

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
	e := frames.Get(r, events)
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
	for i, e := range es {
		es[i] = nil
		frames.Fire(events, e, &e.Pending, 1, s.Err)
	}
	s.spare.deferreds, s.spare.callbacks, s.spare.fast = ds, ks, es
}

// One waits once.
//
//evert:callback
func One(s *Source, n int) (int, error) {
	v, err := s.Event()
	if err != nil {
		return 0, err
	}
	return n + v, nil
}

// Three waits three calls deep.
//
//evert:callback
func Three(s *Source, n int) (int, error) {
	v, err := two(s, n)
	if err != nil {
		return 0, err
	}
	return v + n, nil
}

func two(s *Source, n int) (int, error) {
	v, err := one(s, n)
	if err != nil {
		return 0, err
	}
	return v * n, nil
}

func one(s *Source, n int) (int, error) {
	v, err := s.Event()
	if err != nil {
		return 0, err
	}
	return v + n, nil
}

// Over waits for what is there, n times.
//
//evert:callback
func Over(s *Source, n int) (int, error) {
	sum := 0
	for i := 0; i < n; i++ {
		v, err := s.Buffered()
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

// Buffered is an event that has happened.
//
//evert:blocking callback=BufferedDeferred
func (s *Source) Buffered() (int, error) { return 1, s.Err }

// BufferedDeferred is the callback form of [Source.Buffered].
func (s *Source) BufferedDeferred(reactor.Reactor) *deferred.Deferred[int] {
	return deferred.Return(1, s.Err)
}

// Turns waits n times, in a loop.
//
//evert:callback
func Turns(s *Source, n int) (int, error) {
	sum := 0
	for i := 0; i < n; i++ {
		v, err := s.Event()
		if err != nil {
			return 0, err
		}
		sum += v
	}
	return sum, nil
}

// Parked waits three calls deep, and keeps six variables meanwhile.
//
//evert:callback
func Parked(s *Source, a, b int) (int, error) {
	c := a + b
	v, err := parked2(s, a, c)
	if err != nil {
		return 0, err
	}
	return v + a + c, nil
}

func parked2(s *Source, a, b int) (int, error) {
	c := a * b
	v, err := parked1(s, c)
	if err != nil {
		return 0, err
	}
	return v + a + b + c, nil
}

func parked1(s *Source, a int) (int, error) {
	v, err := s.Event()
	if err != nil {
		return 0, err
	}
	return v + a, nil
}
