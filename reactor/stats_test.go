package reactor_test

import (
	"encoding/json"
	"expvar"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
)

// The figures are what happened, and may be read by anybody at any time.
func TestStats(t *testing.T) {
	l := reactor.New()
	l.Measure(true)
	for i := 0; i < 3000; i++ {
		post(t, l, func() {})
	}
	if s := l.Stats(); s.Queued != 3000 || s.Calls != 0 {
		t.Errorf("%+v", s)
	}
	l.CallLater(time.Hour, func() {})
	post(t, l, func() { time.Sleep(2 * time.Millisecond) })
	over := make(chan bool)
	go func() {
		defer close(over)
		for i := 0; i < 1000; i++ {
			_ = l.Stats()
		}
	}()
	reactor.Sleep(l, time.Hour)
	l.RunUntil(func() bool { return l.Stats().Calls >= 3000 })
	<-over
	l.RunUntil(func() bool { return true })
	s := l.Stats()
	if s.Calls != 3001 || s.Turns != 3 || s.Queued != 0 || s.MostQueued != 3001 || s.Timers != 2 || s.Operations != 1 || s.Slow != 0 {
		t.Errorf("%+v", s)
	}
	if s.Busy < s.LongestTurn || s.LongestTurn < 2*time.Millisecond || s.Busy > time.Minute {
		t.Errorf("%+v", s)
	}
}

// Calls that the loop's goroutine hands over by the one way and the other keep
// their order, on all reactors.
func TestCallSoon(t *testing.T) {
	onBoth(t, func(t *testing.T, r reactor.Reactor, wait func(time.Duration)) {
		n := 0
		for i := 0; i < 1000; i++ {
			i := i
			f := func() {
				if i != n {
					t.Errorf("call %d came as number %d", i, n)
				}
				n++
			}
			if err := []func(reactor.Reactor, func()) error{reactor.Soon, reactor.Reactor.CallFromThread}[i/7%2](r, f); err != nil {
				t.Error(err)
			}
		}
		wait(1)
		if n != 1000 {
			t.Errorf("%d calls", n)
		}
		r.(interface{ Close() }).Close()
		for _, r := range []reactor.Reactor{r, struct{ reactor.Reactor }{r}} {
			if err := reactor.Soon(r, func() { t.Error("called") }); err != reactor.ErrReactorStopped {
				t.Error(err)
			}
		}
	})
}

// A published loop shows its figures at /debug/vars.
func ExampleLoop_Stats() {
	loop := reactor.New()
	_ = loop.CallFromThread(func() { loop.CallLater(time.Millisecond, loop.Stop) })
	_ = loop.Run()

	v := expvar.Func(func() any { return loop.Stats() })
	// expvar.Publish("loop", v) for the whole program's.
	var s reactor.Stats
	if err := json.Unmarshal([]byte(v.String()), &s); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	fmt.Println("calls:", s.Calls, "turns:", s.Turns)
	// Output: calls: 2 turns: 2
}

func ExampleLoop_Measure() {
	loop := reactor.New()
	loop.Measure(true)
	_ = loop.CallFromThread(func() {
		time.Sleep(3 * time.Millisecond) // which is just what no call should do
		loop.Stop()
	})
	_ = loop.Run()
	fmt.Println(loop.Stats().LongestTurn >= 3*time.Millisecond)
	// Output: true
}
