package deferred

// A core is the part of a Deferred that does not depend on its value's type.
// The machinery that fires, chains and cancels works on cores, so it is
// compiled once and calls through an interface only to run a continuation.
//
// The three pointers mean different things in different states:
//
//	             waiter                         up
//	pending      who waits: nil, a step, a fan  what this one waits for
//	forwarded    the Deferred it stands for     what this one waits for
//	notifying    waiters that are still to run  the *fault, or nil
//	held         waiters, for Unpause to run    the *fault, or nil, or the other part
//	done         nil                            the *fault, or nil
//	again        the loop to turn               nil
//
// See pause.go for the two counts and for the other part.
type core struct {
	debugInfo
	state       state
	kind        kind
	flags       flags
	firedBy     firer
	pauses      uint16 // by Pause on this Deferred
	pausesInner uint16 // by Pause on one that was merged into it
	waiter      step
	up          upstream
}

// state says where a Deferred stands in its life.
type state uint8

const (
	pending   state = iota
	forwarded       // merged into another Deferred, which has the outcome
	notifying       // fired, and its waiters are being run
	held            // fired while it was paused
	done            // fired, nobody left to run
	again           // the mark that Looping.Again returns, never the outcome of a Deferred
)

// kind says what sort of outcome a fired Deferred has. For panicked and exited
// err is never nil, so that err == nil alone means "go on with the value".
type kind uint8

const (
	returned kind = iota // a value and an error
	panicked             // err is a *PanicError
	exited               // err is ErrGoexit
)

type flags uint8

const (
	cancelled flags = 1 << iota // Cancel fired it, since nobody else would: one late fire is swallowed
	absorbed                    // others were merged into it
	parted                      // what was merged into it stands for up, not for it
)

// A step is something that waits for a Deferred: as a rule a continuation, together
// with the Deferred it resolves. The machinery asks no more of it than to be run once,
// so a Deferred is only needed where somebody can hold one: observers, the inputs of
// combinators and coroutines have none of their own, and neither would a frame that
// keeps a function's variables and is resumed.
type step interface {
	// run is called once what the step waits for has fired. It returns the
	// core that it resolved if that one has waiters of its own, otherwise nil.
	run() *core
	// fail is called instead of the rest of run when run panicked or exited.
	fail(k kind, err error) *core
}

// upstream is what a pending Deferred waits for: the Deferred it is chained
// on, a canceller, or the mark that its continuation is just running. After
// the fire it is where the way of a failure is noted.
type upstream interface {
	// cores gives the Deferred's own core, and the core that it stands for.
	// They differ if it was forwarded. Both are nil for what is no Deferred.
	cores() (own, root *core)
}

// busy is the upstream of a Deferred whose continuation is running.
type busy struct{}

func (busy) cores() (own, root *core) { return nil, nil }

// fired reports whether there is an outcome. It does not follow a forward.
func (c *core) fired() bool { return c.state == notifying || c.state == held || c.state == done }

// resolve sets the outcome; the caller has set the value. It returns the core
// if there are waiters, for the caller to hand to [notify] or to its own loop.
func (c *core) resolve(k kind, err error) *core {
	c.kind = k
	if c.flags&parted != 0 && c.paused() {
		c.state = held // the other part has the same outcome
		return nil
	}
	c.flags &^= parted
	c.blame(err)
	return c.publish()
}

// publish gives c's outcome to its waiters, or keeps it as long as c is paused.
func (c *core) publish() *core {
	switch {
	case c.paused():
		c.state = held
	case c.waiter == nil:
		c.state = done
		if c.up != nil {
			c.unseen()
		}
	default:
		c.state = notifying
		if c.up != nil {
			c.fault().told = true
		}
		return c
	}
	return nil
}

// blame makes err the error of c's outcome. If there is a fault that has come the way
// here, that stays.
func (c *core) blame(err error) {
	if err == nil {
		c.up = nil
	} else if f, ok := c.up.(*fault); ok {
		f.err = err
	} else {
		f := c.newFault()
		f.err = err
		c.up = f
	}
}

// err is the error of the outcome of c, which has fired. If c is not held, to compare
// up with nil says whether there is one.
func (c *core) err() error {
	if f := c.fault(); f != nil {
		return f.err
	}
	return nil
}

// A fan is several steps that wait for one Deferred, in the order in which
// they came. It is a step only so that a waiter field can hold it.
type fan struct {
	steps []step
	next  int
}

func (*fan) run() *core             { panic("deferred: a fan is not a step") }
func (*fan) fail(kind, error) *core { panic("deferred: a fan is not a step") }

// add appends a waiter. While waiters are being run it goes to the end, too.
func (c *core) add(s step) {
	if c.state == again {
		panic("deferred: cannot wait for loop.Again(): it must be returned at once")
	}
	switch w := c.waiter.(type) {
	case nil:
		c.waiter = s
	case *fan:
		w.steps = append(w.steps, s)
	default:
		c.waiter = &fan{steps: []step{w, s}}
	}
}

// take removes the first waiter; nil if there is none.
func (c *core) take() step {
	w := c.waiter
	f, many := w.(*fan)
	if !many {
		c.waiter = nil
		return w
	}
	w = f.steps[f.next]
	f.steps[f.next] = nil
	if f.next++; f.next == len(f.steps) {
		c.waiter = nil
	}
	return w
}

// moveWaiters puts c's waiters before those of to.
func (c *core) moveWaiters(to *core) {
	if c.waiter == nil {
		return
	}
	if to.waiter == nil {
		to.waiter, c.waiter = c.waiter, nil
		return
	}
	all := &fan{}
	for s := c.take(); s != nil; s = c.take() {
		all.steps = append(all.steps, s)
	}
	for s := to.take(); s != nil; s = to.take() {
		all.steps = append(all.steps, s)
	}
	to.waiter = all
}
