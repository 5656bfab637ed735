// Package others compares Evert's runtime with promise libraries.
//
//	cd bench/others && go test -run '^$' -bench . -count 10 . | go run ../ratio
package others

import (
	"testing"

	promise "github.com/fanliao/go-promise"
	"github.com/samber/mo"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/reactor"
)

// BenchmarkWait is a call that waits once for an event, and a continuation that goes
// on with its value. All are resolved by the same loop.
func BenchmarkWait(b *testing.B) {
	b.Run("chain", func(b *testing.B) {
		b.ReportAllocs()
		s := forms.New(reactor.New())
		for i := 0; i < b.N; i++ {
			d := forms.OneDeferred(s.Loop, s, 3)
			s.Loop.RunUntil(d.Fired)
			if v, err, _ := d.Result(); v != 4 || err != nil {
				b.Fatal(v, err)
			}
		}
	})
	b.Run("mo.Future", func(b *testing.B) {
		b.ReportAllocs()
		events := make(chan func(int))
		go func() {
			for resolve := range events {
				resolve(1)
			}
		}()
		defer close(events)
		for i := 0; i < b.N; i++ {
			f := mo.NewFuture(func(resolve func(int), _ func(error)) { events <- resolve })
			v, err := f.Then(func(v int) (int, error) { return v + 3, nil }).Collect()
			if v != 4 || err != nil {
				b.Fatal(v, err)
			}
		}
	})
	b.Run("go-promise", func(b *testing.B) {
		b.ReportAllocs()
		events := make(chan *promise.Promise)
		go func() {
			for p := range events {
				if err := p.Resolve(1); err != nil {
					panic(err)
				}
			}
		}()
		defer close(events)
		for i := 0; i < b.N; i++ {
			p := promise.NewPromise()
			next, ok := p.Pipe(func(v any) *promise.Future { return promise.Wrap(v.(int) + 3) })
			if !ok {
				b.Fatal("cannot chain")
			}
			events <- p
			v, err := next.Get()
			if v != 4 || err != nil {
				b.Fatal(v, err)
			}
		}
	})
}
