package deferred_test

import (
	"testing"

	"github.com/evert-go/evert/deferred"
)

func TestConformance15BoundedStackAtAMillionLinks(t *testing.T) {
	d := deferred.New[int]()
	end := d
	for i := 0; i < million; i++ {
		end = deferred.Map(end, func(v int) int { return v + 1 })
	}
	flat(t, func() { d.Callback(0) })
	want(t, end, "1000000, <nil>")
}

// *
func TestConformance16ManyCallbacksOnOneDeferred(t *testing.T) {
	d := deferred.New[int]()
	n := 0
	for i := 0; i < 100000; i++ {
		i := i
		d.Observe(func(deferred.Outcome[int]) {
			if n != i {
				t.Fatalf("callback %d came as number %d", i, n)
			}
			n++
		})
	}
	d.Callback(0)
	if n != 100000 {
		t.Errorf("%d callbacks ran", n)
	}
}

// * A function whose continuation returns a call of itself. Everybody who waits
// still gets the outcome.
func TestConformance17EndlessTailCallsInConstantMemory(t *testing.T) {
	var gate *deferred.Deferred[void]
	calls := 0
	var forever func() *deferred.Deferred[int]
	forever = func() *deferred.Deferred[int] {
		gate = deferred.New[void]()
		return deferred.Then(gate, func() *deferred.Deferred[int] {
			if calls++; calls == million {
				return deferred.Succeed(calls)
			}
			return forever()
		})
	}
	first := forever()
	end := deferred.Map(first, func(v int) int { return v + 1 })
	grown := grows(func() {
		flat(t, func() {
			for calls < million-1 {
				gate.Callback(void{})
			}
		})
	})
	if grown > 100<<10 {
		t.Errorf("%d bytes were kept", grown)
	}
	gate.Callback(void{})
	want(t, first, "1000000, <nil>")
	want(t, end, "1000001, <nil>")
}

// *
func TestConformance18CancelThroughManyLinks(t *testing.T) {
	cancelled := 0
	d := deferred.New(func(*deferred.Deferred[int]) { cancelled++ })
	end := d
	for i := 0; i < 100000; i++ {
		end = deferred.Map(end, func(v int) int { return v + 1 })
	}
	flat(t, end.Cancel)
	want(t, end, "0, cancelled")
	if cancelled != 1 {
		t.Errorf("the canceller was called %d times", cancelled)
	}
}

// * Waits that are over run on the stack where they stand.
func TestConformance38AMillionWaitsThatAreOver(t *testing.T) {
	flat(t, func() {
		i := 0
		d := deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
			if i++; i > million {
				return deferred.Succeed(i)
			}
			return deferred.Then(deferred.Done(), loop.Again)
		})
		want(t, d, "1000001, <nil>")
	})
}

// * A million calls deep, each waiting for the next, and only then for something
// else.
func TestConformance38AMillionNestedPendingCalls(t *testing.T) {
	gate := deferred.New[void]()
	var depth func(n int) *deferred.Deferred[int]
	depth = func(n int) *deferred.Deferred[int] {
		if n == 0 {
			return deferred.Then(gate, func() *deferred.Deferred[int] { return deferred.Succeed(0) })
		}
		return deferred.Chain(depth(n-1), func(v int) *deferred.Deferred[int] {
			return deferred.Chain(deferred.Succeed(v), func(v int) *deferred.Deferred[int] { return deferred.Succeed(v + 1) })
		})
	}
	d := depth(million)
	flat(t, func() { gate.Callback(void{}) })
	want(t, d, "1000000, <nil>")
}
