package deferred_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
)

func TestGroup(t *testing.T) {
	var g deferred.Group
	a, b, c := deferred.New[void](), deferred.New[int](), deferred.New[string]()
	g.Go(func() *deferred.Deferred[void] { return a })
	g.Go(deferred.Done)
	got := deferred.Spawn(&g, func() *deferred.Deferred[int] {
		return deferred.Map(b, func(v int) int {
			deferred.Adopt(&g, c) // work that adds work
			return v
		})
	})
	w := g.Wait()
	a.Callback(void{})
	want(t, w, "pending")
	b.Callback(1)
	want(t, got, "1, <nil>")
	want(t, w, "pending")
	c.Callback("c")
	want(t, w, "{}, <nil>")
	want(t, g.Wait(), "{}, <nil>")

	g.Cancel() // nothing any more
	want(t, g.Wait(), "{}, <nil>")
	want(t, deferred.Spawn(&g, func() *deferred.Deferred[int] { t.Error("called"); return nil }), "0, cannot add to the group: it is over")
	late := deferred.New[int]()
	deferred.Adopt(&g, late)
	want(t, late, "0, cancelled")
}

// The first failure cancels the rest, and the group is over when that is.
func TestGroupFails(t *testing.T) {
	closing := deferred.New[int]()
	wantReports(t, unhandled(func() {
		var g deferred.Group
		fails, other := deferred.New[int](), deferred.New[int]()
		deferred.Adopt(&g, fails)
		deferred.Adopt(&g, other)
		deferred.Spawn(&g, func() *deferred.Deferred[int] {
			return deferred.ChainBoth(deferred.New[int](), func(int, error) *deferred.Deferred[int] { return closing })
		})
		w := g.Wait()
		fails.Errback(errTest)
		want(t, w, "pending")
		want(t, other, "0, cancelled")
		want(t, deferred.Spawn(&g, func() *deferred.Deferred[int] { t.Error("called"); return nil }), "0, cancelled")
		closing.Errback(errors.New("closing"))
		want(t, w, "{}, test error")
	}), "[]")
	kinds := map[string]func() *deferred.Deferred[void]{
		"{}, test error": func() *deferred.Deferred[void] { return deferred.Finish(errTest) },
		"panic in place": func() *deferred.Deferred[void] { panic("in place") },
		"exited":         deferred.Exited[void],
		"{}, <nil>":      func() *deferred.Deferred[void] { return deferred.Finish(deferred.ErrCancelled) },
	}
	for outcome, f := range kinds {
		wantReports(t, unhandled(func() {
			var g deferred.Group
			other := deferred.New[int]()
			deferred.Adopt(&g, other)
			g.Go(f)
			if failed := outcome != "{}, <nil>"; other.Fired() != failed {
				t.Errorf("%s: the other is cancelled: %v", outcome, !failed)
			} else if !failed {
				other.Callback(1)
			}
			want(t, g.Wait(), outcome)
		}), "[]")
	}
	// Further panics, and a failure that nobody waits for, are reported.
	wantReports(t, unhandled(func() {
		var g deferred.Group
		g.Go(func() *deferred.Deferred[void] { return deferred.Finish(errTest) })
	}), "[test error]")
	wantReports(t, unhandled(func() {
		var g deferred.Group
		p := deferred.Adopt(&g, deferred.New(func(d *deferred.Deferred[int]) { d.FailPanic(&deferred.PanicError{Value: "late"}) }))
		g.Go(func() *deferred.Deferred[void] { return deferred.Finish(errTest) })
		want(t, g.Wait(), "{}, test error")
		want(t, p, "panic late")
	}), "[panic: late]")
}

func TestGroupCancelled(t *testing.T) {
	for _, byWait := range []bool{false, true} {
		var g deferred.Group
		ds := pendings(3)
		for _, d := range ds {
			deferred.Adopt(&g, d)
		}
		ds[0].Cancel() // one by itself is no failure
		w := g.Wait()
		want(t, w, "pending")
		want(t, ds[1], "pending")
		if byWait {
			w.Cancel()
		} else {
			g.Cancel()
		}
		want(t, w, "{}, cancelled")
		want(t, ds[2], "0, cancelled")
	}
	// A group that is cancelled inside its own work.
	var g deferred.Group
	d := deferred.Spawn(&g, func() *deferred.Deferred[int] { g.Cancel(); return deferred.New[int]() })
	want(t, d, "0, cancelled")
	want(t, g.Wait(), "{}, cancelled")
	// runtime.Goexit in its work ends the goroutine, and is the outcome.
	var exiting deferred.Group
	other := deferred.Adopt(&exiting, deferred.New[int]())
	if !exits(func() { exiting.Go(func() *deferred.Deferred[void] { runtime.Goexit(); return nil }) }) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, other, "0, cancelled")
	want(t, exiting.Wait(), "exited")
	// And in a canceller.
	exiting = deferred.Group{}
	fails := deferred.Adopt(&exiting, deferred.New[int]())
	deferred.Adopt(&exiting, deferred.New(func(*deferred.Deferred[int]) { runtime.Goexit() }))
	if !exits(func() { fails.Errback(errTest) }) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, exiting.Wait(), "{}, test error")
}

// Nothing that the body has added goes on after the Deferred of WithGroup.
func TestWithGroup(t *testing.T) {
	run := func() (body, work *deferred.Deferred[int], all *deferred.Deferred[int]) {
		body, work = deferred.New[int](), deferred.New[int]()
		return body, work, deferred.WithGroup(func(g *deferred.Group) *deferred.Deferred[int] {
			deferred.Adopt(g, work)
			return body
		})
	}
	body, work, all := run()
	body.Callback(1)
	want(t, all, "pending")
	work.Callback(2)
	want(t, all, "1, <nil>")

	body, work, all = run()
	body.Fire(1, errTest)
	want(t, all, "1, test error")
	want(t, work, "0, cancelled")

	body, work, all = run()
	work.Errback(errTest)
	want(t, all, "0, test error")
	want(t, body, "0, cancelled")

	body, work, all = run()
	all.Cancel()
	want(t, all, "0, cancelled")
	want(t, work, "0, cancelled")
	want(t, body, "0, cancelled")

	want(t, deferred.WithGroup(func(*deferred.Group) *deferred.Deferred[int] { panic("body") }), "panic body")
	want(t, deferred.WithGroup(func(*deferred.Group) *deferred.Deferred[int] { return deferred.Succeed(4) }), "4, <nil>")
}

func TestGroupAtScale(t *testing.T) {
	var g deferred.Group
	ds := pendings(100000)
	for _, d := range ds {
		deferred.Adopt(&g, d)
	}
	for i := 0; i < len(ds); i += 2 {
		ds[len(ds)-1-i].Callback(i)
	}
	flat(t, g.Wait().Cancel)
	want(t, g.Wait(), "{}, cancelled")
	// Groups in groups.
	gate := deferred.New[int]()
	d := gate
	for i := 0; i < 10000; i++ {
		inner := d
		d = deferred.WithGroup(func(*deferred.Group) *deferred.Deferred[int] { return inner })
	}
	flat(t, func() { gate.Callback(5) })
	want(t, d, "5, <nil>")
}
