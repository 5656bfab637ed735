package deferred

// Void is the value of a Deferred of a function without results.
type Void struct{}

// A Deferred is the outcome of something that may not be over yet: a value and
// an error, as a Go function returns them, or a panic, or runtime.Goexit. It
// fires once. See the package documentation for how Deferreds are chained.
//
// The zero Deferred is pending and ready for use. A Deferred must not be
// copied, and belongs to one reactor: it may be used on that reactor's
// goroutine only.
type Deferred[T any] struct {
	val T // first, since an empty last field would cost a word
	core
}

// New returns a pending Deferred. If cancel is given, Cancel calls it with the
// Deferred; what it fires the Deferred with is then the outcome.
func New[T any](cancel ...func(*Deferred[T])) *Deferred[T] {
	d := &Deferred[T]{}
	d.made()
	if len(cancel) > 0 {
		d.up = &canceller{func() { cancel[0](d) }}
	}
	return d
}

// Succeed returns a Deferred that has fired with v.
func Succeed[T any](v T) *Deferred[T] {
	return &Deferred[T]{val: v, core: core{state: done}}
}

// Fail returns a Deferred that has fired with err and a zero value.
func Fail[T any](err error) *Deferred[T] {
	d := &Deferred[T]{core: core{state: done}}
	if err != nil {
		d.up = &fault{err: err}
		d.failed()
	}
	return d
}

// Return returns a Deferred that has fired with both v and err, as the
// function whose result it is would have returned them.
func Return[T any](v T, err error) *Deferred[T] {
	d := &Deferred[T]{val: v, core: core{state: done}}
	if err != nil {
		d.up = &fault{err: err}
		d.failed()
	}
	return d
}

// nothing is the outcome of every function without results that succeeded. It
// has fired without failure, so nothing ever writes to it.
var nothing = Deferred[Void]{core: core{state: done}}

// Done returns a Deferred that has fired without a result. It allocates
// nothing.
func Done() *Deferred[Void] { return &nothing }

// Finish returns a Deferred that has fired with err and no other result.
func Finish(err error) *Deferred[Void] {
	if err == nil {
		return &nothing
	}
	return Fail[Void](err)
}

// outcome makes a fired Deferred of any kind.
func outcome[T any](v T, k kind, err error) *Deferred[T] {
	d := &Deferred[T]{val: v, core: core{state: done, kind: k}}
	d.blame(err)
	return d
}

// Panicked returns a Deferred whose outcome is a panic.
func Panicked[T any](p *PanicError) *Deferred[T] {
	var zero T
	return outcome(zero, panicked, p)
}

// Exited returns a Deferred whose outcome is runtime.Goexit.
func Exited[T any]() *Deferred[T] {
	var zero T
	return outcome(zero, exited, ErrGoexit)
}

// root is the Deferred that d stands for: itself, unless it was returned by a
// continuation and merged into the Deferred behind that.
func (d *Deferred[T]) root() *Deferred[T] {
	if d.state != forwarded {
		return d
	}
	r := d.waiter.(*Deferred[T])
	if r.state != forwarded && r.flags&parted == 0 {
		return r
	}
	for {
		if r.flags&parted != 0 {
			r = r.up.(*Deferred[T])
		} else if r.state == forwarded {
			r = r.waiter.(*Deferred[T])
		} else {
			break
		}
	}
	for d.state == forwarded { // so that the next search is short
		next := d.waiter.(*Deferred[T])
		d.waiter = r
		for next.flags&parted != 0 {
			next = next.up.(*Deferred[T])
		}
		d = next
	}
	return r
}

func (d *Deferred[T]) cores() (own, root *core) { return &d.core, &d.root().core }

// run makes a Deferred a step, only so that waiter can point to the Deferred
// that it was forwarded to. Every step that embeds a Deferred has its own run.
func (d *Deferred[T]) run() *core { panic("deferred: a Deferred is not a continuation") }

// fail resolves the Deferred of a step that did not return, or whose
// continuation was not called.
func (d *Deferred[T]) fail(k kind, err error) *core { return d.root().resolve(k, err) }

// settle resolves d, which has been waiting, with the Deferred that its continuation f
// returned, which was called with the outcome of from. If that is pending the two
// become one.
func (d *Deferred[T]) settle(got *Deferred[T], from *core, f any) *core {
	for got != nil && got.state == again {
		got = got.waiter.(*Looping[T]).turns()
	}
	if got == nil {
		return d.fail(returned, errNil)
	}
	d, got = d.root(), got.root()
	switch {
	case got == d:
		return d.fail(returned, ErrCircular)
	case got.paused() || d.paused():
		d.relayFrom(got)
		return nil
	case got.fired():
		if got.err() != nil {
			d.settled(&got.core, from, f)
		}
		d.val = got.val
		return d.resolve(got.kind, got.err())
	}
	d.follow(got)
	return nil
}

// follow makes got, which is pending, stand for d: who fires it fires d, who
// waits for it waits for d. So the endless chain of a function whose
// continuation returns a call of itself keeps one Deferred, not one a call.
func (d *Deferred[T]) follow(got *Deferred[T]) {
	got.moveWaiters(&d.core)
	got.state, got.waiter = forwarded, d
	d.flags |= got.flags&cancelled | absorbed
	d.up = got
}

// Outcome returns how d was fired. Ok is false as long as it is pending.
func (d *Deferred[T]) Outcome() (o Outcome[T], ok bool) {
	d = d.root()
	if !d.fired() {
		return o, false
	}
	d.seen()
	return d.result(), true
}

// result is the outcome of a root that has fired.
func (d *Deferred[T]) result() Outcome[T] {
	switch d.kind {
	case panicked:
		return Outcome[T]{Panic: d.err().(*PanicError)}
	case exited:
		return Outcome[T]{Exited: true}
	}
	return Outcome[T]{Value: d.val, Err: d.err()}
}

// Result returns the value and the error that d was fired with; ok is false as
// long as it is pending. A panic appears as a *PanicError, and runtime.Goexit
// as ErrGoexit. It is for edges and tests; a continuation has no need for it.
func (d *Deferred[T]) Result() (v T, err error, ok bool) {
	d = d.root()
	if !d.fired() {
		return v, nil, false
	}
	d.seen()
	return d.val, d.err(), true
}

// Fired reports whether d has its outcome.
func (d *Deferred[T]) Fired() bool { return d.root().fired() }

// Observe calls f with the outcome, at once if d has fired. It is the end of a
// chain: what f panics with is reported as an unhandled failure if f runs
// later than Observe returns.
func (d *Deferred[T]) Observe(f func(Outcome[T])) {
	d = d.root()
	if d.state == done {
		d.seen()
		f(d.result())
		return
	}
	d.check()
	d.add(&observer[T]{d, f})
}

type observer[T any] struct {
	d *Deferred[T]
	f func(Outcome[T])
}

func (o *observer[T]) on() *core { return &o.d.core }

func (o *observer[T]) run() *core {
	o.f(o.d.root().result())
	return nil
}

func (o *observer[T]) fail(k kind, err error) *core {
	if k == panicked {
		report(err)
	}
	return nil
}
