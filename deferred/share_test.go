package deferred_test

import (
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
)

func TestShare(t *testing.T) {
	var tr trace
	source := deferred.New(func(*deferred.Deferred[int]) { tr.add("cancelled") })
	s := deferred.Share(source)
	read := func(name string) *deferred.Deferred[int] {
		r := s.Read()
		r.Observe(func(o deferred.Outcome[int]) { tr.add("%s %d", name, o.Value) })
		return r
	}
	read("a")
	b := read("b")
	c := read("c")
	b.Cancel()
	want(t, b, "0, cancelled")
	if s.Readers() != 2 {
		t.Error(s.Readers())
	}
	c.Observe(func(deferred.Outcome[int]) { read("inside") })
	source.Callback(7)
	want(t, s.Read(), "7, <nil>")
	read("late")
	if got := tr.String(); got != "b 0 a 7 c 7 inside 7 late 7" {
		t.Error(got)
	}
	if s.Readers() != 0 {
		t.Error(s.Readers())
	}
}

// The last reader that is cancelled cancels the source, and is told what that
// comes to.
func TestShareCancelled(t *testing.T) {
	source := deferred.New(func(d *deferred.Deferred[int]) { d.Callback(9) })
	s := deferred.Share(source)
	a, b := s.Read(), s.Read()
	a.Cancel()
	if source.Fired() {
		t.Error("cancelled although there is a reader")
	}
	b.Cancel()
	want(t, a, "0, cancelled")
	want(t, b, "9, <nil>")
	want(t, s.Read(), "9, <nil>")

	// A source that goes on after that has readers again.
	closing := deferred.New[int]()
	s = deferred.Share(deferred.ChainBoth(deferred.New[int](), func(int, error) *deferred.Deferred[int] { return closing }))
	a = s.Read()
	a.Cancel()
	want(t, a, "pending")
	b = s.Read()
	closing.Callback(1)
	want(t, a, "1, <nil>")
	want(t, b, "1, <nil>")
}

// A reader may cancel others while all are being told.
func TestShareCancelledMeanwhile(t *testing.T) {
	source := deferred.New[int]()
	s := deferred.Share(source)
	a, b := s.Read(), s.Read()
	a.Observe(func(deferred.Outcome[int]) { b.Cancel() })
	source.Callback(1)
	want(t, b, "1, <nil>")
}

// Failures of all kinds go to each reader, and are reported if there is none.
func TestShareFailures(t *testing.T) {
	wantReports(t, unhandled(func() {
		source := deferred.New[int]()
		s := deferred.Share(source)
		a, b := s.Read(), s.Read()
		source.Fire(2, errTest)
		want(t, a, "2, test error")
		want(t, b, "2, test error")
		want(t, s.Read(), "2, test error")
		want(t, deferred.Share(deferred.Exited[int]()).Read(), "exited")
	}), "[]")
	wantReports(t, unhandled(func() {
		source := deferred.New[int]()
		deferred.Share(source)
		source.Errback(errTest)
	}), "[test error]")
	wantReports(t, unhandled(func() {
		source := deferred.New[int]()
		s := deferred.Share(source)
		source.Errback(errTest)
		want(t, s.Read(), "0, test error")
	}), "[]")
	wantReports(t, unhandled(func() {
		source := deferred.New[int]()
		s := deferred.Share(source)
		s.Read() // this one has to handle it
		want(t, s.Read(), "pending")
		source.Errback(errTest)
	}), "[test error test error]")
}

// Readers come and go without leaving anything behind.
func TestShareLeaksNothing(t *testing.T) {
	source := deferred.New[int]()
	s := deferred.Share(source)
	keep := s.Read()
	before := heap()
	for i := 0; i < 100000; i++ {
		s.Read().Cancel()
	}
	grown := heap() - before
	for tries := 0; grown > 100<<10 && tries < 100; tries++ { // notes about the errors take a while to go
		time.Sleep(10 * time.Millisecond)
		grown = heap() - before
	}
	if grown > 100<<10 {
		t.Errorf("%d bytes were kept", grown)
	}
	var readers []*deferred.Deferred[int]
	for i := 0; i < 100000; i++ {
		readers = append(readers, s.Read())
	}
	flat(t, func() { source.Callback(3) })
	want(t, keep, "3, <nil>")
	want(t, readers[99999], "3, <nil>")
}

// A combinator that waits for an inner Deferred, which a continuation has
// returned, does not wait for the outer one when that is paused.
func TestPausedOuter(t *testing.T) {
	gate, inner := deferred.New[int](), deferred.New[int]()
	var g deferred.Group
	deferred.Adopt(&g, inner)
	all, shared := deferred.GatherResults(inner), deferred.Share(inner).Read()
	outer := deferred.Chain(gate, func(int) *deferred.Deferred[int] { return inner })
	late := deferred.GatherResults(outer)
	gate.Callback(0)
	outer.Pause()
	inner.Callback(4)
	want(t, all, "[4], <nil>")
	want(t, shared, "4, <nil>")
	want(t, g.Wait(), "{}, <nil>")
	want(t, late, "pending")
	outer.Unpause()
	want(t, late, "[4], <nil>")
}
