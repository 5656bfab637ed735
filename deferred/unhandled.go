package deferred

import (
	"errors"
	"fmt"
	"log"
	"runtime"
	"strings"
	"sync/atomic"
)

// unseen is called when c failed and nobody waits for it. Somebody may still
// come and ask. It is certain that nobody will when c is collected.
func (c *core) unseen() {
	if f := c.fault(); !f.watched && !f.told {
		c.watch(f)
	}
}

// watch sees to it that f, c's failure, is reported if nobody takes it.
func (c *core) watch(f *fault) {
	if c.kind == exited || f.err == ErrCancelled {
		return // no failure: somebody wanted to end here
	}
	f.watched = true
	f.note(&c.debugInfo)
	runtime.AddCleanup(c, func(f *fault) {
		if !f.seen.Load() {
			report(&Unhandled{Err: f.err, Trail: f.sites(), Elided: f.elided(), Made: f.origin()})
		}
	}, f)
}

// seen is called when somebody takes c's outcome, and with it the duty to do
// something about a failure.
func (c *core) seen() {
	if f := c.fault(); f != nil && f.watched {
		f.seen.Store(true)
	}
}

// Unhandled is a failure that nobody handled. As an error it is the failure's.
type Unhandled struct {
	Err    error  // a *PanicError if it was a panic
	Trail  []Site // the waits that it passed, the innermost first
	Elided int    // how many more there were
	Made   []byte // where its Deferred was made by New, in a debug build
}

// Error is the error's.
func (u *Unhandled) Error() string { return u.Err.Error() }

// Unwrap gives the error.
func (u *Unhandled) Unwrap() error { return u.Err }

// String tells all: the error, a panic's stack, and the trail.
//
//	nobody handled an error: connection refused
//		at example.com/shop.price (/src/shop/price.go:17)
//		at example.com/shop.(*Cart).Total (/src/shop/cart.go:42)
func (u *Unhandled) String() string {
	var b strings.Builder
	var p *PanicError
	if errors.As(u.Err, &p) {
		fmt.Fprintf(&b, "nobody handled a panic: %v\n%s", p.Value, p.Stack)
	} else {
		fmt.Fprintf(&b, "nobody handled an error: %v", u.Err)
	}
	for _, s := range u.Trail {
		fmt.Fprintf(&b, "\n\tat %v", s)
	}
	if u.Elided > 0 {
		fmt.Fprintf(&b, "\n\tand at %d more", u.Elided)
	}
	if u.Made != nil {
		fmt.Fprintf(&b, "\nit was made here:\n%s", u.Made)
	}
	return b.String()
}

var handler atomic.Pointer[func(error)]

// SetUnhandled replaces what is done about failures that nobody handles, and
// returns what was done before. The function is called with an [*Unhandled], on any
// goroutine: printed as an error it is the failure alone, its String tells all that is
// known. The default, also for nil, logs that.
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
	u, ok := err.(*Unhandled)
	if !ok {
		u = &Unhandled{Err: err}
	}
	if f := handler.Load(); f != nil {
		(*f)(u)
		return
	}
	logUnhandled(u)
}

func logUnhandled(err error) {
	if u, ok := err.(*Unhandled); ok {
		log.Printf("deferred: %v", u.String())
		return
	}
	log.Printf("deferred: %v", (&Unhandled{Err: err}).String())
}
