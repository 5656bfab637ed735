package reactor_test

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

var errTest = errors.New("test error")

// stoppable is what loops and clocks have in common.
type stoppable interface {
	reactor.Reactor
	BeforeShutdown(func() *deferred.Deferred[void]) (*reactor.Hook, error)
	DuringShutdown(func()) (*reactor.Hook, error)
	AfterShutdown(func()) (*reactor.Hook, error)
	SetShutdownLimit(time.Duration)
	Close()
}

func stoppables(t *testing.T, test func(t *testing.T, r stoppable)) {
	t.Run("loop", func(t *testing.T) { test(t, reactor.New()) })
	t.Run("clock", func(t *testing.T) { test(t, reactor.NewClock(time.Unix(0, 0))) })
}

// Hooks may add and remove hooks of their own phase and of later ones, but not of
// one that is over.
func TestHooksOfHooks(t *testing.T) {
	stoppables(t, func(t *testing.T, r stoppable) {
		var order []string
		say := func(s string) func() { return func() { order = append(order, s) } }
		before := func(s string) func() *deferred.Deferred[void] {
			return func() *deferred.Deferred[void] {
				say(s)()
				return reactor.Sleep(r, time.Millisecond)
			}
		}
		var next *reactor.Hook
		first := hook(t)(r.BeforeShutdown(func() *deferred.Deferred[void] {
			say("first")()
			if err := next.Remove(); err != nil {
				t.Error(err)
			}
			return deferred.Map(reactor.Sleep(r, 1), func(v void) void {
				hook(t)(r.BeforeShutdown(before("late before")))
				hook(t)(r.DuringShutdown(say("during")))
				return v
			})
		}))
		next = hook(t)(r.BeforeShutdown(before("next")))
		hook(t)(r.AfterShutdown(func() {
			say("after")()
			_, err1 := r.BeforeShutdown(before("too late"))
			_, err2 := r.DuringShutdown(say("too late"))
			if err1 != reactor.ErrReactorStopped || err2 != reactor.ErrReactorStopped {
				t.Error(err1, err2)
			}
			hook(t)(r.AfterShutdown(say("late after")))
		}))
		r.Close()
		r.Close()
		if want := []string{"first", "late before", "during", "after", "late after"}; !reflect.DeepEqual(order, want) {
			t.Errorf("%q, want %q", order, want)
		}
		for _, h := range []*reactor.Hook{first, next} {
			if err := h.Remove(); err != reactor.ErrHookGone {
				t.Error(err)
			}
		}
	})
}

// There is a limit to how long hooks are waited for, and what they wait for then
// fails as everything else does.
func TestShutdownLimit(t *testing.T) {
	stoppables(t, func(t *testing.T, r stoppable) {
		var got error
		hook(t)(r.BeforeShutdown(func() *deferred.Deferred[void] {
			d := reactor.Sleep(r, time.Hour)
			d.Observe(func(o deferred.Outcome[void]) { got = o.Err })
			return d
		}))
		r.SetShutdownLimit(time.Millisecond)
		r.Close()
		if got != reactor.ErrReactorStopped {
			t.Error(got)
		}
	})
}

// A clock does not wait for what cannot happen.
func TestClockShutdownStuck(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	hook(t)(c.BeforeShutdown(func() *deferred.Deferred[void] { return deferred.New[void]() }))
	c.Close()
	<-c.Stopped()
}

// A hook's failure is reported, and keeps nobody from shutting down.
func TestHookFails(t *testing.T) {
	reported := make(chan error, 1000)
	was := deferred.SetUnhandled(func(err error) { reported <- err })
	defer func() { deferred.SetUnhandled(was) }()
	stoppables(t, func(t *testing.T, r stoppable) {
		hook(t)(r.BeforeShutdown(func() *deferred.Deferred[void] {
			return deferred.AddCallback(reactor.Sleep(r, 1), func(v void) (void, error) { return v, errTest })
		}))
		r.Close()
	})
	deadline := time.After(10 * time.Second)
	for i := 0; i < 2; i++ {
		for err := error(nil); err == nil; {
			runtime.GC()
			select {
			case err = <-reported:
				if !errors.Is(err, errTest) {
					err = nil // of another test
				}
			case <-deadline:
				t.Fatal("nobody was told of the failure")
			case <-time.After(time.Millisecond):
			}
		}
	}
}

// A hook, or a call that was accepted, that panics ends Close with the panic; all
// else is done before.
func TestHookPanics(t *testing.T) {
	stoppables(t, func(t *testing.T, r stoppable) {
		var order []string
		say := func(s string) func() { return func() { order = append(order, s) } }
		hook(t)(r.BeforeShutdown(func() *deferred.Deferred[void] { panic("before") }))
		hook(t)(r.BeforeShutdown(func() *deferred.Deferred[void] { say("before")(); return nil }))
		post(t, r, func() { panic("post") })
		post(t, r, say("post"))
		hook(t)(r.DuringShutdown(func() { panic("during") }))
		hook(t)(r.DuringShutdown(say("during")))
		hook(t)(r.AfterShutdown(func() { runtime.Goexit() }))
		hook(t)(r.AfterShutdown(say("after")))
		d := reactor.Sleep(r, time.Hour)
		over := make(chan any)
		go func() {
			defer func() { over <- recover() }()
			r.Close()
		}()
		if v := <-over; v != nil && v != "during" {
			t.Error(v)
		}
		if want := []string{"before", "post", "during", "after"}; !reflect.DeepEqual(order, want) {
			t.Errorf("%q, want %q", order, want)
		}
		if _, err, _ := d.Result(); err != reactor.ErrReactorStopped {
			t.Error(err)
		}
		<-r.(reactor.Stopping).Stopped()
	})
}

// Stop from a thread wakes a loop whose hooks then want time.
func TestStopWithHooks(t *testing.T) {
	n := 0
	run(t, func(l *reactor.Loop) {
		hook(t)(l.BeforeShutdown(func() *deferred.Deferred[void] {
			return deferred.Map(reactor.Sleep(l, time.Millisecond), func(v void) void { n++; return v })
		}))
		go func() {
			time.Sleep(time.Millisecond)
			l.Stop()
			l.Stop()
		}()
	})
	if n != 1 {
		t.Errorf("the hook was called %d times", n)
	}
}

func ExampleLoop_BeforeShutdown() {
	loop := reactor.New()
	_, _ = loop.BeforeShutdown(func() *deferred.Deferred[deferred.Void] {
		fmt.Println("saying goodbye")
		return deferred.Map(reactor.Sleep(loop, time.Millisecond), func(v deferred.Void) deferred.Void {
			fmt.Println("said it")
			return v
		})
	})
	_, _ = loop.DuringShutdown(func() { fmt.Println("ending") })
	_, _ = loop.AfterShutdown(func() { fmt.Println("ended") })
	_ = loop.CallFromThread(loop.Stop)
	_ = loop.Run()
	// Output:
	// saying goodbye
	// said it
	// ending
	// ended
}
