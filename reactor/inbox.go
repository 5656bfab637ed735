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
	full    [][]func() // those before calls
	spare   [][]func() // empty ones
	asleep  bool
	held    bool          // there are hooks before the shutdown: stop does not close
	wake    chan func()   // made by the first sleep
	stopped chan struct{} // made by the first who asks; closed at the end
	counted Stats         // as of when the reactor last looked in
}

// The signs of an inbox.
const (
	hasMail    = 1 << iota // there are calls
	isStopping             // it is to be closed
	isEnding               // and the reactor knows
	isClosed               // nothing is accepted any more
	isOver                 // the reactor has come to its end
)

func (b *inbox) has(sign uint32) bool { return b.signs.Load()&sign != 0 }

// mark sets a sign; the lock is held.
func (b *inbox) mark(sign uint32) { b.signs.Store(b.signs.Load() | sign) }

// put adds a call.
func (b *inbox) put(f func()) error {
	b.mu.Lock()
	if b.has(isClosed) {
		b.mu.Unlock()
		return ErrReactorStopped
	}
	if b.asleep {
		b.asleep = false
		b.mu.Unlock()
		b.wake <- f
		return nil
	}
	if len(b.calls) == 0 { // and so there are no full ones
		b.mark(hasMail)
	}
	if len(b.calls) == turnCalls {
		b.extend()
	}
	b.calls = append(b.calls, f)
	b.mu.Unlock()
	return nil
}

// stop asks for the end. All further calls are refused, unless there are hooks
// to be run first.
func (b *inbox) stop() {
	b.mu.Lock()
	b.mark(isStopping)
	if !b.held {
		b.mark(isClosed)
	}
	wake := b.asleep
	b.asleep = false
	b.mu.Unlock()
	if wake {
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

// set sets a sign.
func (b *inbox) set(sign uint32) {
	b.mu.Lock()
	b.mark(sign)
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
	b.signs.Store(b.signs.Load() &^ hasMail)
	b.mu.Unlock()
	return taken
}

// nap prepares for sleep, and returns what will end it: a call, or nil if it is a
// stop; nil if there is something to do instead. Who ends it owes exactly one
// value. The check and the mark are one step, so no call and
// no stop can slip in between.
func (b *inbox) nap(counted *Stats) <-chan func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counted = *counted
	switch signs := b.signs.Load(); {
	case signs&(hasMail|isClosed) != 0:
		return nil
	case signs&isStopping != 0 && signs&isEnding == 0:
		return nil
	}
	if b.wake == nil {
		b.wake = make(chan func(), 1)
	}
	b.asleep = true
	return b.wake
}

// awake ends a sleep that something else ended, unless a call did at the same
// time, which it returns.
func (b *inbox) awake() func() {
	b.mu.Lock()
	was := b.asleep
	b.asleep = false
	b.mu.Unlock()
	if was {
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

// figures returns what was noted last, and with it the calls that wait now.
func (b *inbox) figures() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.counted
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
	b.mark(isStopping | isClosed | isOver)
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
