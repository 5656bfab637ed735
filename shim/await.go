package shim

import (
	"runtime/debug"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Await runs start, a callback form, on a reactor of its own, on the calling
// goroutine, and returns what the Deferred fires with: the value and the error,
// or the panic with its original value, or runtime.Goexit. That is all that a
// caller of the blocking form can see, so a function may be replaced by its
// callback form and Await.
//
// It may be called while another Await is driving its reactor: by a blocking
// call in a continuation. The outer reactor rests meanwhile, as the goroutine
// of the blocking form would.
func Await[T any](start func(r reactor.Reactor) *deferred.Deferred[T]) (T, error) {
	a := &awaiting[T]{}
	a.r.SetThreads(goroutines{})
	a.r.Watch(reactor.Watchdog{Limit: -1}) // continuations may block here
	defer a.exit()
	d := start(&a.r)
	a.began = true
	if out, ok := d.Outcome(); ok {
		a.observe(out)
	} else {
		d.Observe(a.observe)
		a.drive(a.done)
	}
	a.over = true
	a.r.Close()
	return a.out.Get()
}

// goroutines runs functions as the go statement does. A program can tell a
// goroutine that is kept from one that has ended, by their number, or by what it
// did to its thread.
type goroutines struct{}

func (goroutines) RunInThread(f func()) error {
	go f()
	return nil
}

// awaiting is one Await.
type awaiting[T any] struct {
	r     reactor.Loop
	out   deferred.Outcome[T]
	began bool // start has returned
	fired bool
	over  bool
}

func (a *awaiting[T]) observe(o deferred.Outcome[T]) { a.out, a.fired = o, true }

func (a *awaiting[T]) done() bool { return a.fired }

// drive runs the reactor. A panic that comes out of it is that of a callback
// which is no continuation; it is kept, for the goroutine to be unwound with it
// and not to be driven on by exit.
func (a *awaiting[T]) drive(until func() bool) {
	returned := false
	defer func() {
		if v := recover(); v != nil && !returned {
			a.observe(deferred.Outcome[T]{Panic: &deferred.PanicError{Value: v, Stack: debug.Stack()}})
		}
	}()
	a.r.RunUntil(until)
	returned = true
}

// exit is for runtime.Goexit in a continuation, or in start. While it unwinds
// the goroutine, deferred calls that wait are still to be run to their end, so
// the reactor is driven on: until the Deferred fires, or, if start has not
// returned one, until nothing is under way any more. A panic of start finds
// nothing under way, and goes on at once.
func (a *awaiting[T]) exit() {
	if a.over {
		return
	}
	defer a.exit() // what is driven on may call runtime.Goexit again
	if a.began {
		a.drive(a.done)
	} else {
		a.drive(a.r.Idle)
	}
	a.over = true
	a.r.Close()
	if a.out.Panic != nil { // of a deferred call: it goes on in place of runtime.Goexit
		a.out.Panic.Raise()
	}
}

// Value is [Await] for a callback form whose function returns no error. An
// error all the same, such as [reactor.ErrReactorStopped], is a panic.
func Value[T any](start func(r reactor.Reactor) *deferred.Deferred[T]) T {
	v, err := Await(start)
	if err != nil {
		panic(err)
	}
	return v
}

// Run is [Value] for a callback form whose function returns nothing.
func Run(start func(r reactor.Reactor) *deferred.Deferred[deferred.Void]) { Value(start) }

// Err is [Await] for a callback form whose function returns only an error.
func Err(start func(r reactor.Reactor) *deferred.Deferred[deferred.Void]) error {
	_, err := Await(start)
	return err
}
