package trace

import (
	"container/heap"
	"errors"
	"math/rand"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Mode says when the waits of leaves are over.
type Mode int

const (
	Now    Mode = iota // already when the leaf returns
	Later              // in a later turn of the reactor
	Random             // one or the other, by a seeded coin
	Forced             // already, but in a debug build all continuations come in later turns
)

func (m Mode) String() string { return [...]string{"now", "later", "random", "forced"}[m] }

// Turns is the reactor of one case. Its time is virtual: when nothing else is
// left to do it jumps to the next timer. Posts from threads are waited for.
type Turns struct {
	mode   Mode
	coin   *rand.Rand
	posted chan func()
	now    time.Time
	ready  []func()
	timers timers
	serial int
}

// ErrStuck is the outcome of a case that waits for what will not happen.
var ErrStuck = errors.New("stuck: nothing left to do, and not finished")

// patience bounds the wait for a thread. It is only used up by a case that is
// wrong, since a case that is right always has a thread that will post.
const patience = 5 * time.Second

// NewTurns returns a reactor whose leaves behave as mode says.
func NewTurns(mode Mode, seed int64) *Turns {
	return &Turns{
		mode:   mode,
		coin:   rand.New(rand.NewSource(seed)),
		posted: make(chan func(), 1024),
		now:    time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

// CallFromThread implements [reactor.Reactor].
func (t *Turns) CallFromThread(f func()) error {
	t.posted <- f
	return nil
}

// soon runs f in a later turn.
func (t *Turns) soon(f func()) error {
	t.ready = append(t.ready, f)
	return nil
}

// CallLater implements [reactor.Reactor].
func (t *Turns) CallLater(d time.Duration, f func()) reactor.DelayedCall {
	t.serial++
	c := &delayed{when: t.now.Add(d), serial: t.serial, f: f}
	heap.Push(&t.timers, c)
	return c
}

// Now implements [reactor.Reactor].
func (t *Turns) Now() time.Time { return t.now }

// RunInThread runs f on a goroutine of its own.
func (t *Turns) RunInThread(f func()) error {
	go f()
	return nil
}

// over says whether the next wait of a leaf is over when the leaf returns.
func (t *Turns) over() bool {
	return t.mode == Now || t.mode == Forced || t.mode == Random && t.coin.Intn(2) == 0
}

// run runs turns until done, or until nothing is left that could lead there.
func (t *Turns) run(done func() bool) error {
	for !done() {
		if f := t.next(); f != nil {
			f()
			continue
		}
		select {
		case f := <-t.posted:
			f()
		case <-time.After(patience):
			return ErrStuck
		}
	}
	return nil
}

// next returns the next thing to do without waiting, or nil.
func (t *Turns) next() func() {
	select {
	case f := <-t.posted:
		return f
	default:
	}
	if len(t.ready) > 0 {
		f := t.ready[0]
		t.ready = t.ready[1:]
		return f
	}
	if len(t.timers) > 0 {
		c := heap.Pop(&t.timers).(*delayed)
		if c.when.After(t.now) {
			t.now = c.when
		}
		if c.f == nil { // canceled
			return func() {}
		}
		return c.f
	}
	return nil
}

// Turn is the wait of every leaf. On a reactor that is not a *Turns, such as
// the private one of a test that runs through shims, it takes a turn.
func Turn(r reactor.Reactor) *deferred.Deferred[deferred.Void] {
	t, ok := r.(*Turns)
	if ok && t.over() {
		return deferred.Done()
	}
	d := deferred.New[deferred.Void]()
	fire := func() { d.Callback(deferred.Void{}) }
	if ok {
		t.ready = append(t.ready, fire)
	} else {
		r.CallLater(0, fire)
	}
	return d
}

// delayed is a call of a Turns at a later time.
type delayed struct {
	when   time.Time
	serial int
	f      func()
}

// Cancel implements [reactor.DelayedCall].
func (c *delayed) Cancel() error {
	c.f = nil
	return nil
}

// timers is a heap: earliest first, equal times in the order of the calls.
type timers []*delayed

func (h timers) Len() int      { return len(h) }
func (h timers) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *timers) Push(x any)   { *h = append(*h, x.(*delayed)) }

func (h timers) Less(i, j int) bool {
	if !h[i].when.Equal(h[j].when) {
		return h[i].when.Before(h[j].when)
	}
	return h[i].serial < h[j].serial
}

func (h *timers) Pop() any {
	last := len(*h) - 1
	c := (*h)[last]
	*h = (*h)[:last]
	return c
}
