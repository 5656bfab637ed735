package reactor_test

import (
	"fmt"
	"math/rand"
	"sort"
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
)

// modelled is a delayed call as a plain list would hold it.
type modelled struct {
	name  int
	at    time.Duration
	asked int
	call  reactor.DelayedCall
}

// A schedule does what a list does that is sorted anew for each call: some
// thousand random calls, cancellations and resets.
func TestScheduleAgainstModel(t *testing.T) {
	for seed := int64(0); seed < 10; seed++ {
		r := rand.New(rand.NewSource(seed))
		c := reactor.NewClock(time.Unix(0, 0))
		var model []modelled
		var got, want []int
		now, asked := time.Duration(0), 0
		for step := 0; step < 2000; step++ {
			d := time.Duration(r.Intn(50))
			switch k := r.Intn(10); {
			case k < 5 || len(model) == 0:
				name := step
				asked++
				model = append(model, modelled{name, now + d, asked, c.CallLater(d, func() { got = append(got, name) })})
			case k < 7:
				i := r.Intn(len(model))
				if err := model[i].call.Cancel(); err != nil {
					t.Fatal(err)
				}
				model = append(model[:i], model[i+1:]...)
			case k < 9:
				i := r.Intn(len(model))
				asked++
				model[i].at, model[i].asked = now+d, asked
				if err := model[i].call.(reactor.Resetter).Reset(d); err != nil {
					t.Fatal(err)
				}
			default:
				d = time.Duration(r.Intn(10))
				now += d
				sort.Slice(model, func(i, j int) bool {
					return model[i].at < model[j].at || model[i].at == model[j].at && model[i].asked < model[j].asked
				})
				for len(model) > 0 && model[0].at <= now {
					want = append(want, model[0].name)
					model = model[1:]
				}
				c.Advance(d)
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Fatalf("seed %d, step %d: made %v, want %v", seed, step, got, want)
				}
				got, want = nil, nil
			}
			if len(model) > 0 {
				first := model[0].at
				for _, m := range model {
					if m.at < first {
						first = m.at
					}
				}
				if at, ok := c.Next(); !ok || at != time.Unix(0, 0).Add(first) {
					t.Fatalf("seed %d, step %d: next is %v, %v, want %v", seed, step, at, ok, first)
				}
			}
		}
	}
}

// Calls that are cancelled, or put off again and again, do not pile up.
func TestCancelledCallsAreDropped(t *testing.T) {
	l := reactor.New()
	first := l.CallLater(time.Second, func() {})
	allocated := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		timer := l.CallLater(time.Hour, func() {}).(*reactor.Timer)
		for i := 0; i < b.N; i++ {
			if err := timer.Reset(time.Hour - time.Duration(i)); err != nil {
				b.Fatal(err)
			}
		}
		_ = timer.Cancel()
	})
	if allocated.AllocedBytesPerOp() > 1 {
		t.Errorf("resetting a timer takes %v", allocated.MemString())
	}
	if !first.(*reactor.Timer).Active() {
		t.Error("another timer is gone")
	}
}

// A panic of a delayed call leaves the others of its turn to the next.
func TestPanicInDelayedCall(t *testing.T) {
	l := reactor.New()
	n := 0
	for i := 0; i < 3; i++ {
		l.CallLater(0, func() {
			if n++; n == 2 {
				panic("boom")
			}
		})
	}
	func() {
		defer func() {
			if v := recover(); v != "boom" {
				t.Error(v)
			}
		}()
		l.RunUntil(l.Idle)
	}()
	if l.Idle() {
		t.Error("one call was forgotten")
	}
	l.RunUntil(l.Idle)
	if n != 3 {
		t.Errorf("%d calls", n)
	}
}
