package reactor

import (
	"errors"
	"time"

	"github.com/evert-go/evert/deferred"
)

// ErrLooping is the outcome of starting a [LoopingCall] that has not ended.
var ErrLooping = errors.New("cannot start the looping call: it is running")

// A LoopingCall calls a function again and again, at equal intervals. It is
// Twisted's LoopingCall.
//
// The calls are made on a grid: at the start, and then at whole intervals after
// it, however long each call takes. If the function returns a Deferred that is
// pending, the next call waits for it. Ticks that pass meanwhile, or that the
// reactor comes too late for, are skipped; how many there were is told by
// [NewLoopingCallWithCount]. If the clock is set back, the grid begins anew.
type LoopingCall struct {
	clock deferred.Clock
	f     func(count int) *deferred.Deferred[deferred.Void]
	run   *looping // nil when it has ended
}

// NewLoopingCall makes a looping call of f. A f that does not wait returns
// deferred.Done().
func NewLoopingCall(c deferred.Clock, f func() *deferred.Deferred[deferred.Void]) *LoopingCall {
	return NewLoopingCallWithCount(c, func(int) *deferred.Deferred[deferred.Void] { return f() })
}

// NewLoopingCallWithCount makes a looping call of f, which is told how many
// ticks there were since its last call: 1, and the number of those that were
// skipped. It is Twisted's LoopingCall.withCount.
func NewLoopingCallWithCount(c deferred.Clock, f func(count int) *deferred.Deferred[deferred.Void]) *LoopingCall {
	return &LoopingCall{clock: c, f: f}
}

// Start makes the first call at once, and then one at each interval. With an
// interval of zero there is one in each turn of the reactor. Start panics if
// the interval is negative.
//
// The Deferred that it returns fires at the end: after Stop without an error,
// or with the failure of a call, be it an error, a panic or runtime.Goexit,
// which is the last call. Cancelling it stops the looping call and cancels the
// call that is under way. If the reactor stops it fails with
// [ErrReactorStopped], and if the looping call is running with [ErrLooping].
func (l *LoopingCall) Start(interval time.Duration) *deferred.Deferred[deferred.Void] {
	return l.start(interval, true)
}

// StartLater is [LoopingCall.Start] with the first call after one interval:
// Twisted's start with now=False.
func (l *LoopingCall) StartLater(interval time.Duration) *deferred.Deferred[deferred.Void] {
	return l.start(interval, false)
}

func (l *LoopingCall) start(interval time.Duration, now bool) *deferred.Deferred[deferred.Void] {
	if interval < 0 {
		panic("cannot loop with a negative interval")
	}
	if l.run != nil {
		return deferred.Fail[deferred.Void](ErrLooping)
	}
	r := &looping{l: l, interval: interval}
	r.op.Owner = r
	if t, ok := l.clock.(Tracker); ok {
		if err := t.Begin(&r.op); err != nil {
			return deferred.Fail[deferred.Void](err)
		}
	}
	l.run = r
	r.end.OnCancel(r.cancel)
	r.begin(l.clock.Now())
	if now {
		r.made--
		r.tick()
	} else {
		r.schedule()
	}
	return &r.end
}

// Stop makes no more calls. If one is under way the looping call ends after it.
// If it is not running nothing happens.
func (l *LoopingCall) Stop() {
	if l.run != nil {
		l.run.stop()
	}
}

// Reset begins the grid anew: the next call is one interval from now, or, if a
// call takes longer than that, at a later point of the new grid. If it is not
// running nothing happens.
func (l *LoopingCall) Reset() {
	if r := l.run; r != nil && !r.stopping {
		r.begin(l.clock.Now())
		if r.next != nil {
			_ = r.next.Cancel() // it has not been made, or next were nil
			r.schedule()
		}
	}
}

// Running reports whether it was started, and has not ended. After Stop it is
// running until the call that is under way is over.
func (l *LoopingCall) Running() bool { return l.run != nil }

// looping is one run of a LoopingCall, from its start to its end.
type looping struct {
	l        *LoopingCall
	op       Operation
	end      deferred.Deferred[deferred.Void]
	interval time.Duration
	grid     time.Time // where it begins
	made     int64     // the last point of the grid for which there was a call
	last     time.Time // when that was
	next     DelayedCall
	current  *deferred.Deferred[deferred.Void] // of the call that is under way, once it has returned
	calling  bool                              // a call is under way
	stopping bool
	over     bool // end was fired
}

// begin makes now the beginning of the grid, for which there need be no call.
func (r *looping) begin(now time.Time) { r.grid, r.last, r.made = now, now, 0 }

func (r *looping) schedule() {
	now := r.l.clock.Now()
	if now.Before(r.last) {
		r.begin(now)
	}
	delay := time.Duration(0)
	if r.interval > 0 {
		delay = r.interval - now.Sub(r.grid)%r.interval
	}
	r.next = r.l.clock.CallLater(delay, r.tick)
}

// ticks is how many points of the grid there were since the last call.
func (r *looping) ticks() int {
	if r.interval == 0 {
		return 1
	}
	now := r.l.clock.Now()
	if now.Before(r.last) {
		r.begin(now)
		r.made--
	}
	point := int64(now.Sub(r.grid) / r.interval)
	count := point - r.made
	if count > 0 {
		r.last, r.made = now, point
	}
	return int(count)
}

func (r *looping) tick() {
	r.next = nil
	count := r.ticks()
	if count == 0 { // a reactor whose timers are not exact is early
		r.schedule()
		return
	}
	r.calling = true
	defer func() {
		if r.calling && r.current == nil { // f has called runtime.Goexit
			r.called(deferred.Outcome[deferred.Void]{Exited: true})
		}
	}()
	r.current = deferred.Call(func() *deferred.Deferred[deferred.Void] { return r.l.f(count) })
	r.current.Observe(r.called)
}

// called goes on when a call is over.
func (r *looping) called(o deferred.Outcome[deferred.Void]) {
	r.calling, r.current = false, nil
	switch {
	case o.Err != nil || o.Panic != nil || o.Exited || r.stopping:
		r.finish(o)
	default:
		r.schedule()
	}
}

func (r *looping) stop() {
	r.quiet()
	if !r.calling {
		r.finish(deferred.Outcome[deferred.Void]{})
	}
}

// quiet makes no more calls.
func (r *looping) quiet() {
	r.stopping = true
	if r.next != nil {
		_ = r.next.Cancel() // it has not been made, or next were nil
		r.next = nil
	}
}

// cancel is called when end is cancelled. If that ends the call that is under
// way, the call's outcome counts; otherwise end is fired when cancel returns.
func (r *looping) cancel() {
	r.quiet()
	if r.current != nil {
		cancelSafely(r.current)
	}
	if !r.over {
		r.untrack()
		r.abandoned()
	}
}

// finish fires end, unless it was before, and makes room for the next start.
func (r *looping) finish(o deferred.Outcome[deferred.Void]) {
	r.l.run = nil
	if r.over {
		return
	}
	r.over = true
	r.untrack()
	r.end.FireOutcome(o)
}

// abandoned notes that end is fired by somebody else. As long as a call is
// under way there can be no new start.
func (r *looping) abandoned() {
	r.over = true
	if !r.calling {
		r.l.run = nil
	}
}

func (r *looping) untrack() {
	if t, ok := r.l.clock.(Tracker); ok {
		t.End(&r.op)
	}
}

// Abandon implements [Abandoner].
func (r *looping) Abandon(err error) {
	r.quiet()
	r.abandoned()
	r.end.Errback(err)
}

// cancelSafely cancels d. The panic of a canceller is reported as a failure
// that nobody has handled.
func cancelSafely(d *deferred.Deferred[deferred.Void]) {
	attempt := deferred.MaybeDeferred(func() (deferred.Void, error) {
		d.Cancel()
		return deferred.Void{}, nil
	})
	if o, _ := attempt.Outcome(); o.Panic != nil {
		deferred.New[deferred.Void]().FailPanic(o.Panic)
	}
}
