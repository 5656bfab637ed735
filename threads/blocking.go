package threads

import (
	"errors"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// ErrOnReactor is returned by [BlockingCallFromThread] on the reactor's own
// goroutine, which would wait for itself.
var ErrOnReactor = errors.New("cannot wait for the reactor on its own goroutine")

// BlockingCallFromThread runs f on the reactor, and returns what its Deferred
// fires with. It blocks, so it is for other goroutines. A panic is raised at
// the caller's, with the same value. If the reactor stops first the error is
// [reactor.ErrReactorStopped], and on the reactor's own goroutine, if it knows that, it
// is [ErrOnReactor].
func BlockingCallFromThread[T any](r reactor.Reactor, f func() *deferred.Deferred[T]) (v T, err error) {
	if c, ok := r.(reactor.Confined); ok && c.OnReactor() {
		return v, ErrOnReactor
	}
	fired := make(chan deferred.Outcome[T], 1)
	call := func() {
		returned := false
		defer func() { // f panicked, or called runtime.Goexit, before it waited
			if returned {
				return
			}
			if p := recover(); p != nil {
				fired <- deferred.Outcome[T]{Panic: &deferred.PanicError{Value: p}} //evert:allow EV103 there is room
			} else {
				fired <- deferred.Outcome[T]{Exited: true} //evert:allow EV103 there is room
			}
		}()
		d := f()
		returned = true
		d.Observe(func(o deferred.Outcome[T]) { fired <- o }) //evert:allow EV103 there is room
	}
	if err := r.CallFromThread(call); err != nil {
		return v, err
	}
	return await(r, fired)
}

// await waits for the outcome, or for the end of the reactor.
func await[T any](r reactor.Reactor, fired <-chan deferred.Outcome[T]) (v T, err error) {
	var stopped <-chan struct{}
	if s, ok := r.(reactor.Stopping); ok {
		stopped = s.Stopped()
	}
	select {
	case o := <-fired:
		return o.Get()
	case <-stopped:
	}
	select { // the last turns may have fired it
	case o := <-fired:
		return o.Get()
	default:
		return v, reactor.ErrReactorStopped
	}
}
