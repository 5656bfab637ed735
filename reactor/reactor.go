package reactor

import (
	"errors"
	"time"

	"github.com/evert-go/evert/deferred"
)

// A Reactor runs callbacks, one at a time, on one goroutine. Code in callback
// form needs no more of an event loop than this.
type Reactor interface {
	// CallFromThread runs f on the reactor, soon, and after all that were
	// handed over before it. It may be called from any goroutine. Once the
	// reactor has stopped it returns ErrReactorStopped; if it returns nil, f
	// will be run.
	//
	//evert:once f
	CallFromThread(f func()) error
	// CallLater runs f on the reactor after d, in a later turn even if d is
	// zero. Calls with equal deadlines are made in the order in which they
	// were asked for. It may be called on the reactor only.
	CallLater(d time.Duration, f func()) DelayedCall
	// Now is the reactor's time.
	Now() time.Time
}

// A DelayedCall is a call that CallLater will make.
type DelayedCall = deferred.DelayedCall

// What follows are abilities that a reactor may have besides.

// A SoonCaller can be handed calls over more cheaply by its own goroutine.
type SoonCaller interface {
	// CallSoon is CallFromThread for the reactor's own goroutine. Calls that
	// it hands over by the one and the other keep their order.
	//
	//evert:once f
	CallSoon(f func()) error
}

// A ThreadRunner can run functions that block.
type ThreadRunner interface {
	// RunInThread runs f outside the reactor's goroutine, where it may block.
	RunInThread(f func()) error
}

// A Tracker keeps count of what is under way outside its goroutine: a thread at
// work, a timer that somebody waits for. It can stay alive until that is over,
// and gives notice when it stops first. Its methods are called on the reactor.
type Tracker interface {
	// Begin notes that op is under way; ErrReactorStopped if it is too late.
	Begin(op *Operation) error
	// End notes that op is over.
	End(op *Operation)
}

// An Operation is what a [Tracker] keeps count of, made to be part of the
// object that represents it.
type Operation struct {
	Owner      Abandoner
	prev, next *Operation
}

// Under reports whether the operation is under way, according to the [Loop] or
// [Clock] that tracks it.
func (op *Operation) Under() bool { return op.next != nil }

// An Abandoner is told that the reactor stops while its operation is under way.
type Abandoner interface{ Abandon(err error) }

// A Stopping reactor can tell other goroutines that it has stopped.
type Stopping interface{ Stopped() <-chan struct{} }

// A Confined reactor knows whether the calling goroutine is its own.
type Confined interface{ OnReactor() bool }

// A Keeper keeps something for a package that has state for each reactor, such as
// frames that are free to be used again.
type Keeper interface {
	// Kept returns the place for it. It is called on the reactor.
	Kept() *any
}

// A Resetter is a DelayedCall that can be put off, or brought forward.
type Resetter interface {
	// Reset makes the call after d, counted from now.
	Reset(d time.Duration) error
}

var (
	// ErrReactorStopped is the error of everything that was still to happen on
	// a reactor that has stopped.
	ErrReactorStopped = errors.New("the reactor has stopped")
	// ErrNoThreads is returned where a thread is needed but not to be had.
	ErrNoThreads = errors.New("cannot run in a thread: the reactor has none")
	// ErrCalled is returned by Cancel and Reset of a call that has been made.
	ErrCalled = errors.New("cannot change a delayed call: it has been made")
	// ErrCallCancelled is returned by Cancel and Reset of a call that was
	// cancelled.
	ErrCallCancelled = errors.New("cannot change a delayed call: it was cancelled")
	// ErrRunning is returned by Run of a loop that is running.
	ErrRunning = errors.New("cannot run the reactor: it is running")
)
