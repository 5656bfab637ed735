package frames_test

import (
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// A source has waits for the tests: over at once, or later, when its Deferred fires.
type source struct {
	pending []*deferred.Deferred[int]
	over    bool
	given   *deferred.Deferred[int] // the next one, if not nil
	between func()                  // called by sums, if not nil
}

func (s *source) event() *deferred.Deferred[int] {
	if s.over {
		return deferred.Succeed(1)
	}
	if s.given != nil {
		return s.given
	}
	d := deferred.New[int]()
	s.pending = append(s.pending, d)
	return d
}

// next takes the oldest wait.
func (s *source) next() *deferred.Deferred[int] {
	d := s.pending[0]
	s.pending = s.pending[1:]
	return d
}

// What follows is as Evert would write it, for
//
//	func one(s *source, n int) (int, error) {
//		v, err := s.event()
//		if err != nil {
//			return 0, err
//		}
//		if n < 0 {
//			panic("negative")
//		}
//		return v + n, nil
//	}

func oneDeferred(r reactor.Reactor, s *source, n int) *deferred.Deferred[int] {
	return frames.Defer(oneFast(r, s, n))
}

func oneFast(r reactor.Reactor, s *source, n int) (int, error, *frames.Pending[int]) {
	v, err, p := frames.Await(r, s.event())
	if p != nil {
		f := frames.New(oneFrames, p)
		f.n = n
		return 0, nil, frames.Park(&f.Pending, p, (*oneAfterEvent)(f))
	}
	if err != nil {
		return 0, err, nil
	}
	if n < 0 {
		panic("negative")
	}
	return v + n, nil, nil
}

type oneFrame struct {
	frames.Frame[oneFrame, int]
	n int
}

var oneFrames = frames.NewPool[oneFrame]()

type oneAfterEvent oneFrame

func (k *oneAfterEvent) Resume(v int, err error) {
	f := (*oneFrame)(k)
	if err != nil {
		f.Fail(err)
		return
	}
	if f.n < 0 {
		panic("negative")
	}
	f.Return(v + f.n)
}

// deep is one, called n calls deep:
//
//	func deep(s *source, n, x int) (int, error) {
//		if n == 0 {
//			return one(s, x)
//		}
//		v, err := deep(s, n-1, x)
//		if err != nil {
//			return 0, err
//		}
//		return v + 1, nil
//	}

func deepDeferred(r reactor.Reactor, s *source, n, x int) *deferred.Deferred[int] {
	return frames.Defer(deepFast(r, s, n, x))
}

func deepFast(r reactor.Reactor, s *source, n, x int) (int, error, *frames.Pending[int]) {
	if n == 0 {
		return oneFast(r, s, x)
	}
	v, err, p := deepFast(r, s, n-1, x)
	if p != nil {
		f := frames.New(deepFrames, p)
		return 0, nil, frames.Park(&f.Pending, p, (*deepAfterDeep)(f))
	}
	if err != nil {
		return 0, err, nil
	}
	return v + 1, nil, nil
}

type deepFrame struct{ frames.Frame[deepFrame, int] }

var deepFrames = frames.NewPool[deepFrame]()

type deepAfterDeep deepFrame

func (k *deepAfterDeep) Resume(v int, err error) {
	f := (*deepFrame)(k)
	if err != nil {
		f.Fail(err)
		return
	}
	f.Return(v + 1)
}

// sum waits in a loop:
//
//	func sum(s *source, n int) (int, error) {
//		sum := 0
//		for i := 0; i < n; i++ {
//			v, err := one(s, i)
//			if err != nil {
//				return 0, err
//			}
//			sum += v
//		}
//		return sum, nil
//	}

func sumDeferred(r reactor.Reactor, s *source, n int) *deferred.Deferred[int] {
	return frames.Defer(sumFast(r, s, n))
}

func sumFast(r reactor.Reactor, s *source, n int) (int, error, *frames.Pending[int]) {
	sum := 0
	for i := 0; i < n; i++ {
		v, err, p := oneFast(r, s, i)
		if p != nil {
			f := frames.New(sumFrames, p)
			f.r, f.s, f.n, f.i, f.sum = r, s, n, i, sum
			return 0, nil, frames.Park(&f.Pending, p, (*sumAfterOne)(f))
		}
		if err != nil {
			return 0, err, nil
		}
		sum += v
	}
	return sum, nil, nil
}

type sumFrame struct {
	frames.Frame[sumFrame, int]
	r         reactor.Reactor
	s         *source
	n, i, sum int
}

var sumFrames = frames.NewPool[sumFrame]()

type sumAfterOne sumFrame

func (k *sumAfterOne) Resume(v int, err error) {
	f := (*sumFrame)(k)
	if err != nil {
		f.Fail(err)
		return
	}
	f.sum += v
	f.i++
	f.turn()
}

func (f *sumFrame) turn() {
	if f.i >= f.n {
		f.Return(f.sum)
		return
	}
	v, err, p := oneFast(f.r, f.s, f.i)
	frames.Then(&f.Pending, (*sumAfterOne)(f), v, err, p)
}
