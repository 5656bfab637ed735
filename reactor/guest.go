package reactor

import (
	"sync"
	"time"
)

// A Host is what a [Guest] needs of the loop that somebody else runs.
type Host interface {
	// Enter has the loop call turn on its goroutine, soon, but not before Enter has
	// returned. It may be called from any goroutine. An error means that turn will
	// not be called.
	//
	//evert:once turn unless err
	Enter(turn func()) (err error)
	// Hold says, on the loop's goroutine, whether anything is under way for which the
	// loop has to go on. It is called when that changes. A host that goes on anyway
	// does nothing there.
	Hold(on bool)
}

// A Guest is a reactor on a loop that somebody else runs, and that offers no more than
// to call a function on its goroutine. It has its own queue and timers, and asks its
// host for a turn when there is something to do: one turn at a time, however much that
// is.
//
// CallFromThread, RunInThread, and Stopped may be called from any goroutine, everything
// else on the goroutine of the host.
type Guest struct {
	host    Host
	turned  func() // turn
	mu      sync.Mutex
	calls   []func() // handed over
	asked   bool     // a turn is to come
	rung    bool     // the alarm has gone off
	closed  bool
	over    bool          // what was accepted has been made
	stopped chan struct{} // made by the first who asks

	batch   []func() // taken from calls, made up to next
	next    int
	timers  schedule
	alarm   *time.Timer
	armed   time.Duration // what the alarm is set to; 0 if it is not
	start   time.Time
	ops     operations
	threads ThreadRunner
	turning bool
	held    bool // what the host was told last
	ended   bool // nothing is made any more
	kept    any
}

// NewGuest makes a reactor on a host's loop.
func NewGuest(host Host) *Guest {
	g := &Guest{host: host, start: time.Now().Add(-1)}
	g.timers.host = g
	g.turned = g.turn
	return g
}

// CallFromThread implements [Reactor]. A host that would end otherwise does not go on
// for it: what is to come from other goroutines has to be under way as an [Operation].
//
//evert:once f unless err
func (g *Guest) CallFromThread(f func()) (err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return ErrReactorStopped
	}
	if err := g.ask(); err != nil {
		return err
	}
	g.calls = append(g.calls, f)
	return nil
}

// CallSoon implements [SoonCaller]. Unlike CallFromThread it makes the host go on until
// the call has been made.
//
//evert:once f unless err
func (g *Guest) CallSoon(f func()) (err error) {
	if !g.isClosed() {
		g.hold(true) // first: some hosts have a way in only then
	}
	err = g.CallFromThread(f)
	g.settle()
	return err
}

// ask asks the host for a turn, unless one is to come; the lock is held.
func (g *Guest) ask() error {
	if g.asked {
		return nil
	}
	if err := g.host.Enter(g.turned); err != nil {
		return err
	}
	g.asked = true
	return nil
}

// CallLater implements [Reactor].
func (g *Guest) CallLater(d time.Duration, f func()) DelayedCall {
	t := &guestTimer{newTimer(&g.timers, d, f), g}
	g.settle()
	return t
}

// A guestTimer tells its guest what becomes of it.
type guestTimer struct {
	*Timer
	g *Guest
}

// Cancel implements [DelayedCall].
func (t *guestTimer) Cancel() error {
	err := t.Timer.Cancel()
	t.g.settle()
	return err
}

// Reset implements [Resetter].
func (t *guestTimer) Reset(d time.Duration) error {
	err := t.Timer.Reset(d)
	t.g.settle()
	return err
}

// Now implements [Reactor].
func (g *Guest) Now() time.Time { return time.Now() }

func (g *Guest) elapsed() time.Duration { return time.Since(g.start) }

func (g *Guest) tie(seq uint64) uint64 { return seq }

// SetThreads makes t run what needs a thread. Without, that is a goroutine each.
func (g *Guest) SetThreads(t ThreadRunner) { g.threads = t }

// Threads returns what SetThreads set; nil if nothing.
func (g *Guest) Threads() ThreadRunner { return g.threads }

// RunInThread implements [ThreadRunner].
func (g *Guest) RunInThread(f func()) error {
	if g.threads != nil {
		return g.threads.RunInThread(f)
	}
	if g.isClosed() {
		return ErrReactorStopped
	}
	go f()
	return nil
}

// Begin implements [Tracker].
func (g *Guest) Begin(op *Operation) error {
	if g.isClosed() {
		return ErrReactorStopped
	}
	g.ops.add(op)
	g.settle()
	return nil
}

// End implements [Tracker].
func (g *Guest) End(op *Operation) {
	g.ops.remove(op)
	g.settle()
}

// Kept implements [Keeper].
func (g *Guest) Kept() *any { return &g.kept }

// Stopped implements [Stopping].
func (g *Guest) Stopped() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stopped == nil {
		g.stopped = make(chan struct{})
		if g.over {
			close(g.stopped)
		}
	}
	return g.stopped
}

// Idle reports whether nothing is under way.
func (g *Guest) Idle() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.asked && g.next == len(g.batch) && g.ops.count == 0 && g.timers.live == 0
}

func (g *Guest) isClosed() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed
}

// settle sets the alarm, and tells the host whether anything is under way. In a turn
// that is done once, at its end.
func (g *Guest) settle() {
	if g.turning {
		return
	}
	at, ok := g.timers.first()
	switch {
	case !ok || g.ended:
		if g.armed != 0 {
			g.alarm.Stop()
			g.armed = 0
		}
	case at != g.armed:
		g.armed = at
		if g.alarm == nil {
			g.alarm = time.AfterFunc(at-g.elapsed(), g.ring)
		} else {
			g.alarm.Reset(at - g.elapsed())
		}
	}
	g.hold(!g.ended && !g.Idle())
}

// hold tells the host whether to go on, if that is new to it.
func (g *Guest) hold(on bool) {
	if on != g.held {
		g.held = on
		g.host.Hold(on)
	}
}

// ring is what the alarm does, on a goroutine of its own. A host that refuses has come
// to its end.
func (g *Guest) ring() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed {
		g.rung = true
		_ = g.ask()
	}
}

// turn makes the calls that were handed over or became due before it began. If one
// panics, that is the host's, and the others are made in another turn.
func (g *Guest) turn() {
	g.mu.Lock()
	g.asked = false
	if g.rung {
		g.rung, g.armed = false, 0
	}
	if g.next == len(g.batch) {
		g.batch, g.calls, g.next = g.calls, g.batch[:0], 0
	}
	g.mu.Unlock()
	g.turning = true
	defer g.turnedOver()
	g.posted()
	if at, ok := g.timers.first(); ok && at <= g.elapsed() {
		g.timers.collect(g.elapsed(), turnCalls)
		for f, _ := g.timers.take(); f != nil; f, _ = g.timers.take() {
			f()
		}
	}
}

func (g *Guest) turnedOver() {
	g.turning = false
	g.mu.Lock()
	if len(g.calls) > 0 || g.next < len(g.batch) {
		_ = g.ask() // a host that refuses has come to its end
	}
	g.mu.Unlock()
	g.settle()
}

// posted makes the calls of the batch.
func (g *Guest) posted() {
	for g.next < len(g.batch) {
		f := g.batch[g.next]
		g.batch[g.next] = nil
		g.next++
		f()
	}
}

// Close ends the guest, on the goroutine of the host: calls that were accepted are made,
// further ones are refused, and what is under way fails with [ErrReactorStopped]. The
// host is told that there is nothing to go on for.
func (g *Guest) Close() {
	g.mu.Lock()
	was := g.over
	g.closed = true
	g.mu.Unlock()
	if was {
		return
	}
	defer g.Close() // a call may panic: the rest is done before it goes on
	for g.more() {
		g.posted()
	}
	g.ops.abandon(ErrReactorStopped)
	g.timers.clear()
	g.mu.Lock()
	g.over = true
	if g.stopped != nil {
		close(g.stopped)
	}
	g.mu.Unlock()
	g.ended = true
	g.settle()
}

// more takes the next batch, if there is one.
func (g *Guest) more() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.next == len(g.batch) {
		g.batch, g.calls, g.next = g.calls, g.batch[:0], 0
	}
	return g.next < len(g.batch)
}
