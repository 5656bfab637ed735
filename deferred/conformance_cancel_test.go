package deferred_test

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
)

func TestConformance19OneLateFireIsSwallowedAfterCancel(t *testing.T) {
	d := deferred.New[int]() // without a canceller: who fires it cannot know
	d.Cancel()
	want(t, d, "0, cancelled")
	d.Callback(1)
	want(t, d, "0, cancelled")
	if err, _ := panics(func() { d.Callback(1) }).(*deferred.AlreadyFiredError); err == nil || err.First != "Cancel" {
		t.Error(err)
	}
}

func TestConformance20TheCancellerIsCalledOnce(t *testing.T) {
	calls := 0
	d := deferred.New(func(*deferred.Deferred[int]) { calls++ })
	d.Cancel()
	d.Cancel()
	want(t, d, "0, cancelled")
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
	if panics(func() { d.Callback(1) }) == nil {
		t.Error("a late fire was swallowed, though the canceller should have seen to it")
	}
}

func TestConformance21CancelAfterFireDoesNothing(t *testing.T) {
	d := deferred.New(func(d *deferred.Deferred[int]) { t.Error("called after the fire") })
	d.Callback(1)
	d.Cancel()
	want(t, d, "1, <nil>")
	deferred.Done().Cancel()
}

func TestConformance22ACancellerThatFiresWins(t *testing.T) {
	d := deferred.New(func(d *deferred.Deferred[int]) { d.Callback(3) })
	d.Cancel()
	want(t, d, "3, <nil>")
	d = deferred.New(func(d *deferred.Deferred[int]) { d.Errback(errTest) })
	d.Cancel()
	want(t, d, "0, test error")
}

func TestConformance23CancelReachesTheInnersCanceller(t *testing.T) {
	for name, end := range map[string]string{"fires": "4, <nil>", "does not": "0, cancelled"} {
		inner := deferred.New(func(d *deferred.Deferred[int]) {
			if name == "fires" {
				d.Callback(4)
			}
		})
		gate := deferred.New(func(*deferred.Deferred[int]) { t.Error("the canceller of one that has fired") })
		middle := deferred.Chain(gate, func(int) *deferred.Deferred[int] {
			return deferred.Map(inner, func(v int) int { return v })
		})
		outer := deferred.WithDefers(func(*deferred.Scope) *deferred.Deferred[int] {
			return deferred.Map(middle, func(v int) int { return v })
		})
		gate.Callback(0)
		outer.Cancel()
		want(t, inner, end)
		want(t, outer, end)
	}
}

// * The panic is the caller's, and d is fired all the same.
func TestConformance24ACancellerThatPanicsStillFires(t *testing.T) {
	d := deferred.New(func(d *deferred.Deferred[int]) { panic("canceller") })
	end := deferred.Map(d, func(v int) int { return v })
	if v := panics(end.Cancel); v != "canceller" {
		t.Error(v)
	}
	want(t, d, "0, cancelled")
	want(t, end, "0, cancelled")
}

func TestConformance25TheCancellerIsReleasedAfterTheFire(t *testing.T) {
	for name, fire := range map[string]func(d *deferred.Deferred[int]){
		"fired":     func(d *deferred.Deferred[int]) { d.Callback(1) },
		"cancelled": func(d *deferred.Deferred[int]) { d.Cancel() },
	} {
		released := make(chan bool)
		d := func() *deferred.Deferred[int] {
			big := new([1 << 10]byte)
			runtime.AddCleanup(big, func(int) { close(released) }, 0)
			return deferred.New(func(*deferred.Deferred[int]) { big[0]++ })
		}()
		fire(d)
		for i := 0; i < 100; i++ {
			runtime.GC()
			select {
			case <-released:
				i = 100
			case <-time.After(100 * time.Millisecond):
				if i == 99 {
					t.Errorf("%s: what the canceller holds is not released", name)
				}
			}
		}
		runtime.KeepAlive(d)
	}
}

// Those that somebody handles or passes on are not.
func TestConformance37UnhandledFailuresAreReported(t *testing.T) {
	reports := make(chan error, 100)
	old := deferred.SetUnhandled(func(err error) { reports <- err })
	defer func() { deferred.SetUnhandled(old) }()
	lost := errors.New("lost")
	moved := errors.New("moved and lost")
	func() {
		fail := func(err error) *deferred.Deferred[int] {
			d := deferred.New[int]()
			d.Errback(err)
			return d
		}
		fail(lost)
		deferred.Map(fail(moved), func(int) int { return 0 })
		_, _, _ = fail(errTest).Result()
		fail(errTest).AddErrback(func(error) (int, error) { return 0, nil })
		deferred.ChainBoth(fail(errTest), func(int, error) *deferred.Deferred[void] { return deferred.Done() })
		d := deferred.New[int]()
		d.AddErrback(func(error) (int, error) { return 0, nil })
		d.Errback(errTest)
		deferred.New[int]().Cancel()
		p := deferred.New[int]()
		deferred.Map(p, func(int) int { panic("lost") })
		p.Callback(1)
		o := deferred.New[int]()
		o.Observe(func(deferred.Outcome[int]) { panic("observer") })
		o.Callback(1)
	}()
	found := map[string]int{}
	for i := 0; i < 4; i++ {
		runtime.GC()
		select {
		case err := <-reports:
			found[err.Error()]++
		case <-time.After(10 * time.Second):
			t.Fatalf("only %v", found)
		}
	}
	runtime.GC()
	runtime.GC()
	select {
	case err := <-reports:
		t.Errorf("reported as well: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	for _, w := range []string{"lost", "moved and lost", "panic: lost", "panic: observer"} {
		if found[w] != 1 {
			t.Errorf("%q was reported %d times, of %v", w, found[w], found)
		}
	}
}

// Cancelling what waits for something that waits cascades.
func TestConformance39CancellationCascades(t *testing.T) {
	for depth := 0; depth < 3; depth++ {
		cancelled := 0
		d := deferred.New(func(*deferred.Deferred[int]) { cancelled++ })
		end := d
		for i := 0; i < depth; i++ {
			under := end
			end = deferred.Chain(deferred.Succeed(1), func(int) *deferred.Deferred[int] {
				return deferred.Map(under, func(v int) int { return v })
			})
		}
		end.Cancel()
		want(t, end, "0, cancelled")
		if cancelled != 1 {
			t.Errorf("depth %d: the canceller was called %d times", depth, cancelled)
		}
	}
}

func TestConformance39CancellationCanBeTranslated(t *testing.T) {
	d := deferred.ChainBoth(deferred.New[int](), func(_ int, err error) *deferred.Deferred[string] {
		if !errors.Is(err, deferred.ErrCancelled) {
			t.Error(err)
		}
		return deferred.Succeed("translated")
	})
	outer := deferred.Map(d, func(s string) string { return s + "!" })
	outer.Cancel()
	want(t, outer, "translated!, <nil>")
}

// Who is cancelled may still wait for something; then that can be cancelled again.
func TestConformance39CancellationCanBeAwaited(t *testing.T) {
	again := deferred.New[int]()
	first := deferred.New[int]()
	d := deferred.ChainBoth(first, func(_ int, err error) *deferred.Deferred[int] {
		if err != deferred.ErrCancelled {
			t.Error(err)
		}
		return again
	})
	d.Cancel()
	want(t, d, "pending")
	d.Cancel()
	want(t, d, "0, cancelled")
	again.Callback(1)
}
