package deferred_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// The behaviours of Deferreds that are easily got wrong, one test each. The
// numbers are those of a list that the runtime packages share; stars mark where
// Twisted itself fails.

func TestConformance01CallbackAddedInsideGoesToTheEnd(t *testing.T) {
	var tr trace
	d := deferred.New[int]()
	say := func(word string) {
		deferred.Map(d, func(v int) int { tr.add("%s", word); return v })
	}
	d.Observe(func(deferred.Outcome[int]) {
		tr.add("first")
		say("added")
	})
	say("second")
	d.Callback(1)
	if tr.String() != "first second added" {
		t.Error(tr.String())
	}
	say("at once")
	if got := tr.words[len(tr.words)-1]; got != "at once" {
		t.Error(got)
	}
}

func TestConformance02CallbackAddedInsideWaitsForTheRunningOne(t *testing.T) {
	var tr trace
	d := deferred.New[int]()
	d.Observe(func(deferred.Outcome[int]) {
		if !d.Fired() {
			t.Error("not fired")
		}
		deferred.Map(d, func(v int) int { tr.add("added"); return v })
		tr.add("returns")
	})
	d.Callback(1)
	if tr.String() != "returns added" {
		t.Error(tr.String())
	}
}

func TestConformance03ErrorOfCallbackAddedInsideReachesTheNextErrback(t *testing.T) {
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

func TestConformance04ErrbackBesideACallbackDoesNotSeeItsError(t *testing.T) {
	for _, early := range []bool{true, false} {
		d := deferred.New[int]()
		if early {
			d.Callback(1)
		}
		got := deferred.AddCallbacks(d,
			func(int) (string, error) { return "", errTest },
			func(error) (string, error) { t.Error("it saw it"); return "", nil })
		if !early {
			d.Callback(1)
		}
		want(t, got, ", test error")
	}
}

func TestConformance05SecondFirePanicsAndNamesTheFirst(t *testing.T) {
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

func TestConformance06NestedPause(t *testing.T) {
	var tr trace
	d := deferred.New[int]()
	d.Observe(func(deferred.Outcome[int]) { tr.add("ran") })
	d.Pause()
	d.Pause()
	d.Callback(1)
	d.Unpause()
	if !d.Fired() || tr.String() != "" {
		t.Errorf("fired %v, %q", d.Fired(), tr.String())
	}
	late := deferred.Map(d, func(v int) int { tr.add("late"); return v + 1 })
	want(t, late, "pending")
	d.Unpause()
	want(t, late, "2, <nil>")
	if tr.String() != "ran late" {
		t.Error(tr.String())
	}
	d.Pause() // done, and paused again
	again := deferred.Map(d, func(v int) int { return v + 2 })
	want(t, again, "pending")
	d.Unpause()
	want(t, again, "3, <nil>")
	if v := panics(d.Unpause); v != "deferred: cannot unpause a Deferred that is not paused" {
		t.Error(v)
	}
}

// TestPauseInside pauses a Deferred in one of its own continuations.
func TestPauseInside(t *testing.T) {
	var tr trace
	d := deferred.New[int]()
	d.Observe(func(deferred.Outcome[int]) { tr.add("first"); d.Pause() })
	d.Observe(func(deferred.Outcome[int]) { tr.add("second") })
	d.Callback(1)
	tr.add("paused")
	d.Unpause()
	if tr.String() != "first paused second" {
		t.Error(tr.String())
	}
	if v := panics(deferred.Done().Pause); v == nil {
		t.Error("what all share was paused")
	}
}

func TestConformance07InnerFiredButPausedBlocksTheOuter(t *testing.T) {
	for name, pause := range map[string]func(inner, gate *deferred.Deferred[int]){
		"fired before": func(inner, gate *deferred.Deferred[int]) { inner.Callback(5); inner.Pause(); gate.Callback(0) },
		"fired after":  func(inner, gate *deferred.Deferred[int]) { inner.Pause(); gate.Callback(0); inner.Callback(5) },
		"paused last":  func(inner, gate *deferred.Deferred[int]) { gate.Callback(0); inner.Pause(); inner.Callback(5) },
	} {
		inner, gate := deferred.New[int](), deferred.New[int]()
		outer := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return inner })
		end := deferred.Map(outer, func(v int) int { return v })
		own := deferred.Map(inner, func(v int) int { return v })
		pause(inner, gate)
		want(t, end, "pending")
		want(t, inner, "5, <nil>")
		inner.Unpause()
		want(t, end, "5, <nil>")
		want(t, own, "5, <nil>")
		if name == "" {
			t.Error("no name")
		}
	}
}

func TestConformance08PausedOuterDoesNotBlockTheInnersCallbacks(t *testing.T) {
	for name, pause := range map[string]func(outer, gate *deferred.Deferred[int]){
		"paused before they are one": func(outer, gate *deferred.Deferred[int]) { outer.Pause(); gate.Callback(0) },
		"paused when they are one":   func(outer, gate *deferred.Deferred[int]) { gate.Callback(0); outer.Pause() },
	} {
		inner, gate := deferred.New[int](), deferred.New[int]()
		outer := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return inner })
		before := deferred.Map(inner, func(v int) int { return v + 1 })
		end := deferred.Map(outer, func(v int) int { return v })
		pause(outer, gate)
		between := deferred.New[int]()
		deferred.Map(inner, func(v int) int { between.Callback(v); return v })
		inner.Callback(5)
		after := deferred.Map(inner, func(v int) int { return v + 2 })
		t.Run(name, func(t *testing.T) {
			want(t, before, "6, <nil>")
			want(t, between, "5, <nil>")
			want(t, after, "7, <nil>")
			want(t, end, "pending")
			outer.Unpause()
			want(t, end, "5, <nil>")
			want(t, inner, "5, <nil>")
			want(t, outer, "5, <nil>")
		})
	}
}

// A Deferred that a continuation returned, and that somebody else fires, fires
// whoever waits for the continuation, and has its outcome itself.
func TestConformance09TheMiddlesCallbacksRunBeforeTheOuterResumes(t *testing.T) {
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

func TestConformance10AContinuationAnywhereInTheListMayWait(t *testing.T) {
	for at := 0; at < 3; at++ {
		var tr trace
		d, inner := deferred.New[int](), deferred.New[int]()
		var waits *deferred.Deferred[int]
		for i := 0; i < 3; i++ {
			i := i
			if i == at {
				waits = deferred.Chain(d, func(int) *deferred.Deferred[int] { tr.add("waits"); return inner })
				continue
			}
			deferred.Map(d, func(v int) int { tr.add("%d", i); return v })
		}
		end := deferred.Map(waits, func(v int) int { return v })
		d.Callback(1)
		want(t, end, "pending")
		inner.Callback(2)
		want(t, end, "2, <nil>")
		if len(tr.words) != 3 || tr.words[at] != "waits" {
			t.Error(tr.String())
		}
	}
}

func TestConformance11DoublyAsynchronousChaining(t *testing.T) {
	gate, middleGate, inner := deferred.New[int](), deferred.New[int](), deferred.New[int]()
	middle := deferred.Chain(middleGate, func(int) *deferred.Deferred[int] { return inner })
	outer := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return middle })
	end := deferred.Map(outer, func(v int) int { return v + 1 })
	gate.Callback(0)
	want(t, end, "pending")
	middleGate.Callback(0)
	want(t, end, "pending")
	inner.Callback(5)
	for _, d := range []*deferred.Deferred[int]{inner, middle, outer} {
		want(t, d, "5, <nil>")
	}
	want(t, end, "6, <nil>")
}

func TestConformance12CallbackAddedToTheMiddleAfterTheChainHasFired(t *testing.T) {
	inner := deferred.Succeed(1)
	middle := deferred.Chain(inner, func(v int) *deferred.Deferred[int] { return deferred.Succeed(v + 1) })
	outer := deferred.Chain(middle, func(v int) *deferred.Deferred[int] { return deferred.Succeed(v + 1) })
	want(t, outer, "3, <nil>")
	want(t, deferred.Map(middle, func(v int) int { return v + 10 }), "12, <nil>")

	gate, late := deferred.New[int](), deferred.New[int]()
	outer = deferred.Chain(gate, func(int) *deferred.Deferred[int] { return late })
	gate.Callback(0)
	late.Callback(4)
	want(t, deferred.Map(late, func(v int) int { return v + 10 }), "14, <nil>")
	want(t, outer, "4, <nil>")
}

func TestConformance13ErrorsMoveAlongAChainAndAreClearedBehind(t *testing.T) {
	reports := collectReports(t)
	for _, later := range []bool{true, false} {
		gate, inner := deferred.New[int](), deferred.New[int]()
		outer := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return inner })
		if later {
			gate.Callback(0)
			inner.Errback(errTest)
		} else {
			inner.Errback(errTest)
			gate.Callback(0)
		}
		handled := outer.AddErrback(func(err error) (int, error) { return 8, nil })
		want(t, handled, "8, <nil>")
	}
	for _, err := range reports(0) {
		t.Errorf("reported: %v", err)
	}
}

func TestConformance14ADeferredChainedOnItselfOrInACircleIsAnError(t *testing.T) {
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
