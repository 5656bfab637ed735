package bench

import (
	"errors"
	"runtime"
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// together is how many operations are started before the loop runs on, so that
// starting and ending the loop does not count.
const together = 100

var errEvent = errors.New("no event")

// operations are benchmarks of something that waits. Each must end with want.
type operation struct {
	chain     func(r reactor.Reactor, s *forms.Source, n int) *deferred.Deferred[int]
	closures  func(s *forms.Source, n int, k func(int, error))
	generated generated
	blocking  func(event func() (int, error), n int) (int, error)
	calls     int
	want      int // for n = 3
}

var (
	one   = operation{forms.OneDeferred, oneByHand, oneGenerated, oneGenerated, 1, 4}
	three = operation{forms.ThreeDeferred, threeByHand, threeGenerated, threeGenerated, 3, 15}
)

// BenchmarkWait is a call that waits once, and goes on in a later turn.
func BenchmarkWait(b *testing.B) { one.run(b, nil) }

// BenchmarkThree is three calls, the innermost of which waits.
func BenchmarkThree(b *testing.B) {
	b.Run("value", func(b *testing.B) { three.run(b, nil) })
	b.Run("error", func(b *testing.B) { three.run(b, errEvent) })
}

func (o operation) run(b *testing.B, err error) {
	b.Run("chain", func(b *testing.B) {
		o.deferreds(b, err, func(s *forms.Source) *deferred.Deferred[int] { return o.chain(s.Loop, s, 3) })
	})
	b.Run("closures", func(b *testing.B) {
		o.callbacks(b, err, func(s *forms.Source, k func(int, error)) { o.closures(s, 3, k) })
	})
	b.Run("chain-allocations", func(b *testing.B) { o.allocations(b, err) })
	b.Run("generator", func(b *testing.B) {
		o.deferreds(b, err, func(s *forms.Source) *deferred.Deferred[int] { return generator(s, o.generated, 3) })
	})
	b.Run("iter.Pull", func(b *testing.B) {
		o.callbacks(b, err, func(s *forms.Source, k func(int, error)) { pull(s, o.generated, 3, k) })
	})
	b.Run("goroutine-reused", func(b *testing.B) { o.reused(b, err) })
	b.Run("goroutine-fresh", func(b *testing.B) { o.fresh(b, err) })
}

func (o operation) check(b *testing.B, v int, err, want error) {
	if err != want || err == nil && v != o.want {
		b.Fatalf("%d, %v", v, err)
	}
}

// deferreds runs what returns a Deferred.
func (o operation) deferreds(b *testing.B, fails error, start func(s *forms.Source) *deferred.Deferred[int]) {
	b.ReportAllocs()
	s := forms.New(reactor.New())
	s.Err = fails
	var last *deferred.Deferred[int]
	for left := b.N; left > 0; {
		n := min(left, together)
		left -= n
		for i := 0; i < n; i++ {
			last = start(s)
			if fails != nil {
				last.Observe(handled)
			}
		}
		s.Loop.RunUntil(last.Fired)
		v, err, _ := last.Result()
		o.check(b, v, err, fails)
	}
}

func handled(deferred.Outcome[int]) {}

// callbacks runs what takes a callback.
func (o operation) callbacks(b *testing.B, fails error, start func(s *forms.Source, k func(int, error))) {
	b.ReportAllocs()
	s := forms.New(reactor.New())
	s.Err = fails
	over := 0
	k := func(v int, err error) {
		over++
		o.check(b, v, err, fails)
	}
	for left := b.N; left > 0; {
		n := min(left, together)
		left -= n
		over = 0
		for i := 0; i < n; i++ {
			start(s, k)
		}
		s.Loop.RunUntil(func() bool { return over == n })
	}
}

// allocations only makes the objects of a chain, and keeps them as long: a Deferred for
// the event, and for each call a step and a closure, and for an error the record of its
// way and an observer. It is what there is to gain by making fewer, and a bound for
// everything that makes as many.
func (o operation) allocations(b *testing.B, fails error) {
	b.ReportAllocs()
	type step struct {
		_ [4]int
		f func() int
		_ any
	}
	type record [4]struct {
		err error
		_   [2]*record
		_   [2]int
	}
	type observer [2]func() int
	var records [together]*record
	var observers [together]*observer
	var steps [together][3]*step
	var events [together]*deferred.Deferred[int]
	for i := 0; i < b.N; i++ {
		at := i % together
		events[at] = deferred.New[int]()
		for j := 0; j < o.calls; j++ {
			steps[at][j] = &step{f: func() int { return at }}
		}
		if fails != nil {
			records[at], observers[at] = &record{{err: fails}}, &observer{}
		}
	}
	runtime.KeepAlive(&records)
	runtime.KeepAlive(&observers)
	runtime.KeepAlive(&steps)
	runtime.KeepAlive(&events)
}

// result is what an operation in a goroutine hands back.
type result struct {
	v   int
	err error
}

// reused has one goroutine that waits on one channel, for an event after the other.
func (o operation) reused(b *testing.B, fails error) {
	b.ReportAllocs()
	events, results := make(chan int), make(chan result)
	go func() {
		defer close(results)
		for i := 0; i < b.N; i++ {
			v, err := o.blocking(func() (int, error) { return <-events, fails }, 3)
			results <- result{v, err}
		}
	}()
	for i := 0; i < b.N; i++ {
		events <- 1
		r := <-results
		o.check(b, r.v, r.err, fails)
	}
}

// fresh has a goroutine and channels for each operation.
func (o operation) fresh(b *testing.B, fails error) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		events, results := make(chan int, 1), make(chan result, 1)
		go func() {
			v, err := o.blocking(func() (int, error) { return <-events, fails }, 3)
			results <- result{v, err}
		}()
		events <- 1
		r := <-results
		o.check(b, r.v, r.err, fails)
	}
}

// BenchmarkOver is one turn of a loop over waits that are over when they are reached.
// The alternative is what a goroutine does that is handed each value.
func BenchmarkOver(b *testing.B) {
	b.Run("chain", func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		if v, err, ok := forms.OverDeferred(s.Loop, s, b.N).Result(); v != b.N || err != nil || !ok {
			b.Fatal(v, err, ok)
		}
	})
	handoff(b)
}

// BenchmarkTurns is one turn of a loop that waits in each.
func BenchmarkTurns(b *testing.B) {
	b.Run("chain", func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		d := forms.TurnsDeferred(s.Loop, s, b.N)
		s.Loop.RunUntil(d.Fired)
		if v, err, _ := d.Result(); v != b.N || err != nil {
			b.Fatal(v, err)
		}
	})
	b.Run("closures", func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		sum, i, over := 0, 0, false
		var turn func()
		next := func(v int, err error) { // one closure for all turns
			sum += v
			i++
			turn()
		}
		turn = func() {
			if i >= b.N {
				over = true
				return
			}
			s.EventCallback(next)
		}
		turn()
		s.Loop.RunUntil(func() bool { return over })
		if sum != b.N {
			b.Fatal(sum)
		}
	})
	handoff(b)
}

// handoff is a goroutine that receives, and is waited for.
func handoff(b *testing.B) {
	b.Run("goroutine-reused", func(b *testing.B) {
		b.ReportAllocs()
		events, results := make(chan int), make(chan int)
		go func() {
			sum := 0
			for i := 0; i < b.N; i++ {
				sum += <-events
				results <- sum
			}
		}()
		sum := 0
		for i := 0; i < b.N; i++ {
			events <- 1
			sum = <-results
		}
		if sum != b.N {
			b.Fatal(sum)
		}
	})
}

// BenchmarkParked is the memory of an operation that waits three calls deep with six
// live variables, of which there are 1e5. The time is that of starting it.
func BenchmarkParked(b *testing.B) {
	const parked = 100_000
	measure := func(start func(s *forms.Source, i int) (keep any)) func(b *testing.B) {
		return func(b *testing.B) {
			var bytes uint64
			for range b.N {
				s := forms.New(reactor.New())
				s.Deferreds = make([]*deferred.Deferred[int], 0, parked)
				s.Callbacks = make([]func(int, error), 0, parked)
				kept := make([]any, 0, parked)
				before := inUse()
				for i := 0; i < parked; i++ {
					kept = append(kept, start(s, i))
				}
				bytes += inUse() - before
				runtime.KeepAlive(kept)
				runtime.KeepAlive(s)
			}
			b.ReportMetric(float64(bytes)/float64(b.N)/parked, "B/parked")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/parked, "ns/parked")
			b.ReportMetric(0, "ns/op")
		}
	}
	b.Run("chain", measure(func(s *forms.Source, i int) any { return forms.ParkedDeferred(s.Loop, s, i, 2) }))
	b.Run("closures", measure(func(s *forms.Source, i int) any {
		parkedByHand(s, i, 2, func(int, error) {})
		return nil
	}))
	b.Run("goroutine", func(b *testing.B) {
		gate := make(chan int)
		measure(func(s *forms.Source, i int) any {
			go parkedBlocking(func() (int, error) { return <-gate, nil }, i, 2)
			return nil
		})(b)
		close(gate)
	})
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
