package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
)

func TestGatherResults(t *testing.T) {
	ds := pendings(3)
	d := deferred.GatherResults(ds[0], deferred.Succeed(10), ds[1], ds[2], ds[0])
	ds[2].Callback(3)
	ds[0].Callback(1)
	want(t, d, "pending")
	ds[1].Callback(2)
	want(t, d, "[1 10 2 3 1], <nil>")
	want(t, deferred.GatherResults(deferred.Succeed(1), deferred.Succeed(2)), "[1 2], <nil>")
}

// The first failure is the outcome, as it was, once the siblings are cancelled.
func TestGatherResultsFails(t *testing.T) {
	var tr trace
	cancelled := func(name string) *deferred.Deferred[int] {
		return deferred.New(func(*deferred.Deferred[int]) { tr.add("%s", name) })
	}
	kinds := map[string]func(d *deferred.Deferred[int]){
		"[], test error": func(d *deferred.Deferred[int]) { d.Errback(errTest) },
		"panic boom":     func(d *deferred.Deferred[int]) { d.FailPanic(&deferred.PanicError{Value: "boom"}) },
		"exited":         func(d *deferred.Deferred[int]) { d.FailGoexit() },
	}
	for outcome, fire := range kinds {
		for _, already := range []bool{false, true} {
			tr = trace{}
			wantReports(t, unhandled(func() {
				fails := deferred.New[int]()
				if already {
					fire(fails)
				}
				d := deferred.GatherResults(cancelled("a"), fails, cancelled("b"))
				if !already {
					d.Observe(func(deferred.Outcome[[]int]) { tr.add("over") })
					fire(fails)
				}
				want(t, d, outcome)
			}), "[]")
			if got := tr.String(); got != "a b over" && !(already && got == "a b") {
				t.Error(got)
			}
		}
	}
	// What the siblings come to: errors are dropped, panics are reported.
	resists := func(err error) (own, derived *deferred.Deferred[int]) {
		own = deferred.New[int]()
		return own, deferred.ChainBoth(deferred.New[int](), func(int, error) *deferred.Deferred[int] { return own })
	}
	wantReports(t, unhandled(func() {
		fails := deferred.New[int]()
		a, slowA := resists(nil)
		b, slowB := resists(nil)
		d := deferred.GatherResults(fails, slowA, slowB)
		fails.Errback(errTest)
		want(t, d, "[], test error")
		a.Errback(errors.New("late"))
		b.FailPanic(&deferred.PanicError{Value: "late"})
	}), "[panic: late]")
	// Nobody asks for the result: then it is reported, once.
	wantReports(t, unhandled(func() {
		ds := pendings(3)
		deferred.GatherResults(ds...)
		ds[1].Errback(errTest)
	}), "[test error]")
}

// Cancelling waits for what goes on after it was cancelled.
func TestGatherResultsCancelled(t *testing.T) {
	late := deferred.New[int]()
	slow := deferred.ChainBoth(deferred.New[int](), func(int, error) *deferred.Deferred[int] { return late })
	d := deferred.GatherResults(slow, deferred.New(func(d *deferred.Deferred[int]) { d.Callback(2) }))
	outer := deferred.Map(d, func(v []int) []int { return append(v, 3) })
	outer.Cancel()
	want(t, outer, "pending")
	late.Callback(1)
	want(t, outer, "[1 2 3], <nil>")

	d = deferred.GatherResults(pendings(3)...)
	d.Cancel()
	want(t, d, "[], cancelled")
}

// Each is cancelled once, and not again because another one has failed of that:
// what it does about being cancelled goes on.
func TestCancelledOnce(t *testing.T) {
	ways := map[string]func(ds ...*deferred.Deferred[int]) interface{ Cancel() }{
		"gather": func(ds ...*deferred.Deferred[int]) interface{ Cancel() } { return deferred.GatherResults(ds...) },
		"race":   func(ds ...*deferred.Deferred[int]) interface{ Cancel() } { return deferred.Race(ds...) },
		"list": func(ds ...*deferred.Deferred[int]) interface{ Cancel() } {
			return deferred.List(ds, deferred.FireOnOneErrback, deferred.ConsumeErrors)
		},
		"parallel": func(ds ...*deferred.Deferred[int]) interface{ Cancel() } {
			return deferred.Parallel(len(ds), ds, func(d *deferred.Deferred[int]) *deferred.Deferred[int] { return d })
		},
		"group": func(ds ...*deferred.Deferred[int]) interface{ Cancel() } {
			var g deferred.Group
			for _, d := range ds {
				deferred.Adopt(&g, d)
			}
			return g.Wait()
		},
	}
	for name, way := range ways {
		for _, byFailure := range []bool{false, true} {
			fails := deferred.New(func(d *deferred.Deferred[int]) { d.Errback(errTest) })
			wins := deferred.New(func(d *deferred.Deferred[int]) { d.Callback(1) })
			closing := deferred.New(func(*deferred.Deferred[int]) { t.Errorf("%s: cancelled twice", name) })
			closes := deferred.ChainBoth(deferred.New[int](), func(int, error) *deferred.Deferred[int] { return closing })
			all := way(fails, wins, closes)
			if byFailure {
				fails.Errback(errTest)
			} else {
				all.Cancel()
			}
			closing.Callback(2)
		}
	}
}

// A joint that a continuation returned is cancelled through the Deferred that
// stands for it, and what it resolves is that one.
func TestReturnedJoint(t *testing.T) {
	for _, cancel := range []bool{false, true} {
		gate, ds := deferred.New[int](), pendings(2)
		d := deferred.Chain(gate, func(int) *deferred.Deferred[[]int] { return deferred.GatherResults(ds...) })
		gate.Callback(0)
		if cancel {
			d.Cancel()
			want(t, d, "[], cancelled")
			want(t, ds[1], "0, cancelled")
			continue
		}
		ds[0].Callback(1)
		ds[1].Callback(2)
		want(t, d, "[1 2], <nil>")
	}
}

// Only who made a Deferred fires it.
func TestFireJoint(t *testing.T) {
	d := deferred.GatherResults(pendings(1)...)
	if err := panics(func() { d.Callback(nil) }); fmt.Sprint(err) != "cannot fire a Deferred that waits for another one" {
		t.Error(err)
	}
}

// A continuation of the result that cancels it, or a canceller that does, finds
// it decided.
func TestCancelDecidedJoint(t *testing.T) {
	var d *deferred.Deferred[[]int]
	fails := deferred.New[int]()
	sibling := deferred.New(func(*deferred.Deferred[int]) { d.Cancel() })
	d = deferred.GatherResults(fails, sibling)
	fails.Errback(errTest)
	want(t, d, "[], test error")

	var r *deferred.Deferred[deferred.Pair[int, int]]
	wins := deferred.New[int]()
	r = deferred.Race(wins, deferred.New(func(*deferred.Deferred[int]) { r.Cancel() }))
	wins.Callback(1)
	want(t, r, "{0 1}, <nil>")
}

// runtime.Goexit in a canceller ends the goroutine once everybody knows.
func TestGoexitInSiblingsCanceller(t *testing.T) {
	exit := func(*deferred.Deferred[int]) { runtime.Goexit() }
	fails, last := deferred.New[int](), deferred.New[int]()
	d := deferred.GatherResults(fails, deferred.New(exit), last)
	if !exits(func() { fails.Errback(errTest) }) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, d, "[], test error")
	want(t, last, "0, cancelled")

	wins, last := deferred.New[int](), deferred.New[int]()
	r := deferred.Race(wins, deferred.New(exit), last)
	if !exits(func() { wins.Callback(1) }) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, r, "{0 1}, <nil>")
	want(t, last, "0, cancelled")
}

func TestGather2And3(t *testing.T) {
	a, b, c := deferred.New[int](), deferred.New[string](), deferred.New[bool]()
	two, three := deferred.Gather2(a, b), deferred.Gather3(a, b, c)
	b.Callback("b")
	a.Callback(1)
	want(t, two, "{1 b}, <nil>")
	c.Callback(true)
	want(t, three, "{1 b true}, <nil>")

	x, y := deferred.New[int](), deferred.New[string]()
	two = deferred.Gather2(x, y)
	x.Errback(errTest)
	want(t, two, "{0 }, test error")
	want(t, y, ", cancelled")
}

// A race is over with a panic, which is no way to lose.
func TestRacePanics(t *testing.T) {
	ds := pendings(2)
	d := deferred.Race(ds...)
	ds[0].FailPanic(&deferred.PanicError{Value: "boom"})
	want(t, d, "panic boom")
	want(t, ds[1], "0, cancelled")
	ds = pendings(2)
	d = deferred.Race(ds[0], deferred.Exited[int](), ds[1])
	want(t, d, "exited")
	want(t, ds[0], "0, cancelled")
	want(t, ds[1], "0, cancelled")
	d = deferred.Race(deferred.Fail[int](errTest), deferred.Fail[int](errTest))
	want(t, d, "{0 0}, all failed: test error; test error")
	// Cancelled, but one has failed by itself.
	ds = pendings(2)
	d = deferred.Race(ds...)
	ds[0].Errback(errTest)
	d.Cancel()
	want(t, d, "{0 0}, all failed: test error; cancelled")
}

// A List holds outcomes of all kinds, and panics and Goexit end it early as
// they are.
func TestListOfAllKinds(t *testing.T) {
	ds := pendings(4)
	d := deferred.List(ds, deferred.ConsumeErrors)
	early := deferred.List(ds[:3], deferred.FireOnOneErrback, deferred.ConsumeErrors)
	ds[3].Fire(4, errTest)
	ds[2].FailPanic(&deferred.PanicError{Value: "boom"})
	want(t, early, "panic boom")
	ds[1].FailGoexit()
	ds[0].Callback(1)
	r, _, ok := d.Result()
	if !ok || r[0].Value != 1 || !r[1].Exited || r[2].Panic.Value != "boom" || r[3].Value != 4 || r[3].Err != errTest {
		t.Error(r, ok)
	}
	want(t, deferred.List([]*deferred.Deferred[int]{deferred.Exited[int]()}, deferred.FireOnOneErrback), "exited")
}

// A million Deferreds take linear time and no stack; so does a chain in which
// each waits for a combinator of the one before.
func TestCombinatorsAtScale(t *testing.T) {
	const n = 100000
	ds := pendings(n)
	all, some := deferred.GatherResults(ds...), deferred.GatherResults(ds...)
	list, race := deferred.List(ds), deferred.Race(ds...)
	flat(t, func() {
		for i, d := range ds {
			d.Callback(i)
		}
	})
	if v, err, _ := all.Result(); err == nil || len(v) != 0 { // the race has cancelled the rest
		t.Error(len(v), err)
	}
	if !some.Fired() || !list.Fired() || !race.Fired() {
		t.Error("pending")
	}

	c := clock()
	d := deferred.New[int]()
	end := d
	for i := 0; i < n; i++ {
		switch i % 4 {
		case 0:
			end = end.AddTimeout(time.Hour, c)
		case 1:
			end = deferred.Map(deferred.GatherResults(end), func(v []int) int { return v[0] + 1 })
		case 2:
			end = deferred.Map(deferred.Race(end), func(w deferred.Pair[int, int]) int { return w.Second + 1 })
		case 3:
			end = deferred.Share(end).Read()
		}
	}
	flat(t, func() { d.Callback(0) })
	want(t, end, fmt.Sprint(n/2)+", <nil>")
	if _, left := c.Next(); left {
		t.Error("a timer is left")
	}
}

// The trail of a failure goes through all that takes it over.
func TestTrailThroughCombinators(t *testing.T) {
	c := clock()
	ways := map[string]func(d *deferred.Deferred[int]) *deferred.Deferred[int]{
		"gather": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(deferred.GatherResults(d, deferred.New[int]()), func([]int) int { return 0 })
		},
		"list": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(deferred.List([]*deferred.Deferred[int]{d}, deferred.FireOnOneErrback, deferred.ConsumeErrors),
				func([]deferred.ListResult[int]) int { return 0 })
		},
		"group": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			var g deferred.Group
			deferred.Adopt(&g, d)
			return deferred.Map(g.Wait(), func(void) int { return 0 })
		},
		"parallel": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(deferred.Parallel(1, numbers(2), func(int) *deferred.Deferred[int] { return d }),
				func([]int) int { return 0 })
		},
		"timeout": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(d.AddTimeout(time.Hour, c), func(int) int { return 0 })
		},
		"share": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			s := deferred.Share(d)
			deferred.Map(s.Read(), func(int) int { return 0 }).Observe(func(deferred.Outcome[int]) {})
			return deferred.Map(s.Read(), func(int) int { return 0 })
		},
		"share, later": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			s, gate := deferred.Share(d), deferred.New[int]()
			s.Read().Observe(func(deferred.Outcome[int]) {})
			d.Observe(func(deferred.Outcome[int]) { gate.Callback(0) })
			return deferred.Map(deferred.Chain(gate, func(int) *deferred.Deferred[int] { return s.Read() }), func(int) int { return 0 })
		},
	}
	for name, way := range ways {
		gate := deferred.New[int]()
		d := way(deferred.AddCallback(gate, func(int) (int, error) { return 0, errTest }))
		gate.Callback(1)
		want := 2
		if name == "share, later" {
			want++
		}
		if sites := d.Trail(); len(sites) != want || !errors.Is(fails(d), errTest) {
			t.Errorf("%s: %v, %v", name, fails(d), sites)
		}
	}
}

func fails[T any](d *deferred.Deferred[T]) error {
	_, err, _ := d.Result()
	return err
}

// Combinators in combinators, a hundred thousand deep: a failure, and being
// cancelled, go through them in flat stack and linear time.
func TestNestedCombinators(t *testing.T) {
	const n = 100000
	type wrap = func(d *deferred.Deferred[int]) *deferred.Deferred[int]
	wraps := map[string]wrap{
		"gather": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(deferred.GatherResults(d), first)
		},
		"gather two": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(deferred.GatherResults(d, deferred.New[int]()), first)
		},
		"list": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.AddCallback(deferred.List([]*deferred.Deferred[int]{d}, deferred.ConsumeErrors),
				func(all []deferred.ListResult[int]) (int, error) { return all[0].Get() })
		},
		"race": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(deferred.Race(d), func(p deferred.Pair[int, int]) int { return p.Second }).AddErrback(innermost)
		},
		"group": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.WithGroup(func(*deferred.Group) *deferred.Deferred[int] { return d })
		},
		"share": func(d *deferred.Deferred[int]) *deferred.Deferred[int] { return deferred.Share(d).Read() },
		"parallel": func(d *deferred.Deferred[int]) *deferred.Deferred[int] {
			return deferred.Map(deferred.Parallel(1, []int{1}, func(int) *deferred.Deferred[int] { return d }), first)
		},
	}
	for name, wrap := range wraps {
		for outcome, end := range map[string]func(root, leaf *deferred.Deferred[int]){
			"0, cancelled":  func(root, leaf *deferred.Deferred[int]) { root.Cancel() },
			"0, test error": func(root, leaf *deferred.Deferred[int]) { leaf.Errback(errTest) },
		} {
			leaf := deferred.New[int]()
			root := leaf
			for i := 0; i < n; i++ {
				root = wrap(root)
			}
			begin := time.Now()
			flat(t, func() { end(root, leaf) })
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("%s: %v", name, took)
			}
			if got := show(root); got != outcome {
				t.Errorf("%s: %q, want %q", name, got, outcome)
			}
		}
	}
}

// innermost takes the only error out of the group that a race has put it in.
func innermost(err error) (int, error) {
	var group *deferred.FailureGroup
	if errors.As(err, &group) {
		err = group.Errs[0]
	}
	return 0, err
}
