package deferred

// Each function of this file is one kind of continuation. All have the same
// form: if d has fired, the continuation is called in place, and what it
// returns is returned, so nothing is kept and nothing grows. Otherwise one
// object is made, which is both the step that waits for d and the Deferred of
// what the step will return.
//
// An error that a continuation does not ask for passes it, with a zero value,
// and so do a panic and runtime.Goexit.

// Chain calls f with the value of d, and returns the Deferred that f returns.
// If d fails, the error is passed on and f is not called.
func Chain[T, U any](d *Deferred[T], f func(T) *Deferred[U]) *Deferred[U] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return f(d.val)
	}
	d = d.root()
	if d.state != done {
		l := &chain[T, U]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.up != nil {
		return pass[U](&d.core, f)
	}
	return f(d.val)
}

type chain[T, U any] struct {
	Deferred[U]
	f func(T) *Deferred[U]
}

func (*chain[T, U]) passes() {}

func (l *chain[T, U]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.up != nil {
		return l.passOn(&d.core, f)
	}
	return l.settle(f(d.val), &d.core, f)
}

// ChainBoth calls f with the value and the error of d, and returns the
// Deferred that f returns.
func ChainBoth[T, U any](d *Deferred[T], f func(T, error) *Deferred[U]) *Deferred[U] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return f(d.val, nil)
	}
	d = d.root()
	if d.state != done {
		l := &chainBoth[T, U]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.kind != returned {
		return pass[U](&d.core, f)
	}
	d.seen()
	return f(d.val, d.err())
}

type chainBoth[T, U any] struct {
	Deferred[U]
	f func(T, error) *Deferred[U]
}

func (l *chainBoth[T, U]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.kind != returned {
		return l.passOn(&d.core, f)
	}
	return l.settle(f(d.val, d.err()), &d.core, f)
}

// Then is [Chain] after a function without results.
func Then[U any](d *Deferred[Void], f func() *Deferred[U]) *Deferred[U] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return f()
	}
	d = d.root()
	if d.state != done {
		l := &then[U]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.up != nil {
		return pass[U](&d.core, f)
	}
	return f()
}

type then[U any] struct {
	Deferred[U]
	f func() *Deferred[U]
}

func (*then[U]) passes() {}

func (l *then[U]) run() *core {
	d := waited[Void](&l.Deferred)
	f := l.f
	l.f = nil
	if d.up != nil {
		return l.passOn(&d.core, f)
	}
	return l.settle(f(), &d.core, f)
}

// ThenBoth is [ChainBoth] after a function whose only result is an error.
func ThenBoth[U any](d *Deferred[Void], f func(error) *Deferred[U]) *Deferred[U] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return f(nil)
	}
	d = d.root()
	if d.state != done {
		l := &thenBoth[U]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.kind != returned {
		return pass[U](&d.core, f)
	}
	d.seen()
	return f(d.err())
}

type thenBoth[U any] struct {
	Deferred[U]
	f func(error) *Deferred[U]
}

func (l *thenBoth[U]) run() *core {
	d := waited[Void](&l.Deferred)
	f := l.f
	l.f = nil
	if d.kind != returned {
		return l.passOn(&d.core, f)
	}
	return l.settle(f(d.err()), &d.core, f)
}

// wait makes s, the step that resolves own, wait for d, which is a root and
// has not fired, or whose waiters are just being run.
func wait[T, U any](d *Deferred[T], s step, own *Deferred[U]) {
	d.check()
	own.up = d
	d.add(s)
}

// waited returns what the step that resolves own has waited for, and marks
// that its continuation is running.
func waited[T, U any](own *Deferred[U]) *Deferred[T] {
	d := own.up.(*Deferred[T]).root()
	own.up = busy{}
	return d
}

// pass makes the Deferred behind the continuation f that c's failure passes.
func pass[U any](c *core, f any) *Deferred[U] {
	d := &Deferred[U]{core: core{state: done, kind: c.kind}}
	old := c.fault()
	d.passed(c, f)
	d.blame(old.err)
	if old.watched { // so far nobody had seen the failure; now nobody has seen this one
		c.seen()
		d.unseen()
	}
	return d
}
