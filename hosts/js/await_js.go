package jshost

import (
	"syscall/js"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Await waits for a promise. If it is rejected the error is a [*Rejection]. What is not
// a promise is there already.
//
//evert:blocking callback=AwaitDeferred
func Await(promise js.Value) (js.Value, error) {
	type settled struct {
		v   js.Value
		err error
	}
	done := make(chan settled, 1)
	then(promise, func(v js.Value, err error) { done <- settled{v, err} })
	s := <-done
	return s.v, s.err
}

// AwaitDeferred is the callback form of [Await]. If it is cancelled the promise goes on,
// and what becomes of it is dropped.
func AwaitDeferred(_ reactor.Reactor, promise js.Value) *deferred.Deferred[js.Value] {
	return await(promise, func() {})
}

// await calls stop when the Deferred is cancelled.
func await(promise js.Value, stop func()) *deferred.Deferred[js.Value] {
	d := deferred.New(func(*deferred.Deferred[js.Value]) { stop() })
	then(promise, func(v js.Value, err error) {
		if !d.Fired() { // it has if it was cancelled
			d.Fire(v, err)
		}
	})
	return d
}

// then calls f in a later microtask than this.
func then(promise js.Value, f func(js.Value, error)) {
	var fulfilled, rejected js.Func
	settle := func(v js.Value, err error) {
		fulfilled.Release()
		rejected.Release()
		f(v, err)
	}
	fulfilled = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settle(args[0], nil)
		return nil
	})
	rejected = js.FuncOf(func(_ js.Value, args []js.Value) any {
		settle(js.Undefined(), &Rejection{args[0]})
		return nil
	})
	global.Get("Promise").Call("resolve", promise).Call("then", fulfilled, rejected)
}
