package reactor

import (
	"sync"
	"sync/atomic"
)

// An inbox holds the calls that goroutines hand over to a reactor. Handing over
// is an append to a slice, and the reactor takes all calls at once; if it sleeps,
// the first wakes it. Slices that it is done with are
// used again; none is longer than a turn, so that a queue that grows is not
// copied, and one that does not stays in the processor's cache.
type inbox struct {
	signs   atomic.Uint32 // what the reactor sees without the lock; set with it
	mu      sync.Mutex
	calls   []func()
	full    [][]func()    // those before calls
	spare   [][]func()    // empty ones
	held    bool          // there are hooks before the shutdown: stop does not close
	wake    chan func()   // made by the first sleep
	stopped chan struct{} // made by the first who asks; closed at the end
	counted Stats         // as of when the reactor showed them last
}

// The signs of an inbox.
const (
	hasMail    = 1 << iota // there are calls
	isStopping             // it is to be closed
	isEnding               // and the reactor knows
	isClosed               // nothing is accepted any more
	isOver                 // the reactor has come to its end
	isAsleep               // the reactor waits for wake: set by it, without the lock; who clears it owes one value
)

func (b *inbox) has(sign uint32) bool { return b.signs.Load()&sign != 0 }

// mark sets signs, and clears others; the lock is held. It returns those that
// were set before.
func (b *inbox) mark(set, clear uint32) (was uint32) {
	for {
		was = b.signs.Load()
		if b.signs.CompareAndSwap(was, was&^clear|set) {
			return was
		}
	}
}

// put adds a call.
func (b *inbox) put(f func()) error {
	b.mu.Lock()
	signs := b.signs.Load()
	if signs&isClosed != 0 {
		b.mu.Unlock()
		return ErrReactorStopped
	}
	if signs&isAsleep != 0 {
		b.mark(0, isAsleep)
		b.mu.Unlock()
		b.wake <- f
		return nil
	}
	if len(b.calls) == turnCalls {
		b.extend()
	}
	b.calls = append(b.calls, f)
	if signs&hasMail == 0 && b.mark(hasMail, isAsleep)&isAsleep != 0 {
		// It went to sleep in between, when it saw no call.
		b.wake <- nil
	}
	b.mu.Unlock()
	return nil
}

// stop asks for the end. All further calls are refused, unless there are hooks
// to be run first.
func (b *inbox) stop() {
	b.mu.Lock()
	signs := uint32(isStopping)
	if !b.held {
		signs |= isClosed
	}
	was := b.mark(signs, isAsleep)
	b.mu.Unlock()
	if was&isAsleep != 0 {
		b.wake <- nil
	}
}

// hold makes stop leave the inbox open. It is too late for that once it is
// closed.
func (b *inbox) hold() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.has(isClosed) {
		return ErrReactorStopped
	}
	b.held = true
	return nil
}

// set sets signs.
func (b *inbox) set(signs uint32) {
	b.mu.Lock()
	b.mark(signs, 0)
	b.mu.Unlock()
}

// extend makes room for calls; the lock is held.
func (b *inbox) extend() {
	b.full = append(b.full, b.calls)
	if last := len(b.spare) - 1; last >= 0 {
		b.calls, b.spare = b.spare[last], b.spare[:last]
	} else {
		b.calls = make([]func(), 0, turnCalls)
	}
}

// mostSpare is how many empty slices are kept.
const mostSpare = 16

// take returns all calls, in slices that it appends to taken, which is empty. It
// is given slices that are done with, for further calls.
func (b *inbox) take(taken, done [][]func()) [][]func() {
	b.mu.Lock()
	taken, b.full = append(append(taken, b.full...), b.calls), b.full[:0]
	b.calls = nil
	for _, d := range done {
		if b.calls == nil {
			b.calls = d[:0]
		} else if len(b.spare) < mostSpare && cap(d) == turnCalls {
			b.spare = append(b.spare, d[:0])
		}
	}
	b.mark(0, hasMail)
	b.mu.Unlock()
	return taken
}

// nap prepares for sleep, and returns what will end it: a call, or nil if it is
// something else to look for; nil if there is something to do instead. The check
// and the mark are one step, so no call and no stop can slip in between.
func (b *inbox) nap() <-chan func() {
	if b.wake == nil {
		b.wake = make(chan func(), 1)
	}
	for {
		signs := b.signs.Load()
		switch {
		case signs&(hasMail|isClosed) != 0:
			return nil
		case signs&isStopping != 0 && signs&isEnding == 0:
			return nil
		case b.signs.CompareAndSwap(signs, signs|isAsleep):
			return b.wake
		}
	}
}

// awake ends a sleep that something else ended, unless a call did at the same
// time, which it returns.
func (b *inbox) awake() func() {
	b.mu.Lock()
	was := b.mark(0, isAsleep)
	b.mu.Unlock()
	if was&isAsleep != 0 {
		return nil
	}
	return <-b.wake
}

// count notes the reactor's figures for others to read.
func (b *inbox) count(counted *Stats) {
	b.mu.Lock()
	b.counted = *counted
	b.mu.Unlock()
}

// figures returns what was noted last, or, as long as the reactor sleeps, what it
// counts: it does not change that before somebody wakes it, who needs the lock.
func (b *inbox) figures(count func() Stats) Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.counted
	if b.has(isAsleep) {
		s = count()
	}
	s.Queued += len(b.full)*turnCalls + len(b.calls)
	return s
}

// end marks the end for those who wait for it.
func (b *inbox) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.has(isOver) && b.stopped != nil {
		close(b.stopped)
	}
	b.mark(isStopping|isClosed|isOver, 0)
}

// done returns what is closed at the end.
func (b *inbox) done() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped == nil {
		b.stopped = make(chan struct{})
		if b.has(isOver) {
			close(b.stopped)
		}
	}
	return b.stopped
}
