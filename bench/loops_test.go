package bench

import (
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/bench/framed"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// BenchmarkOver is one turn of a loop over waits that are over when they are reached.
// Frames have a loop that has waited before, too. The alternatives are a plain call in
// the blocking form, and what a goroutine does that is handed each value.
func BenchmarkOver(b *testing.B) {
	b.Run("chain", func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		if v, err, ok := forms.OverDeferred(s.Loop, s, b.N).Result(); v != b.N || err != nil || !ok {
			b.Fatal(v, err, ok)
		}
	})
	b.Run("frames", inFrames(framed.StartOver))
	b.Run("frames-late", inFrames(framed.StartLate))
	b.Run("plain-call", plain(forms.Over))
	handoff(b)
}

// BenchmarkRare is a call that could wait, and never does, beside a plain call.
func BenchmarkRare(b *testing.B) {
	b.Run("chain", func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		if v, err, ok := forms.RareDeferred(s.Loop, s, b.N).Result(); v != b.N || err != nil || !ok {
			b.Fatal(v, err, ok)
		}
	})
	b.Run("frames", inFrames(framed.StartRare))
	b.Run("plain-call", plain(forms.Rare))
}

// inFrames runs a loop in frames style.
func inFrames(start func(s *forms.Source, n int, f *frames.Pending[int], w frames.Waiter[int])) func(b *testing.B) {
	return func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		e := &end{}
		start(s, b.N, &e.Pending, e)
		s.Loop.RunUntil(func() bool { return e.over == 1 })
		if e.sum != b.N || e.errs > 0 {
			b.Fatal(e.sum, e.errs)
		}
	}
}

// plain runs a loop in blocking form.
func plain(f func(s *forms.Source, n int) (int, error)) func(b *testing.B) {
	return func(b *testing.B) {
		b.ReportAllocs()
		if v, err := f(&forms.Source{}, b.N); v != b.N || err != nil {
			b.Fatal(v, err)
		}
	}
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
	b.Run("frames", inFrames(framed.StartTurns))
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

// BenchmarkLoops is one turn of BenchmarkTurns, of ten loops at once: in each turn of the
// reactor there are ten events.
func BenchmarkLoops(b *testing.B) {
	const loops = 10
	b.Run("frames", func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		e := &end{}
		for i := range loops {
			framed.StartTurns(s, (b.N+i)/loops, &e.Pending, e)
		}
		s.Loop.RunUntil(func() bool { return e.over == loops })
		if e.sum != b.N || e.errs > 0 {
			b.Fatal(e.sum, e.errs)
		}
	})
	b.Run("goroutine-reused", func(b *testing.B) {
		b.ReportAllocs()
		results := make(chan int)
		var events [loops]chan int
		for i := range events {
			events[i] = make(chan int)
			go func() {
				sum := 0
				for range (b.N + i) / loops {
					sum += <-events[i]
				}
				results <- sum
			}()
		}
		for k := range b.N {
			events[loops-1-k%loops] <- 1
		}
		sum := 0
		for range loops {
			sum += <-results
		}
		if sum != b.N {
			b.Fatal(sum)
		}
	})
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
