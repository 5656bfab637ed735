package deferred_test

import (
	"errors"
	"fmt"
	"math/rand"
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
)

func numbers(n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = i
	}
	return v
}

// Some of the waits are over, others end in any order; never are more pending
// than allowed, and whenever there is room the next is begun.
func TestParallel(t *testing.T) {
	for seed := int64(0); seed < 200; seed++ {
		random := rand.New(rand.NewSource(seed))
		n, most := random.Intn(30), 1+random.Intn(5)
		pending := map[int]*deferred.Deferred[string]{}
		begun := 0
		d := deferred.Parallel(most, numbers(n), func(i int) *deferred.Deferred[string] {
			if i != begun {
				t.Errorf("seed %d: item %d is begun as number %d", seed, i, begun)
			}
			begun++
			if random.Intn(3) == 0 {
				return deferred.Succeed(fmt.Sprint(i))
			}
			pending[i] = deferred.New[string]()
			return pending[i]
		})
		for !d.Fired() {
			if len(pending) > most || begun < n && len(pending) < most {
				t.Fatalf("seed %d: %d of %d are pending", seed, len(pending), most)
			}
			i := random.Intn(n)
			if p := pending[i]; p != nil {
				delete(pending, i)
				p.Callback(fmt.Sprint(i))
			}
		}
		want(t, d, fmt.Sprintf("%v, <nil>", numbers(n)))
	}
	if v := panics(func() { deferred.Parallel[int, int](0, nil, nil) }); v != "cannot run 0 in parallel" {
		t.Error(v)
	}
}

// The first failure cancels the rest, and nothing more is begun.
func TestParallelFails(t *testing.T) {
	kinds := map[string]func() *deferred.Deferred[int]{
		"[], test error": func() *deferred.Deferred[int] { return deferred.Fail[int](errTest) },
		"panic in place": func() *deferred.Deferred[int] { panic("in place") },
		"exited":         deferred.Exited[int],
	}
	for outcome, fail := range kinds {
		for _, later := range []bool{false, true} {
			wantReports(t, unhandled(func() {
				var pending []*deferred.Deferred[int]
				gate := deferred.New[int]()
				d := deferred.Parallel(3, numbers(10), func(i int) *deferred.Deferred[int] {
					switch {
					case i > 2:
						t.Errorf("%d is begun", i)
					case i == 2 && later:
						return deferred.Chain(gate, func(int) *deferred.Deferred[int] { return fail() })
					case i == 2:
						return fail()
					}
					pending = append(pending, deferred.New[int]())
					return pending[i]
				})
				if later {
					want(t, d, "pending")
					gate.Callback(1)
				}
				want(t, d, outcome)
				for _, p := range pending {
					want(t, p, "0, cancelled")
				}
			}), "[]")
		}
	}
	// What the others come to is dropped, but for panics.
	wantReports(t, unhandled(func() {
		d := deferred.Parallel(3, numbers(4), func(i int) *deferred.Deferred[int] {
			return deferred.New(func(d *deferred.Deferred[int]) {
				if i == 1 {
					d.Errback(errors.New("late"))
				} else if i == 2 {
					d.FailPanic(&deferred.PanicError{Value: "late"})
				}
			})
		})
		d.Cancel()
		want(t, d, "[], cancelled")
	}), "[panic: late]")
}

func TestParallelCancelled(t *testing.T) {
	for items, outcome := range map[int]string{2: "[0 1], <nil>", 3: "[], cancelled"} {
		d := deferred.Parallel(2, numbers(items), func(i int) *deferred.Deferred[int] {
			if i > 1 {
				t.Errorf("%d is begun", i)
			}
			return deferred.New(func(d *deferred.Deferred[int]) { d.Callback(i) })
		})
		d.Cancel()
		want(t, d, outcome)
	}
	// It waits for what goes on after it was cancelled.
	closing := deferred.New[int]()
	d := deferred.Parallel(1, numbers(2), func(i int) *deferred.Deferred[int] {
		return deferred.ChainBoth(deferred.New[int](), func(int, error) *deferred.Deferred[int] { return closing })
	})
	d.Cancel()
	want(t, d, "pending")
	closing.Callback(1)
	want(t, d, "[], cancelled")
	// From inside f, called in a later turn.
	gate := deferred.New[int]()
	d = deferred.Parallel(2, numbers(5), func(i int) *deferred.Deferred[int] {
		if i == 2 {
			d.Cancel()
		}
		return deferred.Map(gate, func(v int) int { return v })
	})
	other := deferred.New[int]()
	e := deferred.Parallel(1, numbers(3), func(i int) *deferred.Deferred[int] {
		if i == 1 {
			d.Cancel()
			return other
		}
		return gate
	})
	gate.Callback(0)
	want(t, d, "[], cancelled")
	want(t, e, "pending")
	e.Cancel()
	want(t, e, "[], cancelled")
}

// runtime.Goexit in f ends the goroutine, and is the outcome.
func TestParallelGoexit(t *testing.T) {
	gate, other := deferred.New[int](), deferred.New[int]()
	d := deferred.Parallel(2, numbers(3), func(i int) *deferred.Deferred[int] {
		switch i {
		case 0:
			return gate
		case 1:
			return other
		}
		runtime.Goexit()
		return nil
	})
	if !exits(func() { gate.Callback(1) }) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, d, "exited")
	want(t, other, "0, cancelled")
	// In place, nobody gets the Deferred, but what is pending is cancelled.
	other = deferred.New[int]()
	if !exits(func() {
		deferred.Parallel(2, numbers(3), func(i int) *deferred.Deferred[int] {
			if i == 0 {
				return other
			}
			runtime.Goexit()
			return nil
		})
	}) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, other, "0, cancelled")
	// In a canceller.
	ds := []*deferred.Deferred[int]{deferred.New[int](), deferred.New(func(*deferred.Deferred[int]) { runtime.Goexit() }), deferred.New[int]()}
	d = deferred.Parallel(3, ds, func(d *deferred.Deferred[int]) *deferred.Deferred[int] { return d })
	if !exits(func() { ds[0].Errback(errTest) }) {
		t.Error("Goexit did not end the goroutine")
	}
	want(t, d, "[], test error")
	want(t, ds[2], "0, cancelled")
}

// A million items, all in place, one after the other or in any mix: no stack,
// and no memory but for the values.
func TestParallelAtScale(t *testing.T) {
	items := numbers(million)
	for name, ready := range patterns {
		e := &events{ready: ready}
		sum := 0
		grown := grows(func() {
			flat(t, func() {
				d := deferred.Parallel(1, items, func(i int) *deferred.Deferred[void] {
					return deferred.Use(e.next(1), func(v int) { sum += v })
				})
				e.fire(1)
				if _, err, ok := d.Result(); err != nil || !ok {
					t.Error(name, err, ok)
				}
			})
		})
		if sum != million || grown > 100<<10 {
			t.Errorf("%s: %d of a million, %d bytes were kept", name, sum, grown)
		}
	}
}
