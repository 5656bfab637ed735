package deferred

import "fmt"

// A ListOption changes when a [List] fires, and who answers for failures.
type ListOption uint8

const (
	// FireOnOneCallback makes a List fire with the first value, and with
	// nothing else: its result has one element, whose Index says whose value
	// it is. If all fail the result is that of a List without this option.
	FireOnOneCallback ListOption = 1 << iota
	// FireOnOneErrback makes a List fail with the first error, as a
	// [*FirstError]. A panic or runtime.Goexit becomes its outcome as it is.
	FireOnOneErrback
	// ConsumeErrors makes a List answer for the failures of what it waits for:
	// they count as handled. Otherwise they are passed on: one that nobody
	// handles is reported, see [SetUnhandled], though the List tells of it.
	ConsumeErrors
)

// A ListResult is what became of one of the Deferreds of a [List].
type ListResult[T any] struct {
	Index int // in the list
	Outcome[T]
}

// FirstError is the error of a [List] with FireOnOneErrback.
type FirstError struct {
	Index int // of the Deferred that failed, in the list
	Err   error
}

// Error says which Deferred failed, and its error.
func (e *FirstError) Error() string {
	return fmt.Sprintf("the Deferred with index %d failed: %v", e.Index, e.Err)
}

// Unwrap gives the error that the Deferred failed with.
func (e *FirstError) Unwrap() error { return e.Err }

// List waits until all of ds are over, and returns a Deferred of what became
// of each, in the order of ds. It fails only if an option says so.
//
//	deferred.Map(deferred.List(ds, deferred.ConsumeErrors), func(all []deferred.ListResult[int]) int {
//		for _, one := range all {
//			if one.Err == nil {
//				sum += one.Value
//			}
//		}
//		return sum
//	})
//
// The Deferreds keep their outcomes, and whoever waits for them as well gets
// them. When a List fires early the others go on, and so does the List's duty
// under ConsumeErrors. Without any Deferred it has fired with an empty slice,
// whatever the options.
//
// Cancelling the result cancels all of ds, also after a canceller panicked,
// which is reported; the List then fires when they are over.
//
// It is Twisted's DeferredList, in which an empty list with fireOnOneCallback
// never fires.
func List[T any](ds []*Deferred[T], options ...ListOption) *Deferred[[]ListResult[T]] {
	l := &list[T]{results: make([]ListResult[T], len(ds)), left: len(ds)}
	for _, o := range options {
		l.options |= o
	}
	l.up = busy{}
	l.waiting = join[T](l, ds, l.options&ConsumeErrors == 0)
	if l.over || l.left == 0 {
		l.broken(returned, nil)
	} else {
		l.up = joint(l)
	}
	return &l.Deferred
}

type list[T any] struct {
	Deferred[[]ListResult[T]]
	waiting []input[T]
	results []ListResult[T]
	left    int
	options ListOption
	over    bool // it fires early, or has, with results, or so:
	failure end
}

func (l *list[T]) cores() (own, root *core) { return nil, nil }

func (l *list[T]) got(i int, d *Deferred[T]) *core {
	if l.options&ConsumeErrors != 0 {
		d.seen()
	}
	l.left--
	if l.over {
		return nil
	}
	one := ListResult[T]{i, d.result()}
	l.results[i] = one
	switch {
	case d.err() == nil && l.options&FireOnOneCallback != 0:
		l.over, l.results = true, []ListResult[T]{one}
	case d.err() != nil && l.options&FireOnOneErrback != 0:
		l.over, l.results, l.failure = true, nil, d.end()
		if d.kind == returned {
			l.failure.err = &FirstError{i, d.err()}
		}
	case l.left > 0:
		return nil
	}
	if l.waiting == nil { // all this happens in List
		return nil
	}
	return l.broken(returned, nil)
}

func (l *list[T]) broken(kind, error) *core {
	return l.conclude(l.results, l.failure)
}

func (l *list[T]) dismiss() ([]target, bool) { return dismissed(l.waiting) }
