package frames

import (
	"reflect"
	"sync/atomic"
	"unsafe"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// mostFree is how many frames of one kind a reactor keeps.
const mostFree = 1024 // 8, doubled

// A Frame is what a frame begins with: its [Pending], and that it can be used again.
//
//	type sumFrame struct {
//		frames.Frame[sumFrame, int]
//		i, n int
//	}
type Frame[F, T any] struct {
	_ [0]*F // for [begins]
	Pending[T]
}

// A Pool has the frames of one function that are free, for each reactor by itself, so
// that no lock is needed. Make one with [NewPool], in a package variable.
type Pool[F any] struct{ kind }

// kind is a Pool without the type of its frames.
type kind struct {
	id    uint
	alloc func() *base
}

var pools atomic.Int64

// NewPool makes the pool of a kind of frame: a struct that begins with its [Frame], or
// with [Defers]. It panics for another type.
func NewPool[F any]() *Pool[F] {
	if !begins[F]() {
		panic("frames: " + reflect.TypeFor[F]().String() + " does not begin with a frames.Frame of its own")
	}
	return &Pool[F]{kind{
		id:    uint(pools.Add(1)) - 1,
		alloc: func() *base { return (*base)(unsafe.Pointer(new(F))) },
	}}
}

// begins reports a type that begins with a Frame of its own.
func begins[F any]() bool {
	t, own := reflect.TypeFor[F](), false
	for t != reflect.TypeFor[base]() {
		if t.Kind() != reflect.Struct || t.NumField() == 0 {
			return false
		}
		first := t.Field(0).Type
		if first == reflect.TypeFor[[0]*F]() && t.NumField() > 1 {
			own, first = true, t.Field(1).Type
		}
		t = first
	}
	return own
}

// A shelf is where frames of one kind belong, on one reactor, and those that are free.
type shelf struct {
	loop   *Loop
	kind   *kind // nil if they are in no Pool
	frames []*base
	n      uint // how many there are; the rest is room
}

// New returns a frame, zeroed, of the reactor that p belongs to.
func New[F, T any](pool *Pool[F], p *Pending[T]) *F {
	return (*F)(unsafe.Pointer(pool.near(p.shelf)))
}

// Get returns a frame, zeroed, for an operation of the host, which [Start] begins.
func Get[F any](r reactor.Reactor, pool *Pool[F]) *F {
	l := On(r)
	if l == nil {
		return new(F)
	}
	return (*F)(unsafe.Pointer(pool.near(&l.kept)))
}

// near returns a frame for the reactor of what is on a shelf. If that is nil it is over,
// and so is who waits for it.
func (k *kind) near(s *shelf) *base {
	if s == nil {
		return k.alloc()
	}
	if l := s.loop; k.id < uint(len(l.shelves)) {
		s := l.shelves[k.id]
		if n := s.n - 1; n < uint(len(s.frames)) {
			b := s.frames[n]
			s.frames[n] = nil
			s.n = n
			return b
		}
	}
	b := k.alloc()
	b.shelf = s.loop.shelf(k)
	return b
}

// shelf returns where the frames of a pool belong.
func (l *Loop) shelf(k *kind) *shelf {
	for k.id >= uint(len(l.shelves)) {
		l.shelves = append(l.shelves, &l.kept)
	}
	if l.shelves[k.id] == &l.kept {
		l.shelves[k.id] = &shelf{loop: l, kind: k}
	}
	return l.shelves[k.id]
}

// like returns the shelf for what belongs to s on another reactor.
func (l *Loop) like(s *shelf) *shelf {
	if s.kind == nil {
		return &l.kept
	}
	return l.shelf(s.kind)
}

// Return ends a call with a value and no error: it gives back the frame, and lets go on
// who waits for it. It is the last thing that the frame's code does.
func (p *Frame[F, T]) Return(v T) {
	check(&p.base)
	w, s := p.waiter, p.shelf
	l, n, free := s.loop, s.n, s.frames
	zero(p)
	if n >= uint(len(free)) || l.nested >= maxNested || debug {
		finish(s, &p.base, w, v, nil)
		return
	}
	p.shelf = s
	free[n] = &p.base
	runs(l, w)
	s.n = n + 1
	l.nested++
	w.Resume(v, nil)
	l.nested--
}

// Finish is [Frame.Return] with an error, which may be nil.
func (p *Frame[F, T]) Finish(v T, err error) {
	if err != nil {
		p.fail(v, err)
		return
	}
	p.Return(v)
}

// Fail ends a call with an error and no results.
func (p *Frame[F, T]) Fail(err error) {
	var none T
	p.fail(none, err)
}

// fail is [Frame.Return] with an error. Here it passes, as it came: who resumed p with it
// sees to the end of its way. All else is for finish.
func (p *Frame[F, T]) fail(v T, err error) {
	check(&p.base)
	w, s := p.waiter, p.shelf
	if w == nil { // nobody is there yet
		p.shelf, p.link = nil, &failure{err, s.loop}
		return
	}
	l, n, free := s.loop, s.n, s.frames
	y, to := l.way, *wordsOf(unsafe.Pointer(&p.waiter))
	_, edge := w.(*deferred.Edge[T])
	zero(p)
	if edge || y == nil || y.of != address(&p.base) || !identical(&err, &y.err) ||
		n >= uint(len(free)) || y.n >= uint(len(y.tabs)) || l.nested >= maxNested || debug {
		finish(s, &p.base, w, v, err)
		return
	}
	y.tabs[y.n], y.of = to.tab, to.data
	y.n++
	p.shelf = s
	free[n] = &p.base
	runs(l, w)
	s.n = n + 1
	l.nested++
	w.Resume(v, err)
	l.nested--
}

// zero empties a frame.
func zero[F, T any](p *Frame[F, T]) {
	var zero F
	*(*F)(unsafe.Pointer(p)) = zero
}

// finish is the rare cases of [Frame.Return] and of failing: there is no room for the
// frame, or the stack is too deep, or a failure begins, or comes to the edge.
//
//go:noinline
func finish[T any](s *shelf, b *base, w Waiter[T], v T, err error) {
	s.put(b)
	l := s.loop
	if err != nil {
		failed(l, b, w, v, err)
		return
	}
	if l.nested >= maxNested {
		putOff(l, w, v)
		return
	}
	l.nested++
	runs(l, w)
	w.Resume(v, nil)
	l.nested--
}

// Fire is [Frame.Finish] for an operation of the host, from outside of frames' code: from
// a callback of the reactor, or from anybody's code on it.
func (p *Frame[F, T]) Fire(v T, err error) {
	check(&p.base)
	w, s := p.waiter, p.shelf
	zero(p)
	s.put(&p.base)
	enter(s.loop, w, v, err)
}

// Finish is that of [Frame], for an operation of the host whose Pending is part of
// something that the host keeps: the operation can be started again.
func (p *Pending[T]) Finish(v T, err error) {
	check(&p.base)
	w, l := p.waiter, p.shelf.loop
	p.waiter, p.link = nil, nil
	if err != nil {
		failed(l, &p.base, w, v, err)
		return
	}
	if l.nested >= maxNested {
		putOff(l, w, v)
		return
	}
	l.nested++
	runs(l, w)
	w.Resume(v, nil)
	l.nested--
}

// Fire is that of [Frame], for an operation of the host whose Pending is part of
// something that the host keeps.
func (p *Pending[T]) Fire(v T, err error) {
	check(&p.base)
	w, l := p.waiter, p.shelf.loop
	p.waiter, p.link = nil, nil
	enter(l, w, v, err)
}

// put gives back a frame that is zeroed.
//
//go:noinline
func (s *shelf) put(b *base) {
	if s.kind == nil {
		return
	}
	if debug {
		poison(b)
		return
	}
	b.shelf = s
	if s.n == uint(len(s.frames)) {
		room := 2 * s.n
		if room == 0 {
			room = 8
		}
		if room > mostFree {
			return
		}
		more := make([]*base, room)
		copy(more, s.frames)
		s.frames = more
	}
	s.frames[s.n] = b
	s.n++
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
	runs(h.l, h.w)
	h.w.Resume(h.v, nil)
	h.l.nested--
}
