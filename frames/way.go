package frames

import (
	"errors"
	"reflect"
	"runtime"
	"unsafe"

	"github.com/evert-go/evert/deferred"
)

// A way is the failure that somebody is just being resumed with, and the waits that it
// has passed: what becomes a trail where a Deferred takes it over. It is for errors
// alone; as long as nothing fails nothing is noted.
//
// Whoever is resumed with a failure finishes with it, or handles it, before Resume
// returns. So it is enough to know one of a reactor, and who that is.
type way struct {
	deferred.Way
	err    error   // nil if there is none
	of     uintptr // the frame that is being resumed with it
	stack  [12]uintptr
	passed [8]reflect.Type // as long as they are few
}

// failing is where the failure of l is noted.
func (l *Loop) failing() *way {
	if l.way == nil {
		l.way = &way{}
	}
	return l.way
}

// busy returns the failure that somebody is being resumed with, nil if there is none. It
// is out of the way of what comes from outside meanwhile.
func (l *Loop) busy() *way {
	y := l.way
	if y == nil || y.err == nil {
		return nil
	}
	l.way = nil
	return y
}

// begin forgets the last failure for one that came from a Deferred, or begins.
func (y *way) begin(from deferred.Way) {
	y.Way = from
	y.Passed = y.passed[:0]
}

// noted notes that the frame of p ends with err, which is the failure that it was
// resumed with, or another one.
func (l *Loop) noted(p *base, crash crasher, err error) *way {
	y := l.failing()
	if y.err == nil || y.of != address(p) || !same(err, y.err) {
		y.begin(deferred.Way{})
		if l.running == crash {
			y.Began = y.stack[:runtime.Callers(4, y.stack[:])]
		}
	}
	y.err = err
	return y
}

// word is the second word of an interface, the pointer in it: a frame's, for a wait.
func word(i unsafe.Pointer) uintptr { return (*[2]uintptr)(i)[1] }

func address(p *base) uintptr { return uintptr(unsafe.Pointer(p)) }

// same reports that err is the failure that came in, or wraps it.
func same(err, came error) bool {
	type words [2]uintptr
	return *(*words)(unsafe.Pointer(&err)) == *(*words)(unsafe.Pointer(&came)) || errors.Is(err, came)
}

// pass resumes w with the failure of y.
func pass[T any](y *way, w Waiter[T], v T) {
	if e, ok := w.(*deferred.Edge[T]); ok {
		err := y.err
		y.err = nil
		e.Fail(v, err, y.Way)
		return
	}
	if y.Full() {
		y.More++
	} else {
		y.Passed = append(y.Passed, reflect.TypeOf(w))
	}
	y.of = word(unsafe.Pointer(&w))
	w.Resume(v, y.err)
	y.err = nil // it is handled, or at its end
}

// passLater puts that off.
func passLater[T any](l *Loop, y *way, w Waiter[T], v T) {
	h := &failedLater[T]{later: later[T]{l, w, v}, err: y.err, way: y.Way}
	h.way.Began = append([]uintptr(nil), y.Began...)
	h.way.Passed = append([]reflect.Type(nil), y.Passed...)
	y.err = nil
	l.hops = append(l.hops, h)
}

// failedLater is an end with a failure that was put off.
type failedLater[T any] struct {
	later[T]
	err error
	way deferred.Way
}

func (h *failedLater[T]) Run() {
	y := h.l.failing()
	y.Way, y.err = h.way, h.err
	h.l.nested++
	pass(y, h.w, h.v)
	h.l.nested--
}

// failed ends the call of which p is the Pending with an error, for who waited.
func failed[T any](l *Loop, p *Pending[T], w Waiter[T], v T, err error) {
	y := l.noted(&p.base, p, err)
	if l.nested >= maxNested {
		passLater(l, y, w, v)
		return
	}
	l.nested++
	pass(y, w, v)
	l.nested--
}
