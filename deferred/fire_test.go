package deferred_test

import (
	"fmt"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// Only who made a Deferred fires it: not who has got one from a continuation.
func TestFireDerived(t *testing.T) {
	d := deferred.Map(deferred.New[int](), func(v int) int { return v })
	if err := panics(func() { d.Callback(1) }); fmt.Sprint(err) != "cannot fire a Deferred that waits for another one" {
		t.Error(err)
	}
}

// One Deferred that two continuations return.
func TestReturnedTwice(t *testing.T) {
	shared := deferred.New[int]()
	var gates, outers []*deferred.Deferred[int]
	for i := 0; i < 3; i++ {
		gate := deferred.New[int]()
		gates = append(gates, gate)
		outers = append(outers, deferred.Chain(gate, func(int) *deferred.Deferred[int] { return shared }))
	}
	for _, g := range gates {
		g.Callback(0)
	}
	n := 0
	for _, o := range append(outers, shared) {
		o.Observe(func(o deferred.Outcome[int]) { n += o.Value })
	}
	shared.Callback(7)
	for _, o := range append(outers, shared) {
		want(t, o, "7, <nil>")
	}
	if n != 28 {
		t.Errorf("the observers were told %d", n)
	}
}

func TestNilDeferred(t *testing.T) {
	gate := deferred.New[int]()
	d := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return nil })
	gate.Callback(1)
	want(t, d, "0, cannot wait: a continuation returned no Deferred, but nil")
}

// A continuation that cancels the Deferred it will resolve changes nothing.
func TestCancelWhileRunning(t *testing.T) {
	gate := deferred.New[int]()
	var d *deferred.Deferred[int]
	d = deferred.Map(gate, func(v int) int { d.Cancel(); return v })
	gate.Callback(6)
	want(t, d, "6, <nil>")
}
