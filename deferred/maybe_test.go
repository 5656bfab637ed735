package deferred_test

import (
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
)

func TestMaybeDeferred(t *testing.T) {
	want(t, deferred.MaybeDeferred(func() (int, error) { return 1, errTest }), "1, test error")
	d := deferred.MaybeDeferred(func() (int, error) { panic("boom") })
	want(t, d, "panic boom")
	if o, _ := d.Outcome(); len(o.Panic.Stack) == 0 {
		t.Error("no stack")
	}
	if !exits(func() { deferred.MaybeDeferred(func() (int, error) { runtime.Goexit(); return 0, nil }) }) {
		t.Error("Goexit did not end the goroutine")
	}
}

func TestCall(t *testing.T) {
	gate := deferred.New[int]()
	if d := deferred.Call(func() *deferred.Deferred[int] { return gate }); d != gate {
		t.Error("another Deferred")
	}
	want(t, deferred.Call(func() *deferred.Deferred[int] { panic("boom") }), "panic boom")
	want(t, deferred.Call(func() *deferred.Deferred[int] { return nil }), "0, cannot wait: a continuation returned no Deferred, but nil")
}
