package reactor

import "sync"

// An inbox holds the calls that goroutines hand over to a reactor. It is two
// slices that change places: handing over is an append, and there is one
// wake-up for all that come while the reactor sleeps.
type inbox struct {
	mu      sync.Mutex
	calls   []func()
	asleep  bool
	closed  bool          // nothing is accepted any more
	wake    chan struct{} // made by the first sleep
	stopped chan struct{} // made by the first who asks; closed at the end
	over    bool
}

// put adds a call.
func (b *inbox) put(f func()) error {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return ErrReactorStopped
	}
	b.calls = append(b.calls, f)
	b.rouse()
	b.mu.Unlock()
	return nil
}

// rouse wakes the reactor; the lock is held.
func (b *inbox) rouse() {
	if b.asleep {
		b.asleep = false
		select {
		case b.wake <- struct{}{}:
		default: // a wake-up that came too late to be noticed does as well
		}
	}
}

// close refuses all further calls.
func (b *inbox) close() {
	b.mu.Lock()
	b.closed = true
	b.rouse()
	b.mu.Unlock()
}

func (b *inbox) isClosed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

func (b *inbox) isOver() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.over
}

func (b *inbox) full() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.calls) > 0
}

// take exchanges the calls for done, an empty slice's worth of room.
func (b *inbox) take(done []func()) []func() {
	b.mu.Lock()
	calls := b.calls
	b.calls = done[:0]
	b.mu.Unlock()
	return calls
}

// nap prepares for sleep, and returns what will end it; nil if there is
// something to do instead. The check and the mark are one step, so no call and
// no stop can slip in between.
func (b *inbox) nap() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.calls) > 0 || b.closed {
		return nil
	}
	if b.wake == nil {
		b.wake = make(chan struct{}, 1)
	}
	b.asleep = true
	return b.wake
}

// awake ends a sleep that something else than a call ended.
func (b *inbox) awake() {
	b.mu.Lock()
	b.asleep = false
	b.mu.Unlock()
}

// end marks the end for those who wait for it.
func (b *inbox) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	if !b.over && b.stopped != nil {
		close(b.stopped)
	}
	b.over = true
}

// done returns what is closed at the end.
func (b *inbox) done() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped == nil {
		b.stopped = make(chan struct{})
		if b.over {
			close(b.stopped)
		}
	}
	return b.stopped
}
