package deferred_test

import (
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// events hands out Deferreds that are fired one after the other, or that have
// fired already.
type events struct {
	gate  *deferred.Deferred[int]
	ready func(i int) bool
	n     int
}

func (e *events) next(v int) *deferred.Deferred[int] {
	e.n++
	if e.ready(e.n) {
		return deferred.Succeed(v)
	}
	e.gate = deferred.New[int]()
	return e.gate
}

// fire fires until nobody waits any more.
func (e *events) fire(v int) {
	for e.gate != nil {
		gate := e.gate
		e.gate = nil
		gate.Callback(v)
	}
}

var patterns = map[string]func(int) bool{
	"ready":   func(int) bool { return true },
	"pending": func(int) bool { return false },
	"mixed":   func(i int) bool { return i%3 == 0 },
}

// A loop of a million turns runs on a flat stack and in flat memory.
func TestLoopMillionTurns(t *testing.T) {
	for name, ready := range patterns {
		t.Run(name, func(t *testing.T) {
			e := &events{ready: ready}
			sum := 0
			var d *deferred.Deferred[int]
			var grown int64
			flat(t, func() {
				before := heap()
				d = deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
					if sum == million {
						grown = heap() - before
						return deferred.Succeed(sum)
					}
					return deferred.Chain(e.next(1), func(v int) *deferred.Deferred[int] {
						sum += v
						return loop.Again()
					})
				})
				e.fire(1)
			})
			want(t, d, "1000000, <nil>")
			if grown > 100<<10 {
				t.Errorf("%d bytes were kept", grown)
			}
		})
	}
}

// for i := 0; i < 1000; i++ { for j := 0; j < 1000; j++ { .. } }, with waits in
// both, a continue of the outer loop and a return from the inner one.
func TestLoopNested(t *testing.T) {
	for name, ready := range patterns {
		t.Run(name, func(t *testing.T) {
			e := &events{ready: ready}
			var d *deferred.Deferred[int]
			flat(t, func() {
				d = nested(e)
				e.fire(1)
			})
			want(t, d, "500500, <nil>")
		})
	}
}

func nested(e *events) *deferred.Deferred[int] {
	i, sum := 0, 0
	return deferred.Loop(func(outer *deferred.Looping[int]) *deferred.Deferred[int] {
		i++
		return deferred.Chain(e.next(1), func(v int) *deferred.Deferred[int] {
			j := 0
			return deferred.Loop(func(inner *deferred.Looping[int]) *deferred.Deferred[int] {
				if j++; j > i { // break: go on with the outer loop
					return outer.Again()
				}
				return deferred.ChainBoth(e.next(1), func(w int, err error) *deferred.Deferred[int] {
					sum += w
					if i == 1000 && j == 1000 {
						return deferred.Return(sum, err)
					}
					return inner.Again()
				})
			})
		})
	})
}

// The turns after a wait are run by the fire; a panic in one of them is the
// outcome of the loop, and so is runtime.Goexit.
func TestLoopPanics(t *testing.T) {
	loop := func(e *events, end func()) *deferred.Deferred[int] {
		turn := 0
		return deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
			if turn++; turn == 3 {
				end()
			}
			return deferred.Chain(e.next(turn), func(int) *deferred.Deferred[int] { return loop.Again() })
		})
	}
	boom := func() { panic("boom") }
	e := &events{ready: patterns["pending"]}
	d := loop(e, boom)
	e.fire(0)
	want(t, d, "panic boom")

	e = &events{ready: patterns["pending"]}
	d = loop(e, runtime.Goexit)
	if !exits(func() { e.fire(0) }) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, d, "exited")

	v := panics(func() { loop(&events{ready: patterns["ready"]}, boom) })
	if v != "boom" {
		t.Errorf("in place: %v", v)
	}
}

// An error that the body does not handle ends the loop.
func TestLoopFails(t *testing.T) {
	gate := deferred.New[int]()
	d := deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
		return deferred.Chain(gate, func(int) *deferred.Deferred[int] { return loop.Again() })
	})
	gate.Errback(errTest)
	want(t, d, "0, test error")
}

// Who waits for a loop waits for all its turns.
func TestLoopObserved(t *testing.T) {
	e := &events{ready: patterns["mixed"]}
	n := 0
	d := deferred.Map(deferred.Loop(func(loop *deferred.Looping[string]) *deferred.Deferred[string] {
		if n++; n == 100 {
			return deferred.Succeed("over")
		}
		return deferred.Chain(e.next(0), func(int) *deferred.Deferred[string] { return loop.Again() })
	}), func(s string) int { return len(s) })
	want(t, d, "pending")
	e.fire(0)
	want(t, d, "4, <nil>")
}

func TestAgainIsNoDeferred(t *testing.T) {
	v := panics(func() {
		deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
			return deferred.Map(loop.Again(), func(int) int { return 1 })
		})
	})
	if v != "deferred: cannot wait for loop.Again(): it must be returned at once" {
		t.Error(v)
	}
}

func TestAllocations(t *testing.T) {
	if deferred.Debug {
		t.Skip("a debug build notes where things happen")
	}
	ready := deferred.Succeed(1)
	var sink *deferred.Deferred[void]
	f := func(int) *deferred.Deferred[void] { return deferred.Done() }
	measure := func(what string, most float64, run func()) {
		t.Helper()
		if n := testing.AllocsPerRun(100, run); n > most {
			t.Errorf("%s: %v allocations, want at most %v", what, n, most)
		}
	}
	measure("a wait that is over", 0, func() { sink = deferred.Chain(ready, f) })
	measure("a wait that suspends, and its Deferred", 2, func() {
		d := deferred.New[int]()
		sink = deferred.Chain(d, f)
		d.Callback(1)
	})
	measure("a loop, and its body and variable", 3, func() {
		i := 0
		deferred.Loop(func(loop *deferred.Looping[void]) *deferred.Deferred[void] {
			if i++; i == 1000 {
				return deferred.Done()
			}
			return loop.Again()
		})
	})
	measure("deferred calls", 1, func() {
		sink = deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[void] {
			scope.Defer(func() {})
			return deferred.Done()
		})
	})
	_ = sink
}
