package reactor_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
)

// started runs functions in threads and waits until all of them have begun.
func started(t *testing.T, l *reactor.Loop, n int, f func()) {
	t.Helper()
	var begun sync.WaitGroup
	begun.Add(n)
	for i := 0; i < n; i++ {
		if err := l.RunInThread(func() { begun.Done(); f() }); err != nil {
			t.Fatal(err)
		}
	}
	over := make(chan bool)
	go func() { begun.Wait(); close(over) }()
	select {
	case <-over:
	case <-time.After(20 * time.Second):
		t.Fatal("some functions were not begun")
	}
}

// Every function begins, however many others wait: by ones and by tens of
// thousands, on goroutines that are new and on those that were used before.
func TestThreadsAreUnbounded(t *testing.T) {
	l := reactor.New()
	defer l.Close()
	for _, n := range []int{1, 2, 100, 5000, 3, 5000} {
		wait := make(chan bool)
		var ended sync.WaitGroup
		ended.Add(n)
		started(t, l, n, func() { <-wait; ended.Done() })
		close(wait)
		ended.Wait()
	}
}

// Functions that do not wait share goroutines, and those that nobody needs end.
func TestThreadsAreUsedAgain(t *testing.T) {
	l := reactor.New()
	before := runtime.NumGoroutine()
	for i := 0; i < 1000; i++ {
		started(t, l, 1, func() {})
	}
	if n := runtime.NumGoroutine() - before; n > 20 {
		t.Errorf("%d goroutines for one function at a time", n)
	}
	wait := make(chan bool)
	started(t, l, 100, func() { <-wait })
	close(wait)
	ends(t, before+4) // a few are kept
	l.Close()
	ends(t, before)
}

// A loop that nobody closes does not leave goroutines behind when it is gone.
func TestThreadsOfLostLoop(t *testing.T) {
	before := runtime.NumGoroutine()
	for i := 0; i < 20; i++ {
		started(t, reactor.New(), 3, func() {})
	}
	for i := 0; i < 10; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	ends(t, before)
}

// ends waits until there are no more goroutines than before.
func ends(t *testing.T, before int) {
	t.Helper()
	for i := 0; runtime.NumGoroutine() > before; i++ {
		if i == 1000 {
			t.Fatalf("%d goroutines are left", runtime.NumGoroutine()-before)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// A function may end its goroutine. The end of the loop ends those that are idle,
// and then there are no threads any more.
func TestThreadsEnd(t *testing.T) {
	before := runtime.NumGoroutine()
	l := reactor.New()
	var n atomic.Int32
	for i := 0; i < 1000; i++ {
		i := i
		if err := l.RunInThread(func() {
			n.Add(1)
			if i%2 == 0 {
				runtime.Goexit()
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	l.Close()
	for i := 0; n.Load() < 1000; i++ { // goroutines of other tests may end meanwhile: they are not to be counted
		if i == 1000 {
			t.Fatalf("%d functions were run", n.Load())
		}
		time.Sleep(10 * time.Millisecond)
	}
	ends(t, before)
	if err := l.RunInThread(func() { t.Error("run") }); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
}

// Many goroutines may ask for threads.
func TestThreadsForAll(t *testing.T) {
	l := reactor.New()
	defer l.Close()
	var all sync.WaitGroup
	for i := 0; i < 8; i++ {
		all.Add(1000)
		go func() {
			for i := 0; i < 1000; i++ {
				if err := l.RunInThread(all.Done); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
}

// Functions may wait for those that come after them: each begins while all before it
// wait, whoever submits them, and whatever others do that are run in between.
func TestThreadsWaitForEachOther(t *testing.T) {
	const n = 10000
	l := reactor.New()
	defer l.Close()
	var others atomic.Int32
	between := []func(){
		func() { others.Add(1) },
		func() { others.Add(1); runtime.Goexit() },
		func() {
			defer func() { _ = recover(); others.Add(1) }()
			panic("in a thread")
		},
	}
	begun := make([]chan bool, n+1)
	for i := range begun {
		begun[i] = make(chan bool)
	}
	close(begun[n])
	var over sync.WaitGroup
	over.Add(n)
	submit := func(f func()) {
		if err := l.RunInThread(f); err != nil {
			t.Error(err)
		}
	}
	for s := 0; s < 4; s++ { // each has every fourth
		s := s
		go func() {
			for i := s; i < n; i += 4 {
				i := i
				submit(func() {
					close(begun[i])
					<-begun[i+1]
					over.Done()
				})
				submit(between[i%len(between)])
			}
		}()
	}
	ended := make(chan bool)
	go func() { over.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("a function waits for one that is not begun")
	}
	for i := 0; others.Load() < n; i++ {
		if i == 10000 {
			t.Fatalf("of the others %d were run", others.Load())
		}
		time.Sleep(time.Millisecond)
	}
}

// What is queued when the loop ends is still run, also behind functions that block.
func TestThreadsQueuedAtTheEnd(t *testing.T) {
	before := runtime.NumGoroutine()
	for round := 0; round < 50; round++ {
		l := reactor.New()
		var n atomic.Int32
		wait := make(chan bool)
		for i := 0; i < 100; i++ {
			f := func() { n.Add(1) }
			if i%10 == 0 {
				f = func() { <-wait; n.Add(1) }
			}
			if err := l.RunInThread(f); err != nil {
				t.Fatal(err)
			}
		}
		l.Close()
		for i := 0; n.Load() < 90; i++ {
			if i == 10000 {
				t.Fatalf("%d functions were run", n.Load())
			}
			time.Sleep(time.Millisecond)
		}
		close(wait)
		for i := 0; n.Load() < 100; i++ {
			if i == 10000 {
				t.Fatalf("%d functions were run", n.Load())
			}
			time.Sleep(time.Millisecond)
		}
	}
	ends(t, before)
}
