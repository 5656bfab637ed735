package frames_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// again asks once more after an error, and has an error of its own after a value:
//
//	func again(s *source, n int) (int, error) {
//		_, err := one(s, n)
//		if err == nil {
//			return 0, errOwn
//		}
//		_, err2 := one(s, n)
//		if err2 == nil {
//			return 0, err
//		}
//		return 0, fmt.Errorf("again: %w", err2)
//	}

var errOwn = errors.New("own")

func againFast(r reactor.Reactor, s *source, n int) (int, error, *frames.Pending[int]) {
	_, _, p := oneFast(r, s, n)
	f := frames.New(againFrames, p)
	f.r, f.s, f.n = r, s, n
	frames.Wait(&f.Pending, p, (*againAfterOne)(f))
	return 0, nil, &f.Pending
}

type againFrame struct {
	frames.Frame[againFrame, int]
	r   reactor.Reactor
	s   *source
	n   int
	err error
}

var againFrames = frames.NewPool[againFrame]()

type againAfterOne againFrame

func (k *againAfterOne) Resume(_ int, err error) {
	f := (*againFrame)(k)
	if err == nil {
		f.finish(errOwn)
		return
	}
	f.err = err
	_, _, p := oneFast(f.r, f.s, f.n)
	frames.Wait(&f.Pending, p, (*againAfterOne2)(f))
}

type againAfterOne2 againFrame

func (k *againAfterOne2) Resume(_ int, err error) {
	f := (*againFrame)(k)
	if err == nil {
		f.finish(f.err)
		return
	}
	f.finish(fmt.Errorf("again: %w", err))
}

func (f *againFrame) finish(err error) { f.Finish(0, err) }

// trailOf is a trail in short.
func trailOf(sites []deferred.Site) string {
	var words []string
	for _, s := range sites {
		name := s.Func[strings.LastIndex(s.Func, "/")+1:]
		words = append(words, strings.NewReplacer("frames_test.", "", "(*", "", ").Resume", "").Replace(name))
	}
	return strings.Join(words, " ")
}

// A failure tells which waits it has passed, the innermost first, and where it began.
func TestTrail(t *testing.T) {
	again := func(r reactor.Reactor, s *source) *deferred.Deferred[int] {
		return frames.Defer(deepOf(r, func() (int, error, *frames.Pending[int]) { return againFast(r, s, 1) }))
	}
	for _, test := range []struct {
		name, want string
		call       func(r reactor.Reactor, s *source) *deferred.Deferred[int]
		outcomes   []error
	}{
		{"passed on", "oneAfterEvent deepAfterDeep deepAfterDeep deepAfterDeep", func(r reactor.Reactor, s *source) *deferred.Deferred[int] {
			return deepDeferred(r, s, 3, 1)
		}, []error{errTest}},
		{"begun", "againAfterOne deepAfterDeep", again, []error{nil}},
		{"wrapped", "oneAfterEvent againAfterOne2 deepAfterDeep", again, []error{errTest, errTest}},
		{"kept over a wait", "againAfterOne2 deepAfterDeep", again, []error{errTest, nil}},
		{"of two Deferreds", "oneAfterEvent deepAfterDeep TestTrail deepAfterDeep", func(r reactor.Reactor, s *source) *deferred.Deferred[int] {
			inner := deferred.AddCallback(deepDeferred(r, s, 1, 1), func(v int) (int, error) { return v, nil })
			return frames.Defer(deepOf(r, func() (int, error, *frames.Pending[int]) { return frames.Await(r, inner) }))
		}, []error{errTest}},
	} {
		t.Run(test.name, func(t *testing.T) {
			each(t, func(t *testing.T, r reactor.Reactor, s *source) {
				for range 2 { // what was noted is used again
					d := test.call(r, s)
					for _, err := range test.outcomes {
						if err == nil {
							s.next().Callback(1)
						} else {
							s.next().Errback(err)
						}
					}
					if got := trailOf(d.Trail()); got != test.want {
						t.Errorf("trail %s, want %s", got, test.want)
					}
					d.AddErrback(func(error) (int, error) { return 0, nil })
				}
			})
		})
	}
}

// A trail has the innermost waits, and goes on where the stack has unwound.
func TestTrailDeep(t *testing.T) {
	each(t, func(t *testing.T, r reactor.Reactor, s *source) {
		d := deepDeferred(r, s, 1000, 1)
		s.next().Errback(errTest)
		trail := d.Trail()
		if len(trail) != 64 || trailOf(trail[:2]) != "oneAfterEvent deepAfterDeep" || trailOf(trail[63:]) != "deepAfterDeep" {
			t.Errorf("%d waits: %s", len(trail), trailOf(trail))
		}
		wantOutcome(t, d, 0, errTest)
	})
}
