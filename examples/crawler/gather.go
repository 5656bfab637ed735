package main

import (
	"sync"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// gather calls f for each of the items, for at most n at a time, and returns what it
// returned, in the items' order, or the first error.
//
// The blocking form has n goroutines. Its callback form is written by hand: there, how
// much goes on at a time is a matter of the runtime.
//
//evert:blocking callback=gatherDeferred
func gather[A, B any](n int, items []A, f func(A) (B, error)) ([]B, error) {
	results := make([]B, len(items))
	var (
		mu     sync.Mutex
		all    sync.WaitGroup
		next   int
		failed error
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= len(items) && failed == nil
	}
	for range min(n, len(items)) {
		all.Add(1)
		go func() {
			defer all.Done()
			for i, ok := take(); ok; i, ok = take() {
				v, err := f(items[i])
				mu.Lock()
				if results[i] = v; err != nil && failed == nil {
					failed = err
				}
				mu.Unlock()
			}
		}()
	}
	all.Wait()
	return results, failed
}

func gatherDeferred[A, B any](_ reactor.Reactor, n int, items []A, f func(A) *deferred.Deferred[B]) *deferred.Deferred[[]B] {
	return deferred.Parallel(n, items, f)
}
