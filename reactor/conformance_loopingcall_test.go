package reactor_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// jumpy is a clock that somebody sets: its timers are not moved by that.
type jumpy struct {
	*reactor.Clock
	set time.Duration
}

func (c *jumpy) Now() time.Time { return c.Clock.Now().Add(c.set) }

func seconds(c deferred.Clock) string { return c.Now().Sub(time.Unix(0, 0)).String() }

// A clock that jumps; LoopingCall skips missed ticks and says how many.
func TestConformance44AClockThatJumpsLoopingCallSkipsMissedTicksAndSaysHowMany(t *testing.T) {
	c := &jumpy{Clock: reactor.NewClock(time.Unix(0, 0))}
	var got []string
	work := time.Duration(0)
	loop := reactor.NewLoopingCallWithCount(c, func(count int) *deferred.Deferred[void] {
		got = append(got, fmt.Sprint(seconds(c), " ", count))
		return reactor.Sleep(c, work)
	})
	steps := func(name, want string) {
		t.Helper()
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
		got = nil
	}
	loop.Start(10 * time.Second)
	c.Advance(20 * time.Second)
	steps("regular", "[0s 1 10s 1 20s 1]")

	c.Advance(5 * time.Second)
	c.set += 60 * time.Second // it is 1m25s
	c.Advance(5 * time.Second)
	steps("ahead", "[1m30s 7]")
	c.Advance(10 * time.Second)
	steps("as before", "[1m40s 1]")

	c.set += 7 * time.Second // between two ticks: the timer is late, and the grid stays
	c.Advance(10 * time.Second)
	steps("off the grid", "[1m57s 1]")
	c.Advance(3 * time.Second)
	steps("on the grid", "[2m0s 1]")

	c.set -= 60 * time.Second // it is 1m0s
	c.Advance(10 * time.Second)
	steps("back", "[1m10s 1]")
	c.Advance(20 * time.Second)
	steps("after that", "[1m20s 1 1m30s 1]")

	work = 35 * time.Second // the next call takes that long
	c.Advance(10 * time.Second)
	work = 0
	c.Advance(39 * time.Second)
	steps("slow", "[1m40s 1]")
	c.Advance(time.Second)
	steps("after the slow one", "[2m20s 4]")

	loop.Stop()
	c.Advance(time.Hour)
	steps("stopped", "[]")

	// The boundary belongs to the tick: intervals that no binary fraction is
	// equal to are counted exactly.
	counts := 0
	c = &jumpy{Clock: reactor.NewClock(time.Unix(0, 0))}
	reactor.NewLoopingCallWithCount(c, func(count int) *deferred.Deferred[void] {
		if counts += count; count != 1 {
			t.Errorf("a count of %d at %s", count, seconds(c))
		}
		return deferred.Done()
	}).StartLater(100 * time.Millisecond)
	for i := 0; i < 300; i++ {
		c.Advance(33333334 * time.Nanosecond)
	}
	if counts != 100 {
		t.Errorf("%d ticks in %s", counts, seconds(c))
	}
}
