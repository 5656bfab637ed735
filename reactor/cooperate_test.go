package reactor_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// counting is a step that says its name n times.
func counting(said *[]string, name string, n int) reactor.Step {
	i := 0
	return func() (bool, *deferred.Deferred[void]) {
		i++
		*said = append(*said, fmt.Sprint(name, i))
		return i < n, nil
	}
}

// Tasks take turns, and a turn of the reactor makes no more steps than it may.
func TestCooperate(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	co := reactor.NewCooperator(c)
	co.Steps = 3
	var said []string
	a, b := co.Cooperate(counting(&said, "a", 4)), co.Cooperate(counting(&said, "b", 2))
	done := a.WhenDone()
	if len(said) != 0 || co.Tasks() != 2 {
		t.Error(said, co.Tasks())
	}
	for _, want := range []string{"a1 b1 a2", "a1 b1 a2 b2 a3 a4"} {
		c.Turn()
		if got := strings.Join(said, " "); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	wantEnd(t, done, "over")
	wantEnd(t, a.WhenDone(), "over")
	wantEnd(t, b.WhenDone(), "over")
	if _, left := c.Next(); left || co.Tasks() != 0 {
		t.Error("a turn is left", co.Tasks())
	}
	wantEnd(t, co.Coiterate(counting(&said, "c", 1)), "pending")
	c.Turn()
	if said[len(said)-1] != "c1" {
		t.Error(said)
	}
}

// A turn lasts no longer than its slice.
func TestCooperateSlice(t *testing.T) {
	c := &jumpy{Clock: reactor.NewClock(time.Unix(0, 0))}
	co := reactor.NewCooperator(c)
	co.Slice = 10 * time.Millisecond
	n := 0
	d := co.Coiterate(func() (bool, *deferred.Deferred[void]) {
		n++
		c.set += 3 * time.Millisecond // as long as a step takes
		return n < 10, nil
	})
	for _, want := range []int{4, 8, 10} {
		c.Turn()
		if n != want {
			t.Errorf("%d steps, want %d", n, want)
		}
	}
	wantEnd(t, d, "over")
}

// A task that waits for a Deferred leaves its time to the others.
func TestCooperateWaits(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	co := reactor.NewCooperator(c)
	n, other := 0, 0
	sleeper := co.Coiterate(func() (bool, *deferred.Deferred[void]) {
		n++
		return n < 3, reactor.Sleep(c, time.Second)
	})
	co.Coiterate(func() (bool, *deferred.Deferred[void]) { other++; return other < 5000, nil })
	c.Advance(time.Millisecond)
	if n != 1 || other != 5000 {
		t.Error(n, other)
	}
	c.Advance(2 * time.Second)
	wantEnd(t, sleeper, "pending") // for the last wait
	c.Advance(time.Second)
	wantEnd(t, sleeper, "over")
	if n != 3 {
		t.Error(n)
	}
}

func TestTaskPause(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	co := reactor.NewCooperator(c)
	co.Steps = 1
	var said []string
	task := co.Cooperate(counting(&said, "a", 3))
	try := func(err, want error) {
		t.Helper()
		if err != want {
			t.Errorf("%v, want %v", err, want)
		}
	}
	try(task.Resume(), reactor.ErrNotPaused)
	try(task.Pause(), nil)
	try(task.Pause(), nil)
	c.Advance(time.Hour)
	try(task.Resume(), nil)
	c.Advance(time.Hour)
	if len(said) != 0 {
		t.Error(said)
	}
	try(task.Resume(), nil)
	c.Turn()
	try(task.Pause(), nil)
	try(task.Resume(), nil) // in the same turn: no step too many
	c.Turn()
	if len(said) != 2 {
		t.Error(said)
	}
	done := task.WhenDone()
	cancelled := task.WhenDone()
	cancelled.Cancel()
	wantEnd(t, cancelled, "cancelled")
	try(task.Stop(), nil)
	wantEnd(t, done, "the task was stopped")
	wantEnd(t, cancelled, "cancelled")
	try(task.Stop(), reactor.ErrTaskOver)
	try(task.Pause(), reactor.ErrTaskOver)
	try(task.Resume(), reactor.ErrTaskOver)
	c.Advance(time.Hour)
	if _, left := c.Next(); left || len(said) != 2 {
		t.Error("goes on", said)
	}
	// Paused while it waits: it goes on when both are over.
	n := 0
	gate := deferred.New[void]()
	task = co.Cooperate(func() (bool, *deferred.Deferred[void]) { n++; return true, gate })
	c.Turn()
	try(task.Pause(), nil)
	gate.Callback(void{})
	c.Advance(time.Hour)
	if n != 1 {
		t.Error(n)
	}
	try(task.Resume(), nil)
	c.Turn()
	if n != 2 {
		t.Error(n)
	}
	try(task.Stop(), nil)
}

// Failures of all kinds end the task, and only that one.
func TestTaskFails(t *testing.T) {
	errWork := errors.New("work")
	kinds := map[string]reactor.Step{
		"work":       func() (bool, *deferred.Deferred[void]) { return true, deferred.Finish(errWork) },
		"panic boom": func() (bool, *deferred.Deferred[void]) { panic("boom") },
		"panic wait": func() (bool, *deferred.Deferred[void]) {
			return true, deferred.Panicked[void](&deferred.PanicError{Value: "wait"})
		},
		"exited": func() (bool, *deferred.Deferred[void]) { return false, deferred.Exited[void]() },
	}
	for outcome, step := range kinds {
		c := reactor.NewClock(time.Unix(0, 0))
		co := reactor.NewCooperator(c)
		n := 0
		d := co.Coiterate(step)
		other := co.Coiterate(func() (bool, *deferred.Deferred[void]) { n++; return n < 10, nil })
		c.Advance(0)
		wantEnd(t, d, outcome)
		wantEnd(t, other, "over")
	}
	// runtime.Goexit ends the goroutine; the others go on.
	c := reactor.NewClock(time.Unix(0, 0))
	co := reactor.NewCooperator(c)
	exiting := co.Coiterate(func() (bool, *deferred.Deferred[void]) { runtime.Goexit(); return true, nil })
	other := co.Coiterate(func() (bool, *deferred.Deferred[void]) { return false, nil })
	if !exits(func() { c.Advance(0) }) {
		t.Error("Goexit did not end the goroutine")
	}
	wantEnd(t, exiting, "exited")
	c.Advance(0)
	wantEnd(t, other, "over")
}

// Stopping cancels what tasks wait for; cancelling Coiterate's Deferred stops
// the task.
func TestCooperatorStop(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	co := reactor.NewCooperator(c)
	work := deferred.New[void]()
	waits := co.Coiterate(func() (bool, *deferred.Deferred[void]) { return true, work })
	ready := co.Coiterate(func() (bool, *deferred.Deferred[void]) { return true, nil })
	c.Turn()
	cancelled := co.Coiterate(func() (bool, *deferred.Deferred[void]) { t.Error("called"); return false, nil })
	cancelled.Cancel()
	wantEnd(t, cancelled, "cancelled")
	stopped := reactor.ErrCooperatorStopped.Error()
	again := deferred.New[string]()
	ready.Observe(func(deferred.Outcome[void]) { // it is stopping
		co.Stop()
		again.Callback(ended(co.Coiterate(func() (bool, *deferred.Deferred[void]) { return true, nil })))
	})
	co.Stop()
	wantEnd(t, waits, stopped)
	wantEnd(t, ready, stopped)
	wantEnd(t, work, "cancelled")
	if got, _, _ := again.Result(); got != stopped {
		t.Error(got)
	}
	if _, left := c.Next(); left || co.Tasks() != 0 {
		t.Error("a turn is left")
	}
	// A step that stops its own task.
	var task *reactor.Task
	late := deferred.New[void]()
	task = reactor.Cooperate(c, func() (bool, *deferred.Deferred[void]) {
		_ = task.Stop()
		return true, late
	})
	c.Advance(0)
	wantEnd(t, task.WhenDone(), "the task was stopped")
	wantEnd(t, late, "cancelled")
	// The end of the reactor.
	task = reactor.Cooperate(c, func() (bool, *deferred.Deferred[void]) { return true, nil })
	c.Turn()
	c.Close()
	wantEnd(t, task.WhenDone(), reactor.ErrReactorStopped.Error())
	wantEnd(t, reactor.Cooperate(c, nil).WhenDone(), reactor.ErrReactorStopped.Error())
}

// On a real loop, a long piece of work leaves room for timers.
func TestCooperateOnLoop(t *testing.T) {
	l := reactor.New()
	n, ticks := 0, 0
	co := reactor.NewCooperator(l)
	co.Slice = time.Millisecond
	post(t, l, func() {
		reactor.NewLoopingCall(l, func() *deferred.Deferred[void] { ticks++; return deferred.Done() }).Start(5 * time.Millisecond)
		begin := time.Now()
		d := co.Coiterate(func() (bool, *deferred.Deferred[void]) {
			n++
			return time.Since(begin) < 100*time.Millisecond, nil
		})
		d.Observe(func(deferred.Outcome[void]) { l.Stop() })
	})
	if err := l.Run(); err != nil {
		t.Error(err)
	}
	if n < 100 || ticks < 3 {
		t.Errorf("%d steps, %d ticks", n, ticks)
	}
}

func ExampleCooperate() {
	clock := reactor.NewClock(time.Unix(0, 0))
	sum, n := 0, 0
	task := reactor.Cooperate(clock, func() (more bool, wait *deferred.Deferred[deferred.Void]) {
		n++
		sum += n
		return n < 10000, nil
	})
	done := task.WhenDone()
	turns := 0
	for !done.Fired() {
		clock.Turn()
		turns++
	}
	fmt.Println(sum, "in", turns, "turns")
	// Output:
	// 50005000 in 10 turns
}

func ExampleTask() {
	clock := reactor.NewClock(time.Unix(0, 0))
	steps := 0
	task := reactor.Cooperate(clock, func() (bool, *deferred.Deferred[deferred.Void]) {
		steps++
		return true, nil
	})
	fmt.Println(task.Pause())
	clock.Turn()
	fmt.Println(steps)
	fmt.Println(task.Resume(), task.Stop(), task.Stop())
	// Output:
	// <nil>
	// 0
	// <nil> <nil> cannot change the task: it is over
}

// Tasks of one cooperator take turns, and share its bounds.
func ExampleCooperator() {
	clock := reactor.NewClock(time.Unix(0, 0))
	both := reactor.NewCooperator(clock)
	for _, name := range []string{"a", "b"} {
		name, n := name, 0
		both.Cooperate(func() (bool, *deferred.Deferred[deferred.Void]) {
			n++
			fmt.Print(name, n, " ")
			return n < 3, nil
		})
	}
	clock.Advance(0)
	fmt.Println()
	// Output:
	// a1 b1 a2 b2 a3 b3
}

func ExampleNewCooperator() {
	clock := reactor.NewClock(time.Unix(0, 0))
	slow := reactor.NewCooperator(clock)
	slow.Steps = 1
	fmt.Println(slow.Tasks())
	slow.Stop()
	_, err, _ := slow.Coiterate(func() (bool, *deferred.Deferred[deferred.Void]) { return true, nil }).Result()
	fmt.Println(err)
	// Output:
	// 0
	// the cooperator was stopped
}

// A step may wait.
func ExampleStep() {
	clock := reactor.NewClock(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	left := []string{"one", "two"}
	var step reactor.Step = func() (more bool, wait *deferred.Deferred[deferred.Void]) {
		fmt.Println(left[0], "at", clock.Now().Second())
		left = left[1:]
		return len(left) > 0, reactor.Sleep(clock, time.Second)
	}
	done := reactor.Cooperate(clock, step).WhenDone()
	clock.Advance(time.Minute)
	fmt.Println(done.Fired())
	// Output:
	// one at 0
	// two at 1
	// true
}
