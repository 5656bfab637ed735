package golden

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/golden/scale"
	"github.com/evert-go/evert/reactor"
)

// scaled are functions that wait as often as their argument says.
var scaled = []struct {
	name     string
	blocking func(n int) (string, error)
	callback func(r reactor.Reactor, n int) *deferred.Deferred[string]
	grows    bool // needs memory for each call, by its nature
}{
	{"Turns", scale.Turns, scale.TurnsDeferred, false},
	{"Nested", scale.Nested, scale.NestedDeferred, false},
	{"Back", scale.Back, scale.BackDeferred, false},
	{"Tail", scale.Tail, scale.TailDeferred, false},
	{"Deep", scale.Deep, scale.DeepDeferred, true},
}

// TestMillion runs loops of a million turns and recursion a million deep, with waits
// that are over and with waits that are not. Waits that are over cost a recursion
// stack, as its blocking form does, and all else at most 64 KiB; loops and tail calls
// whose waits are not over need no memory that grows.
func TestMillion(t *testing.T) {
	const million = 1_000_000
	for _, s := range scaled {
		for _, later := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/later=%t", s.name, later), func(t *testing.T) {
				want, _ := s.blocking(million)
				scale.Later = later
				defer func() { scale.Later = false }()
				calls := s.name == "Deep" || s.name == "Tail"
				if later || !calls {
					defer debug.SetMaxStack(debug.SetMaxStack(64 << 10)) // beyond it the program dies
				}
				var peak int64
				over := make(chan string)
				go func() { over <- watched(s.callback, million, &peak) }()
				if got := <-over; got != want {
					t.Errorf("%s, want %s", got, want)
				}
				if later && !s.grows && peak > 4<<20 {
					t.Errorf("the heap grew by %d KiB", peak>>10)
				}
			})
		}
	}
}

// watched runs f on a reactor of its own and notes how much the heap grows while it
// waits: at every hundred-thousandth turn.
func watched(f func(r reactor.Reactor, n int) *deferred.Deferred[string], n int, peak *int64) string {
	r := reactor.New()
	before := heap()
	turns := 0
	var look func()
	d := f(r, n)
	look = func() {
		if turns++; turns%100_000 == 0 {
			*peak = max(*peak, heap()-before)
		}
		if err := r.CallFromThread(look); err != nil {
			panic(err)
		}
	}
	look()
	r.RunUntil(func() bool {
		_, _, fired := d.Result()
		return fired
	})
	s, err, _ := d.Result()
	if err != nil {
		return err.Error()
	}
	return s
}

// heap is how much memory is in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkWaits shows what a wait of a loop and of a recursion costs.
func BenchmarkWaits(b *testing.B) {
	for _, s := range scaled {
		for _, later := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/later=%t", s.name, later), func(b *testing.B) {
				scale.Later = later
				defer func() { scale.Later = false }()
				b.ReportAllocs()
				var peak int64
				watched(s.callback, b.N, &peak)
			})
		}
	}
}
