package frames

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// maxInPlace is how many waits of resumed code that are over at once nest, one in
// another, before the next is put off: three calls of Go each, some 300 bytes.
const maxInPlace = 100

// Then goes on with what a function in frames style has returned: if that is over, in
// place, as w, which is f under the type of the wait, or else when p is. It is for a
// frame that has been resumed before, and the last thing that the frame's code does.
//
//	v, err, p := fetchFast(f.r, f.url)
//	frames.Then(&f.Pending, (*loadAfterFetch)(f), v, err, p)
func Then[T, U any](f *Pending[T], w Waiter[U], v U, err error, p *Pending[U]) {
	if p != nil {
		Wait(f, p, w)
		return
	}
	check(&f.base)
	l := f.shelf.loop
	if l.nested >= maxInPlace {
		thenLater(l, w, v, err)
		return
	}
	l.nested++
	w.Resume(v, err)
	l.nested--
}

// AwaitThen is [Then] for a Deferred.
//
//	frames.AwaitThen(f.r, &f.Pending, (*loadAfterFetch)(f), lib.FetchDeferred(f.r, f.url))
func AwaitThen[T, U any](r reactor.Reactor, f *Pending[T], w Waiter[U], d *deferred.Deferred[U]) {
	v, err, p := Await(r, d)
	Then(f, w, v, err, p)
}

// over is a wait that was over at once, and that was put off.
type over[T any] struct {
	l   *Loop
	w   Waiter[T]
	v   T
	err error
}

// thenLater lets w go on when the stack has unwound. A loop of which all waits are over
// comes here every hundred turns: so what is used for that is used again.
//
//go:noinline
func thenLater[T any](l *Loop, w Waiter[T], v T, err error) {
	for i, h := range l.over {
		if h, ok := h.(*over[T]); ok {
			last := len(l.over) - 1
			l.over[i], l.over[last], l.over = l.over[last], nil, l.over[:last]
			h.w, h.v, h.err = w, v, err
			l.hops = append(l.hops, h)
			return
		}
	}
	l.hops = append(l.hops, &over[T]{l, w, v, err})
}

func (h *over[T]) Run() {
	l, w, v, err := h.l, h.w, h.v, h.err
	*h = over[T]{l: l}
	if len(l.over) < mostFree {
		l.over = append(l.over, h)
	}
	l.nested++
	runs(l, w)
	w.Resume(v, err)
	l.nested--
}
