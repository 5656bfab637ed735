package deferred

import "testing"

// A counting step only counts; a passing one resolves the next Deferred.
type counting struct{ n int }

func (s *counting) run() *core             { s.n++; return nil }
func (s *counting) fail(kind, error) *core { return nil }

type passing struct{ to *Deferred[int] }

func (s *passing) run() *core             { return s.to.finish(1, nil) }
func (s *passing) fail(kind, error) *core { return nil }

// What it costs to fire, and to walk from one waiter to the next: no object is made,
// and nothing is called that users wrote.
func BenchmarkFire(b *testing.B) {
	end := &counting{}
	b.Run("links=0", func(b *testing.B) {
		d := &Deferred[int]{}
		for i := 0; i < b.N; i++ {
			*d = Deferred[int]{}
			d.add(end)
			d.Fire(1, nil)
		}
	})
	b.Run("links=3", func(b *testing.B) {
		var chain [4]Deferred[int]
		steps := [3]passing{{&chain[1]}, {&chain[2]}, {&chain[3]}}
		for i := 0; i < b.N; i++ {
			chain = [4]Deferred[int]{}
			for i := range steps {
				chain[i].add(&steps[i])
			}
			chain[3].add(end)
			chain[0].Fire(1, nil)
		}
	})
}
