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
type crew struct {
	state  atomic.Int32 // how many functions are queued, and beCalled if one is called; there is none queued if not
	mu     sync.Mutex
	queue  []func() // from next on
	next   int
	idle   []*member // that wait to be called, the last one first
	least  int       // of them since dismiss
	closed bool
	timer  *time.Timer // for dismiss, if set
	set    bool
}

// A member is one goroutine of a crew.
type member struct {
	work chan func() // nil to end
}

const (
	// beCalled is the state of a crew while a goroutine is called.
	beCalled = 1 << 30
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
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return ErrReactorStopped
	}
	for {
		if c.state.CompareAndSwap(0, beCalled) {
			c.call(f)
			return nil
		}
		if s := c.state.Load(); s != 0 && c.state.CompareAndSwap(s, s+1) {
			c.add(f)
			c.mu.Unlock()
			return nil
		}
	}
}

// call hands f to a goroutine, and unlocks the crew.
func (c *crew) call(f func()) {
	last := len(c.idle) - 1
	if last < 0 {
		c.mu.Unlock()
		go c.member(f)
		return
	}
	m := c.idle[last]
	c.idle = c.idle[:last]
	if last < c.least {
		c.least = last
	}
	c.mu.Unlock()
	m.work <- f
}

// member is one goroutine, which begins with f. A function that ends it by
// runtime.Goexit finds it neither idle nor called, so nobody counts on it.
func (c *crew) member(f func()) {
	m := &member{}
	for f != nil {
		if !c.state.CompareAndSwap(beCalled, 0) {
			c.relay()
		}
		for f != nil {
			f()
			f = c.more(m)
		}
		f = <-m.work
	}
}

// relay is for a goroutine that woke up and found functions queued: it calls
// another one for the first of them.
func (c *crew) relay() {
	c.mu.Lock()
	for {
		s := c.state.Load()
		if s == beCalled { // others have done it all
			if c.state.CompareAndSwap(s, 0) {
				c.mu.Unlock()
				return
			}
		} else if c.state.CompareAndSwap(s, s-1) {
			c.call(c.take())
			return
		}
	}
}

// more returns a function that is queued. If there is none, m is idle.
func (c *crew) more(m *member) func() {
	c.mu.Lock()
	for s := c.state.Load(); s > beCalled; s = c.state.Load() {
		if c.state.CompareAndSwap(s, s-1) {
			f := c.take()
			c.mu.Unlock()
			return f
		}
	}
	c.rest(m)
	c.mu.Unlock()
	return nil
}

// rest makes m idle; the lock is held.
func (c *crew) rest(m *member) {
	if m.work == nil {
		m.work = make(chan func(), 1)
	}
	if c.closed {
		m.work <- nil
		return
	}
	c.idle = append(c.idle, m)
	if c.set || len(c.idle) <= keepFew {
		return
	}
	c.set, c.least = true, len(c.idle)
	if c.timer == nil {
		c.timer = time.AfterFunc(keepIdle, c.dismiss)
	} else {
		c.timer.Reset(keepIdle)
	}
}

// add appends a function to the queue.
func (c *crew) add(f func()) {
	if c.next > 0 && len(c.queue) == cap(c.queue) {
		n := copy(c.queue, c.queue[c.next:])
		for i := n; i < len(c.queue); i++ {
			c.queue[i] = nil
		}
		c.queue, c.next = c.queue[:n], 0
	}
	c.queue = append(c.queue, f)
}

// take removes the first function of the queue.
func (c *crew) take() func() {
	f := c.queue[c.next]
	c.queue[c.next] = nil
	c.next++
	if c.next == len(c.queue) {
		if cap(c.queue) > 64*turnCalls {
			c.queue = nil
		}
		c.queue, c.next = c.queue[:0], 0
	}
	return f
}

// dismiss ends as many goroutines as have been idle all the time since it was
// called last, but for a few. It is called again as long as there are more.
func (c *crew) dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	if n := c.least - keepFew; n > 0 {
		c.end(n)
	}
	c.least = len(c.idle)
	if c.set = c.least > keepFew; c.set {
		c.timer.Reset(keepIdle)
	}
}

// end ends those n goroutines that have been idle the longest.
func (c *crew) end(n int) {
	for _, m := range c.idle[:n] {
		m.work <- nil // there is room: it is idle
	}
	left := copy(c.idle, c.idle[n:])
	for i := left; i < len(c.idle); i++ {
		c.idle[i] = nil
	}
	c.idle = c.idle[:left]
}

// close ends the goroutines that are idle, and the others when they have done
// what is queued.
func (c *crew) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	if c.timer != nil {
		c.timer.Stop()
	}
	c.end(len(c.idle))
}
