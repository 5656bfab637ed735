package deferred

import "errors"

// ErrCancelled is the error of a Deferred that was cancelled.
var ErrCancelled = errors.New("cancelled")

// A canceller stops what would have fired a Deferred.
type canceller struct{ cancel func() }

func (*canceller) cores() (own, root *core) { return nil, nil }

// OnCancel sets the function that Cancel calls, for who makes a Deferred that is
// part of something else. It must be set before anybody else has the Deferred.
func (d *Deferred[T]) OnCancel(cancel func()) { d.up = &canceller{cancel} }

// Cancel says that nobody is interested any more. It goes to the innermost
// Deferred that d waits for. That one's canceller is called once, and may fire
// it; if it does not, or there is none, the Deferred is fired with
// [ErrCancelled]. If there was none, one late fire is swallowed, since whoever
// wants to fire it cannot know.
//
// Cancel does nothing if d has fired, or if its continuation is just running.
func (d *Deferred[T]) Cancel() {
	if next := d.cancelNext(); len(next) > 0 {
		cancelSafely(next...)
	}
}

// cancelNext implements target.
func (d *Deferred[T]) cancelNext() []target {
	own, root, ok := innermost(d)
	if !ok {
		return nil
	}
	if j, ok := own.up.(joint); ok {
		next, fire := j.dismiss()
		if fire && root.state == pending {
			root.cancel()
		}
		return next
	}
	c, ok := own.up.(*canceller)
	if !ok {
		root.flags |= cancelled
		root.cancel()
		return nil
	}
	own.up = nil // called once, and released
	defer func() {
		if root.state == pending { // nothing fired it; also if the canceller panicked
			root.cancel()
		}
	}()
	c.cancel()
	return nil
}

func (c *core) cancel() {
	c.check()
	c.noteFire()
	c.firedBy = byCancel
	next := c.resolve(returned, ErrCancelled)
	c.seen() // by whoever cancelled it
	notify(next)
}

// innermost follows what d waits for to its end. Own is the Deferred there,
// and root the one that it stands for; ok is false if there is nothing to
// cancel. It is a loop, and linear, however long the chain.
func innermost(d upstream) (own, root *core, ok bool) {
	_, at := d.cores()
	own, root = at, at
	for root.state == pending {
		switch own.up.(type) {
		case nil, *canceller, joint:
			return own, root, true
		case busy:
			return nil, nil, false
		}
		next, nextRoot := own.up.cores()
		if nextRoot == root {
			own = next // it was merged into this one: go on with what it waits for
		} else {
			own, root = nextRoot, nextRoot
		}
	}
	return nil, nil, false
}
