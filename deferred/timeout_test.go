package deferred_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
)

// An error that the steps before have wrapped becomes a timeout, which tells
// what they said.
func TestTimeoutOfWrappedError(t *testing.T) {
	c := clock()
	d := deferred.New[int]().AddErrback(func(err error) (int, error) {
		return 4, fmt.Errorf("fetch: %w", err)
	}).AddTimeout(1500*time.Millisecond, c)
	c.Advance(time.Hour)
	want(t, d, "4, timed out after 1.5s: fetch: cancelled")
	if _, err, _ := d.Result(); errors.Is(err, deferred.ErrCancelled) || !errors.Is(err, deferred.ErrTimedOut) {
		t.Error(err)
	}
}

// Twisted's onTimeoutCancel.
func TestOnTimeout(t *testing.T) {
	c := clock()
	translate := func(v int, err error) (int, error) { return v + 1, fmt.Errorf("translated %v", err) }
	timed := deferred.New[int]().AddTimeout(time.Second, c, translate)
	early := deferred.New[int]()
	untouched := early.AddTimeout(time.Second, c, translate)
	early.Callback(1)
	panicked := deferred.New(func(d *deferred.Deferred[int]) { d.FailPanic(&deferred.PanicError{Value: "p"}) }).
		AddTimeout(time.Second, c, translate)
	raises := deferred.New[int]().AddTimeout(time.Second, c, func(int, error) (int, error) { panic("translate") })
	c.Advance(time.Second)
	want(t, timed, "1, translated cancelled")
	want(t, untouched, "1, <nil>")
	want(t, panicked, "panic p")
	want(t, raises, "panic translate")
}

// The canceller's panic is not the reactor's.
func TestTimeoutCancellerPanics(t *testing.T) {
	wantReports(t, unhandled(func() {
		c := clock()
		d := deferred.New(func(*deferred.Deferred[int]) { panic("canceller") }).AddTimeout(time.Second, c)
		c.Advance(time.Second)
		want(t, d, "0, timed out after 1s")
	}), "[panic: canceller]")
}

// A Deferred that goes on after it was cancelled is waited for.
func TestTimeoutWaitsForTheEnd(t *testing.T) {
	c := clock()
	closing := deferred.New[int]()
	d := deferred.ChainBoth(deferred.New[int](), func(_ int, err error) *deferred.Deferred[int] {
		return deferred.Chain(closing, func(int) *deferred.Deferred[int] { return deferred.Fail[int](err) })
	}).AddTimeout(time.Second, c)
	c.Advance(time.Minute)
	want(t, d, "pending")
	closing.Callback(0)
	want(t, d, "0, timed out after 1s")
}

// Two timeouts on one chain: the inner one's is its own error, and not that of
// the outer.
func TestTwoTimeouts(t *testing.T) {
	c := clock()
	d := deferred.New[int]().AddTimeout(time.Second, c).AddTimeout(time.Minute, c)
	e := deferred.New[int]().AddTimeout(time.Minute, c).AddTimeout(time.Second, c)
	c.Advance(time.Second)
	want(t, d, "0, timed out after 1s")
	want(t, e, "0, timed out after 1s")
	if _, left := c.Next(); left {
		t.Error("a timer is left")
	}
}
