package deferred

// Do calls f with the value of d, and returns a Deferred of the error that f
// returns. If d fails, the error is passed on and f is not called. It is
// [AddCallback] for a function whose only result is an error:
//
//	user, err := find(id)            return deferred.Do(findDeferred(r, id), func(user User) error {
//	if err != nil {                      return save(user)
//		return err                   })
//	}
//	return save(user)
func Do[T any](d *Deferred[T], f func(T) error) *Deferred[Void] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return Finish(f(d.val))
	}
	d = d.root()
	if d.state != done {
		l := &do[T]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.up != nil {
		return pass[Void](&d.core, f)
	}
	return Finish(f(d.val))
}

type do[T any] struct {
	Deferred[Void]
	f func(T) error
}

func (*do[T]) passes() {}

func (l *do[T]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.up != nil {
		return l.passOn(&d.core, f)
	}
	return l.finishBy(Void{}, f(d.val), &d.core, f)
}

// DoBoth calls f with the value and the error of d, and returns a Deferred of
// the error that f returns. It is [AddBoth] for a function whose only result
// is an error.
func DoBoth[T any](d *Deferred[T], f func(T, error) error) *Deferred[Void] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		return Finish(f(d.val, nil))
	}
	d = d.root()
	if d.state != done {
		l := &doBoth[T]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.kind != returned {
		return pass[Void](&d.core, f)
	}
	d.seen()
	return Finish(f(d.val, d.err()))
}

type doBoth[T any] struct {
	Deferred[Void]
	f func(T, error) error
}

func (l *doBoth[T]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.kind != returned {
		return l.passOn(&d.core, f)
	}
	return l.finishBy(Void{}, f(d.val, d.err()), &d.core, f)
}

// Use calls f with the value of d. It is [Map] for a function without results.
func Use[T any](d *Deferred[T], f func(T)) *Deferred[Void] {
	if debug {
		d = suspended(d)
	}
	if d.state == done && d.up == nil {
		f(d.val)
		return Done()
	}
	d = d.root()
	if d.state != done {
		l := &use[T]{f: f}
		wait(d, l, &l.Deferred)
		return &l.Deferred
	}
	if d.up != nil {
		return pass[Void](&d.core, f)
	}
	f(d.val)
	return Done()
}

type use[T any] struct {
	Deferred[Void]
	f func(T)
}

func (*use[T]) passes() {}

func (l *use[T]) run() *core {
	d := waited[T](&l.Deferred)
	f := l.f
	l.f = nil
	if d.up != nil {
		return l.passOn(&d.core, f)
	}
	f(d.val)
	return l.finish(Void{}, nil)
}
