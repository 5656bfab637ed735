// Package gojahost runs code in callback form on the event loop of goja_nodejs, so that Go
// functions can be promises in scripts.
//
//	loop := eventloop.NewEventLoop()
//	loop.Run(func(vm *goja.Runtime) {
//		r := gojahost.New(loop, vm)
//		vm.Set("quote", func(article string, n int) *goja.Promise {
//			return gojahost.Promise(r, catalog.QuoteDeferred(r, article, n))
//		})
//		vm.RunString(`quote("bolt", 3).then(q => console.log(q.total))`)
//	})
//
// # How it works
//
// A goja.Runtime is not safe for use by several goroutines, and the one that runs the
// event loop owns it. A [Loop] is a reactor on that goroutine: generated code that is
// called from a script runs there, its continuations do, and so does the settling of
// promises with all that scripts have chained to them.
//
//   - CallFromThread is RunOnLoop, once for all calls that wait for the same turn.
//   - CallLater is a queue of the reactor's own. The event loop's SetTimeout does not do:
//     it keeps no order among timers that are due at the same time, and if the last job of
//     a loop calls it, Run returns without it.
//   - Run returns when the loop has no timer left, whatever goroutines still do. So as long
//     as something is under way there is one of the script's own timers, which never fires.
//
// # What is not possible
//
// Terminate makes the event loop drop what it has accepted. Call [Loop.Close] after it,
// on the goroutine that called Terminate: what was under way fails, and so do its promises.
package gojahost

import (
	"fmt"
	"math"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/eventloop"

	"github.com/evert-go/evert/reactor"
)

// A Loop is a reactor on an event loop of goja_nodejs.
type Loop struct {
	*reactor.Guest
	host *host
}

// New makes a reactor on loop, whose runtime is vm. It is called on the loop.
func New(loop *eventloop.EventLoop, vm *goja.Runtime) *Loop {
	global := vm.GlobalObject()
	h := &host{
		loop: loop, vm: vm, set: function(global, "setTimeout"), clear: function(global, "clearTimeout"),
		then: function(vm.Get("Promise").ToObject(vm).Get("prototype").ToObject(vm), "then"),
	}
	return &Loop{reactor.NewGuest(h), h}
}

// Err is the error that no script can catch, such as a *goja.InterruptedError, for which
// the loop was stopped; nil if it was not.
func (l *Loop) Err() error { return l.host.err }

// host is the event loop, as a guest needs it.
type host struct {
	loop       *eventloop.EventLoop
	vm         *goja.Runtime
	set, clear goja.Callable // setTimeout and clearTimeout, whatever scripts make of these names
	then       goja.Callable // of promises
	timer      goja.Value    // keeps the loop alive; nil if nothing is to
	err        error
}

// Enter implements [reactor.Host].
func (h *host) Enter(turn func()) (err error) {
	if !h.loop.RunOnLoop(func(*goja.Runtime) { turn() }) {
		return reactor.ErrReactorStopped
	}
	return nil
}

// ever is some decades, in milliseconds.
const ever int64 = math.MaxInt64 / 4_000_000

// Hold implements [reactor.Host].
func (h *host) Hold(on bool) {
	var err error
	if on {
		h.timer, err = h.set(nil, h.vm.ToValue(func() {}), h.vm.ToValue(ever))
	} else {
		_, err = h.clear(nil, h.timer)
		h.timer = nil
	}
	h.failed(err)
}

// failed stops the loop for an error that no script can catch.
func (h *host) failed(err error) {
	if err != nil && h.err == nil {
		h.err = err
		h.loop.StopNoWait()
	}
}

// function is a method that the runtime of each event loop has.
func function(of *goja.Object, name string) goja.Callable {
	f, ok := goja.AssertFunction(of.Get(name))
	if !ok {
		panic(fmt.Sprintf("cannot make a reactor: the runtime is none of an event loop: it has no %s", name))
	}
	return f
}
