package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
)

// Conformance 1 and 2: a callback added inside a running callback goes to the
// end, and does not run before the running one returns.
func TestAddInsideCallback(t *testing.T) {
	var tr trace
	d := deferred.New[int]()
	say := func(word string) {
		deferred.Map(d, func(v int) int { tr.add("%s", word); return v })
	}
	d.Observe(func(deferred.Outcome[int]) {
		say("added")
		if d.Fired() {
			say("added later")
		}
		tr.add("first")
	})
	say("second")
	d.Callback(1)
	if tr.String() != "first second added added later" {
		t.Error(tr.String())
	}
	say("at once")
	if got := tr.words[len(tr.words)-1]; got != "at once" {
		t.Error(got)
	}
}

// Conformance 3: its error reaches the next errback.
func TestErrorOfCallbackAddedInside(t *testing.T) {
	var got error
	d := deferred.New[int]()
	d.Observe(func(deferred.Outcome[int]) {
		deferred.AddCallback(d, func(int) (int, error) { return 0, errTest }).AddErrback(func(err error) (int, error) {
			got = err
			return 0, nil
		})
	})
	d.Callback(1)
	if got != errTest {
		t.Error(got)
	}
}

// Conformance 5: a second fire, in all combinations, panics and names the first.
func TestFireTwice(t *testing.T) {
	fires := map[string]func(d *deferred.Deferred[int]){
		"Callback":   func(d *deferred.Deferred[int]) { d.Callback(1) },
		"Errback":    func(d *deferred.Deferred[int]) { d.Errback(errTest) },
		"Fire":       func(d *deferred.Deferred[int]) { d.Fire(1, nil) },
		"FailPanic":  func(d *deferred.Deferred[int]) { d.FailPanic(&deferred.PanicError{}) },
		"FailGoexit": func(d *deferred.Deferred[int]) { d.FailGoexit() },
	}
	for first, f := range fires {
		for second, g := range fires {
			d := deferred.New[int]()
			d.Observe(func(deferred.Outcome[int]) {})
			f(d)
			before := show(d)
			err, _ := panics(func() { g(d) }).(error)
			var already *deferred.AlreadyFiredError
			if !errors.As(err, &already) || already.First != first {
				t.Errorf("%s, %s: %v", first, second, err)
			}
			want(t, d, before)
		}
	}
	err := panics(func() { deferred.Succeed(1).Callback(2) })
	if fmt.Sprint(err) != "cannot fire a Deferred twice: it was fired by its maker" {
		t.Error(err)
	}
}

// Only who made a Deferred fires it: not who has got one from a continuation.
func TestFireDerived(t *testing.T) {
	d := deferred.Map(deferred.New[int](), func(v int) int { return v })
	if err := panics(func() { d.Callback(1) }); fmt.Sprint(err) != "cannot fire a Deferred that waits for another one" {
		t.Error(err)
	}
}

// A Deferred that a continuation returned, and that somebody else fires, fires
// whoever waits for the continuation, and has its outcome itself. Conformance
// 9: its own callbacks run before the outer goes on.
func TestReturnedDeferred(t *testing.T) {
	var tr trace
	inner, gate := deferred.New[int](), deferred.New[int]()
	outer := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return inner })
	outer.Observe(func(o deferred.Outcome[int]) { tr.add("outer %d", o.Value) })
	inner.Observe(func(o deferred.Outcome[int]) { tr.add("inner %d", o.Value) })
	inner.Observe(func(o deferred.Outcome[int]) { tr.add("inner") })
	gate.Callback(0)
	deferred.Map(inner, func(int) int { tr.add("late"); return 0 })
	want(t, outer, "pending")
	inner.Callback(5)
	want(t, outer, "5, <nil>")
	want(t, inner, "5, <nil>")
	if tr.String() != "inner 5 inner outer 5 late" {
		t.Error(tr.String())
	}
	if err, _ := panics(func() { inner.Callback(1) }).(*deferred.AlreadyFiredError); err == nil || err.First != "Callback" {
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

// Conformance 14: a Deferred chained on itself, or in a circle, is an error.
func TestCircular(t *testing.T) {
	gate := deferred.New[int]()
	var d *deferred.Deferred[int]
	d = deferred.Chain(gate, func(int) *deferred.Deferred[int] { return d })
	gate.Callback(1)
	want(t, d, "0, "+deferred.ErrCircular.Error())

	gateA, gateB := deferred.New[int](), deferred.New[int]()
	var a, b *deferred.Deferred[int]
	a = deferred.Chain(gateA, func(int) *deferred.Deferred[int] { return b })
	b = deferred.Chain(gateB, func(int) *deferred.Deferred[int] { return a })
	gateA.Callback(1)
	gateB.Callback(1)
	want(t, a, "0, "+deferred.ErrCircular.Error())
	want(t, b, "0, "+deferred.ErrCircular.Error())
}

func TestNilDeferred(t *testing.T) {
	gate := deferred.New[int]()
	d := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return nil })
	gate.Callback(1)
	want(t, d, "0, cannot wait: a continuation returned no Deferred, but nil")
}

// Conformance 19 to 25, and 21: what cancelling does and does not.
func TestCancel(t *testing.T) {
	// Without a canceller: one late fire is swallowed, and only one.
	d := deferred.New[int]()
	d.Cancel()
	want(t, d, "0, cancelled")
	d.Callback(1)
	want(t, d, "0, cancelled")
	if err, _ := panics(func() { d.Callback(1) }).(*deferred.AlreadyFiredError); err == nil || err.First != "Cancel" {
		t.Error(err)
	}
	// A canceller is called once, also if it fires nothing; a late fire panics.
	calls := 0
	d = deferred.New(func(*deferred.Deferred[int]) { calls++ })
	d.Cancel()
	d.Cancel()
	want(t, d, "0, cancelled")
	if calls != 1 || panics(func() { d.Callback(1) }) == nil {
		t.Errorf("%d calls", calls)
	}
	// One that fires wins.
	d = deferred.New(func(d *deferred.Deferred[int]) { d.Callback(3) })
	d.Cancel()
	want(t, d, "3, <nil>")
	// One that panics still fires, and the panic is the caller's.
	d = deferred.New(func(d *deferred.Deferred[int]) { panic("canceller") })
	if v := panics(d.Cancel); v != "canceller" {
		t.Error(v)
	}
	want(t, d, "0, cancelled")
	// After the fire: nothing.
	d = deferred.New(func(d *deferred.Deferred[int]) { t.Error("called after the fire") })
	d.Callback(1)
	d.Cancel()
	want(t, d, "1, <nil>")
	deferred.Done().Cancel()
}

// Conformance 23: cancel reaches what is being waited for innermost.
func TestCancelInner(t *testing.T) {
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

// Cancelling can be handled, and the rest still waits; then it can be cancelled
// again. Conformance 39.
func TestCancelHandled(t *testing.T) {
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

// A continuation that cancels the Deferred it will resolve changes nothing.
func TestCancelWhileRunning(t *testing.T) {
	gate := deferred.New[int]()
	var d *deferred.Deferred[int]
	d = deferred.Map(gate, func(v int) int { d.Cancel(); return v })
	gate.Callback(6)
	want(t, d, "6, <nil>")
}

// Conformance 37: a failure that nobody handles is reported, one that somebody
// handles or passes on is not.
func TestUnhandled(t *testing.T) {
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
