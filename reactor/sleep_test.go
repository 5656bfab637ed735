package reactor_test

import (
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

func TestSleep(t *testing.T) {
	run(t, func(l *reactor.Loop) {
		if !reactor.Sleep(l, 0).Fired() || !reactor.Sleep(l, -1).Fired() {
			t.Error("no time passes, but Sleep waits")
		}
		start := time.Now()
		deferred.Then(reactor.Sleep(l, 3*time.Millisecond), func() *deferred.Deferred[void] {
			if d := time.Since(start); d < 3*time.Millisecond {
				t.Errorf("slept for %v", d)
			}
			return deferred.Map(reactor.After(l, 3*time.Millisecond), func(at time.Time) void {
				if d := at.Sub(start); d < 6*time.Millisecond || at.After(time.Now()) {
					t.Errorf("After after %v", d)
				}
				l.Stop()
				return void{}
			})
		})
	})
}

// Cancelling leaves no timer, and nothing that keeps a loop from being idle.
func TestCancelSleep(t *testing.T) {
	l := reactor.New()
	d := reactor.Sleep(l, time.Hour)
	if l.Idle() {
		t.Error("idle while somebody sleeps")
	}
	d.Cancel()
	if _, err, ok := d.Result(); err != deferred.ErrCancelled || !ok {
		t.Error(err, ok)
	}
	if !l.Idle() {
		t.Error("not idle")
	}
	l.RunUntil(l.Idle)
}

// A reactor needs three methods and no more.
func TestBareReactor(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	r := struct{ reactor.Reactor }{c}
	d := reactor.Sleep(r, time.Second)
	after := reactor.After(r, time.Second)
	cancelled := reactor.Sleep(r, time.Second)
	cancelled.Cancel()
	c.Advance(time.Second)
	if !d.Fired() {
		t.Error("still asleep")
	}
	if v, _, _ := after.Result(); !v.Equal(time.Unix(1, 0)) {
		t.Error(v)
	}
}
