package order_test

import (
	"testing"

	"github.com/evert-go/evert/internal/fuzz/gen"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/stagetest"
)

// FuzzOrder orders sources that are changed at random: every wait has to stand
// alone, and the same source gives the same form.
func FuzzOrder(f *testing.F) {
	corpus := stagetest.Corpus(f)
	f.Fuzz(func(t *testing.T, file uint8, seed uint64) {
		src := gen.Mutate(corpus[int(file)%len(corpus)], seed)
		var first []string
		stagetest.EachOrdered(t, src, func(s *stagetest.Source, fn *ir.Func, _ *names.Pool) {
			if err := s.Alone(fn); err != nil {
				t.Errorf("%v\n%s\n%s", err, src, fn.Ordered())
			}
			first = append(first, fn.Ordered())
		})
		i := 0
		stagetest.EachOrdered(t, src, func(_ *stagetest.Source, fn *ir.Func, _ *names.Pool) {
			if got := fn.Ordered(); got != first[i] {
				t.Errorf("differs from time to time:\n%s\n%s", got, first[i])
			}
			i++
		})
	})
}
