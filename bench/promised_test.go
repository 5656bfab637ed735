package bench

import (
	"fmt"
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/reactor"
)

// Pooled callbacks again, as somebody would write them by hand who needs what frames
// promise, for calls that result in an int: lists for each loop, ends that nest to a
// depth, a panic that is that of the call whose code runs, and operations that can be
// cancelled. What these promises cost is the difference to the other pooled callbacks.

// A party waits for a call.
type party interface {
	resume(v int, err error)
	crash(value any)
}

// A promiser is what the calls of one loop share.
type promiser struct {
	s       *forms.Source
	nested  int
	running party
	hops    []func()
	free    [3][]*promise // of innermost, two and Three
	events  []*promise
	due     []*promise
	spare   []*promise
	posted  bool
	fire    func()
}

// A promise is a call that waits, or an event.
type promise struct {
	l    *promiser
	k    party    // who waits for it
	on   *promise // what it waits for
	kind int
	n    int
}

func newPromiser(s *forms.Source) *promiser {
	l := &promiser{s: s}
	l.fire = func() {
		list := l.due
		l.due, l.spare, l.posted = l.spare[:0], list, false
		for next := 0; next < len(list); {
			l.each(list, &next)
		}
		l.nested, l.running = 0, nil
	}
	return l
}

// each has events up to the first that panics.
func (l *promiser) each(list []*promise, next *int) {
	returned := false
	defer func() {
		if !returned && l.running != nil {
			l.running.crash(recover())
		}
	}()
	l.nested = 1
	for *next < len(list) {
		e := list[*next]
		list[*next] = nil
		*next++
		l.running = nil
		l.events = append(l.events, e)
		k := e.k
		e.k = nil
		if k == nil {
			continue // it was cancelled
		}
		l.end(k, 1, l.s.Err)
		if len(l.hops) > 0 {
			l.unwind()
		}
	}
	returned = true
}

// end lets k go on.
func (l *promiser) end(k party, v int, err error) {
	if l.nested >= 200 {
		l.hops = append(l.hops, func() { k.resume(v, err) })
		return
	}
	l.running = k
	l.nested++
	k.resume(v, err)
	l.nested--
}

//go:noinline
func (l *promiser) unwind() {
	for len(l.hops) > 0 {
		last := len(l.hops) - 1
		h := l.hops[last]
		l.hops = l.hops[:last]
		l.nested = 1
		h()
	}
}

// event is the next one.
func (l *promiser) event() *promise {
	var e *promise
	if n := len(l.events) - 1; n >= 0 {
		e, l.events = l.events[n], l.events[:n]
	} else {
		e = &promise{l: l}
	}
	l.due = append(l.due, e)
	if !l.posted {
		l.posted = true
		if err := l.s.Loop.CallSoon(l.fire); err != nil {
			panic(err)
		}
	}
	return e
}

// waits makes a call of a kind wait for p.
func (l *promiser) waits(kind, n int, p *promise) *promise {
	var f *promise
	if free := l.free[kind]; len(free) > 0 {
		f, l.free[kind] = free[len(free)-1], free[:len(free)-1]
	} else {
		f = &promise{l: l, kind: kind}
	}
	f.n, f.on = n, p
	p.k = f
	return f
}

func (p *promise) resume(v int, err error) {
	l, k, n := p.l, p.k, p.n
	p.k, p.on = nil, nil
	l.free[p.kind] = append(l.free[p.kind], p)
	switch {
	case err != nil:
		l.end(k, 0, err)
	case p.kind == 1:
		l.end(k, v*n, nil)
	default:
		l.end(k, v+n, nil)
	}
}

func (p *promise) crash(value any) { p.k.crash(value) }

// cancel is what there are the links for.
func (p *promise) cancel(err error) {
	for p.on != nil {
		p = p.on
	}
	k := p.k
	p.k = nil
	p.l.end(k, 0, err)
}

// A promisedEnd counts what is over.
type promisedEnd struct{ end }

func (e *promisedEnd) resume(v int, err error) { e.Resume(v, err) }
func (e *promisedEnd) crash(value any)         { panic(value) }

func (l *promiser) start(calls int, e party) {
	p := l.waits(0, 3, l.event())
	if calls == 3 {
		p = l.waits(2, 3, l.waits(1, 3, p))
	}
	p.k = e
}

// promised runs the calls in that form.
func (o operation) promised(b *testing.B, fails error) {
	b.ReportAllocs()
	s := forms.New(reactor.New())
	s.Err = fails
	l := newPromiser(s)
	e := &promisedEnd{}
	for left := b.N; left > 0; {
		n := min(left, together)
		left -= n
		e.over = 0
		for i := 0; i < n; i++ {
			l.start(o.calls, e)
		}
		s.Loop.RunUntil(func() bool { return e.over == n })
	}
	e.check(b, o.want, fails)
}

// It keeps what it promises.
func TestPromised(t *testing.T) {
	s := forms.New(reactor.New())
	l := newPromiser(s)
	e := &promisedEnd{}
	p := l.waits(1, 3, l.waits(0, 3, l.event()))
	p.k = e
	p.cancel(errEvent)
	if e.over != 1 || e.errs != 1 {
		t.Errorf("cancelled: %d over, %d errors", e.over, e.errs)
	}
	told := ""
	l.running = crashes{&told}
	l.hops = append(l.hops, func() { panic("here") })
	l.event().k = crashes{&told}
	l.fire()
	if told != "here" {
		t.Errorf("told of %q", told)
	}
}

// crashes notes the panic that it is told of.
type crashes struct{ told *string }

func (c crashes) resume(int, error) {}
func (c crashes) crash(value any)   { *c.told = fmt.Sprint(value) }
