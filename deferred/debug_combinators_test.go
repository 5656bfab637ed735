//go:build evertdebug

package deferred_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Combinators wait for a later turn as well if all waits are to suspend.
func TestSuspendCombinators(t *testing.T) {
	c := clock()
	deferred.SuspendAll(c.CallFromThread)
	defer deferred.SuspendAll(nil)
	all := deferred.GatherResults(deferred.Succeed(1), deferred.Succeed(2))
	race := deferred.Race(deferred.Fail[int](errTest), deferred.Succeed(2))
	if all.Fired() || race.Fired() {
		t.Error("in place")
	}
	c.Advance(0)
	want(t, all, "[1 2], <nil>")
	want(t, race, "{1 2}, <nil>")
}

// Whoever waits for a lock belongs to a loop, and is not woken up elsewhere.
func TestLockOfAnotherLoop(t *testing.T) {
	loop := reactor.New()
	var l deferred.Lock
	l.Acquire()
	told := make(chan any, 1)
	err := loop.CallFromThread(func() {
		l.Acquire()
		go func() {
			defer loop.Stop()
			defer func() { told <- recover() }()
			l.Release()
		}()
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := loop.Run(); err != nil {
		t.Fatal(err)
	}
	if v := fmt.Sprint(<-told); !strings.Contains(v, "belongs to the loop on goroutine") {
		t.Error(v)
	}
}
