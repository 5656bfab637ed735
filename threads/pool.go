package threads

import (
	"errors"
	"sync"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A Pool runs functions on a bounded number of goroutines, which it starts when
// they are needed and keeps. What comes while all are busy is queued, first in,
// first out, and never lost: its Deferred is pending. With [Pool.SetRoom] there is
// a measure of how much may be queued, and [Pool.Room] waits for it. A Pool is a
// [reactor.ThreadRunner], for a loop's SetThreads. Its methods may be called from
// any goroutine, except those that have a reactor among their parameters: these
// are for that reactor's.
//
// A bound is for work that uses something scarce. It is wrong for functions
// that wait for each other, such as operations on a channel: when all
// goroutines wait for what is still queued, nothing goes on.
type Pool struct {
	mu      sync.Mutex
	work    sync.Cond
	queue   tasks
	called  bool // a goroutine was, and has not looked at the queue yet
	workers int
	idle    int // that wait for work and have not been called
	max     int
	room    int
	done    uint64
	dropped uint64
	closed  bool
	ended   bool
	waiting []*notice     // for room
	endings []*notice     // for the end
	end     chan struct{} // closed then
}

// ErrPoolClosed is the error of what a closed pool refuses, and of what it drops
// since it was not done in time.
var ErrPoolClosed = errors.New("cannot run in the pool: it has been closed")

// NewPool returns a pool of at most max goroutines.
func NewPool(max int) *Pool {
	check(max)
	p := &Pool{max: max, end: make(chan struct{})}
	p.work.L = &p.mu
	return p
}

func check(max int) {
	if max < 1 {
		panic("threads: a pool needs at least one goroutine")
	}
}

// RunInThread implements [reactor.ThreadRunner]. The error is [ErrPoolClosed].
func (p *Pool) RunInThread(f func()) error { return p.submit(&task{run: f}) }

// submit queues a task, and sees to it that a goroutine looks at it if there is
// one.
func (p *Pool) submit(t *task) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return ErrPoolClosed
	}
	p.queue.add(t)
	p.call()
	return nil
}

// call makes a goroutine look at the queue, unless one is about to do that: it
// calls the next one itself, if there is more, before it runs what it takes. So
// whenever something is queued, a goroutine is called, or all that there may be are
// at work: within the bound no function waits for one that blocks.
func (p *Pool) call() {
	switch {
	case p.called || p.queue.len == 0:
	case p.idle > 0:
		p.called = true
		p.idle--
		p.work.Signal()
	case p.workers < p.max:
		p.called = true
		p.workers++
		go p.run()
	}
}

// run is one goroutine of the pool. One that a function ends by runtime.Goexit
// is replaced if there is work.
func (p *Pool) run() {
	p.mu.Lock()
	defer p.leave()
	looking := true
	for {
		for p.queue.len == 0 || p.workers > p.max {
			if looking {
				p.called = false
			}
			if p.closed || p.workers > p.max {
				return
			}
			p.idle++
			p.work.Wait()
			looking = true
		}
		t := p.queue.take()
		if looking {
			looking, p.called = false, false
			p.call()
		}
		free := p.roomy()
		p.mu.Unlock()
		free.tell()
		p.do(t)
	}
}

// do runs a task, and locks the pool again when it is over, however it ends.
func (p *Pool) do(t *task) {
	defer func() {
		p.mu.Lock()
		p.done++
	}()
	t.run()
}

// leave is the end of a goroutine.
func (p *Pool) leave() {
	p.workers--
	p.call()
	over := p.over()
	p.mu.Unlock()
	over.tell()
}

// over returns those who wait for the end, if it has come; the lock is held.
func (p *Pool) over() notices {
	if !p.closed || p.workers > 0 || p.queue.len > 0 || p.ended {
		return nil
	}
	p.ended = true
	close(p.end)
	all := p.endings
	p.endings = nil
	return all
}

// rouse makes all idle goroutines look whether there is something to do, or
// whether they are to end; the lock is held.
func (p *Pool) rouse() {
	p.idle = 0
	p.work.Broadcast()
}

// Resize changes the bound. Goroutines that are too many end, those at work when
// they are done with that.
func (p *Pool) Resize(max int) {
	check(max)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.max = max
	p.rouse()
	p.call()
}

// Close makes the pool refuse further work. What is queued is still done.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	p.rouse()
	all := append(p.over(), p.waiting...)
	p.waiting = nil
	p.mu.Unlock()
	all.tell()
}

// DeferToPool is [DeferToThread] with the goroutines of a pool. If the Deferred
// is cancelled while f is queued, f is not called. The error is [ErrPoolClosed] if
// the pool has been closed.
func DeferToPool[T any](r reactor.Reactor, p *Pool, f func() (T, error)) *deferred.Deferred[T] {
	j := &tied[T]{p: p}
	return j.start(r, p, f)
}
