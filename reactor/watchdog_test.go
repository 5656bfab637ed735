package reactor_test

import (
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// holdTheLoop is what the stack of a slow call is to show.
//
//go:noinline
func holdTheLoop(until func() bool) {
	for deadline := time.Now().Add(20 * time.Second); !until() && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
}

// A call that holds the loop too long is reported once, while it is at work, with
// the stack of the loop's goroutine. There are no more reports than wanted, and the
// next one says how many were left out.
//
// The limit is long enough for a machine that has other things to do, and so keeps the
// loop from running.
func TestWatchdog(t *testing.T) {
	const limit = 60 * time.Millisecond
	slow := make(chan reactor.SlowCall, 10)
	run(t, func(l *reactor.Loop) {
		l.Watch(reactor.Watchdog{Limit: limit, PerMinute: 2, Report: func(s reactor.SlowCall) { slow <- s }})
		for i := 1; i <= 4; i++ {
			hold := func() {
				before := l.Stats().Slow
				holdTheLoop(func() bool { return l.Stats().Slow > before })
			}
			if i%2 == 0 {
				post(t, l, hold)
			} else {
				l.CallLater(time.Duration(i)*20*time.Millisecond, hold)
			}
			if i == 4 {
				l.CallLater(100*time.Millisecond, l.Stop)
			}
		}
	})
	if len(slow) != 2 {
		t.Fatalf("%d reports", len(slow))
	}
	for i := 0; i < 2; i++ {
		s := <-slow
		if s.Lasted < limit || s.Lasted > 10*time.Second || s.Skipped != 0 {
			t.Error(s)
		}
		if stack := string(s.Stack); stack != "" && !strings.Contains(stack, "holdTheLoop") {
			t.Errorf("the stack is %s", stack)
		}
	}
}

// Calls that are quick are not reported, however many they are, and neither is a
// loop that sleeps; a negative limit ends it all.
func TestWatchdogIsQuiet(t *testing.T) {
	run(t, func(l *reactor.Loop) {
		report := func(s reactor.SlowCall) { t.Error(s) }
		l.Watch(reactor.Watchdog{Limit: 2 * time.Second, Report: report})
		n := 0
		var again func()
		again = func() {
			if n++; n < 100000 {
				_ = l.CallSoon(again)
				return
			}
			l.Watch(reactor.Watchdog{Limit: time.Millisecond, Report: report})
			l.Watch(reactor.Watchdog{Limit: -1})
			time.Sleep(10 * time.Millisecond)
			l.Stop()
		}
		again()
	})
}

func TestSlowCallString(t *testing.T) {
	s := reactor.SlowCall{Lasted: 26 * time.Millisecond, Stack: []byte(strings.Repeat("x\n", 100)), Skipped: 3}
	want := "a call holds the loop for 26ms (and 3 others were found)\n" + strings.Repeat("x\n", 41) + "..."
	if got := s.String(); got != want {
		t.Errorf("%q", got)
	}
}

func ExampleLoop_Watch() {
	loop := reactor.New()
	found := make(chan bool)
	loop.Watch(reactor.Watchdog{
		Limit:  5 * time.Millisecond,
		Report: func(s reactor.SlowCall) { close(found) }, // or log.Print(s), with its stack
	})
	_ = loop.CallFromThread(func() {
		<-found // whatever takes its time
		deferred.Map(reactor.Sleep(loop, 1), func(v deferred.Void) deferred.Void {
			loop.Stop()
			return v
		})
	})
	_ = loop.Run()
}
