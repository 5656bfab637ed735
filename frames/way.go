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
	err   error
	of    uintptr // the frame that is being resumed with it; 0 if none is
	stack [12]uintptr
	told  bool       // there is something in Way
	tabs  [8]uintptr // of who waited, after Passed: [way.tell] adds their types to it
	n     uint       // how many there are
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
	if y == nil || y.of == 0 {
		return nil
	}
	l.way = nil
	return y
}

// begin forgets the last failure for one that came from a Deferred.
func (y *way) begin(from deferred.Way, err error) {
	room := y.Passed[:0]
	y.Way, y.err, y.n, y.told = from, err, 0, true
	y.Passed = append(room, from.Passed...)
}

// comes notes that the frame of p ends with err, which is the failure that it was resumed
// with, or one that begins. There is room for one [way.goesTo] then.
func (l *Loop) comes(p *base, err error) *way {
	y := l.failing()
	if y.of == address(p) && same(err, y.err) {
		y.err = err
		if y.n == uint(len(y.tabs)) {
			y.tell()
		}
		return y
	}
	y.err, y.n = err, 0
	if y.told {
		y.Way, y.told = deferred.Way{Passed: y.Passed[:0]}, false
	}
	if word(unsafe.Pointer(&l.running)) == address(p) {
		y.Began, y.told = y.stack[:runtime.Callers(3, y.stack[:])], true
	}
	return y
}

// goesTo notes who is resumed with the failure: a Waiter.
func (y *way) goesTo(w unsafe.Pointer) {
	to := wordsOf(w)
	y.tabs[y.n], y.of = to.tab, to.data
	y.n++
}

// tell returns the way with all whom the failure has passed.
func (y *way) tell() deferred.Way {
	for _, t := range y.tabs[:y.n] {
		if y.Full() {
			y.More++
			continue
		}
		var of Waiter[deferred.Void]
		wordsOf(unsafe.Pointer(&of)).tab = t
		y.Passed = append(y.Passed, reflect.TypeOf(of))
	}
	y.n, y.told = 0, true
	return y.Way
}

// words are those of an interface: which type's methods it has, and, of a frame under
// the type of a wait, the frame's address. Nothing is kept alive by them: the first
// points to what the program has from its beginning, the second is only compared.
type words struct{ tab, data uintptr }

func wordsOf(i unsafe.Pointer) *words { return (*words)(i) }

// word is the second word of an interface.
func word(i unsafe.Pointer) uintptr { return wordsOf(i).data }

func address(p *base) uintptr { return uintptr(unsafe.Pointer(p)) }

// same reports that err is the failure that came in, or wraps it.
func same(err, came error) bool { return identical(&err, &came) || errors.Is(err, came) }

// identical reports that two errors are the same one, without a look into them.
func identical(a, b *error) bool {
	x, y := wordsOf(unsafe.Pointer(a)), wordsOf(unsafe.Pointer(b))
	return x.tab == y.tab && x.data == y.data
}

// out fires the Deferred at the edge with the failure of y.
func out[T any](y *way, e *deferred.Edge[T], v T) {
	err := y.err
	y.err, y.of = nil, 0
	e.Fail(v, err, y.tell())
}

// pass resumes w with the failure of y.
func pass[T any](l *Loop, y *way, w Waiter[T], v T) {
	if e, ok := w.(*deferred.Edge[T]); ok {
		out(y, e, v)
		return
	}
	y.goesTo(unsafe.Pointer(&w))
	runs(l, w)
	w.Resume(v, y.err)
	y.of = 0 // it is handled, or at its end
}

// failEdge ends the call of p, at the edge, with an error.
//
//go:noinline
func failEdge[T any](l *Loop, p *base, e *deferred.Edge[T], v T, err error) {
	y := l.comes(p, err)
	l.nested++
	l.running = nil
	out(y, e, v)
	l.nested--
}

// failLater ends the call of p with an error when the stack has unwound.
//
//go:noinline
func failLater[T any](l *Loop, p *base, w Waiter[T], v T, err error) {
	y := l.comes(p, err)
	h := &failedLater[T]{later: later[T]{l, w, v}, err: err, way: y.tell()}
	h.way.Began = append([]uintptr(nil), y.Began...)
	h.way.Passed = append([]reflect.Type(nil), y.Passed...)
	y.of = 0
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
	y.begin(h.way, h.err)
	h.l.nested++
	pass(h.l, y, h.w, h.v)
	h.l.nested--
}

// failed ends the call of p, whose frame is given back, with an error, for who waited.
func failed[T any](l *Loop, p *base, w Waiter[T], v T, err error) {
	if l.nested >= maxNested {
		failLater(l, p, w, v, err)
		return
	}
	if e, ok := w.(*deferred.Edge[T]); ok {
		failEdge(l, p, e, v, err)
		return
	}
	y := l.comes(p, err)
	y.goesTo(unsafe.Pointer(&w))
	l.nested++
	runs(l, w)
	w.Resume(v, err)
	l.nested--
	y.of = 0 // it is handled, or at its end
}
