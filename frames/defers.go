package frames

import (
	"unsafe"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Defers is the [Frame] of a function with deferred calls. As long as nothing has to
// wait these are Go's own, in the fast body. Then the frame takes them over: the fast
// body registers those that it has come to with the frame, and its own do nothing, since
// the Pending that is returned is not nil.
//
//	func loadFast(r reactor.Reactor, n int) (_ string, suspended *frames.Pending[string]) {
//		defer func() {
//			if suspended == nil {
//				mu.Unlock()
//			}
//		}()
//		s, p := fetchFast(r, n)
//		if p != nil {
//			f := frames.TakeOver(loadFrames, p)
//			f.Defer(mu.Unlock)
//			return "", frames.Wait(&f.Pending, p, (*loadAfterFetch)(f))
//		}
//		return s, nil
//	}
type Defers[F, T any] struct {
	Frame[F, T]
	calls  deferred.Unwinding
	frame  Ender
	failed error // what it ends with that its code has not seen
	waited bool  // a deferred call has
}

// An Ender is a frame with deferred calls.
type Ender interface {
	// End finishes the call, by [Frame.Finish], with the results that the frame holds,
	// when the last deferred call has returned.
	End()
}

// A taker is a pointer to a frame that begins with a Defers.
type taker[F any] interface {
	*F
	Ender
	unwinder
}

// An unwinder is a Defers.
type unwinder interface{ takes(frame Ender) }

var _ unwinder = (*Defers[int, int])(nil)

func (d *Defers[F, T]) takes(frame Ender) { d.frame = frame }

// TakeOver is [New] for a function with deferred calls. If p has panicked already,
// TakeOver panics: the deferred calls are Go's still.
func TakeOver[F, T any, P taker[F]](pool *Pool[F], p *Pending[T]) *F {
	s := p.shelf
	if s == nil {
		s = &raise(how(&p.base)).kept
	}
	f := (*F)(unsafe.Pointer(pool.near(s)))
	P(f).takes(P(f))
	return f
}

// raise panics with what has panicked, and returns where what else is over was. A panic
// that came during runtime.Goexit is the frame's: that goes on when it is recovered.
func raise(how link) *Loop {
	if c, ok := how.(*crash); ok && c.p != nil && !c.p.Exiting() {
		c.l.raised = c.p
		c.p.Raise()
	}
	return loopOf(how)
}

// Defer registers a deferred call that does not recover.
func (d *Defers[F, T]) Defer(f func()) { d.calls.Defer(f) }

// DeferRecover registers a deferred call that may recover, in the form that
// [deferred.Scope.DeferRecover] has.
func (d *Defers[F, T]) DeferRecover(f func(p *deferred.Panicking)) { d.calls.DeferRecover(f) }

// DeferWait registers a deferred call that may wait.
func (d *Defers[F, T]) DeferWait(f func(p *deferred.Panicking) *deferred.Deferred[deferred.Void]) {
	d.calls.DeferWait(f)
}

// Takes registers the deferred calls of a loop.
func (d *Defers[F, T]) Takes(c *Calls) { d.calls.Takes(&c.Scope) }

// Calls are the deferred calls of a loop in a fast body, which its frame takes over when
// it has to wait. Until then they are Go's, too:
//
//	var calls frames.Calls
//	for _, f := range files {
//		deferredClose := func() { f.Close() }
//		calls.Defer(deferredClose)
//		defer func() {
//			if suspended == nil {
//				deferredClose()
//			}
//		}()
//		...
//	}
//
// If some of them may wait, each drops itself from the list before it is called: what is
// left is for the frame that waits.
type Calls struct{ deferred.Scope }

// Crash runs the deferred calls. Unless one of them recovers, it tells who waits.
func (d *Defers[F, T]) Crash(e *deferred.PanicError) {
	d.calls.Crashed(e)
	d.Unwind()
}

// Fail runs the deferred calls, and ends the call with an error that its code has not
// seen, and that they cannot change.
func (d *Defers[F, T]) Fail(err error) {
	d.failed = err
	d.Unwind()
}

// Unwind runs the deferred calls that are left, and ends the call. The frame holds its
// results. It is the last thing that the frame's code does.
func (d *Defers[F, T]) Unwind() { d.unwound(d.calls.Run(d)) }

// Exited goes on after a deferred call that has called runtime.Goexit.
func (d *Defers[F, T]) Exited(wait *deferred.Deferred[deferred.Void]) {
	l := d.shelf.loop
	d.unwound(wait)
	l.running = nil
}

// unwound waits for a deferred call, or ends the call if there is none.
func (d *Defers[F, T]) unwound(wait *deferred.Deferred[deferred.Void]) {
	if wait == nil {
		d.end()
		return
	}
	if _, _, p := Await(d.shelf.loop.host, wait); p != nil {
		Wait[T, deferred.Void](&d.Pending, p, (*afterCall[F, T, deferred.Void])(d))
		return
	}
	d.Unwind()
}

// end tells who waits. If nobody does, runtime.Goexit has ended the caller, but for a
// panic that the caller's fast body is going to see.
func (d *Defers[F, T]) end() {
	p, exited := d.calls.Ending()
	switch {
	case p != nil && d.waiter == nil && d.waited:
		p.Report()
	case p != nil || exited:
		d.Pending.Crash(p)
	case d.failed != nil:
		d.Frame.Fail(d.failed)
	case d.waiter != nil:
		d.frame.End()
	}
}

// Hold is for a deferred call of a fast body that has to wait for p: the frame waits for
// it, runs the other deferred calls, which have been registered, and ends with the
// results that it holds, or goes on with the panic that has been recovered, if that is
// not nil. It returns nil if p has failed: a deferred call's error is nobody's.
func Hold[F, T, U any](d *Defers[F, T], p *Pending[U], recovered any) *Pending[T] {
	var l *Loop
	if p.shelf == nil {
		how := how(&p.base)
		if _, ok := how.(*failure); ok {
			Repanic(recovered)
			return nil
		}
		l = loopOf(how)
	} else {
		l = p.shelf.loop
	}
	if recovered != nil {
		d.calls.Crashed(deferred.Caught(recovered, l.raised))
	}
	Wait[T, U](&d.Pending, p, (*afterCall[F, T, U])(d))
	return &d.Pending
}

// afterCall is a call that waits for one of its deferred calls, whose results are
// dropped.
type afterCall[F, T, U any] Defers[F, T]

// Resume goes on with the next deferred call.
func (k *afterCall[F, T, U]) Resume(U, error) {
	d := (*Defers[F, T])(k)
	d.waited = true
	d.Unwind()
}

// Crash goes on with the next one, and another panic.
func (k *afterCall[F, T, U]) Crash(e *deferred.PanicError) {
	k.waited = true
	(*Defers[F, T])(k).Crash(e)
}

// Fail goes on with the next one: a deferred call's error is nobody's.
func (k *afterCall[F, T, U]) Fail(error) { k.Resume(*new(U), nil) }

// Repanic panics with a value that has been recovered, if it is not nil:
//
//	defer func() {
//		if suspended == nil {
//			defer handle(&err) // may recover
//			frames.Repanic(recover())
//		}
//	}()
func Repanic(recovered any) {
	if recovered != nil {
		panic(recovered)
	}
}

// Recovering calls a deferred call that may recover, which [Calls.DeferRecover] has
// registered, with the value that has been recovered, if it is not nil. What the call
// does not recover goes on.
func Recovering(f func(p *deferred.Panicking), recovered any) {
	var c deferred.Unwinding
	if recovered != nil {
		c.Crashed(deferred.Caught(recovered, nil))
	}
	f(c.Panicking())
}

// RecoveringWait is [Recovering] for a deferred call that may wait. It returns nil if the
// call is over, and nothing is left of the panic. Otherwise a frame takes over, which [Hold]
// makes wait for what it returns: [TakeOver] panics if there is a panic already.
func RecoveringWait(r reactor.Reactor, f func(p *deferred.Panicking) *deferred.Deferred[deferred.Void], recovered any) *Pending[deferred.Void] {
	if recovered == nil {
		_, p := AwaitValue(r, f(&calm))
		return p
	}
	l := loopFor(r)
	running := l.running
	defer func() { l.running = running }() // if f calls runtime.Goexit, that is the caller's
	c := &recovering{}
	c.shelf = &l.kept
	c.takes(c)
	c.calls.Crashed(deferred.Caught(recovered, l.raised))
	c.DeferWait(f)
	c.Unwind()
	if c.link == nil {
		return nil
	}
	return &c.Pending
}

// calm is that there is no panic.
var calm deferred.Panicking

// recovering is the frame of a deferred call that is handed a panic: that of a function
// which has panicked, and which defers nothing else.
type recovering struct {
	Defers[recovering, deferred.Void]
}

// End finishes the call, with the panic recovered.
func (c *recovering) End() { c.Return(deferred.Void{}) }
