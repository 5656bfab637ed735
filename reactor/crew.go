package reactor

import (
	"sync"
	"sync/atomic"
	"time"
)

// A crew runs functions that may block, each at once: it has as many goroutines
// as that takes, and keeps those that have nothing to do for a while.
//
// A function that comes is handed to a goroutine, which counts as called until it
// has woken up. Those that come meanwhile are queued, and the goroutine that wakes
// up calls another one for them before it begins its own work. So no function waits
// for one that blocks, and yet those that do not block are done one after the
// other by few goroutines, without a wake-up for each.
//
// Why a function that blocks cannot keep another one from being begun: whenever a
// function is queued, a goroutine is called, which runs none yet.
//
//   - A function is queued only while a goroutine is called (run); else it is handed
//     to one, which is called from then on.
//   - A goroutine stops being called only in arrive, where it finds nothing queued, or
//     hands the first function that is to another goroutine, which is called instead.
//     Each of the two is one step for who queues.
//   - It arrives before it begins anything: a function that never returns, panics or
//     ends its goroutine takes nothing with it that others count on.
//
// A goroutine that is called needs nothing but the scheduler to arrive. So as long as
// functions are queued one after the other is begun, the first one first, if no
// goroutine that has become free takes it sooner.
//
// The queue has two parts with a lock each, so that who submits and who takes do not
// meet over every function: what comes is moved to what goes as a whole, when
// nothing goes any more.
type crew struct {
	in  incoming
	_   [64]byte // the parts are on different lines of the processor's cache
	out outgoing
}

// incoming is the part that who submits needs, and who is or becomes idle.
type incoming struct {
	sync.Mutex
	state  atomic.Int32 // changed with the lock; only called to nobody without
	queue  []func()     // after those that go
	idle   []*member    // that wait to be called, the last one first
	least  int          // of them since dismiss
	closed bool
	timer  *time.Timer // for dismiss, if set
	set    bool
}

// outgoing is the part that who takes needs. Its lock comes before the other.
type outgoing struct {
	sync.Mutex
	queue []func() // from next on
	next  int
}

// A member is one goroutine of a crew.
type member struct {
	work chan func() // nil to end
}

// The states of a crew. In the last nothing may be queued any more: others were free
// to take it.
const (
	nobody  = iota // is called, and nothing is queued
	called         // a goroutine is, and nothing was queued since
	awaited        // a goroutine is, and something was
)

const (
	// keepFew is how many idle goroutines are kept until the end: for those
	// there is no timer, which would keep the program awake, and with it the
	// runtime from finding a deadlock, and cost each switch of goroutines a
	// look at the time.
	keepFew = 4
	// keepIdle is how long the others are kept while they are not needed: once
	// to twice that.
	keepIdle = 2 * time.Second
)

// run makes a goroutine run f.
func (c *crew) run(f func()) error {
	in := &c.in
	in.Lock()
	if in.closed {
		in.Unlock()
		return ErrReactorStopped
	}
	if in.state.Load() == awaited || in.state.CompareAndSwap(called, awaited) {
		in.queue = append(in.queue, f)
		in.Unlock()
		return nil
	}
	in.state.Store(called) // it was nobody, and that is changed with the lock only
	c.call(f)
	return nil
}

// call hands f to a goroutine, and unlocks what comes.
//
//evert:nonblocking
func (c *crew) call(f func()) {
	in := &c.in
	last := len(in.idle) - 1
	if last < 0 {
		in.Unlock()
		go c.member(f)
		return
	}
	m := in.idle[last]
	in.idle = in.idle[:last]
	if last < in.least {
		in.least = last
	}
	in.Unlock()
	m.work <- f //evert:allow EV103 it is idle: it receives
}

// member is one goroutine, which begins with f. A function that ends it by
// runtime.Goexit finds it neither idle nor called, so nobody counts on it.
func (c *crew) member(f func()) {
	m := &member{}
	for f != nil {
		c.arrive()
		for f != nil {
			f()
			f = c.more(m)
		}
		f = <-m.work
	}
}

// arrive is for a goroutine that was called and woke up: it is not called any more. If
// there are functions queued, it calls another one for the first of them.
func (c *crew) arrive() {
	if c.in.state.CompareAndSwap(called, nobody) {
		return
	}
	c.out.Lock()
	c.in.Lock()
	f := c.first()
	c.out.Unlock()
	if f == nil { // others have done it all
		c.in.state.Store(nobody)
		c.in.Unlock()
		return
	}
	c.call(f)
}

// more returns a function that is queued. If there is none, m is idle.
func (c *crew) more(m *member) func() {
	c.out.Lock()
	if f := c.out.take(); f != nil {
		c.out.Unlock()
		return f
	}
	c.in.Lock()
	f := c.first()
	if f == nil {
		c.rest(m)
	}
	c.in.Unlock()
	c.out.Unlock()
	return f
}

// first takes the first function of the whole queue, nil if there is none; both locks
// are held.
func (c *crew) first() func() {
	if f := c.out.take(); f != nil {
		return f
	}
	c.out.queue, c.in.queue = c.in.queue, c.out.queue
	return c.out.take()
}

// take removes the first function; nil if there is none.
func (out *outgoing) take() func() {
	if out.next == len(out.queue) {
		return nil
	}
	f := out.queue[out.next]
	out.queue[out.next] = nil
	if out.next++; out.next == len(out.queue) {
		if cap(out.queue) > 64*turnCalls {
			out.queue = nil
		}
		out.queue, out.next = out.queue[:0], 0
	}
	return f
}

// rest makes m idle; the lock of what comes is held.
func (c *crew) rest(m *member) {
	in := &c.in
	if m.work == nil {
		m.work = make(chan func(), 1)
	}
	if in.closed {
		m.work <- nil
		return
	}
	in.idle = append(in.idle, m)
	if in.set || len(in.idle) <= keepFew {
		return
	}
	in.set, in.least = true, len(in.idle)
	if in.timer == nil {
		in.timer = time.AfterFunc(keepIdle, c.dismiss)
	} else {
		in.timer.Reset(keepIdle)
	}
}

// dismiss ends as many goroutines as have been idle all the time since it was
// called last, but for a few. It is called again as long as there are more.
func (c *crew) dismiss() {
	in := &c.in
	in.Lock()
	defer in.Unlock()
	if in.closed {
		return
	}
	if n := in.least - keepFew; n > 0 {
		in.end(n)
	}
	in.least = len(in.idle)
	if in.set = in.least > keepFew; in.set {
		in.timer.Reset(keepIdle)
	}
}

// end ends those n goroutines that have been idle the longest.
func (in *incoming) end(n int) {
	for _, m := range in.idle[:n] {
		m.work <- nil // there is room: it is idle
	}
	left := copy(in.idle, in.idle[n:])
	for i := left; i < len(in.idle); i++ {
		in.idle[i] = nil
	}
	in.idle = in.idle[:left]
}

// close ends the goroutines that are idle, and the others when they have done
// what is queued.
func (c *crew) close() {
	in := &c.in
	in.Lock()
	defer in.Unlock()
	in.closed = true
	if in.timer != nil {
		in.timer.Stop()
	}
	in.end(len(in.idle))
}
