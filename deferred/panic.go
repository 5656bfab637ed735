package deferred

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"runtime"
)

// PanicError is what a Go caller sees of a Deferred whose continuation
// panicked. Continuations do not see it as an error: a panic passes them.
type PanicError struct {
	Value any    // what panic was called with
	Stack []byte // where, as by debug.Stack: the innermost frames

	exiting bool // a deferred call panicked while runtime.Goexit ran it: who recovers goes back to that

	// What Go tells of a panic that ends a program: which one it replaced, whether
	// that had been recovered, and whether this one had and was raised again.
	replaced         *PanicError
	recovered, again bool
}

// Error says what the panic was, without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Unwrap gives the panic's value if it is an error, such as a runtime.Error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Raise panics with the original value. What it replaced on its way goes before it,
// for Go to tell of all if nobody recovers.
func (e *PanicError) Raise() {
	if e.again {
		defer func() { panic(recover()) }()
	}
	if e.replaced != nil {
		defer func() {
			if e.recovered {
				_ = recover()
			}
			panic(e.Value)
		}()
		e.replaced.Raise()
	}
	panic(e.Value)
}

// replacing is e as the panic that replaces old, which had been recovered or not.
func (e *PanicError) replacing(old *PanicError, recovered bool) *PanicError {
	c := *e
	if recovered && same(old.Value, e.Value) {
		c = *old
		c.again = true
		return &c
	}
	// What e has replaced itself came after old.
	first := &c
	for n := 0; first.replaced != nil; n++ {
		if n == maxReplaced {
			return &c
		}
		next := *first.replaced
		first.replaced, first = &next, &next
	}
	first.replaced, first.recovered = old, recovered
	return &c
}

// maxReplaced bounds how many panics are told of together.
const maxReplaced = 16

// ErrGoexit is what a Go caller sees of a Deferred whose continuation called
// runtime.Goexit. Continuations do not see it as an error.
var ErrGoexit = errors.New("runtime.Goexit was called")

// newPanicError keeps the first stack if value already was on its way as an
// outcome, for instance because a consumer raised the error it was given.
func newPanicError(value any, stack []byte) *PanicError {
	if e, ok := value.(*PanicError); ok {
		return e
	}
	return &PanicError{Value: value, Stack: stack}
}

// stackDepth bounds how much of a stack is kept. Every recover on the way of a
// panic asks for it, so the whole of a deep one would cost the square of its depth.
const stackDepth = 64

// stack is the innermost part of the goroutine's stack, in the form of debug.Stack.
func stack() []byte {
	var pcs [stackDepth]uintptr
	n := runtime.Callers(3, pcs[:])
	if n == 0 {
		return nil
	}
	return traceback("goroutine [panicking]:\n", pcs[:n])
}

// traceback writes a stack in the form of debug.Stack.
func traceback(title string, pcs []uintptr) []byte {
	var b bytes.Buffer
	b.WriteString(title)
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		fmt.Fprintf(&b, "%s(...)\n\t%s:%d\n", f.Function, f.File, f.Line)
		if !more {
			break
		}
	}
	if len(pcs) == stackDepth {
		b.WriteString("...more frames elided...\n")
	}
	return b.Bytes()
}

// Capture calls f and returns a Deferred's outcome of it: what it returned,
// or its panic, or that it called runtime.Goexit. In the last case the
// goroutine goes on unwinding once deliver returns. Deliver is always called,
// exactly once; it is how work on another goroutine keeps its outcome.
func Capture[T any](f func() (T, error), deliver func(Outcome[T])) {
	c := capture[T]{out: Outcome[T]{Exited: true}}
	defer func() { deliver(c.out) }()
	c.call(f)
	if !c.finished { // call came back: a panic, not Goexit
		c.out = Outcome[T]{Panic: newPanicError(c.value, c.stack)}
	}
}

type capture[T any] struct {
	out      Outcome[T]
	finished bool
	value    any
	stack    []byte
}

func (c *capture[T]) call(f func() (T, error)) {
	defer func() {
		if c.finished {
			return
		}
		if v := recover(); v != nil {
			c.value, c.stack = v, stack()
		}
	}()
	v, err := f()
	c.out = Outcome[T]{Value: v, Err: err}
	c.finished = true
}

// An Outcome is all that a fired Deferred holds. At most one of Panic and
// Exited is set, and then Value and Err are zero.
type Outcome[T any] struct {
	Value  T
	Err    error
	Panic  *PanicError
	Exited bool // runtime.Goexit
}

// Get does at the caller's what happened in the Deferred: it returns the value
// and the error, or panics with the original value, or calls runtime.Goexit.
func (o Outcome[T]) Get() (T, error) {
	if o.Panic != nil {
		o.Panic.Raise()
	}
	if o.Exited {
		runtime.Goexit()
	}
	return o.Value, o.Err
}

// same reports whether two values of panics are one and the same, also where
// comparing them would panic.
func same(a, b any) bool {
	if ta, tb := reflect.TypeOf(a), reflect.TypeOf(b); ta != tb {
		return false
	} else if ta != nil && !ta.Comparable() {
		return false
	}
	defer func() { _ = recover() }() // a field of interface type may hold what cannot be compared
	return a == b
}
