package frames

import (
	"sync/atomic"
	"unsafe"

	"github.com/evert-go/evert/reactor"
)

// mostFree is how many frames of one kind a reactor keeps.
const mostFree = 1024 // 8, doubled

// A Pool has the frames of one function that are free, for each reactor by itself, so
// that no lock is needed. Make one with [NewPool], in a package variable.
type Pool[F any] struct{ id uint }

var pools atomic.Int64

// NewPool makes the pool of a kind of frame: a struct that begins with a [Pending].
func NewPool[F any]() *Pool[F] { return &Pool[F]{id: uint(pools.Add(1)) - 1} }

// free is what a reactor has of one kind: all are of the same type, and begin with
// their base.
type free struct {
	frames []*base
	n      uint // how many there are; the rest is room
}

// New returns a frame, zeroed, of the reactor that p belongs to.
func New[F, T any](pool *Pool[F], p *Pending[T]) *F { return take(pool, p.loop) }

// Get returns a frame, zeroed, for an operation of the host, which [Start] begins.
func Get[F any](r reactor.Reactor, pool *Pool[F]) *F {
	return take(pool, On(r))
}

func take[F any](pool *Pool[F], l *Loop) *F {
	if l != nil && pool.id < uint(len(l.lists)) {
		list := &l.lists[pool.id]
		if n := list.n - 1; n < uint(len(list.frames)) {
			b := list.frames[n]
			list.frames[n] = nil
			list.n = n
			return (*F)(unsafe.Pointer(b))
		}
	}
	return new(F)
}

// Finish ends a call: it gives back the frame, of which p is a part, and lets go on who
// waits for p. It is the last thing that the frame's code does.
func Finish[F, T any](pool *Pool[F], f *F, p *Pending[T], v T, err error) {
	p.check()
	w, l := p.waiter, p.loop
	zero(f)
	if err != nil {
		l.put(pool.id, &p.base)
		failed(l, p, w, v, err)
		return
	}
	if !debug && pool.id < uint(len(l.lists)) {
		list := &l.lists[pool.id]
		if n := list.n; n < uint(len(list.frames)) && l.nested < maxNested {
			list.frames[n] = &p.base
			list.n = n + 1
			l.nested++
			w.Resume(v, nil)
			l.nested--
			return
		}
	}
	finish(pool.id, &p.base, l, w, v)
}

// Fail ends a call with an error and no results, as [Finish] does.
func Fail[F, T any](pool *Pool[F], f *F, p *Pending[T], err error) {
	var none T
	Finish(pool, f, p, none, err)
}

// finish is the rare case of [Finish]: there is no room for the frame, or the stack is
// too deep.
//
//go:noinline
func finish[T any](id uint, b *base, l *Loop, w Waiter[T], v T) {
	l.put(id, b)
	if l.nested < maxNested {
		l.nested++
		w.Resume(v, nil)
		l.nested--
		return
	}
	putOff(l, w, v)
}

// zero empties a frame.
func zero[F any](f *F) {
	var zero F
	*f = zero
}

// Fire ends an operation of the host, from outside of frames' code: from a callback of
// the reactor, or from anybody's code on it. Like [Finish], it gives back the frame.
func Fire[F, T any](pool *Pool[F], f *F, p *Pending[T], v T, err error) {
	p.check()
	w, l := p.waiter, p.loop
	zero(f)
	l.put(pool.id, &p.base)
	enter(l, w, v, err)
}

// FinishKept is [Finish] for an operation of the host whose Pending is part of something
// that the host keeps: the operation can be started again.
func FinishKept[T any](p *Pending[T], v T, err error) {
	w, l := p.waiter, p.loop
	p.waiter, p.link = nil, nil
	if err != nil {
		failed(l, p, w, v, err)
		return
	}
	if l.nested < maxNested {
		l.nested++
		w.Resume(v, nil)
		l.nested--
		return
	}
	putOff(l, w, v)
}

// FireKept is [Fire] for an operation of the host whose Pending is part of something that
// the host keeps: the operation can be started again.
func FireKept[T any](p *Pending[T], v T, err error) {
	w, l := p.waiter, p.loop
	p.waiter, p.link = nil, nil
	enter(l, w, v, err)
}

// put gives back a frame, which is zeroed, and begins with b.
//
//go:noinline
func (l *Loop) put(id uint, b *base) {
	if debug {
		b.over()
		return
	}
	if id >= uint(len(l.lists)) {
		l.lists = append(l.lists, make([]free, id+1-uint(len(l.lists)))...)
	}
	list := &l.lists[id]
	if list.n == uint(len(list.frames)) {
		room := 2 * list.n
		if room == 0 {
			room = 8
		}
		if room > mostFree {
			return
		}
		more := make([]*base, room)
		copy(more, list.frames)
		list.frames = more
	}
	list.frames[list.n] = b
	list.n++
}

// putOff lets w go on when the stack has unwound.
//
//go:noinline
func putOff[T any](l *Loop, w Waiter[T], v T) {
	l.hops = append(l.hops, &later[T]{l, w, v})
}

// later is an end that was put off.
type later[T any] struct {
	l *Loop
	w Waiter[T]
	v T
}

func (h *later[T]) Run() {
	h.l.nested++
	h.w.Resume(h.v, nil)
	h.l.nested--
}
