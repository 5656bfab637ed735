package bench

import (
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/deferred"
)

// BenchmarkAmong is BenchmarkWait and BenchmarkThree in a program that has something in
// memory: 100,000 other operations of the same form, parked three calls deep. Who
// allocates wakes the collector, and that looks at them; in a program with nothing in
// memory it has nothing to do.
func BenchmarkAmong(b *testing.B) {
	for _, o := range []struct {
		name string
		operation
	}{{"wait", one}, {"three", three}} {
		b.Run(o.name, func(b *testing.B) {
			for _, p := range parkings {
				o.among(b, p.name, p.park)
			}
		})
	}
}

// among runs an operation among others that are parked.
func (o operation) among(b *testing.B, form string, park parking) {
	var run func(b *testing.B)
	switch form {
	case "chain":
		run = func(b *testing.B) {
			o.deferreds(b, nil, func(s *forms.Source) *deferred.Deferred[int] { return o.chain(s.Loop, s, 3) })
		}
	case "frames":
		run = func(b *testing.B) { o.framed(b, nil) }
	case "closures":
		run = func(b *testing.B) { o.callbacks(b, nil, o.closures) }
	case "goroutine":
		run = func(b *testing.B) { o.reused(b, nil) }
	default:
		return
	}
	park.during(b, form, 100_000, run)
}
