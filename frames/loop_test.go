package frames_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// sums waits for what waits several times, and panics then:
//
//	func sums(s *source, n int) (int, error) {
//		v, err := sum(s, n)
//		if err != nil {
//			return 0, err
//		}
//		w, err := sum(s, v)
//		panic(w)
//	}
func sumsFast(r reactor.Reactor, s *source, n int) (int, error, *frames.Pending[int]) {
	v, err, p := sumFast(r, s, n)
	if p != nil {
		f := frames.New(sumsFrames, p)
		f.r, f.s = r, s
		frames.Wait(&f.Pending, p, (*sumsAfterSum)(f))
		return 0, nil, &f.Pending
	}
	if err != nil {
		return 0, err, nil
	}
	w, _, p2 := sumFast(r, s, v)
	if p2 != nil {
		f := frames.New(sumsFrames, p2)
		frames.Wait(&f.Pending, p2, (*sumsAfterSum2)(f))
		return 0, nil, &f.Pending
	}
	panic(w)
}

type sumsFrame struct {
	frames.Frame[sumsFrame, int]
	r reactor.Reactor
	s *source
}

var sumsFrames = frames.NewPool[sumsFrame]()

type sumsAfterSum sumsFrame

func (k *sumsAfterSum) Resume(v int, err error) {
	f := (*sumsFrame)(k)
	if err != nil {
		f.Finish(0, err)
		return
	}
	if f.s.between != nil {
		f.s.between()
	}
	w, _, p := sumFast(f.r, f.s, v)
	if p != nil {
		frames.Wait(&f.Pending, p, (*sumsAfterSum2)(f))
		return
	}
	panic(w)
}

type sumsAfterSum2 sumsFrame

func (k *sumsAfterSum2) Resume(w int, err error) {
	panic(w)
}

// A frame that panics is known after waits of what it has called, too, and after those
// of what it has called before.
func TestPanicAfterSeveral(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		d := frames.Defer(deepOf(r, func() (int, error, *frames.Pending[int]) { return sumsFast(r, s, 2) }))
		for i := range 2 {
			s.next().Callback(i) // 0+0 and 1+1
		}
		for range 2 {
			s.next().Callback(10) // 10+0 and 10+1
		}
		_, err, ok := d.Result()
		var p *deferred.PanicError
		if !ok || !errors.As(err, &p) || p.Value != 21 {
			t.Errorf("outcome %v, %v", err, ok)
		}
	})
}

// What is cancelled while its code runs has waited for a frame that another operation
// has by then: that goes on.
func TestCancelBetween(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		var d, other *deferred.Deferred[int]
		s.between = func() {
			other = sumDeferred(r, s, 2)
			d.Cancel()
		}
		d = frames.Defer(sumsFast(r, s, 1))
		for range 4 { // of the first sum, the other one's, the second one's, the other one's
			s.next().Callback(1)
		}
		wantOutcome(t, other, 3, nil)
		_, err, ok := d.Result()
		var p *deferred.PanicError
		if !ok || !errors.As(err, &p) || p.Value != 1 {
			t.Errorf("outcome %v, %v", err, ok)
		}
	})
}

// A callback at the edge ends the goroutine: the frames that were over by then are used
// again as ever.
func TestGoexitAtTheEdge(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		ended := make(chan struct{})
		d := deferred.AddCallback(deepDeferred(r, s, 2, 1), func(int) (int, error) {
			runtime.Goexit()
			return 0, nil
		})
		go func() {
			defer close(ended)
			s.next().Callback(1)
		}()
		<-ended
		wantOutcome(t, d, 0, deferred.ErrGoexit)
		a, b := deepDeferred(r, s, 2, 1), deepDeferred(r, s, 3, 2)
		for range 2 {
			s.next().Callback(1)
		}
		wantOutcome(t, a, 4, nil)
		wantOutcome(t, b, 6, nil)
	})
}

// deepOf waits for f, as deep does.
func deepOf(r reactor.Reactor, f func() (int, error, *frames.Pending[int])) (int, error, *frames.Pending[int]) {
	v, err, p := f()
	if p != nil {
		f := frames.New(deepFrames, p)
		frames.Wait(&f.Pending, p, (*deepAfterDeep)(f))
		return 0, nil, &f.Pending
	}
	return v, err, nil
}
