package bench

import (
	"math/rand"
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
)

// outstanding is how many timers there are all the time.
const outstanding = 100000

// delays are the times of timeouts: around a minute, at random, and long enough
// for none to fire.
func delays() []time.Duration {
	r := rand.New(rand.NewSource(1))
	d := make([]time.Duration, 1<<12)
	for i := range d {
		d[i] = time.Hour + time.Duration(r.Int63n(int64(time.Minute)))
	}
	return d
}

// BenchmarkArmAndCancel is a timeout that does not happen, while there are a
// hundred thousand others. Each operation arms one and cancels one: the oldest,
// or the one that it has just armed.
func BenchmarkArmAndCancel(b *testing.B) {
	nop := func() {}
	delay := delays()
	b.Run("oldest/CallLater", func(b *testing.B) {
		l := reactor.New()
		ring := make([]reactor.DelayedCall, outstanding)
		for i := range ring {
			ring[i] = l.CallLater(delay[i%len(delay)], nop)
		}
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			at := i % outstanding
			if err := ring[at].Cancel(); err != nil {
				b.Fatal(err)
			}
			ring[at] = l.CallLater(delay[i%len(delay)], nop)
		}
		b.StopTimer()
		l.Close()
	})
	b.Run("oldest/AfterFunc", func(b *testing.B) {
		ring := make([]*time.Timer, outstanding)
		for i := range ring {
			ring[i] = time.AfterFunc(delay[i%len(delay)], nop)
		}
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			at := i % outstanding
			if !ring[at].Stop() {
				b.Fatal("fired")
			}
			ring[at] = time.AfterFunc(delay[i%len(delay)], nop)
		}
		b.StopTimer()
		for _, t := range ring {
			t.Stop()
		}
	})
	b.Run("newest/CallLater", func(b *testing.B) {
		l := reactor.New()
		for i := 0; i < outstanding; i++ {
			l.CallLater(delay[i%len(delay)], nop)
		}
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			if err := l.CallLater(delay[i%len(delay)], nop).Cancel(); err != nil {
				b.Fatal(err)
			}
		}
		b.StopTimer()
		l.Close()
	})
	b.Run("newest/AfterFunc", func(b *testing.B) {
		ring := make([]*time.Timer, outstanding)
		for i := range ring {
			ring[i] = time.AfterFunc(delay[i%len(delay)], nop)
		}
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			if !time.AfterFunc(delay[i%len(delay)], nop).Stop() {
				b.Fatal("fired")
			}
		}
		b.StopTimer()
		for _, t := range ring {
			t.Stop()
		}
	})
}

// BenchmarkFire is timers that do fire, and whose work is to be done on a
// reactor: by CallLater, or by time.AfterFunc with a function that posts. They
// come due at random within ten milliseconds, which is less than it takes to arm a
// hundred thousand of them, so that there is always one to fire.
func BenchmarkFire(b *testing.B) {
	fire := func(arm func(l *reactor.Loop, d time.Duration, f func())) func(b *testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			l := reactor.New()
			delay := delays()
			left := b.N
			for round := 0; left > 0; round++ {
				n := left
				if n > outstanding {
					n = outstanding
				}
				left -= n
				made := 0
				f := func() { made++ }
				for i := 0; i < n; i++ {
					arm(l, delay[i%len(delay)]%(10*time.Millisecond), f)
				}
				l.RunUntil(func() bool { return made == n })
			}
			b.StopTimer()
			l.Close()
		}
	}
	b.Run("CallLater", fire(func(l *reactor.Loop, d time.Duration, f func()) { l.CallLater(d, f) }))
	b.Run("AfterFunc", fire(func(l *reactor.Loop, d time.Duration, f func()) {
		time.AfterFunc(d, func() {
			if err := l.CallFromThread(f); err != nil {
				panic(err)
			}
		})
	}))
}
