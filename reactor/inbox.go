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
	mu      sync.Mutex
	calls   []func()
	more    *overflow     // nil as long as calls was enough
	_       [64]byte      // what changes with every call is not where the reactor looks for signs
	signs   atomic.Uint32 // what the reactor sees without the lock; set with it
	held    bool          // there are hooks before the shutdown: stop does not close
	wake    chan func()   // made by the first sleep
	stopped chan struct{} // made by the first who asks; closed at the end
	shown   *Stats        // the reactor's figures, as of when it showed them last; nil if it has not
	_       [64]byte      // nor is that where the reactor has its own
}

// An overflow is what an inbox has besides.
type overflow struct {
	full  [][]func() // those before calls
	spare [][]func() // empty ones
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
//
//evert:nonblocking
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
		b.wake <- f //evert:allow EV103 the loop is asleep: it receives
		return nil
	}
	if len(b.calls) == turnCalls {
		b.extend()
	}
	b.calls = append(b.calls, f)
	if signs&hasMail == 0 && b.mark(hasMail, isAsleep)&isAsleep != 0 {
		// It went to sleep in between, when it saw no call.
		b.wake <- nil //evert:allow EV103 the loop is asleep: it receives
	}
	b.mu.Unlock()
	return nil
}

// stop asks for the end. All further calls are refused, unless there are hooks
// to be run first.
//
//evert:nonblocking
func (b *inbox) stop() {
	b.mu.Lock()
	signs := uint32(isStopping)
	if !b.held {
		signs |= isClosed
	}
	was := b.mark(signs, isAsleep)
	b.mu.Unlock()
	if was&isAsleep != 0 {
		b.wake <- nil //evert:allow EV103 the loop is asleep: it receives
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
	if b.more == nil {
		b.more = &overflow{}
	}
	m := b.more
	m.full = append(m.full, b.calls)
	if last := len(m.spare) - 1; last >= 0 {
		b.calls, m.spare = m.spare[last], m.spare[:last]
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
	m := b.more
	if m != nil {
		taken, m.full = append(taken, m.full...), m.full[:0]
	}
	taken = append(taken, b.calls)
	b.calls = nil
	for _, d := range done {
		if b.calls == nil {
			b.calls = d[:0]
		} else if m != nil && len(m.spare) < mostSpare && cap(d) == turnCalls {
			m.spare = append(m.spare, d[:0])
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
func (b *inbox) count(counted Stats) {
	b.mu.Lock()
	if b.shown == nil {
		b.shown = new(Stats)
	}
	*b.shown = counted
	b.mu.Unlock()
}

// figures returns what was noted last, or, as long as the reactor sleeps, what it
// counts: it does not change that before somebody wakes it, who needs the lock.
func (b *inbox) figures(count func() Stats) Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	var s Stats
	if b.has(isAsleep) {
		s = count()
	} else if b.shown != nil {
		s = *b.shown
	}
	if b.more != nil {
		s.Queued += len(b.more.full) * turnCalls
	}
	s.Queued += len(b.calls)
	return s
}

// end marks the end for those who wait for it.
func (b *inbox) end() {
	b.mu.Lock()
	b.finish()
	b.mu.Unlock()
}

// endEmpty is stop and end at once, unless there are calls.
func (b *inbox) endEmpty() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.has(hasMail) {
		return false
	}
	b.finish()
	return true
}

// finish marks the end; the lock is held.
func (b *inbox) finish() {
	if b.mark(isStopping|isEnding|isClosed|isOver, 0)&isOver == 0 && b.stopped != nil {
		close(b.stopped)
	}
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
