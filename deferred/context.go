package deferred

import (
	"context"
	"errors"
)

// FromThreads is what this package needs of a reactor to be told of something
// that happens on another goroutine. Every reactor.Reactor has it.
type FromThreads interface {
	// CallFromThread calls f on the reactor. It is safe on any goroutine.
	CallFromThread(f func()) error
}

// WithContext cancels d when ctx is done, and returns a Deferred of d's
// outcome, in which [ErrCancelled] is then replaced by context.Cause(ctx). As
// with [Deferred.AddTimeout], what d's canceller, or a step before, makes of
// the cancelling is kept; an error in which they have wrapped ErrCancelled is
// joined with the cause, and is both in the sense of errors.Is.
//
//	return deferred.WithContext(ctx, r, pageDeferred(r, url))
//
// It is for the root of a tree of calls: cancelling goes down to what is being
// waited for, so one WithContext is enough for all that follows, and costs the
// one context.AfterFunc that the whole tree needs. The goroutine on which a
// context is cancelled is not the reactor's, so d is cancelled in a later turn
// of r. If ctx is done already d is cancelled at once, unless it has fired; if
// it can never be done nothing is added.
func WithContext[T any](ctx context.Context, r FromThreads, d *Deferred[T]) *Deferred[T] {
	d = d.root()
	if d.state == done || ctx.Done() == nil {
		return d
	}
	c := &contextual[T]{ctx: ctx}
	wait(d, step(c), &c.Deferred)
	expire := func() {
		if !c.over {
			c.expired = true
			cancelSafely(d)
		}
	}
	if ctx.Err() != nil {
		expire()
		return &c.Deferred
	}
	c.stop = context.AfterFunc(ctx, func() {
		_ = r.CallFromThread(expire) // a reactor that has stopped tells d itself
	})
	return &c.Deferred
}

type contextual[T any] struct {
	Deferred[T]
	ctx           context.Context
	stop          func() bool
	over, expired bool
}

func (c *contextual[T]) run() *core {
	d := waited[T](&c.Deferred)
	c.over = true
	if c.stop != nil {
		c.stop()
	}
	if d.kind != returned {
		return c.passOn(&d.core, nil)
	}
	err := d.err()
	if c.expired {
		switch cause := context.Cause(c.ctx); {
		case err == ErrCancelled:
			err = cause
		case errors.Is(err, ErrCancelled):
			err = &causedError{err, cause}
		}
	}
	return c.finishBy(d.val, err, &d.core, nil)
}

// causedError is an error that came of ErrCancelled, with the reason for that.
type causedError struct{ err, cause error }

func (e *causedError) Error() string   { return e.err.Error() + ": " + e.cause.Error() }
func (e *causedError) Unwrap() []error { return []error{e.err, e.cause} }
