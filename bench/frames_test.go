package bench

import (
	"testing"

	"github.com/evert-go/evert/bench/forms"
	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

type root struct {
	frames.Pending[int]
	k func(int, error)
}

var roots = frames.NewPool[root]()

type rootAfter root

func (k *rootAfter) Resume(v int, err error) {
	f := (*root)(k)
	f.Running()
	f.k(v, err)
	frames.Finish(roots, f, &f.Pending, v, err)
}

type nobody struct{}

func (nobody) Resume(int, error)            {}
func (nobody) Crash(p *deferred.PanicError) { panic(p) }

func BenchmarkFrames(b *testing.B) {
	for _, c := range []struct {
		name string
		f    func(r reactor.Reactor, s *forms.Source, n int) (int, error, *frames.Pending[int])
		want int
		err  error
	}{
		{"one", oneFast, 4, nil}, {"three", threeFast, 15, nil}, {"three-error", threeFast, 15, errEvent},
	} {
		b.Run(c.name, func(b *testing.B) {
			var last struct{ frames.Pending[int] }
			o := operation{want: c.want}
			o.callbacks(b, c.err, func(s *forms.Source, k func(int, error)) {
				_, _, p := c.f(s.Loop, s, 3)
				f := frames.New(roots, p)
				f.k = k
				frames.Wait(&f.Pending, p, (*rootAfter)(f))
				frames.Wait(&last.Pending, &f.Pending, frames.Waiter[int](nobody{}))
			})
		})
	}
}

func oneFast(r reactor.Reactor, s *forms.Source, n int) (int, error, *frames.Pending[int]) {
	v, err, p := s.EventFast(r)
	if p != nil {
		f := frames.New(oneFrames, p)
		f.n = n
		frames.Wait(&f.Pending, p, (*oneAfter)(f))
		return 0, nil, &f.Pending
	}
	if err != nil {
		return 0, err, nil
	}
	return v + n, nil, nil
}

type oneFrame struct {
	frames.Pending[int]
	n int
}

var oneFrames = frames.NewPool[oneFrame]()

type oneAfter oneFrame

func (k *oneAfter) Resume(v int, err error) {
	f := (*oneFrame)(k)
	f.Running()
	if err != nil {
		frames.Finish(oneFrames, f, &f.Pending, 0, err)
		return
	}
	frames.Finish(oneFrames, f, &f.Pending, v+f.n, nil)
}

func twoFast(r reactor.Reactor, s *forms.Source, n int) (int, error, *frames.Pending[int]) {
	v, err, p := oneFast(r, s, n)
	if p != nil {
		f := frames.New(twoFrames, p)
		f.n = n
		frames.Wait(&f.Pending, p, (*twoAfter)(f))
		return 0, nil, &f.Pending
	}
	if err != nil {
		return 0, err, nil
	}
	return v * n, nil, nil
}

type twoFrame struct {
	frames.Pending[int]
	n int
}

var twoFrames = frames.NewPool[twoFrame]()

type twoAfter twoFrame

func (k *twoAfter) Resume(v int, err error) {
	f := (*twoFrame)(k)
	f.Running()
	if err != nil {
		frames.Finish(twoFrames, f, &f.Pending, 0, err)
		return
	}
	frames.Finish(twoFrames, f, &f.Pending, v*f.n, nil)
}

func threeFast(r reactor.Reactor, s *forms.Source, n int) (int, error, *frames.Pending[int]) {
	v, err, p := twoFast(r, s, n)
	if p != nil {
		f := frames.New(threeFrames, p)
		f.n = n
		frames.Wait(&f.Pending, p, (*threeAfter)(f))
		return 0, nil, &f.Pending
	}
	if err != nil {
		return 0, err, nil
	}
	return v + n, nil, nil
}

type threeFrame struct {
	frames.Pending[int]
	n int
}

var threeFrames = frames.NewPool[threeFrame]()

type threeAfter threeFrame

func (k *threeAfter) Resume(v int, err error) {
	f := (*threeFrame)(k)
	f.Running()
	if err != nil {
		frames.Finish(threeFrames, f, &f.Pending, 0, err)
		return
	}
	frames.Finish(threeFrames, f, &f.Pending, v+f.n, nil)
}
