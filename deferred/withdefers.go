package deferred

// WithDefers runs the body of a function that has deferred calls and unnamed
// results. The results are held while the deferred calls run. If the body
// panicked and a deferred call recovered they are zero.
//
//	func load(n int) (string, error) {     return deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[string] {
//		mu.Lock()                              mu.Lock()
//		defer mu.Unlock()                      scope.Defer(mu.Unlock)
//		return fetch(n)                        return fetchDeferred(r, n)
//	}                                      })
//
// The body is run in place and guarded: a panic before its first wait runs the
// deferred calls, and unless one recovers it becomes the outcome of the
// Deferred that is returned.
func WithDefers[T any](body func(scope *Scope) *Deferred[T]) *Deferred[T] {
	s := &scoped[T]{}
	s.owner = s
	return s.start(body)
}

// WithDefersNamed runs the body of a function that has deferred calls and
// named results. The body sets the results, and so may the deferred calls;
// after the last one, results returns them. If the body fails with an error on
// its error side, that is passed on once the deferred calls have run.
func WithDefersNamed[T any](body func(scope *Scope) *Deferred[Void], results func() *Deferred[T]) *Deferred[T] {
	return Then(WithDefers(body), results)
}

// scoped is a function with deferred calls: the Deferred of its result, its
// scope, and the step that waits first for the body and then for each deferred
// call that waits.
type scoped[T any] struct {
	Deferred[T]
	Scope
	phase phase
	lost  bool         // runtime.Goexit ended the caller, which did not get the Deferred
	body  *Deferred[T] // what the body returned, once it has fired; nil if it did not return
}

type phase uint8

const (
	inBody  phase = iota // the body is being run, in place
	inPlace              // nothing has waited yet
	waitingForBody
	waitingForCall
	unwinding // something has waited: run by the walk
)

// start runs the body, and the deferred calls if it did not wait.
func (s *scoped[T]) start(body func(*Scope) *Deferred[T]) *Deferred[T] {
	defer s.exit()
	s.guard(body)
	s.phase = inPlace
	switch d := s.body; {
	case s.at: // guard returned in the middle of the body: that was a panic
		s.at = false
		s.thrown()
	case d.state != done:
		s.body, s.phase = nil, waitingForBody
		wait(d, step(s), &s.Deferred)
		return &s.Deferred
	default:
		s.take(d)
	}
	if call := s.unwind(); call != nil {
		s.waitForCall(call)
		return &s.Deferred
	}
	if d := s.body; d != nil && s.p.panic == nil && !s.p.exited {
		return d
	}
	s.resolve(s.outcome())
	return &s.Deferred
}

func (s *scoped[T]) guard(body func(*Scope) *Deferred[T]) {
	defer s.recovered()
	s.at = true
	s.body = body(&s.Scope).root()
	s.at = false
}

// exit runs the deferred calls if runtime.Goexit was called before the body's
// first wait: the goroutine is being unwound, and nobody gets the Deferred.
func (s *scoped[T]) exit() {
	if s.phase == inBody {
		s.phase = inPlace
		s.leave()
		s.exited(s.unwind())
	}
}

// exited implements unwinder. If the deferred calls were run by the walk, that
// is being unwound and will call fail. If in place, there is nobody who could
// wait for the call, but it is followed by the others all the same, provided
// that somebody drives the reactor on; and a panic that is in progress at the
// end goes on in place of runtime.Goexit.
func (s *scoped[T]) exited(call *Deferred[Void]) {
	s.lost = s.lost || s.phase == inPlace
	switch {
	case call != nil:
		s.waitForCall(call)
	case s.phase == inPlace:
		s.p.Resume()
	}
}

// take notes the outcome of the body.
func (s *scoped[T]) take(d *Deferred[T]) {
	d.seen()
	s.p.take(d.kind, d.err())
	if s.body = d; d.kind != returned {
		s.body = nil
	}
}

func (s *scoped[T]) waitForCall(call *Deferred[Void]) {
	s.phase = waitingForCall
	wait(call, step(s), &s.Deferred)
}

// run is called when what the function waits for has fired.
func (s *scoped[T]) run() *core {
	if s.phase == waitingForBody {
		s.take(waited[T](&s.Deferred))
	} else {
		d := waited[Void](&s.Deferred)
		s.p.take(d.kind, d.err())
	}
	s.phase = unwinding
	if call := s.unwind(); call != nil {
		s.waitForCall(call)
		return nil
	}
	return s.ended()
}

// fail is called if run did not return: a deferred call has called
// runtime.Goexit. The others have run, or one of them waits.
func (s *scoped[T]) fail(kind, error) *core {
	if s.phase == waitingForCall {
		return nil
	}
	return s.ended()
}

// ended resolves the function's Deferred after the last deferred call.
func (s *scoped[T]) ended() *core {
	d := s.Deferred.root()
	k, err := s.outcome()
	if k == returned && s.body != nil {
		d.val = s.body.val
		if err != nil {
			d.passed(&s.body.core, nil)
		}
	}
	next := d.resolve(k, err)
	if s.lost && k == panicked { // nobody can ever ask
		d.seen()
		report(err)
	}
	return next
}

// outcome is how the function ends: with the panic in progress, or by
// runtime.Goexit, or with what the body returned, which is nothing after a
// recovered panic.
func (s *scoped[T]) outcome() (kind, error) {
	switch {
	case s.p.panic != nil:
		s.p.panic.exiting = s.p.exited
		return panicked, s.p.panic
	case s.p.exited:
		return exited, ErrGoexit
	case s.body != nil:
		return returned, s.body.err()
	}
	return returned, nil
}
