package frames_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

var errTest = errors.New("test")

// reactors are those that keep frames, and one that does not.
func reactors() map[string]reactor.Reactor {
	return map[string]reactor.Reactor{
		"loop":    reactor.New(),
		"foreign": struct{ reactor.Reactor }{reactor.New()},
	}
}

func each(t *testing.T, f func(t *testing.T, r reactor.Reactor, s *source)) {
	for name, r := range reactors() {
		t.Run(name, func(t *testing.T) { f(t, r, &source{}) })
	}
}

func wantOutcome(t *testing.T, d *deferred.Deferred[int], v int, err error) {
	t.Helper()
	got, gotErr, ok := d.Result()
	if !ok || got != v || !errors.Is(gotErr, err) {
		t.Errorf("outcome %d, %v, %v, want %d, %v", got, gotErr, ok, v, err)
	}
}

func TestInPlace(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		s.over = true
		wantOutcome(t, oneDeferred(r, s, 2), 3, nil)
		wantOutcome(t, deepDeferred(r, s, 3, 2), 6, nil)
		wantOutcome(t, sumDeferred(r, s, 4), 10, nil)
	})
}

func TestLater(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		for range 3 { // frames are used again
			d := deepDeferred(r, s, 3, 2)
			if d.Fired() {
				t.Fatal("fired too early")
			}
			s.next().Callback(1)
			wantOutcome(t, d, 6, nil)
		}
	})
}

func TestErrors(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		d := deepDeferred(r, s, 3, 2)
		s.next().Errback(errTest)
		wantOutcome(t, d, 0, errTest)
	})
}

func TestLoopMixed(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		d := sumDeferred(r, s, 10)
		for i := 0; !d.Fired(); i++ {
			s.over = i%3 != 0
			s.next().Callback(1)
			if s.over && !d.Fired() {
				t.Fatal("stopped at a wait that was over")
			}
			s.over = false
		}
		wantOutcome(t, d, 55, nil)
	})
}

// Two operations share the pools, and each has frames of its own.
func TestInterleaved(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		a, b := sumDeferred(r, s, 3), sumDeferred(r, s, 3)
		for i := range 3 {
			s.next().Callback(10 * (i + 1))
			s.next().Callback(i)
		}
		wantOutcome(t, a, 63, nil)
		wantOutcome(t, b, 6, nil)
	})
}

func TestPanicLater(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		d := deepDeferred(r, s, 3, -1)
		s.next().Callback(1)
		_, err, ok := d.Result()
		var p *deferred.PanicError
		if !ok || !errors.As(err, &p) || p.Value != "negative" || !strings.Contains(string(p.Stack), "oneAfterEvent") {
			t.Errorf("outcome %v, %v", err, ok)
		}
		// Nothing is left behind.
		d = deepDeferred(r, s, 3, 1)
		s.next().Callback(1)
		wantOutcome(t, d, 5, nil)
	})
}

func TestPanicInPlace(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		s.over = true
		defer func() {
			if recover() != "negative" {
				t.Error("not raised in place")
			}
		}()
		deepDeferred(r, s, 3, -1)
	})
}

// A Deferred that has panicked lets the functions that wait for it panic.
func TestPanicAwaited(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		panicked := deferred.New[int]()
		panicked.FailPanic(&deferred.PanicError{Value: "leaf"})
		s.pending = nil
		v, err, p := frames.Await(r, panicked)
		if p == nil {
			t.Fatalf("over: %d, %v", v, err)
		}
		d := frames.Defer(v, err, p)
		var e *deferred.PanicError
		if _, err, ok := d.Result(); !ok || !errors.As(err, &e) || e.Value != "leaf" {
			t.Errorf("outcome %v, %v", err, ok)
		}
		later := deepDeferred(r, s, 2, 1)
		s.next().FailPanic(&deferred.PanicError{Value: "later"})
		if _, err, ok := later.Result(); !ok || !errors.As(err, &e) || e.Value != "later" {
			t.Errorf("outcome %v, %v", err, ok)
		}
	})
}

func TestGoexit(t *testing.T) {
	s := &source{}
	d := deepDeferred(reactor.New(), s, 2, 1)
	s.next().FailGoexit()
	if _, err, ok := d.Result(); !ok || err != deferred.ErrGoexit {
		t.Errorf("outcome %v, %v", err, ok)
	}
}

// Cancel goes to the innermost Deferred, and the functions go on with its error.
func TestCancel(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		d := deepDeferred(r, s, 3, 1)
		d.Cancel()
		wantOutcome(t, d, 0, deferred.ErrCancelled)
		s.next().Callback(1) // swallowed
		again := deepDeferred(r, s, 3, 1)
		s.next().Callback(1)
		wantOutcome(t, again, 5, nil)
	})
}

// While its code is running an operation cannot be cancelled, and certainly not one
// that has taken over its frames.
func TestCancelWhileRunning(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		var a *deferred.Deferred[int]
		var b *deferred.Deferred[int]
		a = deferred.AddCallback(oneDeferred(r, s, 1), func(v int) (int, error) {
			b = oneDeferred(r, s, 5) // has the frame that a had
			a.Cancel()
			return v, nil
		})
		s.next().Callback(1)
		wantOutcome(t, a, 2, nil)
		s.next().Callback(1)
		wantOutcome(t, b, 6, nil)
	})
}

// A million turns that wait, a million in place after one that has waited, and a
// million calls deep: the stack stays flat.
func TestScale(t *testing.T) {
	const n = 1_000_000
	r, s := reactor.New(), &source{}
	d := sumDeferred(r, s, n)
	for !d.Fired() {
		s.next().Callback(1)
	}
	wantOutcome(t, d, n+n*(n-1)/2, nil)
	d = sumDeferred(r, s, n)
	s.over = true
	s.next().Callback(1)
	wantOutcome(t, d, n+n*(n-1)/2, nil)
	s.over = false
	d = deepDeferred(r, s, n, 1)
	s.next().Callback(1)
	wantOutcome(t, d, n+2, nil)
}

// The end of a call that is a million calls deep needs no stack to speak of.
func TestStack(t *testing.T) {
	r, s := reactor.New(), &source{}
	d := deepDeferred(r, s, 100_000, 1)
	ended := make(chan uint64)
	go func() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s.next().Callback(1)
		runtime.ReadMemStats(&after)
		ended <- after.StackInuse - min(after.StackInuse, before.StackInuse)
	}()
	if grown := <-ended; grown > 256<<10 {
		t.Errorf("the stack grew by %d bytes", grown)
	}
	wantOutcome(t, d, 100_002, nil)
}

// A wait takes no allocation, beyond those of the Deferreds at the edges.
func TestAllocations(t *testing.T) {
	if frames.Debug {
		t.Skip("a debug build does not use frames again")
	}
	r, s := reactor.New(), &source{pending: make([]*deferred.Deferred[int], 0, 1)}
	run := func() {
		s.pending = s.pending[:0]
		d := deepDeferred(r, s, 3, 2)
		s.pending[0].Callback(1)
		if !d.Fired() {
			t.Fatal("not fired")
		}
	}
	run()
	if n := testing.AllocsPerRun(100, run); n != 2 { // the event's Deferred, and the caller's
		t.Errorf("%v allocations, want 2", n)
	}
}

// The Deferred of the host's own operation: no Deferred at all.
func TestStartAndFire(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		interrupted := &interrupt{}
		e := frames.Get(r, ticks)
		frames.Start(r, &e.Pending, interrupted)
		d := frames.Defer(0, nil, &e.Pending)
		d.Cancel()
		if !interrupted.told {
			t.Error("not interrupted")
		}
		e.Fire(7, nil)
		wantOutcome(t, d, 7, nil)
	})
}

type tick struct{ frames.Frame[tick, int] }

var ticks = frames.NewPool[tick]()

type interrupt struct{ told bool }

func (i *interrupt) Interrupt() { i.told = true }
