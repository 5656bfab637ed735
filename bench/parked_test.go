package bench

import (
	"runtime"
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/bench/framed"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// A parking starts operations that stay parked three calls deep, with six live
// variables, and returns what ends them.
type parking func(n int) (keep any, end func())

// parkings are those that are compared.
var parkings = []struct {
	name string
	park parking
}{
	{"chain", func(n int) (any, func()) {
		s := forms.New(reactor.New())
		s.Deferreds.List = make([]*deferred.Deferred[int], 0, n)
		kept := make([]*deferred.Deferred[int], n)
		for i := range kept {
			kept[i] = forms.ParkedDeferred(s.Loop, s, i, 2)
		}
		return []any{s, kept}, func() {}
	}},
	{"frames", func(n int) (any, func()) {
		s := forms.New(reactor.New())
		s.Fast.List = make([]frames.Task, 0, n)
		e := &end{}
		for i := range n {
			framed.StartParked(s, i, 2, &e.Pending, e)
		}
		return s, func() {}
	}},
	{"frames-deferred", func(n int) (any, func()) {
		s := forms.New(reactor.New())
		s.Fast.List = make([]frames.Task, 0, n)
		kept := make([]*deferred.Deferred[int], n)
		for i := range kept {
			kept[i] = framed.ParkedDeferred(s.Loop, s, i, 2)
		}
		return []any{s, kept}, func() {}
	}},
	{"closures", func(n int) (any, func()) {
		s := forms.New(reactor.New())
		s.Callbacks.List = make([]func(int, error), 0, n)
		for i := range n {
			parkedByHand(s, i, 2, func(int, error) {})
		}
		return s, func() {}
	}},
	{"goroutine", func(n int) (any, func()) {
		gate := make(chan int)
		for i := range n {
			go parkedBlocking(func() (int, error) { return <-gate, nil }, i, 2)
		}
		return gate, func() { close(gate) }
	}},
}

// bytes is the memory that each of n operations takes.
func (p parking) bytes(n int) float64 {
	before := inUse()
	keep, end := p(n)
	after := inUse()
	runtime.KeepAlive(keep)
	end()
	return (float64(after) - float64(before)) / float64(n)
}

// BenchmarkParked is the memory of an operation that is parked, of which there are
// 1e5. The time is that of starting it, and of collecting garbage.
func BenchmarkParked(b *testing.B) {
	const parked = 100_000
	for _, p := range parkings {
		b.Run(p.name, func(b *testing.B) {
			bytes := 0.0
			for range b.N {
				bytes += p.park.bytes(parked)
			}
			b.ReportMetric(bytes/float64(b.N), "B/parked")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/parked, "ns/parked")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkCollect is a full collection with 1e6 operations that are parked.
func BenchmarkCollect(b *testing.B) {
	const parked = 1_000_000
	for _, p := range parkings {
		p.park.during(b, p.name, parked, func(b *testing.B) {
			for range b.N {
				runtime.GC()
			}
		})
	}
}

// during runs a benchmark while n operations are parked, which they are once for all its
// runs.
func (p parking) during(b *testing.B, name string, n int, run func(b *testing.B)) {
	var keep any
	end := func() {}
	b.Run(name, func(b *testing.B) {
		if keep == nil {
			keep, end = p(n)
			inUse()
			b.ResetTimer()
		}
		run(b)
	})
	runtime.KeepAlive(keep)
	end()
	keep = nil
	inUse()
}

func parkedBlocking(event func() (int, error), a, b int) (int, error) {
	c := a + b
	v, err := parked2Blocking(event, a, c)
	if err != nil {
		return 0, err
	}
	return v + a + c, nil
}

func parked2Blocking(event func() (int, error), a, b int) (int, error) {
	c := a * b
	v, err := oneGenerated(event, c)
	if err != nil {
		return 0, err
	}
	return v + a + b + c, nil
}

// inUse is the memory of heap and stacks, when all goroutines have begun to wait.
func inUse() uint64 {
	for range 3 {
		runtime.Gosched()
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
