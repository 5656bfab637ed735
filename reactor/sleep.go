package reactor

import (
	"time"

	"github.com/evert-go/evert/deferred"
)

// Sleep returns a Deferred that fires after d: the callback form of time.Sleep.
// If d is not positive it has fired.
func Sleep(r Reactor, d time.Duration) *deferred.Deferred[deferred.Void] {
	if d <= 0 {
		return deferred.Done()
	}
	s := &wait[deferred.Void]{}
	return s.begin(r, d, func() { s.fire(deferred.Void{}) })
}

// After returns a Deferred that fires after d with the time then: the callback
// form of a receive from time.After(d).
func After(r Reactor, d time.Duration) *deferred.Deferred[time.Time] {
	s := &wait[time.Time]{}
	return s.begin(r, d, func() { s.fire(r.Now()) })
}

// A wait is a Deferred that a delayed call fires, or the end of the reactor.
type wait[T any] struct {
	d    deferred.Deferred[T]
	op   Operation
	r    Reactor
	call DelayedCall
}

func (s *wait[T]) begin(r Reactor, d time.Duration, f func()) *deferred.Deferred[T] {
	s.r, s.op.Owner = r, s
	if t, ok := r.(Tracker); ok {
		if err := t.Begin(&s.op); err != nil {
			return deferred.Fail[T](err)
		}
	}
	s.call = r.CallLater(d, f)
	return &s.d
}

func (s *wait[T]) fire(v T) {
	if t, ok := s.r.(Tracker); ok {
		t.End(&s.op)
	}
	s.d.Callback(v)
}

// Abandon implements [Abandoner].
func (s *wait[T]) Abandon(err error) {
	_ = s.call.Cancel() // the reactor has stopped: whether it would be made does not matter
	s.d.Errback(err)
}
