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
	s.d.OnCancel(s.cancel)
	return &s.d
}

func (s *wait[T]) fire(v T) {
	s.end()
	s.d.Callback(v)
}

// cancel leaves no timer behind.
func (s *wait[T]) cancel() {
	s.end()
	_ = s.call.Cancel() // it has not been made, or d would have fired
}

func (s *wait[T]) end() {
	if t, ok := s.r.(Tracker); ok {
		t.End(&s.op)
	}
}

// Abandon implements [Abandoner].
func (s *wait[T]) Abandon(err error) {
	_ = s.call.Cancel() // the reactor has stopped: it would not be made anyway
	s.d.Errback(err)
}
