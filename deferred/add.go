package deferred

// AddCallback calls f with the value of d, and returns a Deferred of what f
// returns. If d fails, the error is passed on and f is not called.
func AddCallback[T, U any](d *Deferred[T], f func(T) (U, error)) *Deferred[U] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return Return(f(d.val))
	}
	d = d.root()
	if d.state != done {
		l := &addCallback[T, U]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.up != nil {
		return pass[U](&d.core, f)
	}
	return Return(f(d.val))
}

type addCallback[T, U any] struct {
	Deferred[U]
	f func(T) (U, error)
}

func (*addCallback[T, U]) passes() {}

func (l *addCallback[T, U]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.up != nil {
		return l.passOn(&d.core, f)
	}
	v, err := f(d.val)
	return l.finishBy(v, err, &d.core, f)
}

// AddBoth calls f with the value and the error of d, and returns a Deferred of
// what f returns.
func AddBoth[T, U any](d *Deferred[T], f func(T, error) (U, error)) *Deferred[U] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return Return(f(d.val, nil))
	}
	d = d.root()
	if d.state != done {
		l := &addBoth[T, U]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.kind != returned {
		return pass[U](&d.core, f)
	}
	d.seen()
	return Return(f(d.val, d.err()))
}

type addBoth[T, U any] struct {
	Deferred[U]
	f func(T, error) (U, error)
}

func (l *addBoth[T, U]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.kind != returned {
		return l.passOn(&d.core, f)
	}
	v, err := f(d.val, d.err())
	return l.finishBy(v, err, &d.core, f)
}

// Map calls f with the value of d, and returns a Deferred of what f returns.
// It is [AddCallback] for a function that cannot fail.
func Map[T, U any](d *Deferred[T], f func(T) U) *Deferred[U] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return Succeed(f(d.val))
	}
	d = d.root()
	if d.state != done {
		l := &mapped[T, U]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.up != nil {
		return pass[U](&d.core, f)
	}
	return Succeed(f(d.val))
}

type mapped[T, U any] struct {
	Deferred[U]
	f func(T) U
}

func (*mapped[T, U]) passes() {}

func (l *mapped[T, U]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.up != nil {
		return l.passOn(&d.core, f)
	}
	return l.finish(f(d.val), nil)
}

// AddErrback calls f with the error of d, if there is one, and returns a
// Deferred of what f returns; a value without an error is passed on. A panic
// is no error and passes.
func (d *Deferred[T]) AddErrback(f func(error) (T, error)) *Deferred[T] {
	if debug {
		d = suspended(d)
	}
	d = d.root()
	if d.state != done {
		l := &addErrback[T]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.err() == nil || d.kind != returned {
		return d
	}
	d.seen()
	return Return(f(d.err()))
}

type addErrback[T any] struct {
	Deferred[T]
	f func(error) (T, error)
}

func (l *addErrback[T]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	switch {
	case d.kind != returned:
		return l.passOn(&d.core, f)
	case d.err() == nil:
		return l.finish(d.val, nil)
	}
	v, err := f(d.err())
	return l.finishBy(v, err, &d.core, f)
}

// AddCallbacks calls f with the value of d, or e with its error, and returns a Deferred
// of what is returned. It is not AddCallback and then AddErrback: an error of f does
// not come to e. A panic is no error and passes.
func AddCallbacks[T, U any](d *Deferred[T], f func(T) (U, error), e func(error) (U, error)) *Deferred[U] {
	return AddBoth(d, func(v T, err error) (U, error) {
		if err != nil {
			return e(err)
		}
		return f(v)
	})
}

// finishBy resolves d, which has been waiting, with what its continuation f returned,
// which was called with the outcome of from.
func (d *Deferred[T]) finishBy(v T, err error, from *core, f any) *core {
	if err == nil {
		return d.finish(v, nil)
	}
	d = d.root()
	d.began(from, f, err)
	d.val = v
	return d.resolve(returned, err)
}

// passOn resolves d with the failure of from, which passes the continuation f.
func (d *Deferred[T]) passOn(from *core, f any) *core {
	d = d.root()
	d.kind = from.kind
	d.passed(from, f)
	return d.publish() // the fault is complete, and nothing has been merged into d that could be parted
}

// finish resolves d, which has been waiting.
func (d *Deferred[T]) finish(v T, err error) *core {
	d = d.root()
	d.val = v
	return d.resolve(returned, err)
}
