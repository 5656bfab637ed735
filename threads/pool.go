package threads

import (
	"errors"
	"sync"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Pool runs functions on a bounded number of goroutines, which it starts when
// they are needed and keeps. What comes while all are busy is queued, first in,
// first out. It is a [reactor.ThreadRunner], for a loop's SetThreads.
//
// A bound is for work that uses something scarce. It is wrong for functions
// that wait for each other, such as operations on a channel: when all
// goroutines wait for what is still queued, nothing goes on.
type Pool struct {
	mu      sync.Mutex
	work    sync.Cond
	queue   []func()
	workers int
	idle    int
	max     int
	closed  bool
}

// ErrPoolClosed is returned by a pool that has been closed.
var ErrPoolClosed = errors.New("cannot run in the pool: it has been closed")

// NewPool returns a pool of at most max goroutines.
func NewPool(max int) *Pool {
	if max < 1 {
		panic("threads: a pool needs at least one goroutine")
	}
	p := &Pool{max: max}
	p.work.L = &p.mu
	return p
}

// RunInThread implements [reactor.ThreadRunner].
func (p *Pool) RunInThread(f func()) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return ErrPoolClosed
	}
	p.queue = append(p.queue, f)
	p.provide()
	return nil
}

// provide sees to it that there is a goroutine for what was queued last, as far
// as the bound allows. One that was woken counts as idle until it has taken its
// work, so it is the queue that tells whether there are enough.
func (p *Pool) provide() {
	if len(p.queue) > p.idle && p.workers < p.max {
		p.workers++
		go p.run()
		return
	}
	p.work.Signal()
}

// Close makes the pool refuse further work. What is queued is still done.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.work.Broadcast()
}

// Queued is how many functions wait for a goroutine.
func (p *Pool) Queued() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.queue)
}

// run is one goroutine of the pool. One that a function ends by runtime.Goexit
// is replaced if there is work.
func (p *Pool) run() {
	p.mu.Lock()
	defer p.leave()
	for {
		for len(p.queue) == 0 {
			if p.closed {
				return
			}
			p.idle++
			p.work.Wait()
			p.idle--
		}
		f := p.queue[0]
		p.queue[0] = nil
		p.queue = p.queue[1:]
		p.mu.Unlock()
		p.call(f)
	}
}

// call locks the pool again when f is over, however it ends.
func (p *Pool) call(f func()) {
	defer p.mu.Lock()
	f()
}

func (p *Pool) leave() {
	p.workers--
	if len(p.queue) > 0 {
		p.provide()
	}
	p.mu.Unlock()
}

// DeferToPool is [DeferToThread] with the goroutines of a pool.
func DeferToPool[T any](r reactor.Reactor, p *Pool, f func() (T, error)) *deferred.Deferred[T] {
	return deferTo(r, p, f)
}
