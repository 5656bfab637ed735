package reactor

import (
	"sync"
	"time"
)

// A crew runs functions that may block, each at once: it has as many goroutines
// as that takes, and keeps those that have nothing to do for a while.
//
// Functions are handed over by a queue. While it is not empty there is one
// goroutine that is about to look there, and no more: before that runs the
// function it takes it calls another one, if there is more. So no function waits
// for one that blocks, and yet those that do not block are done one after the
// other by few goroutines, without a wake-up for each.
type crew struct {
	mu     sync.Mutex
	work   sync.Cond
	queue  []func() // from next on
	next   int
	called bool // a goroutine was, and has not looked yet
	idle   int  // that wait for work and have not been called
	least  int  // of idle since dismiss
	extra  int  // that were called in order to end
	closed bool
	timer  *time.Timer // for dismiss, if set
	set    bool
}

// keepIdle is how long goroutines are kept that are not needed: once to twice
// that.
const keepIdle = 2 * time.Second

func newCrew() *crew {
	c := &crew{}
	c.work.L = &c.mu
	return c
}

// run makes a goroutine run f.
func (c *crew) run(f func()) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return ErrReactorStopped
	}
	if c.next > 0 && len(c.queue) == cap(c.queue) {
		n := copy(c.queue, c.queue[c.next:])
		for i := n; i < len(c.queue); i++ {
			c.queue[i] = nil
		}
		c.queue, c.next = c.queue[:n], 0
	}
	c.queue = append(c.queue, f)
	if !c.called {
		c.call()
	}
	return nil
}

// call sees to it that a goroutine looks at the queue.
func (c *crew) call() {
	c.called = true
	if c.idle == 0 {
		go c.member()
		return
	}
	c.idle--
	if c.idle < c.least {
		c.least = c.idle
	}
	c.work.Signal()
}

// member is one goroutine. A function that ends it by runtime.Goexit finds it
// neither idle nor called, so nobody counts on it.
func (c *crew) member() {
	c.mu.Lock()
	looking := true // it was called
	for {
		for c.next == len(c.queue) {
			if looking {
				c.called = false
			}
			if !c.rest() {
				c.mu.Unlock()
				return
			}
			looking = true
		}
		f := c.take()
		if looking {
			looking = false
			if c.called = c.next < len(c.queue); c.called {
				c.call()
			}
		}
		c.mu.Unlock()
		f()
		c.mu.Lock()
	}
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

// rest waits until it is called. It is false if there is no more to do.
func (c *crew) rest() bool {
	switch {
	case c.closed:
		return false
	case c.extra > 0:
		c.extra--
		return false
	}
	c.idle++
	if !c.set {
		c.set, c.least = true, c.idle
		if c.timer == nil {
			c.timer = time.AfterFunc(keepIdle, c.dismiss)
		} else {
			c.timer.Reset(keepIdle)
		}
	}
	c.work.Wait()
	return true
}

// dismiss ends as many goroutines as have been idle all the time since it was
// called last. It is not called again when there are none left, since a timer
// keeps the program awake, and with it the runtime from finding a deadlock.
func (c *crew) dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	n := c.least
	c.idle -= n
	c.extra += n
	for i := 0; i < n; i++ {
		c.work.Signal()
	}
	c.least = c.idle
	if c.set = c.idle > 0; c.set {
		c.timer.Reset(keepIdle)
	}
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
	c.idle = 0
	c.work.Broadcast()
}
