package frames

import (
	"unsafe"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Waiter goes on when what it waits for is over: a frame, under the type of one of
// its waits. A type that is defined as a frame's has Crash from the [Pending] in it.
type Waiter[T any] interface {
	// Resume takes the results. It is the last thing that whoever calls it does.
	Resume(v T, err error)
	// Crash takes a panic, or nil for runtime.Goexit.
	Crash(p *deferred.PanicError)
}

// A Pending is the results of a call that is not over yet. It is the first part of the
// call's frame.
type Pending[T any] struct {
	base
	waiter Waiter[T]
}

// base is what does not depend on the results.
type base struct {
	debugBase
	shelf *shelf // where it belongs; nil if it is over, with nobody there yet to be told
	link  link   // what it waits for, or has waited for: see [base.Interrupt]
}

// A link is what a Pending waits for: another one's base, a Deferred, an operation of
// the host. That of one which is over is a crash or a failure.
type link interface{ Interrupt() }

// crash is the link of what has crashed before anybody waited for it.
type crash struct {
	p *deferred.PanicError
	l *Loop
}

func (*crash) Interrupt() {}

// Park makes f wait for p, and go on as w, which is f under the type of the wait. It is
// for a frame that is new: if p has crashed or failed, so has f, and whoever is going to
// wait for f finds out. It returns f.
func Park[T, U any](f *Pending[T], p *Pending[U], w Waiter[U]) *Pending[T] {
	check(&f.base)
	check(&p.base)
	p.waiter, f.link = w, &p.base
	if p.shelf == nil {
		f.shelf = nil
	} else if f.shelf == nil {
		f.shelf = &p.shelf.loop.kept
	}
	return f
}

// Wait is [Park] for a frame that may have a waiter itself: if p has crashed or failed,
// that is told. It returns f.
func Wait[T, U any](f *Pending[T], p *Pending[U], w Waiter[U]) *Pending[T] {
	check(&f.base)
	check(&p.base)
	if p.shelf == nil {
		how := how(&p.base)
		if f.shelf == nil {
			f.shelf = &loopOf(how).kept
		}
		switch how := how.(type) {
		case *crash:
			w.Crash(how.p)
		case *failure:
			w.(failer).Fail(how.err)
		}
		return f
	}
	p.waiter = w
	if l := p.shelf.loop; f.shelf == nil {
		f.shelf = &l.kept
	} else if f.shelf.loop != l {
		join(&p.base, f.shelf.loop)
	}
	f.link = &p.base
	return f
}

// join makes what b waits for go on under l. All that wait for each other have to: a
// panic is that of the frame of l that is running. Of a reactor that keeps nothing each
// call has begun with a Loop of its own.
func join(b *base, l *Loop) {
	for {
		b.shelf = l.like(b.shelf)
		next, ok := b.link.(*base)
		if !ok {
			return
		}
		b = next
	}
}

// how is what has become of a call that is over: a crash or a failure.
func how(b *base) link {
	for {
		next, ok := b.link.(*base)
		if !ok {
			return b.link
		}
		b = next
	}
}

// loopOf is where it was over.
func loopOf(how link) *Loop {
	switch how := how.(type) {
	case *crash:
		return how.l
	case *failure:
		return how.l
	}
	return nil
}

// Start makes p the Pending of an operation of the host: who calls it has to end p
// later, by [Fire]. Cancelling what waits calls op's Interrupt, if op is not nil.
func Start[T any](r reactor.Reactor, p *Pending[T], op deferred.Interruptible) {
	check(&p.base)
	if p.shelf == nil {
		own(&p.base, r)
	}
	p.link = op
}

// own finds the loop of an operation of the host.
//
//go:noinline
func own(b *base, r reactor.Reactor) {
	b.shelf = &loopFor(r).kept
}

// Crash tells who waits for p that the call has panicked, or, given nil, that it has
// called runtime.Goexit. It is also what a frame does when what it waits for has
// crashed: nothing of its code runs.
func (p *Pending[T]) Crash(e *deferred.PanicError) {
	w := p.waiter
	if w == nil {
		p.shelf, p.link = nil, &crash{e, p.shelf.loop}
		return
	}
	p.waiter, p.link = nil, nil
	l := p.shelf.loop
	if l.nested < maxNested {
		l.nested++
		w.Crash(e)
		l.nested--
		return
	}
	l.hops = append(l.hops, &crashed{w, e})
}

// crashed is a crash that was put off.
type crashed struct {
	w crasher
	p *deferred.PanicError
}

func (h *crashed) Run() { h.w.Crash(h.p) }

// Interrupt cancels what is being waited for, at the end of the chain: nothing, if code
// of it is just running. What a frame has waited for has another waiter by then, or none.
func (b *base) Interrupt() {
	for b.link != nil {
		next, ok := b.link.(*base)
		if !ok {
			b.link.Interrupt()
			return
		}
		if next.waitedBy() != address(b) {
			return
		}
		b = next
	}
}

// waitedBy is the frame that waits for b; 0 if none does.
func (b *base) waitedBy() uintptr {
	return word(unsafe.Pointer(&(*Pending[deferred.Void])(unsafe.Pointer(b)).waiter))
}
