package deferred

import (
	"log"
	"runtime"
	"sync/atomic"
)

// A fault notes that a Deferred failed while nobody was waiting for it. It
// outlives the Deferred, so that it can be reported once that is gone.
type fault struct {
	err  error
	seen atomic.Bool
}

func (*fault) cores() (own, root *core) { return nil, nil }

// unseen is called when c failed and nobody waits for it. Somebody may still
// come and ask. It is certain that nobody will when c is collected.
func (c *core) unseen() {
	if c.kind == exited || c.err == ErrCancelled {
		return // no failure: somebody wanted to end here
	}
	f := &fault{err: c.err}
	c.up = f
	runtime.AddCleanup(c, func(f *fault) {
		if !f.seen.Load() {
			report(f.err)
		}
	}, f)
}

// seen is called when somebody takes c's outcome, and with it the duty to do
// something about a failure.
func (c *core) seen() {
	if c.err == nil {
		return
	}
	if f, ok := c.up.(*fault); ok {
		f.seen.Store(true)
		c.up = nil
	}
}

var handler atomic.Pointer[func(error)]

// SetUnhandled replaces what is done about failures that nobody handles, and
// returns what was done before. The default, also for nil, logs them. The
// function may be called on any goroutine.
func SetUnhandled(f func(err error)) (before func(err error)) {
	var old *func(error)
	if f == nil {
		old = handler.Swap(nil)
	} else {
		old = handler.Swap(&f)
	}
	if old == nil {
		return logUnhandled
	}
	return *old
}

func report(err error) {
	if f := handler.Load(); f != nil {
		(*f)(err)
		return
	}
	logUnhandled(err)
}

func logUnhandled(err error) {
	if p, ok := err.(*PanicError); ok {
		log.Printf("deferred: nobody handled a panic: %v\n%s", p.Value, p.Stack)
		return
	}
	log.Printf("deferred: nobody handled an error: %v", err)
}
