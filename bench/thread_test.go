package bench

import (
	"fmt"
	"sync"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// BenchmarkThread is a call that is made elsewhere, since it may block, with 1 or
// 64 of them in flight: each that is over is followed by the next. The
// alternatives are
//
//   - DeferToThread, on a reactor;
//   - no-thread, the same on a reactor that runs the call itself, in a later turn: what is
//     to be paid for the Deferred and its delivery, and a bound for all that wakes a
//     goroutine besides;
//   - DeferToPool, with as many goroutines as there are processors;
//   - go, a go statement and a channel for each call, on which as many
//     goroutines wait;
//   - collector, a go statement for each call and one channel and one goroutine
//     for all results.
func BenchmarkThread(b *testing.B) {
	f := func() (int, error) { return 1, nil }
	for _, flying := range []int{1, 64} {
		name := fmt.Sprintf("flying=%d/", flying)
		b.Run(name+"DeferToThread", func(b *testing.B) {
			onReactor(b, flying, func(l *reactor.Loop) *deferred.Deferred[int] { return threads.DeferToThread(l, f) })
		})
		b.Run(name+"no-thread", func(b *testing.B) {
			onReactor(b, flying, func(l *reactor.Loop) *deferred.Deferred[int] {
				return threads.DeferToThread(threadless{l}, f)
			})
		})
		b.Run(name+"DeferToPool", func(b *testing.B) {
			p := threads.NewPool(2)
			defer p.Close()
			onReactor(b, flying, func(l *reactor.Loop) *deferred.Deferred[int] { return threads.DeferToPool(l, p, f) })
		})
		b.Run(name+"go", func(b *testing.B) {
			b.ReportAllocs()
			var all sync.WaitGroup
			for i := 0; i < flying; i++ {
				all.Add(1)
				n := b.N / flying
				if i < b.N%flying {
					n++
				}
				go func() {
					defer all.Done()
					for ; n > 0; n-- {
						c := make(chan int, 1)
						go func() { v, _ := f(); c <- v }()
						<-c
					}
				}()
			}
			all.Wait()
		})
		b.Run(name+"collector", func(b *testing.B) {
			b.ReportAllocs()
			c := make(chan int, flying)
			call := func() { v, _ := f(); c <- v }
			for i := 0; i < flying; i++ {
				go call()
			}
			for i := 0; i < b.N; i++ {
				<-c
				go call()
			}
			for i := 0; i < flying; i++ {
				<-c
			}
		})
	}
}

// threadless is a loop that is its own thread.
type threadless struct{ *reactor.Loop }

func (t threadless) RunInThread(f func()) error    { return t.CallSoon(f) }
func (t threadless) CallFromThread(f func()) error { return t.CallSoon(f) }

// onReactor makes b.N calls, flying of them at a time.
func onReactor(b *testing.B, flying int, call func(l *reactor.Loop) *deferred.Deferred[int]) {
	b.ReportAllocs()
	l := reactor.New()
	left, over := b.N, 0
	var next func()
	done := func(o deferred.Outcome[int]) {
		if over++; over == b.N {
			l.Stop()
			return
		}
		next()
	}
	next = func() {
		if left > 0 {
			left--
			call(l).Observe(done)
		}
	}
	if err := l.CallFromThread(func() {
		for i := 0; i < flying; i++ {
			next()
		}
	}); err != nil {
		b.Fatal(err)
	}
	if err := l.Run(); err != nil {
		b.Fatal(err)
	}
}
