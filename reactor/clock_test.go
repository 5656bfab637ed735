package reactor_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Advance makes what becomes due on the way, each at its own time.
func TestAdvance(t *testing.T) {
	start := time.Unix(1000, 0)
	c := reactor.NewClock(start)
	var got []string
	n := 0
	deferred.Loop(func(loop *deferred.Looping[void]) *deferred.Deferred[void] {
		if n++; n > 3 {
			return deferred.Done()
		}
		return deferred.Then(reactor.Sleep(c, time.Minute), func() *deferred.Deferred[void] {
			got = append(got, fmt.Sprint(c.Now().Sub(start)))
			return loop.Again()
		})
	})
	c.Advance(90 * time.Second)
	if fmt.Sprint(got) != "[1m0s]" || !c.Now().Equal(start.Add(90*time.Second)) {
		t.Error(got, c.Now())
	}
	if at, ok := c.Next(); !ok || !at.Equal(start.Add(2*time.Minute)) {
		t.Error(at, ok)
	}
	c.Advance(time.Hour)
	if fmt.Sprint(got) != "[1m0s 2m0s 3m0s]" {
		t.Error(got)
	}
	if _, ok := c.Next(); ok {
		t.Error("something is still to be done")
	}
}

// What is asked for in a turn is for the next one, as on a loop.
func TestClockTurns(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	var got []string
	say := func(s string) func() { return func() { got = append(got, s) } }
	post(t, c, func() {
		say("post")()
		post(t, c, say("post 2"))
		c.CallLater(0, say("later"))
	})
	c.CallLater(0, func() {
		say("call")()
		c.CallLater(0, say("call 2"))
	})
	for _, want := range []string{"[post call later]", "[post call later post 2 call 2]"} {
		if !c.Turn() || fmt.Sprint(got) != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if c.Turn() {
		t.Error("a turn with nothing to do")
	}
}

func TestSpinning(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	var again func()
	again = func() { c.CallLater(0, again) }
	again()
	defer func() {
		if v := recover(); v != "cannot advance the clock: each turn asks for another one at the same time" {
			t.Error(v)
		}
	}()
	c.Advance(time.Second)
}

func TestAdvanceBackwards(t *testing.T) {
	defer func() {
		if v := recover(); v != "cannot advance the clock by -1s" {
			t.Error(v)
		}
	}()
	reactor.NewClock(time.Unix(0, 0)).Advance(-time.Second)
}

// A seed decides the order of what Go leaves unordered, and of nothing else.
func TestSimulation(t *testing.T) {
	history := func(seed int64) (s string) {
		c := reactor.NewSimulation(time.Unix(0, 0), seed)
		last := time.Duration(0)
		for i := 0; i < 20; i++ {
			i := i
			post(t, c, func() { s += fmt.Sprint(" p", i) })
			c.CallLater(time.Duration(i/10)*time.Second, func() {
				if now := c.Now().Sub(time.Unix(0, 0)); now < last || now != time.Duration(i/10)*time.Second {
					t.Errorf("call %d at %v", i, now)
				} else {
					last = now
				}
				c.CallLater(0, func() { s += fmt.Sprint(" again", i) })
				s += fmt.Sprint(" t", i)
			})
		}
		c.Advance(time.Minute)
		return s
	}
	a, b := history(1), history(1)
	if a != b {
		t.Errorf("the same seed:\n%s\n%s", a, b)
	}
	if c := history(2); a == c || len(a) != len(c) {
		t.Errorf("another seed:\n%s\n%s", a, c)
	}
}

func TestCloseClock(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	d := reactor.Sleep(c, time.Hour)
	ran := false
	post(t, c, func() { ran = true })
	if err := c.RunInThread(func() {}); err != reactor.ErrNoThreads {
		t.Error(err)
	}
	c.SetThreads(runner(func(f func()) error { f(); return nil }))
	if err := c.RunInThread(func() {}); err != nil {
		t.Error(err)
	}
	c.Close()
	if _, err, _ := d.Result(); err != reactor.ErrReactorStopped || !ran {
		t.Error(err, ran)
	}
	if _, err, _ := reactor.After(c, 1).Result(); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
	<-c.Stopped()
}

func ExampleClock() {
	clock := reactor.NewClock(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	deferred.Map(reactor.Sleep(clock, 90*time.Minute), func(v deferred.Void) deferred.Void {
		fmt.Println("awake at", clock.Now().Format(time.Kitchen))
		return v
	})
	clock.Advance(time.Hour)
	fmt.Println("it is", clock.Now().Format(time.Kitchen))
	clock.Advance(time.Hour)
	// Output:
	// it is 1:00AM
	// awake at 1:30AM
}
