package deferred_test

import (
	"testing"

	"github.com/evert-go/evert/deferred"
)

func drop(int) *deferred.Deferred[void] { return deferred.Done() }

// A wait that is over when it is reached.
func BenchmarkReady(b *testing.B) {
	b.ReportAllocs()
	d := deferred.Succeed(1)
	for i := 0; i < b.N; i++ {
		deferred.Chain(d, drop)
	}
}

// A wait that suspends, with the Deferred that it waits for.
func BenchmarkPending(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		d := deferred.New[int]()
		deferred.Chain(d, drop)
		d.Callback(1)
	}
}

// One turn of a loop that suspends in each.
func BenchmarkLoop(b *testing.B) {
	b.ReportAllocs()
	var d *deferred.Deferred[int]
	i := 0
	deferred.Loop(func(loop *deferred.Looping[void]) *deferred.Deferred[void] {
		d = deferred.New[int]()
		return deferred.Chain(d, func(int) *deferred.Deferred[void] {
			i++
			return loop.Again()
		})
	})
	for i < b.N {
		d.Callback(1)
	}
}

// A function with a deferred call that does not wait.
func BenchmarkWithDefers(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[void] {
			scope.Defer(func() {})
			return deferred.Done()
		})
	}
}
