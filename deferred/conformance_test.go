package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

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

func TestConformance19OneLateFireIsSwallowedAfterCancel(t *testing.T) {
	d := deferred.New[int]() // without a canceller: who fires it cannot know
	d.Cancel()
	want(t, d, "0, cancelled")
	d.Callback(1)
	want(t, d, "0, cancelled")
	if err, _ := panics(func() { d.Callback(1) }).(*deferred.AlreadyFiredError); err == nil || err.First != "Cancel" {
		t.Error(err)
	}
}

func TestConformance20TheCancellerIsCalledOnce(t *testing.T) {
	calls := 0
	d := deferred.New(func(*deferred.Deferred[int]) { calls++ })
	d.Cancel()
	d.Cancel()
	want(t, d, "0, cancelled")
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
	if panics(func() { d.Callback(1) }) == nil {
		t.Error("a late fire was swallowed, though the canceller should have seen to it")
	}
}

func TestConformance21CancelAfterFireDoesNothing(t *testing.T) {
	d := deferred.New(func(d *deferred.Deferred[int]) { t.Error("called after the fire") })
	d.Callback(1)
	d.Cancel()
	want(t, d, "1, <nil>")
	deferred.Done().Cancel()
}

func TestConformance22ACancellerThatFiresWins(t *testing.T) {
	d := deferred.New(func(d *deferred.Deferred[int]) { d.Callback(3) })
	d.Cancel()
	want(t, d, "3, <nil>")
	d = deferred.New(func(d *deferred.Deferred[int]) { d.Errback(errTest) })
	d.Cancel()
	want(t, d, "0, test error")
}

func TestConformance23CancelReachesTheInnersCanceller(t *testing.T) {
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

// * The panic is the caller's, and d is fired all the same.
func TestConformance24ACancellerThatPanicsStillFires(t *testing.T) {
	d := deferred.New(func(d *deferred.Deferred[int]) { panic("canceller") })
	end := deferred.Map(d, func(v int) int { return v })
	if v := panics(end.Cancel); v != "canceller" {
		t.Error(v)
	}
	want(t, d, "0, cancelled")
	want(t, end, "0, cancelled")
}

func TestConformance25TheCancellerIsReleasedAfterTheFire(t *testing.T) {
	for name, fire := range map[string]func(d *deferred.Deferred[int]){
		"fired":     func(d *deferred.Deferred[int]) { d.Callback(1) },
		"cancelled": func(d *deferred.Deferred[int]) { d.Cancel() },
	} {
		released := make(chan bool)
		d := func() *deferred.Deferred[int] {
			big := new([1 << 10]byte)
			runtime.AddCleanup(big, func(int) { close(released) }, 0)
			return deferred.New(func(*deferred.Deferred[int]) { big[0]++ })
		}()
		fire(d)
		for i := 0; i < 100; i++ {
			runtime.GC()
			select {
			case <-released:
				i = 100
			case <-time.After(100 * time.Millisecond):
				if i == 99 {
					t.Errorf("%s: what the canceller holds is not released", name)
				}
			}
		}
		runtime.KeepAlive(d)
	}
}

// Those that somebody handles or passes on are not.
func TestConformance37UnhandledFailuresAreReported(t *testing.T) {
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

// Cancelling what waits for something that waits cascades.
func TestConformance39CancellationCascades(t *testing.T) {
	for depth := 0; depth < 3; depth++ {
		cancelled := 0
		d := deferred.New(func(*deferred.Deferred[int]) { cancelled++ })
		end := d
		for i := 0; i < depth; i++ {
			under := end
			end = deferred.Chain(deferred.Succeed(1), func(int) *deferred.Deferred[int] {
				return deferred.Map(under, func(v int) int { return v })
			})
		}
		end.Cancel()
		want(t, end, "0, cancelled")
		if cancelled != 1 {
			t.Errorf("depth %d: the canceller was called %d times", depth, cancelled)
		}
	}
}

func TestConformance39CancellationCanBeTranslated(t *testing.T) {
	d := deferred.ChainBoth(deferred.New[int](), func(_ int, err error) *deferred.Deferred[string] {
		if !errors.Is(err, deferred.ErrCancelled) {
			t.Error(err)
		}
		return deferred.Succeed("translated")
	})
	outer := deferred.Map(d, func(s string) string { return s + "!" })
	outer.Cancel()
	want(t, outer, "translated!, <nil>")
}

// Who is cancelled may still wait for something; then that can be cancelled again.
func TestConformance39CancellationCanBeAwaited(t *testing.T) {
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
