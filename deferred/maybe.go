package deferred

// MaybeDeferred calls f and returns a Deferred that has fired with what it
// returned, or with its panic: in code where the outcome is wanted as a
// Deferred, whatever happens, a panic in place would end the wrong function.
// It is Twisted's maybeDeferred, for functions that do not wait; [Call] is for
// those that do. If f calls runtime.Goexit the goroutine ends, since nobody is
// there yet to have the outcome.
func MaybeDeferred[T any](f func() (T, error)) *Deferred[T] {
	var a attempt
	var v T
	var err error
	a.run(func() { v, err = f() })
	if a.panicked() {
		return Panicked[T](a.panic())
	}
	return Return(v, err)
}

// Call calls f and returns its Deferred, or one whose outcome is the panic of
// f. It is Twisted's maybeDeferred, for functions that may wait. A function
// that returns nil has failed, with an error that says so.
func Call[T any](f func() *Deferred[T]) *Deferred[T] {
	var a attempt
	var d *Deferred[T]
	a.run(func() { d = f() })
	switch {
	case a.panicked():
		return Panicked[T](a.panic())
	case d == nil:
		return Fail[T](errNil)
	}
	return d
}

// An attempt is a call of somebody else's function, which may panic.
type attempt struct {
	returned bool
	value    any
	stack    []byte
}

func (a *attempt) run(f func()) {
	defer a.recovered()
	f()
	a.returned = true
}

func (a *attempt) recovered() {
	if a.returned {
		return
	}
	if v := recover(); v != nil {
		a.value, a.stack = v, stack()
	}
}

// panicked is asked after run has returned. That it did rules out
// runtime.Goexit, so it also knows of panic(nil), which recover does not tell
// in modules before go 1.21.
func (a *attempt) panicked() bool { return !a.returned }

func (a *attempt) panic() *PanicError { return newPanicError(a.value, a.stack) }
