package deferred

import (
	"errors"
	"fmt"
	"time"
)

// A Clock is what this package needs of a reactor to wait for time. Every
// reactor.Reactor is one.
type Clock interface {
	// CallLater calls f after d, not before CallLater has returned.
	CallLater(d time.Duration, f func()) DelayedCall
	// Now is the clock's time.
	Now() time.Time
}

// A DelayedCall is a call that CallLater will make.
type DelayedCall interface {
	// Cancel prevents the call. It is an error if it has been made or
	// cancelled before.
	Cancel() error
}

// ErrTimedOut is what every [TimeoutError] is, in the sense of errors.Is.
var ErrTimedOut = errors.New("timed out")

// A TimeoutError is the error of a Deferred that [Deferred.AddTimeout] has
// cancelled. It is no [ErrCancelled].
type TimeoutError struct {
	After time.Duration
	// Err is the error in which the cancelled Deferred's continuations have
	// wrapped ErrCancelled, nil if they have not. It is for people: the
	// TimeoutError does not unwrap to it.
	Err error
}

// Error says how long was waited, and what the steps before made of it.
func (e *TimeoutError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("timed out after %v: %v", e.After, e.Err)
	}
	return fmt.Sprintf("timed out after %v", e.After)
}

// Is reports whether target is [ErrTimedOut].
func (e *TimeoutError) Is(target error) bool { return target == ErrTimedOut }

// Timeout is true, as net.Error has it.
func (e *TimeoutError) Timeout() bool { return true }

// AddTimeout cancels d if it has not fired after a while, and returns a
// Deferred of d's outcome, which in that case is a [*TimeoutError] in place of
// [ErrCancelled].
//
//	page := fetchDeferred(r, url).AddTimeout(10*time.Second, r)
//
// Only ErrCancelled is replaced, be it wrapped or not. If d's canceller fires
// d with something else, or a step that was added before looks at the error
// and returns something else, that is the outcome. So what comes before
// AddTimeout in a chain takes part in what a timeout means, and what comes
// after is told of it. A d that goes on after it was cancelled is waited for.
//
// Whoever cancels the returned Deferred before the time is over cancels d, and
// the error stays ErrCancelled. The timer is gone as soon as d has fired. It
// is Twisted's Deferred.addTimeout; with onTimeout, its onTimeoutCancel, that
// is called with d's outcome if the timeout has cancelled it and it is no
// panic, and its results are the outcome.
func (d *Deferred[T]) AddTimeout(after time.Duration, clock Clock, onTimeout ...func(v T, err error) (T, error)) *Deferred[T] {
	d = d.root()
	if d.state == done {
		return d
	}
	t := &timeout[T]{after: after}
	if len(onTimeout) > 0 {
		t.translate = onTimeout[0]
	}
	wait(d, step(t), &t.Deferred)
	t.call = clock.CallLater(after, func() {
		t.call, t.passed = nil, true
		cancelSafely(d)
	})
	return &t.Deferred
}

type timeout[T any] struct {
	Deferred[T]
	after     time.Duration
	call      DelayedCall // nil once it has been made
	passed    bool
	translate func(T, error) (T, error)
}

func (t *timeout[T]) run() *core {
	d := waited[T](&t.Deferred)
	if t.call != nil {
		_ = t.call.Cancel() // it has not been made, or call were nil
		t.call = nil
	}
	v, err := d.val, d.err()
	switch {
	case d.kind != returned:
		return t.passOn(&d.core, nil)
	case !t.passed:
	case t.translate != nil:
		v, err = t.translate(v, err)
	case err == ErrCancelled:
		err = &TimeoutError{After: t.after}
	case errors.Is(err, ErrCancelled):
		err = &TimeoutError{After: t.after, Err: err}
	}
	return t.finishBy(v, err, &d.core, nil)
}
