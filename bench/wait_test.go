package bench

import (
	"errors"
	"runtime"
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/bench/framed"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// together is how many operations are started before the loop runs on, so that
// starting and ending the loop does not count.
const together = 100

var errEvent = errors.New("no event")

// operations are benchmarks of something that waits. Each must end with want. In frames
// style they are called as code in that style does, and, as edge, as all others do.
type operation struct {
	chain     func(r reactor.Reactor, s *forms.Source, n int) *deferred.Deferred[int]
	frames    func(s *forms.Source, n int, f *frames.Pending[int], w frames.Waiter[int])
	edge      func(r reactor.Reactor, s *forms.Source, n int) *deferred.Deferred[int]
	closures  func(s *forms.Source, n int, k func(int, error))
	pooled    func(s *forms.Source, n int, k func(int, error))
	generated generated
	blocking  func(event func() (int, error), n int) (int, error)
	calls     int
	want      int // for n = 3
}

var (
	one = operation{forms.OneDeferred, framed.StartOne, framed.OneDeferred, oneByHand, onePooled,
		oneGenerated, oneGenerated, 1, 4}
	three = operation{forms.ThreeDeferred, framed.StartThree, framed.ThreeDeferred, threeByHand, threePooled,
		threeGenerated, threeGenerated, 3, 15}
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
	b.Run("frames", func(b *testing.B) { o.framed(b, err) })
	b.Run("frames-deferred", func(b *testing.B) {
		o.deferreds(b, err, func(s *forms.Source) *deferred.Deferred[int] { return o.edge(s.Loop, s, 3) })
	})
	b.Run("closures", func(b *testing.B) { o.callbacks(b, err, o.closures) })
	b.Run("pooled", func(b *testing.B) { o.callbacks(b, err, o.pooled) })
	b.Run("pooled-promised", func(b *testing.B) { o.promised(b, err) })
	b.Run("chain-allocations", func(b *testing.B) { o.allocations(b, err) })
	b.Run("generator", func(b *testing.B) {
		o.deferreds(b, err, func(s *forms.Source) *deferred.Deferred[int] { return generator(s, o.generated, 3) })
	})
	b.Run("iter.Pull", func(b *testing.B) {
		o.callbacks(b, err, func(s *forms.Source, n int, k func(int, error)) { pull(s, o.generated, n, k) })
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

// An end counts operations that are over.
type end struct {
	frames.Pending[int]
	over, sum, errs int
}

// Resume is where an operation in frames style ends.
func (e *end) Resume(v int, err error) {
	e.over++
	e.sum += v
	if err != nil {
		e.errs++
	}
}

func (e *end) check(b *testing.B, want int, fails error) {
	if fails == nil && (e.sum != b.N*want || e.errs > 0) || fails != nil && e.errs != b.N {
		b.Fatalf("sum %d, %d errors", e.sum, e.errs)
	}
}

// framed runs what is in frames style.
func (o operation) framed(b *testing.B, fails error) {
	b.ReportAllocs()
	s := forms.New(reactor.New())
	s.Err = fails
	e := &end{}
	for left := b.N; left > 0; {
		n := min(left, together)
		left -= n
		e.over = 0
		for i := 0; i < n; i++ {
			o.frames(s, 3, &e.Pending, e)
		}
		s.Loop.RunUntil(func() bool { return e.over == n })
	}
	e.check(b, o.want, fails)
}

// callbacks runs what takes a callback, which is the same for all.
func (o operation) callbacks(b *testing.B, fails error, start func(s *forms.Source, n int, k func(int, error))) {
	b.ReportAllocs()
	s := forms.New(reactor.New())
	s.Err = fails
	e := &end{}
	k := e.Resume
	for left := b.N; left > 0; {
		n := min(left, together)
		left -= n
		e.over = 0
		for i := 0; i < n; i++ {
			start(s, 3, k)
		}
		s.Loop.RunUntil(func() bool { return e.over == n })
	}
	e.check(b, o.want, fails)
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
