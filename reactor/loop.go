package reactor

import (
	"runtime"
	"sync/atomic"
	"time"
)

// A Loop is a reactor in plain Go. Make one with [New], hand it its first
// calls, and call Run. The zero Loop is ready for use, too.
//
// CallFromThread, RunInThread, Stop, Stopped, Stats and OnReactor may be called
// from any goroutine. Everything else is for the goroutine that runs the loop,
// and for others before it runs.
type Loop struct {
	in      inbox
	soon    []func() // handed over by the loop's own goroutine
	batch   []func() // taken from soon or the inbox, made up to next
	next    int
	mail    *mail     // nil if there was none
	timers  *schedule // nil if there were none
	alarm   *time.Timer
	armed   time.Duration // what the alarm is set to; 0 if it is not
	start   time.Time     // of its time, which begins when it is first asked for
	ops     operations
	threads ThreadRunner
	crew    atomic.Pointer[crew] // what it has without SetThreads
	ending  *shutdown            // nil if there are no hooks
	running bool
	kept    any           // what other packages keep here
	owner   atomic.Uint64 // the goroutine that runs it

	counted   Stats  // as of now
	told      uint64 // how many calls there were when counted was last shown
	timed     bool
	watched   *watched      // nil if nobody does
	unwatched bool          // nobody is to
	slow      atomic.Uint64 // how many calls were found to be
}

const (
	// turnCalls is how many calls from threads, and how many delayed ones, are
	// made in one turn at most.
	turnCalls = 1024
	// showCalls is after how many calls a loop that does not sleep shows its
	// figures to others.
	showCalls = 256
)

// New makes a loop that is not running yet.
func New() *Loop { return &Loop{} }

// CallFromThread implements [Reactor].
func (l *Loop) CallFromThread(f func()) error { return l.in.put(f) }

// CallSoon implements [SoonCaller]. It takes a fifth of the time of
// CallFromThread, and keeps the order with it: calls that the loop's goroutine
// hands over by the one and the other are made in the order in which they came.
func (l *Loop) CallSoon(f func()) error {
	if l.in.has(hasMail | isClosed) {
		return l.in.put(f)
	}
	l.soon = append(l.soon, f)
	return nil
}

// CallLater implements [Reactor]. What it returns is a *[Timer].
func (l *Loop) CallLater(d time.Duration, f func()) DelayedCall {
	if l.timers == nil {
		l.timers = &schedule{host: l}
	}
	return newTimer(l.timers, d, f)
}

// Now implements [Reactor].
func (l *Loop) Now() time.Time { return time.Now() }

func (l *Loop) tie(seq uint64) uint64 { return seq }

// elapsed is the time on a clock that never jumps.
func (l *Loop) elapsed() time.Duration {
	if l.start.IsZero() {
		l.start = time.Now()
	}
	return time.Since(l.start)
}

// SetThreads makes t run what needs a thread. Without, functions run on
// goroutines that the loop keeps, to use them again, and of which there are as many
// as it takes: a function never waits for another to end. Those that are not needed
// for some seconds end, but for a few. A function that calls runtime.LockOSThread has to unlock before it returns.
func (l *Loop) SetThreads(t ThreadRunner) { l.threads = t }

// Kept implements [Keeper].
func (l *Loop) Kept() *any { return &l.kept }

// Threads returns what SetThreads set; nil if nothing.
func (l *Loop) Threads() ThreadRunner { return l.threads }

// RunInThread implements [ThreadRunner].
func (l *Loop) RunInThread(f func()) error {
	if l.threads != nil {
		return l.threads.RunInThread(f)
	}
	c := l.crew.Load()
	if c == nil {
		c = l.newCrew()
	}
	return c.run(f)
}

// newCrew makes the loop's crew, which ends with the loop, also if nobody closes
// that.
func (l *Loop) newCrew() *crew {
	if c := (&crew{}); l.crew.CompareAndSwap(nil, c) {
		runtime.AddCleanup(l, (*crew).close, c)
	}
	return l.crew.Load()
}

// Begin implements [Tracker].
func (l *Loop) Begin(op *Operation) error {
	if l.in.has(isClosed) {
		return ErrReactorStopped
	}
	l.ops.add(op)
	return nil
}

// End implements [Tracker].
func (l *Loop) End(op *Operation) { l.ops.remove(op) }

// Stopped implements [Stopping].
func (l *Loop) Stopped() <-chan struct{} { return l.in.done() }

// OnReactor implements [Confined]. It knows the goroutine that called Run.
func (l *Loop) OnReactor() bool {
	owner := l.owner.Load()
	return owner != 0 && owner == goroutine()
}

// delays is how many delayed calls are outstanding.
func (l *Loop) delays() int {
	if l.timers == nil {
		return 0
	}
	return l.timers.live
}

// Idle reports whether nothing is left to do, and nothing is under way that
// could bring something to do.
func (l *Loop) Idle() bool {
	return l.ops.count == 0 && l.delays() == 0 && l.queued() == 0 && !l.in.has(hasMail)
}
