package deferred_test

import (
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
)

// All of ten waits that are over.
func BenchmarkGatherReady(b *testing.B) {
	b.ReportAllocs()
	ds := make([]*deferred.Deferred[int], 10)
	for i := range ds {
		ds[i] = deferred.Succeed(i)
	}
	for i := 0; i < b.N; i++ {
		deferred.GatherResults(ds...)
	}
}

// All of ten waits that suspend, with the Deferreds that they wait for.
func BenchmarkGatherPending(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		ds := pendings(10)
		deferred.GatherResults(ds...)
		for _, d := range ds {
			d.Callback(1)
		}
	}
}

// One of ten waits, which cancels the others.
func BenchmarkRace(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		ds := pendings(10)
		deferred.Race(ds...)
		ds[5].Callback(1)
	}
}

// A wait that suspends, with a timeout that does not come.
func BenchmarkTimeout(b *testing.B) {
	b.ReportAllocs()
	c := clock()
	for i := 0; i < b.N; i++ {
		d := deferred.New[int]()
		d.AddTimeout(time.Second, c)
		d.Callback(1)
	}
}

// A lock that is free.
func BenchmarkLockFree(b *testing.B) {
	b.ReportAllocs()
	var l deferred.Lock
	for i := 0; i < b.N; i++ {
		l.Acquire()
		l.Release()
	}
}

// A lock that is handed to the next.
func BenchmarkLockHandedOver(b *testing.B) {
	b.ReportAllocs()
	var l deferred.Lock
	l.Acquire()
	for i := 0; i < b.N; i++ {
		l.Acquire()
		l.Release()
	}
}

// A value through a queue, from a Put to a Get that waits.
func BenchmarkQueueGetWaits(b *testing.B) {
	b.ReportAllocs()
	q := deferred.NewQueue[int](1)
	for i := 0; i < b.N; i++ {
		q.Get()
		_ = q.TryPut(i)
	}
}

// A value through a queue in which it lies for a while.
func BenchmarkQueueHolds(b *testing.B) {
	b.ReportAllocs()
	q := deferred.NewQueue[int](1)
	for i := 0; i < b.N; i++ {
		_ = q.TryPut(i)
		_, _ = q.TryGet()
	}
}

// One item of a bounded parallel map, in place.
func BenchmarkParallelReady(b *testing.B) {
	b.ReportAllocs()
	one := deferred.Succeed(1)
	deferred.Parallel(4, make([]struct{}, b.N), func(struct{}) *deferred.Deferred[int] { return one })
}

// One reader of an outcome that is not there yet.
func BenchmarkShareRead(b *testing.B) {
	b.ReportAllocs()
	source := deferred.New[int]()
	s := deferred.Share(source)
	for i := 0; i < b.N; i++ {
		s.Read()
	}
	source.Callback(1)
}

// Work of a group that waits.
func BenchmarkGroup(b *testing.B) {
	b.ReportAllocs()
	var g deferred.Group
	for i := 0; i < b.N; i++ {
		d := deferred.Adopt(&g, deferred.New[int]())
		d.Callback(1)
	}
}
