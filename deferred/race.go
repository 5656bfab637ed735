package deferred

import (
	"errors"
	"strings"
)

// ErrEmptyRace is the outcome of a [Race] without participants.
var ErrEmptyRace = errors.New("cannot race: there is nothing to wait for")

// A FailureGroup is the error of a [Race] that all have lost. It is, in the
// sense of errors.Is and errors.As, each of the errors.
type FailureGroup struct {
	Errs []error // in the order of the participants
}

// Error says all the errors.
func (e *FailureGroup) Error() string {
	var b strings.Builder
	b.WriteString("all failed: ")
	for i, err := range e.Errs {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(err.Error())
	}
	return b.String()
}

// Unwrap gives the errors.
func (e *FailureGroup) Unwrap() []error { return e.Errs }

// Race waits for the first of ds to succeed, and returns a Deferred of its
// index and its value. The others are cancelled; what they come to is dropped,
// except for panics, which are reported as [SetUnhandled] says.
//
//	fastest := deferred.Map(deferred.Race(askDeferred(r, "a"), askDeferred(r, "b")),
//		func(won deferred.Pair[int, string]) string { return won.Second })
//
// If all fail the error is a [*FailureGroup]. A panic or runtime.Goexit is not
// a way to lose: it ends the race and becomes its outcome. Of several that
// have succeeded when Race is called the first one wins. A race without
// participants has failed with [ErrEmptyRace].
//
// Cancelling the result cancels all of ds. If that is how all end the error is
// [ErrCancelled]; but one whose canceller fires it with a value wins.
//
// It is Twisted's race, in which an empty race never fires.
func Race[T any](ds ...*Deferred[T]) *Deferred[Pair[int, T]] {
	if len(ds) == 0 {
		return Fail[Pair[int, T]](ErrEmptyRace)
	}
	r := &race[T]{left: len(ds), errs: make([]error, len(ds))}
	r.up = busy{}
	waiting := join[T](r, ds, false)
	switch {
	case r.over:
		cancelAll(waiting)
		r.broken(returned, nil)
	case r.left == 0:
		r.lost()
	default:
		r.waiting, r.up = waiting, joint(r)
	}
	return &r.Deferred
}

type race[T any] struct {
	Deferred[Pair[int, T]]
	waiting   []input[T]
	errs      []error
	left      int
	cancelled bool
	over      bool // with
	won       Pair[int, T]
	failure   end
}

func (r *race[T]) cores() (own, root *core) { return nil, nil }

func (r *race[T]) got(i int, d *Deferred[T]) *core {
	if r.over {
		ignore(d)
		return nil
	}
	d.seen()
	switch {
	case d.err() == nil:
		r.won = Pair[int, T]{i, d.val}
	case d.kind != returned:
		r.failure = d.end()
	default:
		r.errs[i] = d.err()
		if r.left--; r.left > 0 || r.waiting == nil {
			return nil
		}
		return r.lost()
	}
	r.over, r.errs = true, nil
	if r.waiting == nil { // all this happens in Race
		return nil
	}
	r.up = busy{}
	cancelAll(r.waiting)
	return r.broken(returned, nil)
}

func (r *race[T]) lost() *core {
	if r.cancelled {
		others := 0
		for _, err := range r.errs {
			if err != ErrCancelled {
				others++
			}
		}
		if others == 0 {
			return r.conclude(r.won, end{err: ErrCancelled})
		}
	}
	return r.conclude(r.won, end{err: &FailureGroup{r.errs}})
}

func (r *race[T]) broken(kind, error) *core {
	r.waiting = nil
	return r.conclude(r.won, r.failure)
}

func (r *race[T]) dismiss() ([]target, bool) {
	r.cancelled = true
	return dismissed(r.waiting)
}
