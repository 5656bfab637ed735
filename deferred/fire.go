package deferred

import "errors"

// firer says by which method a Deferred was fired, for the message about the
// second time.
type firer uint8

const (
	byCallback firer = iota + 1
	byErrback
	byFire
	byPanic
	byGoexit
	byCancel
)

var firers = [...]string{"its maker", "Callback", "Errback", "Fire", "FailPanic", "FailGoexit", "Cancel"}

// AlreadyFiredError is what firing a Deferred a second time panics with.
type AlreadyFiredError struct {
	First string // what fired it the first time
	Stack []byte // where that was, in a debug build
}

// Error says what fired the Deferred first, and in a debug build where that was.
func (e *AlreadyFiredError) Error() string {
	text := "cannot fire a Deferred twice: it was fired by " + e.First
	if e.Stack != nil {
		text += ", here:\n" + string(e.Stack)
	}
	return text
}

var (
	// ErrCircular is the outcome of a Deferred that would have to wait for itself.
	ErrCircular = errors.New("cannot wait: a continuation returned the Deferred that waits for it")

	errWaits = errors.New("cannot fire a Deferred that waits for another one")
	errNil   = errors.New("cannot wait: a continuation returned no Deferred, but nil")
)

// Callback fires d with a value.
func (d *Deferred[T]) Callback(v T) { d.fire(v, returned, nil, byCallback) }

// Errback fires d with an error.
func (d *Deferred[T]) Errback(err error) {
	var zero T
	d.fire(zero, returned, err, byErrback)
}

// Fire fires d with a value and an error, both of which are kept.
func (d *Deferred[T]) Fire(v T, err error) { d.fire(v, returned, err, byFire) }

// FailPanic fires d with a panic.
func (d *Deferred[T]) FailPanic(p *PanicError) {
	var zero T
	d.fire(zero, panicked, p, byPanic)
}

// FailGoexit fires d as having called runtime.Goexit.
func (d *Deferred[T]) FailGoexit() {
	var zero T
	d.fire(zero, exited, ErrGoexit, byGoexit)
}

// FireOutcome fires d with an outcome of any kind.
func (d *Deferred[T]) FireOutcome(o Outcome[T]) {
	switch {
	case o.Panic != nil:
		d.FailPanic(o.Panic)
	case o.Exited:
		d.FailGoexit()
	default:
		d.Fire(o.Value, o.Err)
	}
}

func (d *Deferred[T]) fire(v T, k kind, err error, by firer) {
	switch d.up.(type) {
	case nil, *canceller, *fault:
	default:
		panic(errWaits)
	}
	d = d.root()
	d.check()
	if d.state != pending {
		if d.flags&cancelled != 0 {
			d.flags &^= cancelled // the one late fire that a cancel leaves behind
			return
		}
		panic(&AlreadyFiredError{First: firers[d.firedBy], Stack: d.firstFire()})
	}
	d.noteFire()
	d.val, d.firedBy = v, by
	notify(d.resolve(k, err))
}
