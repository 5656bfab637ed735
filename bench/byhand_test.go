package bench

import (
	"iter"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/deferred"
)

// The functions of package forms as people write them by hand: with closures on the
// same queue, as coroutines, and with a goroutine.

func oneByHand(s *forms.Source, n int, k func(int, error)) {
	s.EventCallback(func(v int, err error) {
		if err != nil {
			k(0, err)
			return
		}
		k(n+v, nil)
	})
}

func threeByHand(s *forms.Source, n int, k func(int, error)) {
	twoByHand(s, n, func(v int, err error) {
		if err != nil {
			k(0, err)
			return
		}
		k(v+n, nil)
	})
}

func twoByHand(s *forms.Source, n int, k func(int, error)) {
	oneByHand(s, n, func(v int, err error) {
		if err != nil {
			k(0, err)
			return
		}
		k(v*n, nil)
	})
}

func parkedByHand(s *forms.Source, a, b int, k func(int, error)) {
	c := a + b
	parked2ByHand(s, a, c, func(v int, err error) {
		if err != nil {
			k(0, err)
			return
		}
		k(v+a+c, nil)
	})
}

func parked2ByHand(s *forms.Source, a, b int, k func(int, error)) {
	c := a * b
	oneByHand(s, c, func(v int, err error) {
		if err != nil {
			k(0, err)
			return
		}
		k(v+a+b+c, nil)
	})
}

// generated is the body of a function that waits, for coroutines.
type generated func(event func() (int, error), n int) (int, error)

func oneGenerated(event func() (int, error), n int) (int, error) {
	v, err := event()
	if err != nil {
		return 0, err
	}
	return n + v, nil
}

func threeGenerated(event func() (int, error), n int) (int, error) {
	v, err := twoGenerated(event, n)
	if err != nil {
		return 0, err
	}
	return v + n, nil
}

func twoGenerated(event func() (int, error), n int) (int, error) {
	v, err := oneGenerated(event, n)
	if err != nil {
		return 0, err
	}
	return v * n, nil
}

// pull runs f as a coroutine of its own, on iter.Pull.
func pull(s *forms.Source, f generated, n int, k func(int, error)) {
	var v int
	var err error
	next, _ := iter.Pull(func(yield func(bool) bool) {
		k(f(func() (int, error) {
			yield(true)
			return v, err
		}, n))
	})
	if _, waits := next(); waits {
		s.EventCallback(func(got int, failed error) {
			v, err = got, failed
			next()
		})
	}
}

// generator runs f as a generator of Evert's.
func generator(s *forms.Source, f generated, n int) *deferred.Deferred[int] {
	return deferred.Generate(func(g *deferred.Generator) (int, error) {
		return f(func() (int, error) { return s.EventDeferred(s.Loop).Await(g) }, n)
	})
}
