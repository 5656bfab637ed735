package frames_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// What follows is as Evert would write it, for
//
//	func guarded(s *source, end func(v int)) (v int, err error) {
//		defer after(s)
//		defer func() {
//			if p := recover(); p != nil {
//				err = fmt.Errorf("recovered %v", p)
//			}
//		}()
//		v, err = s.event()
//		end(v)
//		return v + 1, err
//	}

func guardedDeferred(r reactor.Reactor, s *source, end func(v int)) *deferred.Deferred[int] {
	return frames.Defer(guardedFast(r, s, end))
}

func guardedFast(r reactor.Reactor, s *source, end func(v int)) (v int, err error, suspended *frames.Pending[int]) {
	defer func() {
		if suspended == nil {
			if _, _, p := frames.Await(r, s.event()); p != nil {
				f := frames.TakeOver(guardedFrames, p)
				f.v, f.err = v, err
				suspended = frames.Hold(&f.Defers, p, recover())
			}
		}
	}()
	defer func() {
		if suspended != nil {
			return
		}
		if p := recover(); p != nil {
			err = fmt.Errorf("recovered %v", p)
		}
	}()
	newV, newErr, p := frames.Await(r, s.event())
	if p != nil {
		f := frames.TakeOver(guardedFrames, p)
		f.s, f.end, f.v, f.err = s, end, v, err
		f.DeferWait(f.deferredEvent)
		f.DeferRecover(f.deferredCall)
		frames.Wait(&f.Pending, p, (*guardedAfterEvent)(f))
		return 0, nil, &f.Pending
	}
	v, err = newV, newErr
	end(v)
	return v + 1, err, nil
}

type guardedFrame struct {
	frames.Defers[guardedFrame, int]
	s   *source
	end func(v int)
	v   int
	err error
}

var guardedFrames = frames.NewPool[guardedFrame]()

type guardedAfterEvent guardedFrame

func (k *guardedAfterEvent) Resume(v int, err error) {
	f := (*guardedFrame)(k)
	f.v, f.err = v, err
	f.end(f.v)
	f.finish(f.v+1, f.err)
}

func (f *guardedFrame) deferredEvent(_ *deferred.Panicking) *deferred.Deferred[deferred.Void] {
	return deferred.Discard(f.s.event())
}

func (f *guardedFrame) deferredCall(panicking *deferred.Panicking) {
	defer func() {
		if p := recover(); p != nil {
			f.err = fmt.Errorf("recovered %v", p)
		}
	}()
	panicking.Resume()
}

func (f *guardedFrame) finish(v int, err error) {
	f.v, f.err = v, err
	f.Unwind()
}

func (f *guardedFrame) End() { f.Finish(f.v, f.err) }

// calm is an end without a panic.
func calm(int) {}

func ExampleDefers() {
	s := &source{}
	d := guardedDeferred(reactor.New(), s, func(v int) { panic(fmt.Sprint("value ", v)) })
	s.next().Callback(7)
	fmt.Println(d.Fired()) // a deferred call waits
	s.next().Callback(0)
	fmt.Println(d.Result())
	// Output:
	// false
	// 7 recovered value 7 true
}

func ExampleEnder() {
	s := &source{}
	d := guardedDeferred(reactor.New(), s, calm)
	s.next().Callback(7)
	s.next().Callback(0) // the last deferred call is over: the frame ends the call
	fmt.Println(d.Result())
	// Output: 8 <nil> true
}

func ExampleTakeOver() {
	_, p := ask(reactor.New(), 1)
	f := frames.TakeOver(guardedFrames, p)
	f.Defer(func() { fmt.Println("deferred") })
	f.Unwind()
	// Output: deferred
}

func ExampleHold() {
	l := reactor.New()
	_, p := ask(l, 1) // what a deferred call of a fast body waits for
	f := frames.TakeOver(guardedFrames, p)
	f.v, f.err = 3, errors.New("kept")
	show(l, frames.Defer(0, nil, frames.Hold(&f.Defers, p, nil)))
	// Output: 3 kept true
}

func ExampleRepanic() {
	defer func() { fmt.Println("recovered", recover()) }()
	defer func() {
		frames.Repanic(recover())
	}()
	panic("here")
	// Output: recovered here
}

func ExampleCalls() {
	_, p := ask(reactor.New(), 1)
	var calls frames.Calls
	for i := range 2 {
		deferredCall := func() { fmt.Println("deferred", i) }
		calls.Defer(deferredCall)
	}
	f := frames.TakeOver(guardedFrames, p)
	f.Takes(&calls)
	f.Unwind()
	// Output:
	// deferred 1
	// deferred 0
}

func ExampleRecovering() {
	deferredCall := func(p *deferred.Panicking) {
		defer func() { fmt.Println("recovered", recover()) }()
		p.Resume()
	}
	defer func() {
		frames.Recovering(deferredCall, recover())
	}()
	panic("here")
	// Output: recovered here
}

func ExampleRecoveringWait() {
	l := reactor.New()
	s := &source{}
	deferredCall := func(p *deferred.Panicking) *deferred.Deferred[deferred.Void] {
		return deferred.Discard(deferred.Map(s.event(), func(v int) int {
			fmt.Println("recovered", p.Recover(), "with", v)
			return v
		}))
	}
	guarded := func() (suspended *frames.Pending[int]) {
		defer func() {
			if p := frames.RecoveringWait(l, deferredCall, recover()); p != nil {
				f := frames.TakeOver(guardedFrames, p)
				suspended = frames.Hold(&f.Defers, p, nil)
			}
		}()
		panic("here")
	}
	d := frames.DeferValue(0, guarded())
	s.next().Callback(7)
	fmt.Println(d.Result())
	// Output:
	// recovered here with 7
	// 0 <nil> true
}

// TestDefers compares what happens if waits are over with what happens if they are not.
func TestDefers(t *testing.T) {
	boom := func(int) { panic("boom") }
	for _, c := range []struct {
		name string
		end  func(v int)
		want string
	}{
		{"return", calm, "2 <nil>"},
		{"panic", boom, "1 recovered boom"},
	} {
		over := &source{over: true}
		if v, err, _ := guardedDeferred(reactor.New(), over, c.end).Result(); fmt.Sprint(v, err) != c.want {
			t.Errorf("%s, in place: %v %v, want %s", c.name, v, err, c.want)
		}
		for _, waits := range [][2]bool{{true, false}, {false, true}, {true, true}} {
			s := &source{over: !waits[0]}
			d := guardedDeferred(reactor.New(), s, func(v int) { s.over = !waits[1]; c.end(v) })
			if waits[0] {
				s.next().Callback(1)
			}
			if waits[1] {
				if d.Fired() {
					t.Errorf("%s, %v: over before its deferred call", c.name, waits)
				}
				s.next().Callback(0)
			}
			if v, err, _ := d.Result(); fmt.Sprint(v, err) != c.want {
				t.Errorf("%s, %v: %v %v, want %s", c.name, waits, v, err, c.want)
			}
		}
	}
}

// TestDeferredCallPanics has the deferred call that waits panic, when it has waited: that
// is what the call ends with.
func TestDeferredCallPanics(t *testing.T) {
	for _, first := range []bool{true, false} {
		begin := deferred.New[int]()
		late := deferred.Chain(begin, func(int) *deferred.Deferred[int] { panic("late") })
		s := &source{over: !first}
		d := guardedDeferred(reactor.New(), s, func(int) { s.over, s.given = false, late })
		if first {
			s.next().Callback(1)
		}
		begin.Callback(0)
		var p *deferred.PanicError
		if _, err, _ := d.Result(); !errors.As(err, &p) || p.Value != "late" {
			t.Errorf("%v", err)
		}
	}
}

// TestCancelDefers cancels a call: its deferred calls run, and the error arrives.
func TestCancelDefers(t *testing.T) {
	s := &source{}
	d := guardedDeferred(reactor.New(), s, calm)
	d.Cancel()
	if d.Fired() || len(s.pending) != 2 {
		t.Fatalf("fired: %v, waits: %d; the deferred call should wait", d.Fired(), len(s.pending))
	}
	s.pending = s.pending[1:]
	s.next().Callback(0)
	if v, err, _ := d.Result(); v != 1 || !errors.Is(err, deferred.ErrCancelled) {
		t.Errorf("%d %v", v, err)
	}
}

// TestExitDefers calls runtime.Goexit after a wait: the deferred calls run, and recover
// nothing.
func TestExitDefers(t *testing.T) {
	s := &source{}
	d := guardedDeferred(reactor.New(), s, func(int) { runtime.Goexit() })
	done := make(chan bool)
	go func() {
		defer close(done)
		s.next().Callback(1)
	}()
	<-done
	if d.Fired() {
		t.Fatal("over before its deferred call")
	}
	s.next().Callback(0)
	if _, err, _ := d.Result(); !errors.Is(err, deferred.ErrGoexit) {
		t.Errorf("%v", err)
	}
}

// TestCrashedBefore waits for what has panicked already: the deferred calls are Go's.
func TestCrashedBefore(t *testing.T) {
	begin := deferred.New[int]()
	crashed := deferred.Chain(begin, func(int) *deferred.Deferred[int] { panic("early") })
	begin.Callback(1)
	f := func() (_ int, err error, suspended *frames.Pending[int]) {
		defer func() {
			if suspended != nil {
				return
			}
			if p := recover(); p != nil {
				err = fmt.Errorf("recovered %v", p)
			}
		}()
		v, err, p := frames.Await(reactor.New(), crashed)
		if p != nil {
			f := frames.TakeOver(guardedFrames, p)
			frames.Wait(&f.Pending, p, (*guardedAfterEvent)(f))
			return 0, nil, &f.Pending
		}
		return v, err, nil
	}
	if _, err, p := f(); p != nil || fmt.Sprint(err) != "recovered early" {
		t.Errorf("%v %v", err, p)
	}
}

// BenchmarkDefers is a call whose waits are over, with two deferred calls, of which one
// waits, and, to compare with, one that has no deferred calls.
func BenchmarkDefers(b *testing.B) {
	l := reactor.New()
	s := &source{given: deferred.Succeed(1)}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, p := guardedFast(l, s, calm); p != nil {
			b.Fatal("waits")
		}
	}
}

func BenchmarkNoDefers(b *testing.B) {
	l := reactor.New()
	s := &source{given: deferred.Succeed(1)}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, p := oneFast(l, s, 1); p != nil {
			b.Fatal("waits")
		}
	}
}

// TestHoldFailed has a deferred call wait for what has been cancelled already: Go's own
// deferred calls go on, and a panic does.
func TestHoldFailed(t *testing.T) {
	l := reactor.New()
	failed := deferred.New[int]()
	failed.Cancel()
	_, p := frames.AwaitValue(l, failed)
	f := frames.TakeOver(guardedFrames, p)
	if suspended := frames.Hold(&f.Defers, p, nil); suspended != nil {
		t.Errorf("holds %v", suspended)
	}
	defer func() {
		if v := recover(); v != "on its way" {
			t.Errorf("recovered %v", v)
		}
	}()
	frames.Hold(&f.Defers, p, "on its way")
}

// TestFailedBefore waits for what has been cancelled already, in the body: the frame
// runs the deferred calls, and fails.
func TestFailedBefore(t *testing.T) {
	l := reactor.New()
	failed := deferred.New[int]()
	failed.Cancel()
	_, p := frames.AwaitValue(l, failed)
	f := frames.TakeOver(guardedFrames, p)
	ran := false
	f.Defer(func() { ran = true })
	frames.Wait(&f.Pending, p, (*guardedAfterEvent)(f))
	if _, err, _ := frames.Defer(0, nil, &f.Pending).Result(); !ran || !errors.Is(err, deferred.ErrCancelled) {
		t.Errorf("%v, ran: %v", err, ran)
	}
}
