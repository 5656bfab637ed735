package deferred_test

import (
	"testing"

	"github.com/evert-go/evert/deferred"
)

const million = 1000000

// Conformance 15 and 38: a chain of a million links completes on a flat stack.
func TestMillionLinks(t *testing.T) {
	d := deferred.New[int]()
	end := d
	for i := 0; i < million; i++ {
		end = deferred.Map(end, func(v int) int { return v + 1 })
	}
	flat(t, func() { d.Callback(0) })
	want(t, end, "1000000, <nil>")
}

// So does an error that passes them, and a panic.
func TestMillionLinksFail(t *testing.T) {
	d := deferred.New[int]()
	end := d
	for i := 0; i < million; i++ {
		end = deferred.Map(end, func(v int) int { return v + 1 })
	}
	flat(t, func() { d.FailPanic(&deferred.PanicError{Value: "boom"}) })
	want(t, end, "panic boom")
}

// A million calls deep, each waiting for the next, and only then for something
// else.
func TestMillionNestedCalls(t *testing.T) {
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

// The same where every call first waits, so that the recursion happens in
// continuations: the chain is built by the fires.
func TestMillionNestedWaits(t *testing.T) {
	var gate *deferred.Deferred[void]
	var depth func(n int) *deferred.Deferred[int]
	depth = func(n int) *deferred.Deferred[int] {
		gate = deferred.New[void]()
		return deferred.Then(gate, func() *deferred.Deferred[int] {
			if n == 0 {
				return deferred.Succeed(0)
			}
			return deferred.Map(depth(n-1), func(v int) int { return v + 1 })
		})
	}
	d := depth(million)
	flat(t, func() {
		for i := 0; i <= million; i++ {
			gate.Callback(void{})
		}
	})
	want(t, d, "1000000, <nil>")
}

// Conformance 17: a function whose continuation returns a call of itself goes
// on for ever in constant memory. Everybody who waits still gets the outcome.
func TestEndlessTailCalls(t *testing.T) {
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

// The same with the calls observed from outside, and through two functions
// that call each other.
func TestEndlessMutualTailCalls(t *testing.T) {
	var gate *deferred.Deferred[int]
	var seen, n int
	var even, odd func() *deferred.Deferred[int]
	even = func() *deferred.Deferred[int] {
		gate = deferred.New[int]()
		d := deferred.ChainBoth(gate, func(int, error) *deferred.Deferred[int] { return odd() })
		d.Observe(func(o deferred.Outcome[int]) { seen += o.Value })
		return d
	}
	odd = func() *deferred.Deferred[int] {
		gate = deferred.New[int]()
		return deferred.Chain(gate, func(v int) *deferred.Deferred[int] {
			if v == 0 {
				return deferred.Succeed(1)
			}
			return even()
		})
	}
	end := even()
	for n = 999; n >= 0; n-- {
		gate.Callback(n)
	}
	want(t, end, "1, <nil>")
	if seen != 500 {
		t.Errorf("%d of 500 observers were told", seen)
	}
}

// Conformance 16: a hundred thousand callbacks on one Deferred, in order.
func TestManyCallbacks(t *testing.T) {
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

// Conformance 18: cancelling goes through a hundred thousand links.
func TestCancelManyLinks(t *testing.T) {
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
