package reactor_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// midnight is where the clocks of the examples begin.
var midnight = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

func ExampleSleep() {
	clock := reactor.NewClock(midnight)
	deferred.Use(reactor.Sleep(clock, time.Hour), func(deferred.Void) {
		fmt.Println("awake at", clock.Now().Format(time.Kitchen))
	})
	clock.Advance(24 * time.Hour)
	// Output:
	// awake at 1:00AM
}

// Who does not want to sleep any longer cancels.
func ExampleSleep_cancel() {
	clock := reactor.NewClock(midnight)
	sleep := reactor.Sleep(clock, time.Hour)
	sleep.Cancel()
	_, timer := clock.Next()
	_, err, _ := sleep.Result()
	fmt.Println(err, timer)
	// Output:
	// cancelled false
}

func ExampleAfter() {
	clock := reactor.NewClock(midnight)
	deferred.Use(reactor.After(clock, 90*time.Minute), func(t time.Time) { fmt.Println(t.Format(time.Kitchen)) })
	clock.Advance(24 * time.Hour)
	// Output:
	// 1:30AM
}

// What is handed over soon comes in the next turn, in order.
func ExampleSoon() {
	clock := reactor.NewClock(midnight)
	fmt.Println(reactor.Soon(clock, func() { fmt.Println("soon") }))
	fmt.Println("now")
	clock.Turn()
	// Output:
	// <nil>
	// now
	// soon
}

func ExampleNew() {
	loop := reactor.New()
	go func() {
		_ = loop.CallFromThread(func() {
			fmt.Println("on the loop:", loop.OnReactor())
			loop.Stop()
		})
	}()
	fmt.Println(loop.Run())
	fmt.Println(loop.CallFromThread(func() {}))
	// Output:
	// on the loop: true
	// <nil>
	// the reactor has stopped
}

// A Loop makes its calls on the goroutine that calls Run.
func ExampleLoop() {
	loop := reactor.New()
	loop.CallLater(2*time.Millisecond, loop.Stop)
	loop.CallLater(time.Millisecond, func() { fmt.Println("later") })
	_ = loop.CallSoon(func() { fmt.Println("soon") })
	fmt.Println(loop.Run())
	// Output:
	// soon
	// later
	// <nil>
}

// Before it ends the loop waits for what the hooks ask for. What is under way then
// fails.
func ExampleHook() {
	loop := reactor.New()
	save := func() *deferred.Deferred[deferred.Void] {
		return deferred.Use(reactor.Sleep(loop, time.Millisecond), func(deferred.Void) { fmt.Println("saved") })
	}
	_, _ = loop.BeforeShutdown(save)
	again, _ := loop.BeforeShutdown(save)
	_, _ = loop.AfterShutdown(func() { fmt.Println("over") })
	fmt.Println(again.Remove())
	reactor.Sleep(loop, time.Hour).Observe(func(o deferred.Outcome[deferred.Void]) { fmt.Println("sleeping, but", o.Err) })
	loop.Stop()
	_ = loop.Run()
	// Output:
	// <nil>
	// saved
	// sleeping, but the reactor has stopped
	// over
}

func ExampleDelayedCall() {
	clock := reactor.NewClock(midnight)
	var call reactor.DelayedCall = clock.CallLater(time.Hour, func() { fmt.Println("called") })
	fmt.Println(call.Cancel())
	fmt.Println(call.Cancel())
	// Output:
	// <nil>
	// cannot change a delayed call: it was cancelled
}

func ExampleTimer() {
	clock := reactor.NewClock(midnight)
	call := clock.CallLater(time.Hour, func() { fmt.Println("called at", clock.Now().Format(time.Kitchen)) })
	clock.Advance(30 * time.Minute)
	if timer, ok := call.(*reactor.Timer); ok {
		_ = timer.Reset(time.Hour)
		fmt.Println("active:", timer.Active())
	}
	clock.Advance(24 * time.Hour)
	fmt.Println(call.Cancel())
	// Output:
	// active: true
	// called at 1:30AM
	// cannot change a delayed call: it has been made
}

// A delayed call is put off: this one is for when nothing has happened for a minute.
func ExampleResetter() {
	clock := reactor.NewClock(midnight)
	idle := clock.CallLater(time.Minute, func() { fmt.Println("idle at second", clock.Now().Sub(midnight).Seconds()) })
	clock.CallLater(30*time.Second, func() {
		if r, ok := idle.(reactor.Resetter); ok {
			fmt.Println(r.Reset(time.Minute))
		}
	})
	clock.Advance(time.Hour)
	// Output:
	// <nil>
	// idle at second 90
}

func ExampleNewClock() {
	clock := reactor.NewClock(midnight)
	clock.CallLater(time.Hour, func() { fmt.Println("called") })
	clock.Advance(time.Hour - 1)
	at, ok := clock.Next()
	fmt.Println(at.Format(time.Kitchen), ok)
	clock.Advance(1)
	// Output:
	// 1:00AM true
	// called
}

// What Go leaves unordered comes in an order that the seed decides, and only the seed.
func ExampleNewSimulation() {
	run := func(seed int64) string {
		clock := reactor.NewSimulation(midnight, seed)
		var order strings.Builder
		for _, name := range []string{"a", "b", "c", "d"} {
			name := name
			clock.CallLater(time.Second, func() { order.WriteString(name) })
		}
		clock.Advance(time.Minute)
		return order.String()
	}
	once, again := run(1), run(1)
	fmt.Println(once == again)
	orders := map[string]bool{}
	for seed := int64(0); seed < 1000; seed++ {
		orders[run(seed)] = true
	}
	fmt.Println(len(orders), "orders")
	// Output:
	// true
	// 24 orders
}

// Two runs that write the same have done the same.
func ExampleRecording() {
	clock := reactor.NewClock(midnight)
	recording := clock.Record(os.Stdout)
	clock.CallLater(1500*time.Millisecond, func() {
		clock.Note("transfer %d is over", 2)
		_ = clock.CallSoon(func() {})
	})
	clock.Advance(time.Minute)
	fmt.Println(recording.Err())
	// Output:
	// 1.5s 1 timer 1
	// 1.5s 1 note transfer 2 is over
	// 1.5s 2 post 1
	// <nil>
}

func ExampleStats() {
	loop := reactor.New()
	for i := 0; i < 3; i++ {
		_ = loop.CallFromThread(func() {})
	}
	fmt.Println("queued:", loop.Stats().Queued)
	loop.CallLater(time.Millisecond, loop.Stop)
	_ = loop.Run()
	fmt.Println("made:", loop.Stats().Calls)
	// Output:
	// queued: 3
	// made: 4
}

func ExampleWatchdog() {
	loop := reactor.New()
	found := make(chan reactor.SlowCall, 1)
	loop.Watch(reactor.Watchdog{
		Limit:     time.Millisecond,
		PerMinute: 1,
		Report:    func(s reactor.SlowCall) { found <- s },
	})
	_ = loop.CallSoon(func() {
		slow := <-found // it waits until it has been found out
		fmt.Println(slow.Lasted >= time.Millisecond)
		loop.Stop()
	})
	_ = loop.Run()
	fmt.Println(loop.Stats().Slow)
	// Output:
	// true
	// 1
}

// The report shows where the call was, while it was still at work.
func ExampleSlowCall() {
	loop := reactor.New()
	found := make(chan reactor.SlowCall, 1)
	loop.Watch(reactor.Watchdog{Limit: time.Millisecond, PerMinute: 1, Report: func(s reactor.SlowCall) { found <- s }})
	_ = loop.CallSoon(func() { slowly(found); loop.Stop() })
	_ = loop.Run()
	// Output:
	// a call holds the loop for
	// it was in slowly: true
}

func slowly(found chan reactor.SlowCall) {
	slow := <-found
	fmt.Println(slow.String()[:len("a call holds the loop for")])
	fmt.Println("it was in slowly:", strings.Contains(slow.String(), "slowly("))
}
