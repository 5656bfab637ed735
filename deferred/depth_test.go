package deferred_test

import (
	"testing"

	"github.com/evert-go/evert/deferred"
)

const million = 1000000

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
