package cps_test

import (
	"testing"

	"github.com/evert-go/evert/internal/fuzz/gen"
	"github.com/evert-go/evert/rewrite/internal/cps"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
	"github.com/evert-go/evert/rewrite/internal/simplify"
	"github.com/evert-go/evert/rewrite/internal/stagetest"
)

// convert makes the continuation form; false means that it is refused.
func convert(t *testing.T, fn *ir.Func, pool *names.Pool) bool {
	for _, part := range fn.All() {
		if cps.Convert(part, pool) != nil {
			return false
		}
	}
	return true
}

// FuzzConvert makes the continuation form of sources that are changed at random:
// nothing follows a wait, and every path ends.
func FuzzConvert(f *testing.F) {
	corpus := stagetest.Corpus(f)
	f.Fuzz(func(t *testing.T, file uint8, seed uint64) {
		src := gen.Mutate(corpus[int(file)%len(corpus)], seed)
		stagetest.EachOrdered(t, src, func(_ *stagetest.Source, fn *ir.Func, pool *names.Pool) {
			if !convert(t, fn, pool) {
				return
			}
			if err := stagetest.Ends(fn); err != nil {
				t.Errorf("%v\n%s\n%s", err, src, fn.Continuation())
			}
		})
	})
}

// FuzzSimplify simplifies what FuzzConvert makes: it is still sound, and simplifying it
// again changes nothing.
func FuzzSimplify(f *testing.F) {
	corpus := stagetest.Corpus(f)
	f.Fuzz(func(t *testing.T, file uint8, seed uint64) {
		src := gen.Mutate(corpus[int(file)%len(corpus)], seed)
		stagetest.EachOrdered(t, src, func(s *stagetest.Source, fn *ir.Func, pool *names.Pool) {
			if !convert(t, fn, pool) {
				return
			}
			again := func() string {
				for _, part := range fn.All() {
					simplify.Simplify(part, s.Info, noComments)
					for _, body := range part.Bodies {
						simplify.Simplify(body, s.Info, noComments)
					}
				}
				return fn.Continuation()
			}
			once := again()
			if err := stagetest.Ends(fn); err != nil {
				t.Errorf("%v\n%s\n%s", err, src, once)
			}
			if twice := again(); twice != once {
				t.Errorf("simplifying again changes\n%s\nto\n%s\nof\n%s", once, twice, src)
			}
		})
	})
}
