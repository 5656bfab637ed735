package bench

import (
	"fmt"
	"sync"
	"testing"

	"github.com/evert-go/evert/reactor"
)

// BenchmarkPost is work that goroutines hand over to another one, which does it:
// a reactor by CallFromThread, or a plain goroutine by a channel of functions
// with a buffer. The reactor's queue has no bound; the channel has room for as
// much as a turn of the reactor takes.
func BenchmarkPost(b *testing.B) {
	for _, producers := range []int{1, 2} {
		b.Run(fmt.Sprintf("producers=%d/CallFromThread", producers), func(b *testing.B) {
			b.ReportAllocs()
			l := reactor.New()
			n := 0
			f := func() {
				if n++; n == b.N {
					l.Stop()
				}
			}
			produce(b.N, producers, func() {
				if err := l.CallFromThread(f); err != nil {
					panic(err)
				}
			})
			if err := l.Run(); err != nil {
				b.Fatal(err)
			}
		})
		b.Run(fmt.Sprintf("producers=%d/channel", producers), func(b *testing.B) {
			b.ReportAllocs()
			c := make(chan func(), 1024)
			n := 0
			f := func() { n++ }
			produce(b.N, producers, func() { c <- f })
			for n < b.N {
				(<-c)()
			}
		})
	}
}

// produce starts goroutines that call f n times together.
func produce(n, producers int, f func()) {
	for p := 0; p < producers; p++ {
		share := n / producers
		if p == 0 {
			share += n % producers
		}
		go func() {
			for i := 0; i < share; i++ {
				f()
			}
		}()
	}
}

// BenchmarkOwnPost is work that a reactor's goroutine posts itself: each call
// asks for the next one, so there is one in a turn, or a hundred at a time do.
// The alternatives are CallSoon, which is for that, CallFromThread, and the
// channel with a buffer that a plain goroutine would use.
func BenchmarkOwnPost(b *testing.B) {
	for _, chains := range []int{1, 100} {
		loop := func(post func(l *reactor.Loop, f func()) error) func(b *testing.B) {
			return func(b *testing.B) {
				b.ReportAllocs()
				l := reactor.New()
				left := b.N
				var again func()
				again = func() {
					if left--; left <= 0 {
						l.Stop()
						return
					}
					if err := post(l, again); err != nil {
						panic(err)
					}
				}
				for i := 0; i < chains; i++ {
					if err := l.CallFromThread(again); err != nil {
						b.Fatal(err)
					}
				}
				b.ResetTimer()
				if err := l.Run(); err != nil {
					b.Fatal(err)
				}
			}
		}
		name := fmt.Sprintf("chains=%d/", chains)
		b.Run(name+"CallSoon", loop((*reactor.Loop).CallSoon))
		b.Run(name+"CallFromThread", loop((*reactor.Loop).CallFromThread))
		b.Run(name+"channel", func(b *testing.B) {
			b.ReportAllocs()
			c := make(chan func(), chains)
			var again func()
			again = func() { c <- again }
			for i := 0; i < chains; i++ {
				again()
			}
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				(<-c)()
			}
		})
	}
}

// BenchmarkRoundTrip is a goroutine that hands a call over and waits until it was
// made, each time: what it costs to wake a reactor, or a plain goroutine.
func BenchmarkRoundTrip(b *testing.B) {
	b.Run("CallFromThread", func(b *testing.B) {
		b.ReportAllocs()
		l := reactor.New()
		var stopped sync.WaitGroup
		stopped.Add(1)
		go func() {
			defer stopped.Done()
			if err := l.Run(); err != nil {
				panic(err)
			}
		}()
		done := make(chan struct{})
		f := func() { done <- struct{}{} }
		for i := 0; i < b.N; i++ {
			if err := l.CallFromThread(f); err != nil {
				b.Fatal(err)
			}
			<-done
		}
		l.Stop()
		stopped.Wait()
	})
	b.Run("channel", func(b *testing.B) {
		b.ReportAllocs()
		c := make(chan func(), 1024)
		go func() {
			for f := range c {
				f()
			}
		}()
		done := make(chan struct{})
		f := func() { done <- struct{}{} }
		for i := 0; i < b.N; i++ {
			c <- f
			<-done
		}
		close(c)
	})
}
