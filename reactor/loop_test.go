package reactor_test

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

type void = deferred.Void

// run runs f on a loop until it calls Stop, and fails the test if it does not.
func run(t *testing.T, f func(l *reactor.Loop)) {
	t.Helper()
	l := reactor.New()
	post(t, l, func() { f(l) })
	done := make(chan error)
	go func() { done <- l.Run() }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the loop does not stop")
	}
}

func post(t *testing.T, r reactor.Reactor, f func()) {
	t.Helper()
	if err := r.CallFromThread(f); err != nil {
		t.Error(err)
	}
}

// Conformance 40: a hundred thousand posts from each of several threads keep
// the order of each, and none is lost.
func TestPosts(t *testing.T) {
	const threads, posts = 4, 100000
	next, left := [threads]int{}, threads*posts
	run(t, func(l *reactor.Loop) {
		for i := 0; i < threads; i++ {
			i := i
			go func() {
				for n := 0; n < posts; n++ {
					n := n
					_ = l.CallFromThread(func() {
						if next[i] != n {
							t.Errorf("thread %d: post %d came as number %d", i, n, next[i])
						}
						next[i]++
						if left--; left == 0 {
							l.Stop()
						}
					})
				}
			}()
		}
	})
}

// A turn makes the calls posted before it began: one that posts itself again
// and again does not keep timers from firing.
func TestFairness(t *testing.T) {
	turns := 0
	run(t, func(l *reactor.Loop) {
		var again func()
		again = func() {
			turns++
			_ = l.CallFromThread(again)
		}
		again()
		for i := 0; i < 10000; i++ { // more than a turn takes
			_ = l.CallFromThread(func() { time.Sleep(time.Microsecond) })
		}
		l.CallLater(5*time.Millisecond, l.Stop)
	})
	if turns < 2 {
		t.Errorf("%d turns", turns)
	}
}

// A call that asks for itself again without delay leaves room for posts, and
// is made once a turn.
func TestZeroDelay(t *testing.T) {
	calls, posts := 0, 0
	run(t, func(l *reactor.Loop) {
		var later func()
		later = func() {
			calls++
			l.CallLater(0, later)
		}
		later()
		var posted func()
		posted = func() {
			if posts++; posts == 100 {
				l.Stop()
				return
			}
			_ = l.CallFromThread(posted)
		}
		posted()
	})
	if calls < 90 || calls > 110 {
		t.Errorf("%d calls in 100 turns", calls)
	}
}

// Conformance 43: equal deadlines in order; cancelling twice, or after the
// call, is an error; resetting counts from now.
func TestDelayedCalls(t *testing.T) {
	for name, newReactor := range map[string]func() (r reactor.Reactor, wait func(time.Duration)){
		"clock": func() (reactor.Reactor, func(time.Duration)) {
			c := reactor.NewClock(time.Unix(0, 0))
			return c, c.Advance
		},
		"loop": func() (reactor.Reactor, func(time.Duration)) {
			l := reactor.New()
			return l, func(d time.Duration) {
				over := false
				l.CallLater(d, func() { over = true })
				l.RunUntil(func() bool { return over })
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, wait := newReactor()
			var order []int
			call := func(d time.Duration, n int) reactor.DelayedCall {
				return r.CallLater(d, func() { order = append(order, n) })
			}
			var equal []int
			for i := 0; i < 100; i++ {
				call(5*time.Millisecond, i)
				equal = append(equal, i)
			}
			never := call(2*time.Millisecond, -1)
			first := call(time.Millisecond, -2)
			call(-time.Second, -3)
			put := call(time.Millisecond, 100)
			if err := put.(reactor.Resetter).Reset(6 * time.Millisecond); err != nil {
				t.Error(err)
			}
			if err := never.Cancel(); err != nil {
				t.Error(err)
			}
			if err := never.Cancel(); err != reactor.ErrCallCancelled {
				t.Error(err)
			}
			wait(20 * time.Millisecond)
			if err := first.Cancel(); err != reactor.ErrCalled {
				t.Error(err)
			}
			if err := first.(reactor.Resetter).Reset(1); err != reactor.ErrCalled {
				t.Error(err)
			}
			if want := append([]int{-3, -2}, append(equal, 100)...); !reflect.DeepEqual(order, want) {
				t.Errorf("%v", order)
			}
		})
	}
}

// Many calls, some cancelled, some moved, come in the order of their deadlines.
func TestManyDelayedCalls(t *testing.T) {
	c := reactor.NewClock(time.Unix(0, 0))
	last, made := time.Duration(-1), 0
	at := func(d time.Duration) func() {
		return func() {
			now := c.Now().Sub(time.Unix(0, 0))
			if now < last || now != d {
				t.Fatalf("a call for %v at %v, after one at %v", d, now, last)
			}
			last = now
			made++
		}
	}
	x := uint32(1)
	for i := 0; i < 10000; i++ {
		x = x*1664525 + 1013904223
		d := time.Duration(x >> 20)
		switch call := c.CallLater(d, at(d)); i % 3 {
		case 1:
			_ = call.Cancel()
		case 2:
			_ = call.(reactor.Resetter).Reset(d) // to where it was
		}
	}
	c.Advance(time.Second)
	if made != 6667 {
		t.Errorf("%d calls were made", made)
	}
}

// Stop: what was accepted is done, what comes later is refused, what is under
// way fails, and nothing hangs. Conformance 42.
func TestStop(t *testing.T) {
	var l *reactor.Loop
	var order []string
	run(t, func(loop *reactor.Loop) {
		l = loop
		reactor.Sleep(l, time.Hour).Observe(func(o deferred.Outcome[void]) {
			order = append(order, fmt.Sprint("sleep: ", o.Err))
			reactor.Sleep(l, time.Hour).Observe(func(o deferred.Outcome[void]) {
				order = append(order, fmt.Sprint("again: ", o.Err))
			})
		})
		reactor.After(l, time.Hour).Observe(func(o deferred.Outcome[time.Time]) {
			order = append(order, fmt.Sprint("after: ", o.Err))
		})
		_ = l.CallFromThread(func() { order = append(order, "accepted") })
		l.Stop()
		l.Stop()
		if err := l.CallFromThread(func() { t.Error("called") }); err != reactor.ErrReactorStopped {
			t.Error(err)
		}
	})
	want := []string{"accepted", "sleep: the reactor has stopped", "again: the reactor has stopped", "after: the reactor has stopped"}
	if !reflect.DeepEqual(order, want) {
		t.Errorf("%q", order)
	}
	select {
	case <-l.Stopped():
	default:
		t.Error("Stopped is not closed")
	}
	if err := l.Run(); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
}

// Stop before Run, and from a thread while the loop sleeps.
func TestStopOtherwise(t *testing.T) {
	l := reactor.New()
	ran := false
	_ = l.CallFromThread(func() { ran = true })
	stopped := l.Stopped()
	l.Stop()
	if err := l.Run(); err != nil || !ran {
		t.Error(err, ran)
	}
	<-stopped
	for i := 0; i < 100; i++ {
		run(t, func(l *reactor.Loop) {
			if i%2 == 0 {
				l.CallLater(time.Hour, func() {})
			}
			go l.Stop()
		})
	}
}

func TestRunTwice(t *testing.T) {
	run(t, func(l *reactor.Loop) {
		if err := l.Run(); err != reactor.ErrRunning {
			t.Error(err)
		}
		l.Stop()
	})
}

// A call that panics ends Run with its panic; who runs on does so after it.
func TestPanic(t *testing.T) {
	l := reactor.New()
	ran := false
	_ = l.CallFromThread(func() { panic("boom") })
	_ = l.CallFromThread(func() { ran = true; l.Stop() })
	v := func() (v any) {
		defer func() { v = recover() }()
		return l.Run()
	}()
	if v != "boom" {
		t.Error(v)
	}
	if err := l.Run(); err != nil || !ran {
		t.Error(err, ran)
	}
}

func TestOnReactor(t *testing.T) {
	var l *reactor.Loop
	run(t, func(loop *reactor.Loop) {
		l = loop
		if !l.OnReactor() {
			t.Error("on the reactor, but does not know")
		}
		go func() {
			if l.OnReactor() {
				t.Error("a thread is taken for the reactor")
			}
			l.Stop()
		}()
	})
	if l.OnReactor() {
		t.Error("after Run")
	}
}

// Goexit in a call ends the goroutine, but not the loop: who runs it next goes on.
func TestGoexit(t *testing.T) {
	l := reactor.New()
	_ = l.CallFromThread(runtime.Goexit)
	_ = l.CallFromThread(l.Stop)
	var w sync.WaitGroup
	w.Add(1)
	go func() {
		defer w.Done()
		_ = l.Run()
		t.Error("Run returned")
	}()
	w.Wait()
	if err := l.Run(); err != nil {
		t.Error(err)
	}
}

func TestThreads(t *testing.T) {
	l := reactor.New()
	done := make(chan bool)
	if err := l.RunInThread(func() { close(done) }); err != nil {
		t.Error(err)
	}
	<-done
	refuse := errors.New("no")
	l.SetThreads(runner(func(func()) error { return refuse }))
	if err := l.RunInThread(func() {}); err != refuse {
		t.Error(err)
	}
}

type runner func(func()) error

func (r runner) RunInThread(f func()) error { return r(f) }

// Posting allocates nothing but room for the calls.
func BenchmarkCallFromThread(b *testing.B) {
	l := reactor.New()
	b.ReportAllocs()
	n := 0
	f := func() { n++ }
	for i := 0; i < b.N; i += 100 {
		for j := 0; j < 100; j++ {
			_ = l.CallFromThread(f)
		}
		l.RunUntil(l.Idle)
	}
}

func BenchmarkCallLater(b *testing.B) {
	l := reactor.New()
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		_ = l.CallLater(time.Hour, func() {}).Cancel()
	}
}
