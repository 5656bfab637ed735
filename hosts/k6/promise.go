package k6host

import (
	"errors"

	"github.com/grafana/sobek"

	"github.com/evert-go/evert/deferred"
)

// errExited is what a promise is rejected with if what it stands for called runtime.Goexit.
var errExited = errors.New("the function ended its goroutine")

// Promise returns a promise of what d fires with: the value as [sobek.Runtime.ToValue]
// makes it, undefined if there is none, and an error as a GoError, whose value is the
// error. A panic rejects the promise, too, with a [*deferred.PanicError]: an iteration
// fails, not the load test.
//
//evert:nonblocking
func Promise[T any](l *Loop, d *deferred.Deferred[T]) *sobek.Promise {
	vm := l.host.vu.Runtime()
	promise, resolve, reject := vm.NewPromise()
	d.Observe(func(o deferred.Outcome[T]) {
		err := o.Err
		switch {
		case o.Panic != nil:
			err = o.Panic
		case o.Exited:
			err = errExited
		}
		settle, v := resolve, vm.ToValue(o.Value)
		if err != nil {
			settle, v = reject, vm.NewGoError(err)
		} else if _, ok := any(o.Value).(deferred.Void); ok {
			v = sobek.Undefined()
		}
		if err := settle(v); err != nil && l.host.err == nil { //evert:allow EV101 the script goes on, as it has to on its loop
			l.host.err = err // no script can catch it: the iteration ends
		}
	})
	return promise
}
