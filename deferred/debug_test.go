//go:build evertdebug

package deferred_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// other runs f on another goroutine, and returns what it panics with.
func other(f func()) (v any) {
	done := make(chan any)
	go func() { done <- panics(f) }()
	return <-done
}

func TestDebugConfinement(t *testing.T) {
	d := deferred.New[int]() // made before the loop runs
	leave := deferred.EnterLoop()
	end := deferred.Map(d, func(v int) int { return v })
	uses := map[string]func(){
		"fire":   func() { d.Callback(1) },
		"chain":  func() { deferred.Map(d, func(v int) int { return v }) },
		"cancel": d.Cancel,
		"pause":  d.Pause,
	}
	for name, use := range uses {
		if v := fmt.Sprint(other(use)); !strings.Contains(v, "belongs to the loop on goroutine") || !strings.Contains(v, "TestDebugConfinement") {
			t.Errorf("%s: %s", name, v)
		}
	}
	d.Callback(1)
	want(t, end, "1, <nil>")
	leave()
	free := deferred.New[int]() // no loop runs: it belongs to nobody
	if v := other(func() { free.Callback(2) }); v != nil {
		t.Error(v)
	}
}

// A coroutine belongs to the loop that resumes it.
func TestDebugCoroutine(t *testing.T) {
	defer deferred.EnterLoop()()
	first, second := deferred.New[int](), deferred.New[int]()
	d := deferred.Generate(func(g *deferred.Generator) (int, error) {
		a, _ := first.Await(g)
		b, err := deferred.Map(second, func(v int) int { return v }).Await(g)
		return a + b, err
	})
	first.Callback(1)
	second.Callback(2)
	want(t, d, "3, <nil>")
}

func TestDebugSecondFire(t *testing.T) {
	d := deferred.New[int]()
	d.Callback(1)
	err, _ := panics(func() { d.Callback(2) }).(*deferred.AlreadyFiredError)
	if err == nil || !strings.Contains(err.Error(), "was fired by Callback, here:\n") || !strings.Contains(err.Error(), "TestDebugSecondFire") {
		t.Error(err)
	}
}

func TestDebugMade(t *testing.T) {
	reports := collectReports(t)
	func() { deferred.New[int]().Errback(errTest) }()
	all := reports(1)
	if len(all) != 1 || !strings.Contains(all[0].(*deferred.Unhandled).String(), "it was made here:\n") {
		t.Error(all)
	}
}

func TestDebugSuspendAll(t *testing.T) {
	var queue []func()
	deferred.SuspendAll(func(f func()) error { queue = append(queue, f); return nil })
	defer deferred.SuspendAll(nil)
	n := 0
	d := deferred.Loop(func(loop *deferred.Looping[int]) *deferred.Deferred[int] {
		if n++; n == 4 {
			return deferred.Succeed(n)
		}
		return deferred.Then(deferred.Done(), loop.Again)
	})
	turns := 0
	for ; len(queue) > 0; turns++ {
		f := queue[0]
		queue = queue[1:]
		f()
	}
	want(t, d, "4, <nil>")
	if turns != 3 {
		t.Errorf("%d turns", turns)
	}
}

// A Deferred that is made with an error is watched, too.
func TestDebugFail(t *testing.T) {
	reports := collectReports(t)
	func() {
		deferred.Fail[int](errTest)
		deferred.Return(1, errTest)
		deferred.Return(1, errTest).AddErrback(func(error) (int, error) { return 0, nil })
		deferred.Map(deferred.Fail[int](errTest), func(int) int { return 0 })
	}()
	if all := reports(3); len(all) != 3 || !strings.Contains(all[0].(*deferred.Unhandled).String(), "TestDebugFail") {
		t.Error(len(all), all)
	}
}
