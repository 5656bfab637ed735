package deferred

// A paused Deferred can be fired, but runs none of its waiters before it has been
// unpaused as often as it was paused.
//
// Most of it is one more state: held is fired, but not done, so whoever comes
// appends to the waiters, and the walk lets go of a Deferred that is paused while
// its waiters are run.
//
// What takes more is that two Deferreds may have become one: inner, which a
// continuation returned, stands for outer, which was promised for it.
//
//   - Whoever waits for outer waits for inner, too. So if inner is paused, outer is.
//   - Whoever waits for inner does not wait for outer. So if outer is paused, they
//     are parted again: outer's waiters stay where they are, and what was merged
//     into it now stands for a third Deferred, which has the others, and for
//     which outer waits. While one of the two is paused they are not merged.

// Pause makes d keep its waiters waiting, also once it has fired, until [Deferred.Unpause] has
// been called as often. What d waits for goes on.
func (d *Deferred[T]) Pause() {
	r := d.root()
	r.check()
	if &r.core == &nothing.core {
		panic("deferred: cannot pause what Done returns, which all share")
	}
	if d.state == forwarded {
		r.pausesInner = more(r.pausesInner)
	} else {
		if r.flags&absorbed != 0 && r.state == pending {
			r.part()
		}
		r.pauses = more(r.pauses)
	}
	if r.state == done {
		r.state = held
	}
}

// Unpause takes back one [Deferred.Pause], and after the last one runs what
// waits for d, if d has fired. It panics if d is not paused.
func (d *Deferred[T]) Unpause() {
	r := d.root()
	count := &r.pauses
	if d.state == forwarded {
		count = &r.pausesInner
	}
	if *count == 0 {
		panic("deferred: cannot unpause a Deferred that is not paused")
	}
	*count--
	if r.paused() || r.state != held {
		return
	}
	notify(r.resolve(r.kind, r.err()))
}

// more is a count of pauses and one more.
func more(count uint16) uint16 {
	if count++; count == 0 {
		panic("deferred: cannot pause a Deferred 65536 times")
	}
	return count
}

func (c *core) paused() bool { return c.pauses|c.pausesInner != 0 }

// rest notes that c's waiters have been run, or are kept waiting.
func (c *core) rest() {
	c.state = done
	if c.paused() {
		c.state = held
	}
}

// part takes apart what was merged: from d, which is pending, everything else.
func (d *Deferred[T]) part() {
	if d.flags&parted != 0 {
		return
	}
	others := &Deferred[T]{core: core{up: d.up, flags: d.flags, pauses: d.pausesInner}}
	d.pausesInner = 0
	var own []step
	for s := d.take(); s != nil; s = d.take() {
		if on, ok := s.(interface{ on() *core }); ok && on.on() != &d.core {
			others.add(s)
		} else {
			own = append(own, s)
		}
	}
	for _, s := range own {
		d.add(s)
	}
	d.flags = d.flags&^cancelled | parted
	d.relayFrom(others)
}

// on is what the step that resolves d has been told to wait for.
func (d *Deferred[T]) on() *core {
	if d.up == nil {
		return nil
	}
	own, _ := d.up.cores()
	return own
}

// relayFrom makes d wait for others without becoming one with it.
func (d *Deferred[T]) relayFrom(others *Deferred[T]) { wait(others, &relay[T]{d}, d) }

// A relay gives one Deferred's outcome to another one.
type relay[T any] struct{ to *Deferred[T] }

func (r *relay[T]) run() *core {
	to := r.to.root()
	from := r.to.up.(*Deferred[T]).root()
	from.seen()
	to.val = from.val
	return to.resolve(from.kind, from.err())
}

func (r *relay[T]) fail(k kind, err error) *core { return r.to.fail(k, err) }
func (r *relay[T]) on() *core                    { return r.to.on() }
