package deferred

import (
	"runtime"
	"strings"
)

// A Scope holds the deferred calls of a function in callback form. They run,
// the last one first, when the function is over: after its last continuation
// has returned, or panicked, or called runtime.Goexit.
//
// Its methods correspond to the defer statement. Which one is right depends on
// what the deferred function may do: recover, or wait, or neither.
type Scope struct {
	calls []any // func(), func(*Panicking) or func(*Panicking) *Deferred[Void]
	few   [2]any
	p     Panicking
	owner unwinder
	at    bool   // a deferred call is being run, or the body
	old   bool   // what was just recovered is the panic in progress, which passed on
	value any    // what was just recovered
	stack []byte // and where it was thrown
}

// An unwinder is the function whose deferred calls a Scope holds.
type unwinder interface {
	// exited is called when runtime.Goexit has been called in a deferred call
	// and the others have run, but for those that come after wait.
	exited(wait *Deferred[Void])
}

// Defer defers a function that does not recover. If it panics, its panic
// replaces the one in progress.
func (s *Scope) Defer(f func()) { s.push(f) }

// DeferRecover defers a function that may recover. It has the form
//
//	scope.DeferRecover(func(p *deferred.Panicking) {
//		defer f(args)
//		p.Resume()
//	})
//
// so that the deferred function is deferred in Go as well, and recover works
// in it exactly where Go lets it work. If the function returns the panic was
// recovered.
func (s *Scope) DeferRecover(f func(p *Panicking)) { s.push(f) }

// DeferWait defers a function that may wait. The deferred calls before it run
// when its Deferred has fired. What it fires with is dropped, as Go drops a
// deferred function's results; a panic replaces the one in progress. It can
// recover by [Panicking.Recover].
func (s *Scope) DeferWait(f func(p *Panicking) *Deferred[Void]) { s.push(f) }

// NonNil returns v, an interface value of which a method is deferred. A defer statement
// panics at once if such a value is nil, and does not wait for the call ([Defer
// statements] leave this open for interfaces; gc does it).
//
// [Defer statements]: https://go.dev/ref/spec#Defer_statements
func NonNil[T any](v T) T {
	if any(v) == nil {
		var none error
		_ = none.Error // panics as Go does
	}
	return v
}

func (s *Scope) push(f any) {
	if s.calls == nil {
		s.calls = s.few[:0]
	}
	s.calls = append(s.calls, f)
}

// A Panicking is what the deferred calls of a function can know and change
// about its panic.
type Panicking struct {
	panic  *PanicError
	was    *PanicError // what the deferred call that is being run has recovered
	exited bool        // runtime.Goexit: recovering a panic only goes back to it
	native bool        // that call may recover by itself
}

// Resume raises the panic in progress again, with the same value, for the
// deferred function of the caller to recover it. Without a panic it does
// nothing; also for runtime.Goexit, which a deferred function cannot see.
func (p *Panicking) Resume() {
	if p.panic != nil {
		panic(p.panic.Value)
	}
}

// Recover does what recover does: it ends the panic in progress and returns its
// value, or nil if there is none. It is for deferred functions that wait.
func (p *Panicking) Recover() any {
	if p.panic == nil {
		return nil
	}
	v := p.panic.Value
	p.Recovered()
	return v
}

// Recovered ends the panic in progress.
func (p *Panicking) Recovered() { p.panic, p.was = nil, p.panic }

// Panic returns the panic in progress, or nil.
func (p *Panicking) Panic() *PanicError { return p.panic }

// take notes how a function, or a deferred call that waited, ended, if it was
// not a normal return.
func (p *Panicking) take(k kind, err error) {
	switch k {
	case panicked:
		p.throw(err.(*PanicError))
		p.exited = p.exited || p.panic.exiting
	case exited:
		p.panic, p.exited = nil, true
	}
}

// throw makes e the panic in progress. It replaces the one before, which the deferred
// call that panicked has recovered, or not.
func (p *Panicking) throw(e *PanicError) {
	switch {
	case p.was != nil:
		e = e.replacing(p.was, true)
	case p.panic != nil:
		e = e.replacing(p.panic, p.native)
	}
	p.panic, p.was = e, nil
}

// unwind runs the deferred calls until one of them waits, and returns what it
// waits for; nil once all have run. It does not panic, but may exit: then the
// owner's exited is called with what it would have returned.
func (s *Scope) unwind() *Deferred[Void] {
	defer s.exit()
	for {
		wait := s.run()
		if !s.at {
			return wait
		}
		// run returned in the middle of a call: that was a panic.
		s.at = false
		s.thrown()
	}
}

// exit runs the rest of the calls if one of them called runtime.Goexit.
func (s *Scope) exit() {
	if s.at {
		s.leave()
		s.owner.exited(s.unwind())
	}
}

// leave notes that runtime.Goexit ended the call, or the body, that was being
// run. If a panic came out of it nevertheless, from a deferred call within,
// that was recovered on the way but is in progress.
func (s *Scope) leave() {
	s.at = false
	s.p.take(exited, nil)
	if s.stack != nil {
		s.thrown()
	}
}

// thrown makes what was just recovered the panic in progress. If it is the one that
// was in progress before, that stays, with its stack: it tells where it began.
func (s *Scope) thrown() {
	if !s.old || s.p.panic == nil {
		s.p.throw(newPanicError(s.value, s.stack))
	}
	s.value, s.stack = nil, nil
}

// run runs deferred calls. It returns with at set if one panicked.
func (s *Scope) run() (wait *Deferred[Void]) {
	defer s.recovered()
	for n := len(s.calls); n > 0; n = len(s.calls) {
		call := s.calls[n-1]
		s.calls[n-1] = nil
		s.calls = s.calls[:n-1]
		s.at = true
		s.p.was, s.p.native = nil, false
		switch f := call.(type) {
		case func():
			f()
		case func(*Panicking):
			s.p.native = true
			f(&s.p)
			s.p.panic = nil
		case func(*Panicking) *Deferred[Void]:
			wait = f(&s.p).root()
			if wait.state != done {
				s.at = false
				return wait
			}
			wait.seen()
			s.p.take(wait.kind, wait.err())
		}
		s.at = false
	}
	return nil
}

func (s *Scope) recovered() {
	if !s.at {
		return
	}
	if v := recover(); v != nil {
		s.value, s.stack, s.old = v, stack(), resumed()
	}
}

// resumed reports that the panic which its caller has just recovered was raised by
// Resume, and not anew.
func resumed() bool {
	var pcs [4]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	f, more := frames.Next() // runtime.gopanic
	if more {
		f, _ = frames.Next()
	}
	return strings.HasSuffix(f.Function, ".(*Panicking).Resume")
}
