package reactor_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// A hundred thousand posts from a thread wake a loop that sleeps, each thread's in
// order; and a delayed call that a thread asks for by a post is made.
func TestConformance40PostsWakeTheLoopAndKeepTheirOrder(t *testing.T) {
	const threads, posts = 2, 100000
	var next [threads]int
	delayed := 0
	run(t, func(l *reactor.Loop) {
		for i := 0; i < threads; i++ {
			i := i
			go func() {
				time.Sleep(time.Millisecond) // the loop sleeps by then
				for n := 0; n < posts; n++ {
					n := n
					post(t, l, func() {
						if next[i] != n {
							t.Errorf("thread %d: post %d came as number %d", i, n, next[i])
						}
						next[i]++
					})
				}
				post(t, l, func() {
					l.CallLater(time.Millisecond, func() {
						if delayed++; delayed == threads {
							l.Stop()
						}
					})
				})
			}()
		}
	})
	if next != [threads]int{posts, posts} || delayed != threads {
		t.Errorf("%v posts and %d delayed calls were made", next, delayed)
	}
}

// Hooks run in order, once the loop is not in a call any more; it turns on until
// the Deferreds of those before are over, which may remove those that come
// later; and after the end nothing is pending.
func TestConformance42ShutdownHooksInOrderAndAwaited(t *testing.T) {
	var order []string
	say := func(s string) func() { return func() { order = append(order, s) } }
	var pending []*deferred.Deferred[void]
	run(t, func(l *reactor.Loop) {
		var removed *reactor.Hook
		hook(t)(l.AfterShutdown(say("after")))
		hook(t)(l.DuringShutdown(say("during")))
		removed = hook(t)(l.DuringShutdown(say("removed")))
		hook(t)(l.BeforeShutdown(func() *deferred.Deferred[void] {
			say("before 1")()
			return deferred.Map(reactor.Sleep(l, 5*time.Millisecond), func(v void) void {
				say("slept")()
				if err := removed.Remove(); err != nil {
					t.Error(err)
				}
				post(t, l, say("posted"))
				return v
			})
		}))
		hook(t)(l.BeforeShutdown(func() *deferred.Deferred[void] {
			say("before 2")()
			return nil
		}))
		for i := 0; i < 3; i++ {
			pending = append(pending, reactor.Sleep(l, time.Hour))
		}
		l.Stop()
		say("stop returned")()
	})
	want := []string{"stop returned", "before 1", "before 2", "slept", "posted", "during", "after"}
	if !reflect.DeepEqual(order, want) {
		t.Errorf("%q, want %q", order, want)
	}
	for _, d := range pending {
		if _, err, ok := d.Result(); !ok || err != reactor.ErrReactorStopped {
			t.Errorf("%v, %v", err, ok)
		}
	}
}

// hook is for calls that add a hook, and ought to succeed.
func hook(t *testing.T) func(h *reactor.Hook, err error) *reactor.Hook {
	return func(h *reactor.Hook, err error) *reactor.Hook {
		if err != nil {
			t.Error(err)
		}
		return h
	}
}

// A timer that is armed again inside of its own call comes after those that have
// the same deadline and were there before, as does one that is reset; a call that
// has been made, or that is just being made, cannot be cancelled or reset.
func TestConformance43ReArmInsideOwnCallKeepsOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, r reactor.Reactor, wait func(time.Duration)) {
		var order []string
		say := func(s string) func() { return func() { order = append(order, s) } }
		var self, second reactor.DelayedCall
		self = r.CallLater(0, func() {
			say("self")()
			for _, err := range []error{self.Cancel(), self.(reactor.Resetter).Reset(0)} {
				if !errors.Is(err, reactor.ErrCalled) {
					t.Error(err)
				}
			}
			self = r.CallLater(0, say("again"))
			if err := second.(reactor.Resetter).Reset(0); err != nil {
				t.Error(err)
			}
			r.CallLater(0, say("new"))
		})
		second = r.CallLater(0, say("second"))
		r.CallLater(0, say("third"))
		wait(time.Millisecond)
		if want := []string{"self", "third", "again", "second", "new"}; !reflect.DeepEqual(order, want) {
			t.Errorf("%q, want %q", order, want)
		}
		if err := second.Cancel(); !errors.Is(err, reactor.ErrCalled) {
			t.Error(err)
		}
		order = nil
		for i := 0; i < 1000; i++ {
			r.CallLater(time.Millisecond, say(fmt.Sprint(i)))
		}
		wait(2 * time.Millisecond)
		for i, s := range order {
			if s != fmt.Sprint(i) {
				t.Fatalf("call %s came as number %d", s, i)
			}
		}
		if len(order) != 1000 {
			t.Errorf("%d calls", len(order))
		}
	})
}

// onBoth runs a test on a loop and on a clock.
func onBoth(t *testing.T, test func(t *testing.T, r reactor.Reactor, wait func(time.Duration))) {
	t.Run("loop", func(t *testing.T) {
		l := reactor.New()
		test(t, l, func(d time.Duration) {
			over := false
			l.CallLater(d, func() { over = true })
			l.RunUntil(func() bool { return over })
		})
	})
	t.Run("clock", func(t *testing.T) {
		c := reactor.NewClock(time.Unix(0, 0))
		test(t, c, c.Advance)
	})
	t.Run("guest", func(t *testing.T) {
		h := &house{}
		g := reactor.NewGuest(h)
		test(t, g, func(d time.Duration) {
			over := false
			g.CallLater(d, func() { over = true })
			for !over {
				h.next(t)()
			}
		})
	})
}
