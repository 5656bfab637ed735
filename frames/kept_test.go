package frames_test

import (
	"errors"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// A step is a task of the host's own: it panics, or ends an operation.
type step struct {
	frames.Frame[step, int]
	panics any
}

func (s *step) Run() {
	if s.panics != nil {
		panic(s.panics)
	}
	s.Finish(1, nil)
}

// negative starts one that panics after its wait, which is s.
func negative(r reactor.Reactor, s *step) *deferred.Deferred[int] {
	frames.Start(r, &s.Pending, nil)
	f := frames.New(oneFrames, &s.Pending)
	f.n = -1
	frames.Park(&f.Pending, &s.Pending, (*oneAfterEvent)(f))
	return frames.Defer(0, nil, &f.Pending)
}

// A call that panics fails, and the tasks behind it run all the same.
func TestEachPanics(t *testing.T) {
	r := reactor.New()
	a, b, c := &step{}, &step{}, &step{}
	frames.Start(r, &a.Pending, nil)
	first := frames.Defer(0, nil, &a.Pending)
	second := negative(r, b)
	frames.Start(r, &c.Pending, nil)
	third := frames.Defer(0, nil, &c.Pending)
	tasks := []frames.Task{a, b, c}
	frames.On(r).Each(tasks)
	wantOutcome(t, first, 1, nil)
	var p *deferred.PanicError
	if _, err, ok := second.Result(); !ok || !errors.As(err, &p) || p.Value != "negative" {
		t.Errorf("outcome %v, %v", err, ok)
	}
	wantOutcome(t, third, 1, nil)
	if tasks[0] != nil || tasks[2] != nil {
		t.Error("the list is not empty")
	}
}

// A task that panics itself panics where it was run, and those behind it run in the
// next turn.
func TestSoonPanics(t *testing.T) {
	l := reactor.New()
	a, b := &step{panics: "task"}, &step{}
	frames.Start(l, &b.Pending, nil)
	d := frames.Defer(0, nil, &b.Pending)
	for _, s := range []*step{a, b} {
		if err := frames.On(l).Soon(s); err != nil {
			t.Fatal(err)
		}
	}
	func() {
		defer func() {
			if p, ok := recover().(*deferred.PanicError); !ok || p.Value != "task" {
				t.Errorf("recovered %v", p)
			}
		}()
		l.RunUntil(d.Fired)
	}()
	l.RunUntil(d.Fired)
	wantOutcome(t, d, 1, nil)
}

// A wait for what has crashed or failed before anybody waited crashes and fails along
// the calls that are new, to whoever waits already.
func TestParkedOnCrash(t *testing.T) {
	r := reactor.New()
	crashed := func() (int, *frames.Pending[int]) {
		d := deferred.New[int]()
		d.FailPanic(&deferred.PanicError{Value: "leaf"})
		_, _, p := frames.Await(r, d)
		for range 3 {
			f := frames.New(waitFrames, p)
			frames.Park(&f.Pending, p, (*waitAfterGet)(f))
			p = &f.Pending
		}
		return 0, p
	}
	var e *deferred.PanicError
	if _, err, ok := frames.DeferValue(crashed()).Result(); !ok || !errors.As(err, &e) || e.Value != "leaf" {
		t.Errorf("outcome %v, %v", err, ok)
	}
	_, p := crashed()
	f := frames.New(waitFrames, p)
	d := deferred.New[int]()
	_, q := wait(r, d)
	frames.Park(&f.Pending, q, (*waitAfterGet)(f))
	outer := frames.DeferValue(0, &f.Pending)
	frames.Wait(&f.Pending, p, (*waitAfterGet)(f)) // as f's code does in its second wait
	if _, err, ok := outer.Result(); !ok || !errors.As(err, &e) || e.Value != "leaf" {
		t.Errorf("outcome %v, %v", err, ok)
	}
}
