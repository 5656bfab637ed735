package frames

import (
	"sync/atomic"
	"unsafe"

	"github.com/evert-go/evert/reactor"
)

// mostFree is how many frames of one kind a reactor keeps.
const mostFree = 1024

// A Pool has the frames of one function that are free, for each reactor by itself, so
// that no lock is needed. Make one with [NewPool], in a package variable.
type Pool[F any] struct{ id int }

var pools atomic.Int64

// NewPool makes the pool of a kind of frame: a struct that begins with a [Pending].
func NewPool[F any]() *Pool[F] { return &Pool[F]{id: int(pools.Add(1)) - 1} }

// free is what a reactor has of one kind: a list by the links of its frames. All are of
// the same type, and begin with their base.
type free struct {
	first *base
	n     int
}

// New returns a frame, zeroed, of the reactor that p belongs to.
func New[F, T any](pool *Pool[F], p *Pending[T]) *F { return take(pool, p.loop) }

// Get returns a frame, zeroed, for an operation of the host, which [Start] begins.
func Get[F any](r reactor.Reactor, pool *Pool[F]) *F {
	if l := On(r); l != nil {
		return take(pool, l)
	}
	return new(F)
}

func take[F any](pool *Pool[F], l *Loop) *F {
	if pool.id < len(l.lists) {
		list := &l.lists[pool.id]
		if b := list.first; b != nil {
			list.first, list.n = b.next(), list.n-1
			b.link = nil
			return (*F)(unsafe.Pointer(b))
		}
	}
	return new(F)
}

// next is the next one in a list of those that are free.
func (b *base) next() *base {
	n, _ := b.link.(*base)
	return n
}

// put gives back a frame, which is zeroed, and begins with b.
func (l *Loop) put(id int, b *base) {
	if id >= len(l.lists) {
		l.lists = append(l.lists, make([]free, id+1-len(l.lists))...)
	}
	list := &l.lists[id]
	if list.n < mostFree {
		if list.first != nil {
			b.link = list.first
		}
		list.first, list.n = b, list.n+1
	}
}

// Finish ends a call: it gives back the frame, of which p is a part, and lets go on who
// waits for p. It is the last thing that the frame's code does.
func Finish[F, T any](pool *Pool[F], f *F, p *Pending[T], v T, err error) {
	p.check()
	w, l := p.waiter, p.loop
	recycle(pool, l, f, &p.base)
	if l.nested < maxNested {
		l.nested++
		w.Resume(v, err)
		l.nested--
		return
	}
	l.hops = append(l.hops, &later[T]{l, w, v, err})
}

// Fire ends an operation of the host, from outside of frames' code: from a callback of
// the reactor, or from anybody's code on it. Like [Finish], it gives back the frame.
func Fire[F, T any](pool *Pool[F], f *F, p *Pending[T], v T, err error) {
	p.check()
	w, l := p.waiter, p.loop
	recycle(pool, l, f, &p.base)
	enter(l, w, v, err)
}

// later is an end that was put off.
type later[T any] struct {
	l   *Loop
	w   Waiter[T]
	v   T
	err error
}

func (h *later[T]) Run() {
	h.l.nested++
	h.w.Resume(h.v, h.err)
	h.l.nested--
}
