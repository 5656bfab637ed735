package deferred

// A joint is the upstream of a Deferred that waits for something other than
// one Deferred: for several, or for its turn. The combinators are joints.
type joint interface {
	upstream
	// dismiss is what Cancel of the Deferred comes to. It returns what is to be
	// cancelled next, and whether the Deferred is to be fired with ErrCancelled;
	// otherwise what it waits for will fire it, now or when it is over.
	dismiss() (next []target, fire bool)
}

// conclude resolves d, which has been waiting at a joint, and returns what
// [notify] or the walk in progress has to go on with.
func (d *Deferred[T]) conclude(v T, e end) *core {
	d = d.root()
	if d.state != pending {
		return nil
	}
	d.check()
	d.noteFire()
	d.val = v
	if e.trail != nil {
		d.up = e.trail
	}
	return d.resolve(e.kind, e.err)
}

// An end is a Deferred's outcome but for the value.
type end struct {
	kind  kind
	err   error
	trail *fault // of a failure; may be nil
}

// end is the outcome of c, for a Deferred that takes it over.
func (c *core) end() end {
	f := c.fault()
	if f == nil {
		return end{}
	}
	return end{c.kind, f.err, f.copy(&core{})}
}

// A taker is a Deferred that waits for several others.
type taker[T any] interface {
	// got is called with each of them once it has fired, and i says which one
	// it is. It returns the core of the Deferred if that resolved it and it
	// has waiters.
	got(i int, d *Deferred[T]) *core
	// broken is called if got did not return. That was runtime.Goexit, in the
	// canceller of one of them, or in what a taker calls besides.
	broken(k kind, err error) *core
}

// An input is the step that waits for one of several.
type input[T any] struct {
	of taker[T]
	d  *Deferred[T] // nil once it has been taken
	i  int
	// The taker only looks on: a failure still needs somebody to handle it.
	looksOn bool
	alone   bool // nobody else was waiting for d
	// It has been cancelled, and has not fired, since it handles that. Another
	// cancel would go to what it now does about it.
	cancelled bool
}

// await makes in wait for d, which is a root and not done.
func (in *input[T]) await(of taker[T], i int, d *Deferred[T]) {
	*in = input[T]{of: of, d: d, i: i, looksOn: in.looksOn, alone: d.waiter == nil}
	d.check()
	d.add(in)
}

func (in *input[T]) on() *core { return &in.d.core }

func (in *input[T]) run() *core {
	d := in.d.root()
	in.d = nil
	if in.looksOn && in.alone && d.waiter == nil && d.err() != nil {
		d.watch(d.fault()) // if somebody else waits, or waited before, it is up to them
	}
	return in.of.got(in.i, d)
}

func (in *input[T]) fail(k kind, err error) *core { return in.of.broken(k, err) }

// join hands those of ds that are over to the taker, in order, and makes it
// wait for the others. It returns the steps that wait.
func join[T any](of taker[T], ds []*Deferred[T], looksOn bool) []input[T] {
	var waiting []input[T]
	for i, d := range ds {
		if debug && !looksOn {
			d = suspended(d)
		}
		d = d.root()
		if d.state == done {
			of.got(i, d)
			continue
		}
		if waiting == nil {
			waiting = make([]input[T], 0, len(ds)-i) // never grows: the steps must stay where they are
		}
		waiting = waiting[:len(waiting)+1]
		in := &waiting[len(waiting)-1]
		in.looksOn = looksOn
		in.await(of, i, d)
	}
	return waiting
}

// ignore takes the outcome of d, which comes too late to matter. An error is
// dropped, and a panic is reported.
func ignore[T any](d *Deferred[T]) {
	d.seen()
	if d.kind == panicked {
		report(d.err())
	}
}
