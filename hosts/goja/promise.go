package gojahost

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// errExited is what a promise is rejected with if what it stands for called runtime.Goexit.
var errExited = errors.New("the function ended its goroutine")

// Promise returns a promise of what d fires with: the value as [goja.Runtime.ToValue]
// makes it, undefined if there is none, and an error as a GoError, whose value is the
// error. A panic rejects the promise, too, with a [*deferred.PanicError]: it is not the
// event loop's fault.
//
//evert:nonblocking
func Promise[T any](l *Loop, d *deferred.Deferred[T]) *goja.Promise {
	promise, resolve, reject := l.host.vm.NewPromise()
	d.Observe(func(o deferred.Outcome[T]) {
		switch {
		case o.Panic != nil:
			l.host.failed(reject(l.host.vm.NewGoError(o.Panic)))
		case o.Exited:
			l.host.failed(reject(l.host.vm.NewGoError(errExited)))
		case o.Err != nil:
			l.host.failed(reject(l.reason(o.Err)))
		default:
			l.host.failed(resolve(l.value(o.Value)))
		}
	})
	return promise
}

// value is a result as scripts see it.
func (l *Loop) value(v any) goja.Value {
	if _, ok := v.(deferred.Void); ok {
		return goja.Undefined()
	}
	return l.host.vm.ToValue(v)
}

// reason is an error as scripts see it. What a script threw comes back as it was.
func (l *Loop) reason(err error) goja.Value {
	if e, ok := err.(*ScriptError); ok {
		return e.value
	}
	return l.host.vm.NewGoError(err)
}

// A ScriptError is what a script threw, or rejected a promise with.
type ScriptError struct {
	value goja.Value
	text  string // of the value, which belongs to the loop
}

// Error is the text of what was thrown.
func (e *ScriptError) Error() string { return e.text }

// Call calls a function of a script and waits for the promise that it returns, if it does
// return one. What comes of it is exported, see [goja.Value.Export], and what a script
// throws is a [*ScriptError]. It is for other goroutines than the loop's: there it is
// [Loop.CallDeferred], which generated code uses.
//
//evert:blocking callback=CallDeferred
func (l *Loop) Call(f goja.Callable, args ...any) (any, error) {
	return threads.BlockingCallFromThread(l, func() *deferred.Deferred[any] {
		return l.CallDeferred(l, f, args...)
	})
}

// CallDeferred is the callback form of [Loop.Call].
func (l *Loop) CallDeferred(_ reactor.Reactor, f goja.Callable, args ...any) *deferred.Deferred[any] {
	values := make([]goja.Value, len(args))
	for i, arg := range args {
		values[i] = l.host.vm.ToValue(arg)
	}
	v, err := f(goja.Undefined(), values...)
	if err != nil {
		return deferred.Fail[any](thrown(err))
	}
	if _, ok := v.Export().(*goja.Promise); ok {
		return l.await(v.ToObject(l.host.vm))
	}
	return deferred.Succeed(v.Export())
}

// A waiting waits for a promise. It keeps the loop alive.
type waiting struct {
	reactor.Operation
	l *Loop
	d deferred.Deferred[any]
}

// await waits for a promise.
func (l *Loop) await(promise *goja.Object) *deferred.Deferred[any] {
	w := &waiting{l: l}
	w.Owner = w
	if err := l.Begin(&w.Operation); err != nil {
		return deferred.Fail[any](err)
	}
	w.d.OnCancel(func() { l.End(&w.Operation) })
	_, err := l.host.then(promise, l.host.vm.ToValue(func(v goja.Value) { w.fire(v.Export(), nil) }),
		l.host.vm.ToValue(func(v goja.Value) { w.fire(nil, &ScriptError{v, v.String()}) }))
	if err != nil {
		w.fire(nil, thrown(err))
	}
	return &w.d
}

// fire ends the wait, unless it was over.
func (w *waiting) fire(v any, err error) {
	if w.Under() {
		w.l.End(&w.Operation)
		w.d.Fire(v, err)
	}
}

// Abandon implements [reactor.Abandoner].
func (w *waiting) Abandon(err error) { w.d.Errback(err) }

// thrown is the error that a call of a script's function has returned.
func thrown(err error) error {
	var e *goja.Exception
	if errors.As(err, &e) {
		return &ScriptError{e.Value(), e.Value().String()}
	}
	return err
}
