package frames

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// AwaitValue is [Await] for what results in no error: a lock, a channel, a function
// without one. If the Deferred has failed all the same, since it was cancelled, there
// is nothing to go on with: who waits for the Pending fails, and their callers.
func AwaitValue[T any](r reactor.Reactor, d *deferred.Deferred[T]) (v T, p *Pending[T]) {
	v, err, p := Await(r, d)
	if err == nil {
		return v, p
	}
	p = &Pending[T]{}
	p.link = &failure{err, loopFor(r)}
	return v, p
}

// failure is the link of what has failed before anybody waited for it.
type failure struct {
	err error
	l   *Loop
}

func (*failure) Interrupt() {}

// A failer is a frame, which ends with an error that its code does not see.
type failer interface{ Fail(err error) }
