package shim_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/shim"
	"github.com/evert-go/evert/threads"
)

type void = deferred.Void

var errTest = errors.New("test error")

// Whatever a callback form ends with, in place or later, the blocking form's
// caller sees.
func TestAwait(t *testing.T) {
	waits := map[string]func(r reactor.Reactor) *deferred.Deferred[void]{
		"in place":    func(reactor.Reactor) *deferred.Deferred[void] { return deferred.Done() },
		"after sleep": func(r reactor.Reactor) *deferred.Deferred[void] { return reactor.Sleep(r, time.Millisecond) },
		"in a thread": func(r reactor.Reactor) *deferred.Deferred[void] { return threads.DeferToThread0(r, func() {}) },
		"next turn": func(r reactor.Reactor) *deferred.Deferred[void] {
			d := deferred.New[void]()
			_ = r.CallFromThread(func() { d.Callback(void{}) })
			return d
		},
	}
	for name, wait := range waits {
		await := func(end func() (string, error)) (string, error) {
			return shim.Await(func(r reactor.Reactor) *deferred.Deferred[string] {
				return deferred.AddCallback(wait(r), func(void) (string, error) { return end() })
			})
		}
		if v, err := await(func() (string, error) { return "v", errTest }); v != "v" || err != errTest {
			t.Errorf("%s: %v, %v", name, v, err)
		}
		boom := &struct{ s string }{"boom"}
		if v := panics(func() { _, _ = await(func() (string, error) { panic(boom) }) }); v != boom {
			t.Errorf("%s: panics with %v", name, v)
		}
		if !exits(func() { _, _ = await(func() (string, error) { runtime.Goexit(); return "", nil }) }) {
			t.Errorf("%s: does not exit", name)
		}
		if exits(func() { _, _ = await(func() (string, error) { return "", nil }) }) {
			t.Errorf("%s: exits", name)
		}
	}
}

func panics(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

func exits(f func()) bool {
	exited := make(chan bool)
	go func() {
		ok := true
		defer func() { exited <- ok }()
		f()
		ok = false
	}()
	return <-exited
}

func TestKinds(t *testing.T) {
	if v := shim.Value(func(reactor.Reactor) *deferred.Deferred[int] { return deferred.Succeed(1) }); v != 1 {
		t.Error(v)
	}
	ran := false
	shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
		return deferred.Map(reactor.Sleep(r, 1), func(v void) void { ran = true; return v })
	})
	if !ran {
		t.Error("Run came back early")
	}
	fail := func(reactor.Reactor) *deferred.Deferred[void] { return deferred.Finish(errTest) }
	if err := shim.Err(fail); err != errTest {
		t.Error(err)
	}
	if v := panics(func() { shim.Run(fail) }); v != errTest {
		t.Errorf("Run: %v", v)
	}
	if v := panics(func() {
		shim.Value(func(reactor.Reactor) *deferred.Deferred[int] { return deferred.Fail[int](errTest) })
	}); v != errTest {
		t.Errorf("Value: %v", v)
	}
}

// A blocking call in a continuation drives a reactor of its own, inside the
// other; to a depth of a hundred, each after a wait.
func TestNested(t *testing.T) {
	var depth func(n int) int
	depth = func(n int) int {
		return shim.Value(func(r reactor.Reactor) *deferred.Deferred[int] {
			return deferred.Map(threads.DeferToThread1(r, func() int { return 1 }), func(one int) int {
				if n == 0 {
					return 0
				}
				return one + depth(n-1)
			})
		})
	}
	if v := depth(100); v != 100 {
		t.Error(v)
	}
	if v := panics(func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			return deferred.Map(reactor.Sleep(r, 1), func(v void) void {
				shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
					return deferred.Map(reactor.Sleep(r, 1), func(void) void { panic("inner") })
				})
				return v
			})
		})
	}); v != "inner" {
		t.Error(v)
	}
}

// A panic in a callback that is no continuation comes out too.
func TestPanicInCallback(t *testing.T) {
	v := panics(func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			r.CallLater(0, func() { panic("callback") })
			return deferred.New[void]()
		})
	})
	if v != "callback" {
		t.Error(v)
	}
}

// Whoever still wants to call the reactor after Await is told that it is over.
func TestAfterwards(t *testing.T) {
	var kept reactor.Reactor
	shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
		kept = r
		return reactor.Sleep(r, 1)
	})
	if err := kept.CallFromThread(func() { t.Error("called") }); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
	if _, err, _ := reactor.Sleep(kept, 1).Result(); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
}

// What nobody waited for when the Deferred fired is abandoned, not forgotten.
func TestAbandoned(t *testing.T) {
	var left error
	shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
		reactor.Sleep(r, time.Hour).Observe(func(o deferred.Outcome[void]) { left = o.Err })
		return reactor.Sleep(r, 1)
	})
	if left != reactor.ErrReactorStopped {
		t.Error(left)
	}
}

// A million waits in one Await, each of which suspends.
func TestMillionWaits(t *testing.T) {
	n := 0
	shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
		return deferred.Loop(func(loop *deferred.Looping[void]) *deferred.Deferred[void] {
			if n++; n == 1000000 {
				return deferred.Done()
			}
			d := deferred.New[void]()
			_ = r.CallFromThread(func() { d.Callback(void{}) })
			return deferred.Then(d, loop.Again)
		})
	})
	if n != 1000000 {
		t.Error(n)
	}
}

// Many goroutines wait at once, each on its own reactor.
func TestManyGoroutines(t *testing.T) {
	c := make(chan int)
	results := make(chan int)
	for i := 0; i < 50; i++ {
		go func() {
			results <- shim.Value(func(r reactor.Reactor) *deferred.Deferred[int] { return threads.Receive(r, c) })
		}()
	}
	sum := 0
	for i := 0; i < 50; i++ {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] { return threads.Send(r, c, 2) })
	}
	for i := 0; i < 50; i++ {
		sum += <-results
	}
	if sum != 100 {
		t.Error(sum)
	}
}

func ExampleAwait() {
	// func half(n int) (int, error), in callback form:
	halfDeferred := func(r reactor.Reactor, n int) *deferred.Deferred[int] {
		return deferred.AddCallback(reactor.Sleep(r, time.Millisecond), func(deferred.Void) (int, error) {
			if n%2 != 0 {
				return 0, fmt.Errorf("%d is odd", n)
			}
			return n / 2, nil
		})
	}
	// What a shim makes of the blocking form:
	half := func(n int) (int, error) {
		return shim.Await(func(r reactor.Reactor) *deferred.Deferred[int] { return halfDeferred(r, n) })
	}
	fmt.Println(half(8))
	fmt.Println(half(7))
	// Output:
	// 4 <nil>
	// 0 7 is odd
}

func BenchmarkAwaitInPlace(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		shim.Value(func(reactor.Reactor) *deferred.Deferred[int] { return deferred.Succeed(1) })
	}
}

func BenchmarkAwaitThread(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		shim.Value(func(r reactor.Reactor) *deferred.Deferred[int] {
			return threads.DeferToThread1(r, func() int { return 4 })
		})
	}
}
