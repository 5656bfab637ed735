package shim

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// withMode runs f in a mode.
func withMode(m string, f func()) {
	chooseOnce.Do(func() {})
	chosen = policy{}
	chosen.parse(m)
	defer func() { chosen = policy{} }()
	f()
}

// Made to suspend, a wait has the same outcome, of any kind, and a later turn.
func TestWaitAlways(t *testing.T) {
	withMode("always", func() {
		for _, o := range []deferred.Outcome[int]{
			{Value: 1},
			{Value: 1, Err: errors.New("failed")},
			{Panic: &deferred.PanicError{Value: "boom"}},
			{Exited: true},
		} {
			r := reactor.New()
			d := deferred.New[int]()
			if got := Wait[int](r, d); got != d {
				t.Error("a pending Deferred was replaced")
			}
			d.FireOutcome(o)
			got := Wait[int](r, d)
			if got.Fired() {
				t.Error("the wait did not suspend")
			}
			r.RunUntil(got.Fired)
			if out, _ := got.Outcome(); out != o {
				t.Errorf("the outcome is %v, want %v", out, o)
			}
		}
		stopped := reactor.New()
		stopped.Stop()
		if d := Wait(stopped, deferred.Succeed(1)); !d.Fired() {
			t.Error("waits for a reactor that has stopped")
		}
	})
}

func TestWaitNever(t *testing.T) {
	for _, m := range []string{"", "never", mode} {
		withMode(m, func() {
			d := deferred.Succeed(1)
			if Wait(nil, d) != d {
				t.Errorf("%q: suspended", m)
			}
		})
	}
}

// The coin is fair, and the same seed throws the same, also if goroutines share
// it.
func TestWaitRandom(t *testing.T) {
	throws := func(seed int) (s string, n int) {
		withMode(fmt.Sprint("random:", seed), func() {
			for i := 0; i < 1000; i++ {
				c := '0'
				if chosen.suspends() {
					c, n = '1', n+1
				}
				s += string(c)
			}
		})
		return s, n
	}
	a, n := throws(7)
	b, _ := throws(7)
	c, _ := throws(8)
	if a != b || a == c {
		t.Error("the seed does not decide")
	}
	if n < 400 || n > 600 {
		t.Errorf("%d of 1000 suspend", n)
	}
	withMode("random:-3", func() {
		var w sync.WaitGroup
		for i := 0; i < 10; i++ {
			w.Add(1)
			go func() {
				defer w.Done()
				if v := Value(func(r reactor.Reactor) *deferred.Deferred[int] {
					return deferred.Map(Wait(r, deferred.Succeed(3)), func(v int) int { return v })
				}); v != 3 {
					t.Error(v)
				}
			}()
		}
		w.Wait()
	})
}

func TestWaitBadMode(t *testing.T) {
	for m, want := range map[string]string{
		"sometimes": `shim: cannot use the mode "sometimes": it is none of never, always and random:SEED`,
		"random:x":  `shim: cannot use the mode "random:x": strconv.ParseInt: parsing "x": invalid syntax`,
	} {
		got := func() (v any) {
			defer func() { v = recover() }()
			new(policy).parse(m)
			return nil
		}()
		if got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}
