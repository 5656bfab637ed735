package reactor

import (
	"sync/atomic"
	"time"
)

// A Loop is a reactor in plain Go. Make one with [New], hand it its first
// calls, and call Run. The zero Loop is ready for use, too.
type Loop struct {
	in      inbox
	batch   []func() // taken from the inbox, run up to next
	next    int
	timers  schedule
	alarm   *time.Timer
	start   time.Time // of its time, which begins when it is first asked for
	ops     operations
	threads ThreadRunner
	running bool
	owner   atomic.Uint64 // the goroutine that runs it
}

// most is how many calls from threads one turn makes before it looks at the
// timers.
const most = 1024

// New makes a loop that is not running yet.
func New() *Loop { return &Loop{} }

// CallFromThread implements [Reactor].
func (l *Loop) CallFromThread(f func()) error { return l.in.put(f) }

// CallLater implements [Reactor].
func (l *Loop) CallLater(d time.Duration, f func()) DelayedCall { return newTimer(l, d, f) }

// Now implements [Reactor].
func (l *Loop) Now() time.Time { return time.Now() }

func (l *Loop) calls() *schedule      { return &l.timers }
func (l *Loop) tie(seq uint64) uint64 { return seq }

// elapsed is the time on a clock that never jumps.
func (l *Loop) elapsed() time.Duration {
	if l.start.IsZero() {
		l.start = time.Now()
	}
	return time.Since(l.start)
}

// SetThreads makes t run what needs a thread. The default is a new goroutine
// for each.
func (l *Loop) SetThreads(t ThreadRunner) { l.threads = t }

// RunInThread implements [ThreadRunner].
func (l *Loop) RunInThread(f func()) error {
	if l.threads != nil {
		return l.threads.RunInThread(f)
	}
	go f()
	return nil
}

// Begin implements [Tracker].
func (l *Loop) Begin(op *Operation) error {
	if l.in.isClosed() {
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

// Stop ends Run at the end of the turn. It may be called from any goroutine,
// and before Run. Calls from threads that were accepted are still made; then
// everything that is still under way fails with [ErrReactorStopped], and the
// delayed calls are dropped.
func (l *Loop) Stop() { l.in.close() }

// Run makes calls, or sleeps until there is one to make, until Stop is called.
// A call that panics ends it: the panic is raised by Run.
func (l *Loop) Run() error {
	if l.running {
		return ErrRunning
	}
	if l.in.isOver() {
		return ErrReactorStopped
	}
	l.owner.Store(goroutine())
	defer l.owner.Store(0)
	l.RunUntil(l.in.isClosed)
	l.Close()
	return nil
}

// RunUntil makes calls until done reports true, which it is asked between
// turns. It is for those who wait for one thing and drive the loop meanwhile.
func (l *Loop) RunUntil(done func() bool) {
	l.running = true
	defer l.leave()
	for !done() {
		if !l.turn() {
			l.sleep()
		}
	}
}

// leave ends a run; also one that a panic or runtime.Goexit ended.
func (l *Loop) leave() { l.running = false }

// Close ends a loop that is not running. Calls from threads that were accepted
// are made, and everything that is still under way fails with
// [ErrReactorStopped].
func (l *Loop) Close() {
	l.in.close()
	defer l.in.end()
	for l.posted() {
	}
	l.ops.abandon(ErrReactorStopped)
	l.timers.heap = nil
}

// Idle reports whether nothing is left to do, and nothing is under way that
// could bring something to do.
func (l *Loop) Idle() bool {
	return l.ops.count == 0 && len(l.timers.heap) == 0 && l.next == len(l.batch) && !l.in.full()
}

// turn makes the calls that were handed over or became due before it began. It
// reports whether there were any.
func (l *Loop) turn() bool {
	ran := l.posted()
	if at, ok := l.timers.first(); ok {
		if now := l.elapsed(); at <= now {
			l.timers.runDue(now)
			ran = true
		}
	}
	return ran
}

// posted makes calls from threads, up to the limit for a turn.
func (l *Loop) posted() bool {
	if l.next == len(l.batch) {
		l.batch, l.next = l.in.take(l.batch), 0
	}
	end := len(l.batch)
	if end > l.next+most {
		end = l.next + most
	}
	ran := l.next < end
	for l.next < end {
		f := l.batch[l.next]
		l.batch[l.next] = nil
		l.next++
		f()
	}
	return ran
}

// sleep waits for a call from a thread, or for the next delayed call. It is a
// plain channel receive where there is no delayed call, so that the runtime
// sees a deadlock when nothing can ever wake it.
func (l *Loop) sleep() {
	wake := l.in.nap()
	if wake == nil {
		return
	}
	at, ok := l.timers.first()
	if !ok {
		<-wake
		return
	}
	if d := at - l.elapsed(); d > 0 {
		l.setAlarm(d)
		select {
		case <-wake:
			l.alarm.Stop()
		case <-l.alarm.C:
		}
	}
	l.in.awake()
}

// setAlarm starts the alarm. A tick that an earlier one left behind only makes
// the next sleep short.
func (l *Loop) setAlarm(d time.Duration) {
	if l.alarm == nil {
		l.alarm = time.NewTimer(d)
		return
	}
	l.alarm.Reset(d)
}
