package deferred

// What package frames needs: code in frames style waits without Deferreds, which
// stand only at its edges.

// A Resumer goes on with what a Deferred fires with.
type Resumer[T any] interface {
	// Resume takes a value and an error.
	Resume(v T, err error)
	// Crash takes a panic, or nil for runtime.Goexit.
	Crash(p *PanicError)
}

// Poll returns the value and the error that d was fired with, if it was, and if a
// continuation would run at once and with them: d is not paused, and has not
// panicked. An error counts as handled by the caller then. Otherwise it returns the
// Deferred to wait for, which is d as a rule.
func (d *Deferred[T]) Poll() (v T, rest *Deferred[T], err error) {
	if debug {
		d = suspended(d)
	}
	d = d.root()
	if d.state != done || d.kind != returned {
		return v, d, nil
	}
	if d.up == nil {
		return d.val, nil, nil
	}
	d.seen()
	return d.val, nil, d.err()
}

// A Watch resumes a Resumer when a Deferred fires. It is part of what its owner has
// anyway, so that waiting costs no allocation, and can be used again when the
// Resumer has been resumed.
type Watch[T any] struct {
	d *Deferred[T]
	w Resumer[T]
}

// Start waits for d, which may have fired: then w is resumed before Start returns.
func (o *Watch[T]) Start(d *Deferred[T], w Resumer[T]) {
	d = d.root()
	o.d, o.w = d, w
	if d.state == done {
		o.run()
		return
	}
	d.check()
	d.add(o)
}

// Interrupt cancels what is being waited for.
func (o *Watch[T]) Interrupt() {
	if o.d != nil {
		o.d.Cancel()
	}
}

func (o *Watch[T]) on() *core { return &o.d.core }

func (o *Watch[T]) run() *core {
	d, w := o.d.root(), o.w
	o.d, o.w = nil, nil
	d.seen()
	switch d.kind {
	case panicked:
		w.Crash(d.err().(*PanicError))
	case exited:
		w.Crash(nil)
	default:
		if d.up != nil {
			o.d = d // for its way
		}
		w.Resume(d.val, d.err())
	}
	return nil
}

func (o *Watch[T]) fail(k kind, err error) *core {
	if k == panicked {
		report(err)
	}
	return nil
}

// An Interruptible is an operation that is under way, and that can be told that
// nobody is interested any more.
type Interruptible interface {
	// Interrupt cancels what the operation is waiting for, which makes it go on
	// with that error. It does nothing if the operation is just running.
	Interrupt()
}

// An Edge is the Deferred of an operation that waits without Deferreds, and a Resumer
// that fires it. Cancel interrupts the operation, and leaves it to that to fire the
// Deferred, now or later.
type Edge[T any] struct {
	Deferred[T]
	op Interruptible
}

// NewEdge returns a pending Edge for an operation that is under way.
func NewEdge[T any](op Interruptible) *Edge[T] {
	e := &Edge[T]{op: op}
	e.made()
	e.up = joint(e)
	return e
}

// Resume fires the Deferred with a value and an error.
func (e *Edge[T]) Resume(v T, err error) { notify(e.conclude(v, end{err: err})) }

// Crash fires the Deferred with a panic, or, given nil, with runtime.Goexit.
func (e *Edge[T]) Crash(p *PanicError) {
	var zero T
	if p == nil {
		notify(e.conclude(zero, end{kind: exited, err: ErrGoexit}))
		return
	}
	notify(e.conclude(zero, end{kind: panicked, err: p}))
}

func (e *Edge[T]) cores() (own, root *core) { return nil, nil }

func (e *Edge[T]) dismiss() (next []target, fire bool) {
	e.op.Interrupt()
	return nil, false
}

// An Unwinder is a call in frames style, with deferred calls that an [Unwinding] holds.
type Unwinder interface {
	// Exited is called when runtime.Goexit has ended a deferred call, and the others
	// have run, but for those that come after wait. The goroutine ends when it returns.
	Exited(wait *Deferred[Void])
}

// An Unwinding is the [Scope] of a call in frames style, which runs it itself.
type Unwinding struct {
	Scope
	call Unwinder
}

// Crashed notes that the call's code, or a deferred call that has waited, has ended with
// a panic, or, given nil, with runtime.Goexit.
func (u *Unwinding) Crashed(p *PanicError) {
	if p == nil {
		u.p.take(exited, nil)
	} else {
		u.p.take(panicked, p)
	}
}

// Takes registers all that another Scope has.
func (u *Unwinding) Takes(s *Scope) {
	for _, f := range s.calls {
		u.push(f)
	}
}

// Drop forgets the deferred call that was registered last, if there is one: somebody else
// runs it.
func (s *Scope) Drop() {
	if n := len(s.calls) - 1; n >= 0 {
		s.calls[n] = nil
		s.calls = s.calls[:n]
	}
}

// Panicking is what a deferred call is handed.
func (u *Unwinding) Panicking() *Panicking { return &u.p }

// Run runs the deferred calls that are left, until one of them waits: then it returns
// what that waits for. It does not panic.
func (u *Unwinding) Run(call Unwinder) *Deferred[Void] {
	u.call, u.owner = call, u
	return u.unwind()
}

func (u *Unwinding) exited(wait *Deferred[Void]) { u.call.Exited(wait) }

// Ending is how the call ends after its deferred calls: with a panic, or by
// runtime.Goexit, or, given neither, with its results.
func (u *Unwinding) Ending() (p *PanicError, exited bool) {
	if p = u.p.panic; p != nil {
		p.exiting = u.p.exited
	}
	return p, u.p.exited
}

// Caught returns the panic of a value that has been recovered: known, if that is the
// one that had been raised with it, which may be nil.
func Caught(value any, known *PanicError) *PanicError {
	if known != nil && same(known.Value, value) {
		return known
	}
	return newPanicError(value, stack())
}

// Exiting reports a panic that came while runtime.Goexit ran deferred calls: who recovers
// it goes back to that.
func (e *PanicError) Exiting() bool { return e.exiting }

// Report tells of a panic that nobody is there to be told of.
func (e *PanicError) Report() { report(e) }
