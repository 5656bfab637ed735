package bench

import (
	"fmt"
	"testing"

	"github.com/evert-go/evert/deferred"
)

// BenchmarkLinear is much of one thing: an operation is one callback, one link, one
// waiter. That it takes as long for a hundred times as many is what there is to see.
func BenchmarkLinear(b *testing.B) {
	for _, what := range []struct {
		name string
		run  func(n int)
	}{
		{"callbacks", manyCallbacks},
		{"links", manyLinks},
		{"waiters", manyWaiters},
	} {
		for _, n := range []int{1000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", what.name, n), func(b *testing.B) {
				for left := b.N; left > 0; left -= n {
					what.run(min(n, left))
				}
			})
		}
	}
}

// manyCallbacks are on one Deferred.
func manyCallbacks(n int) {
	d, ran := deferred.New[int](), 0
	for i := 0; i < n; i++ {
		d.Observe(func(deferred.Outcome[int]) { ran++ })
	}
	d.Callback(1)
	if ran != n {
		panic("some callbacks were not run")
	}
}

// manyLinks are a chain, each waiting for the one before.
func manyLinks(n int) {
	d := deferred.New[int]()
	end := d
	for i := 0; i < n; i++ {
		end = deferred.Map(end, func(v int) int { return v + 1 })
	}
	d.Callback(0)
	if v, _, _ := end.Result(); v != n {
		panic("some links are missing")
	}
}

// manyWaiters wait for a lock, and release it in place.
func manyWaiters(n int) {
	var lock deferred.Lock
	lock.Acquire()
	ran := 0
	for i := 0; i < n; i++ {
		deferred.Use(lock.Acquire(), func(deferred.Void) {
			ran++
			lock.Release()
		})
	}
	lock.Release()
	if ran != n {
		panic("some did not get the lock")
	}
}
