package reactor_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// ended says how a Deferred was fired.
func ended(d *deferred.Deferred[void]) string {
	o, ok := d.Outcome()
	switch {
	case !ok:
		return "pending"
	case o.Panic != nil:
		return fmt.Sprint("panic ", o.Panic.Value)
	case o.Exited:
		return "exited"
	case o.Err != nil:
		return o.Err.Error()
	}
	return "over"
}

func wantEnd(t *testing.T, d *deferred.Deferred[void], want string) {
	t.Helper()
	if got := ended(d); got != want {
		t.Errorf("the outcome is %q, want %q", got, want)
	}
}

// exits runs f on a goroutine of its own, and reports whether runtime.Goexit
// ended it.
func exits(f func()) bool {
	exited := make(chan bool)
	go func() {
		ok := true
		defer func() { exited <- ok }()
		f()
		ok = false
	}()
	return <-exited
}

func TestLoopingCall(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	var at []string
	l := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] {
		at = append(at, seconds(c))
		return deferred.Done()
	})
	if l.Running() {
		t.Error("running")
	}
	l.Stop()
	l.Reset()
	end := l.StartLater(time.Second)
	wantEnd(t, l.Start(time.Second), reactor.ErrLooping.Error())
	c.Advance(2500 * time.Millisecond)
	l.Reset()
	c.Advance(2 * time.Second)
	if fmt.Sprint(at) != "[1s 2s 3.5s 4.5s]" || !l.Running() {
		t.Error(at)
	}
	wantEnd(t, end, "pending")
	l.Stop()
	wantEnd(t, end, "over")
	if _, left := c.Next(); left || l.Running() {
		t.Error("a timer is left")
	}
	at = nil
	end = l.Start(time.Minute) // again
	c.Advance(time.Minute)
	l.Stop()
	wantEnd(t, end, "over")
	if fmt.Sprint(at) != "[4.5s 1m4.5s]" {
		t.Error(at)
	}
	defer func() {
		if v := recover(); v != "cannot loop with a negative interval" {
			t.Error(v)
		}
	}()
	l.Start(-1)
}

// An interval of zero is a call in each turn, and never two in one.
func TestLoopingCallEachTurn(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	n := 0
	l := reactor.NewLoopingCallWithCount(c, func(count int) *deferred.Deferred[void] {
		n += count
		return deferred.Done()
	})
	l.Start(0)
	for turn := 1; turn < 10; turn++ {
		if n != turn {
			t.Errorf("%d calls before turn %d", n, turn)
		}
		c.Turn()
	}
	l.Stop()
}

// The next tick waits for the call; Stop lets it end, and no new run begins
// before that.
func TestLoopingCallWaits(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	var work *deferred.Deferred[void]
	calls := 0
	l := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] {
		calls++
		work = deferred.New[void]()
		return work
	})
	end := l.Start(time.Second)
	c.Advance(time.Minute)
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
	work.Callback(void{})
	c.Advance(time.Second)
	if calls != 2 {
		t.Errorf("%d calls", calls)
	}
	l.Stop()
	wantEnd(t, end, "pending")
	wantEnd(t, l.Start(time.Second), reactor.ErrLooping.Error())
	work.Callback(void{})
	wantEnd(t, end, "over")
	if l.Running() || calls != 2 {
		t.Error("running", calls)
	}
}

// A failure of any kind is the last call, at the start as well as later.
func TestLoopingCallFails(t *testing.T) {
	errWork := errors.New("work")
	kinds := map[string]func() *deferred.Deferred[void]{
		"work":       func() *deferred.Deferred[void] { return deferred.Finish(errWork) },
		"panic boom": func() *deferred.Deferred[void] { panic("boom") },
		"exited":     deferred.Exited[void],
	}
	for outcome, fail := range kinds {
		for at := 1; at <= 2; at++ {
			c := reactor.NewClock(time.Unix(0, 0))
			calls := 0
			l := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] {
				if calls++; calls == at {
					return fail()
				}
				return deferred.Done()
			})
			end := l.Start(time.Second)
			c.Advance(time.Minute)
			wantEnd(t, end, outcome)
			if _, left := c.Next(); left || l.Running() || calls != at {
				t.Error("goes on", calls)
			}
		}
	}
	c := reactor.NewClock(time.Unix(0, 0))
	l := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] { runtime.Goexit(); return nil })
	end := l.StartLater(time.Second)
	if !exits(func() { c.Advance(time.Minute) }) {
		t.Error("Goexit did not end the goroutine")
	}
	wantEnd(t, end, "exited")
}

func TestLoopingCallCancelled(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	l := reactor.NewLoopingCall(c, deferred.Done)
	end := l.Start(time.Second)
	end.Cancel() // between two calls
	wantEnd(t, end, "cancelled")
	if _, left := c.Next(); left || l.Running() {
		t.Error("a timer is left")
	}
	// During a call, which ends with it, or handles it, or goes on.
	closing := deferred.New[void]()
	calls := map[string]*deferred.Deferred[void]{
		"cancelled": deferred.New[void](),
		"over":      deferred.New(func(d *deferred.Deferred[void]) { d.Callback(void{}) }),
		"cancelled ": deferred.ChainBoth(deferred.New[void](), func(void, error) *deferred.Deferred[void] {
			return closing
		}),
	}
	for outcome, work := range calls {
		l := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] { return work })
		end := l.Start(time.Second)
		end.Cancel()
		if goesOn := outcome == "cancelled "; l.Running() != goesOn {
			t.Errorf("%s: running: %v", outcome, l.Running())
		} else if goesOn {
			outcome = "cancelled"
			wantEnd(t, l.Start(time.Second), reactor.ErrLooping.Error())
			closing.Callback(void{})
		}
		wantEnd(t, end, outcome)
		if _, left := c.Next(); left || l.Running() {
			t.Error("goes on")
		}
	}
	// In the call itself.
	n := 0
	l = reactor.NewLoopingCall(c, func() *deferred.Deferred[void] {
		if n++; n == 2 {
			end.Cancel()
		}
		return deferred.Done()
	})
	end = l.Start(time.Second)
	c.Advance(time.Minute)
	wantEnd(t, end, "cancelled")
	if l.Running() || n != 2 {
		t.Error("goes on", n)
	}
	// Stop in the call itself.
	n = 0
	l = reactor.NewLoopingCall(c, func() *deferred.Deferred[void] { n++; l.Stop(); return deferred.Done() })
	wantEnd(t, l.Start(time.Second), "over")
	if l.Running() || n != 1 {
		t.Error("goes on", n)
	}
}

// When the reactor stops the looping call fails, and none begins.
func TestLoopingCallStopped(t *testing.T) {
	stopped := reactor.ErrReactorStopped.Error()
	c := reactor.NewClock(time.Unix(0, 0))
	between := reactor.NewLoopingCall(c, deferred.Done)
	sleeping := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] { return reactor.Sleep(c, time.Hour) })
	forever := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] { return deferred.New[void]() })
	a, b, d := between.Start(time.Second), sleeping.Start(time.Second), forever.Start(time.Second)
	c.Close()
	wantEnd(t, a, stopped)
	wantEnd(t, b, stopped)
	wantEnd(t, d, stopped)
	wantEnd(t, between.Start(time.Second), stopped)
	if between.Running() || sleeping.Running() {
		t.Error("running")
	}
}

// A reactor whose timers are too early, as those with milliseconds are: no tick
// is made before its time, or twice.
func TestLoopingCallEarlyTimers(t *testing.T) {
	c := early{reactor.NewClock(time.Unix(0, 0))}
	var got []string
	l := reactor.NewLoopingCallWithCount(c, func(count int) *deferred.Deferred[void] {
		got = append(got, fmt.Sprint(seconds(c), " ", count))
		return deferred.Done()
	})
	l.Start(time.Second)
	c.Advance(3500 * time.Millisecond)
	if fmt.Sprint(got) != "[0s 1 1s 1 2s 1 3s 1]" {
		t.Error(got)
	}
}

// early is a clock whose timers of more than a millisecond are early by one.
type early struct{ *reactor.Clock }

func (c early) CallLater(d time.Duration, f func()) reactor.DelayedCall {
	if d > time.Millisecond {
		d -= time.Millisecond
	}
	return c.Clock.CallLater(d, f)
}

// The clock is set back while a call is under way, or between two.
func TestLoopingCallSetBack(t *testing.T) {
	c := &jumpy{Clock: reactor.NewClock(time.Unix(100, 0))}
	work := deferred.New[void]()
	var got []string
	l := reactor.NewLoopingCallWithCount(c, func(count int) *deferred.Deferred[void] {
		got = append(got, fmt.Sprint(seconds(c), " ", count))
		return work
	})
	l.Start(10 * time.Second)
	c.Advance(time.Second)
	c.set -= 50 * time.Second // it is 51s
	work.Callback(void{})
	c.Advance(10 * time.Second)
	c.set -= 20 * time.Second // it is 41s
	c.Advance(20 * time.Second)
	if fmt.Sprint(got) != "[1m40s 1 1m1s 1 51s 1 1m1s 1]" {
		t.Error(got)
	}
	l.Stop()
}

// The panic of a canceller goes to whoever handles what nobody handled, and the
// looping call ends.
func TestLoopingCallCancellerPanics(t *testing.T) {
	reports := make(chan error, 1000)
	old := deferred.SetUnhandled(func(err error) { reports <- err })
	defer func() { deferred.SetUnhandled(old) }()
	c := reactor.NewClock(time.Unix(0, 0))
	l := reactor.NewLoopingCall(c, func() *deferred.Deferred[void] {
		return deferred.New(func(*deferred.Deferred[void]) { panic("canceller") })
	})
	end := l.Start(time.Second)
	end.Cancel()
	wantEnd(t, end, "cancelled")
	for tries := 0; ; tries++ {
		runtime.GC()
		select {
		case err := <-reports:
			if err.Error() == "panic: canceller" { // and not what other tests have left behind
				return
			}
		case <-time.After(10 * time.Millisecond):
			if tries == 500 {
				t.Fatal("not reported")
			}
		}
	}
}

// On a real loop.
func TestLoopingCallOnLoop(t *testing.T) {
	l := reactor.New()
	n := 0
	call := reactor.NewLoopingCallWithCount(l, func(count int) *deferred.Deferred[void] {
		if n += count; n >= 3 {
			l.Stop()
		}
		return deferred.Done()
	})
	var end *deferred.Deferred[void]
	post(t, l, func() { end = call.Start(time.Millisecond) })
	if err := l.Run(); err != nil {
		t.Error(err)
	}
	wantEnd(t, end, reactor.ErrReactorStopped.Error())
	if n < 3 {
		t.Error(n)
	}
}

func ExampleLoopingCall() {
	clock := reactor.NewClock(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	beat := reactor.NewLoopingCall(clock, func() *deferred.Deferred[deferred.Void] {
		fmt.Println("beat at", clock.Now().Second())
		return deferred.Done()
	})
	end := beat.Start(10 * time.Second)
	clock.Advance(25 * time.Second)
	beat.Stop()
	fmt.Println(end.Fired())
	// Output:
	// beat at 0
	// beat at 10
	// beat at 20
	// true
}

// A call that takes longer than the interval: the next one waits for it.
func ExampleNewLoopingCall() {
	clock := reactor.NewClock(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	poll := reactor.NewLoopingCall(clock, func() *deferred.Deferred[deferred.Void] {
		fmt.Println("poll at", clock.Now().Second())
		return reactor.Sleep(clock, 15*time.Second)
	})
	poll.StartLater(10 * time.Second)
	clock.Advance(50 * time.Second)
	poll.Stop()
	// Output:
	// poll at 10
	// poll at 30
	// poll at 50
}

func ExampleNewLoopingCallWithCount() {
	clock := reactor.NewClock(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	var busy time.Duration
	frame := reactor.NewLoopingCallWithCount(clock, func(count int) *deferred.Deferred[deferred.Void] {
		fmt.Println("at", clock.Now().Second(), "count", count)
		return reactor.Sleep(clock, busy)
	})
	frame.Start(time.Second)
	clock.Advance(time.Second)
	busy = 2500 * time.Millisecond
	clock.Advance(5 * time.Second)
	frame.Stop()
	// Output:
	// at 0 count 1
	// at 1 count 1
	// at 2 count 1
	// at 5 count 3
}
