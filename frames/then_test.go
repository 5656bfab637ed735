package frames_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// endless is what Evert makes of
//
//	func endless(ask func(n int) (int, error)) (sum int, err error) {
//		for {
//			v, err := ask(sum)
//			if err != nil {
//				return sum, err
//			}
//			sum += v
//		}
//	}
//
// when it has been resumed once.
type endlessFrame struct {
	frames.Frame[endlessFrame, int]
	r   reactor.Reactor
	ask func(n int) *deferred.Deferred[int]
	sum int
}

var endlessFrames = frames.NewPool[endlessFrame]()

type endlessAfterAsk endlessFrame

func (k *endlessAfterAsk) Resume(v int, err error) {
	f := (*endlessFrame)(k)
	if err != nil {
		f.Finish(f.sum, err)
		return
	}
	f.sum += v
	frames.AwaitThen(f.r, &f.Pending, (*endlessAfterAsk)(f), f.ask(f.sum))
}

// endless waits for the first one.
func endless(r reactor.Reactor, first *deferred.Deferred[int], ask func(n int) *deferred.Deferred[int]) *deferred.Deferred[int] {
	_, _, p := frames.Await(r, first)
	f := frames.New(endlessFrames, p)
	f.r, f.ask = r, ask
	return frames.Defer(0, nil, frames.Park(&f.Pending, p, (*endlessAfterAsk)(f)))
}

var errLast = errors.New("the last")

// Waits that are over at once go on in place, in any number, and an error like a value.
func TestThenManyOver(t *testing.T) {
	const n = 100_000
	l := reactor.New()
	first := deferred.New[int]()
	d := endless(l, first, func(sum int) *deferred.Deferred[int] {
		if sum == n {
			return deferred.Fail[int](errLast)
		}
		return deferred.Succeed(1)
	})
	first.Callback(1)
	wantOutcome(t, d, n, errLast)
}

// What is put off when many have been over keeps its place: the code goes on before
// anything else does.
func TestThenInOrder(t *testing.T) {
	l := reactor.New()
	var trace []string
	loop := func(name string) *deferred.Deferred[int] {
		first := deferred.New[int]()
		d := endless(l, first, func(sum int) *deferred.Deferred[int] {
			if sum%100 == 0 {
				trace = append(trace, fmt.Sprint(name, sum))
			}
			if sum == 300 {
				return deferred.Fail[int](errLast)
			}
			return deferred.Succeed(1)
		})
		l.CallSoon(func() { first.Callback(1) })
		return d
	}
	a, b := loop("a"), loop("b")
	l.RunUntil(func() bool { return a.Fired() && b.Fired() })
	wantOutcome(t, a, 300, errLast)
	wantOutcome(t, b, 300, errLast)
	if want := []string{"a100", "a200", "a300", "b100", "b200", "b300"}; !slices.Equal(trace, want) {
		t.Errorf("%v, want %v", trace, want)
	}
}

// A panic behind waits that were over, some of them put off, is the frame's own.
func TestThenPanics(t *testing.T) {
	for _, at := range []int{1, 50, 99, 100, 101, 250} {
		first := deferred.New[int]()
		d := endless(reactor.New(), first, func(sum int) *deferred.Deferred[int] {
			if sum == at {
				panic("at once")
			}
			return deferred.Succeed(1)
		})
		first.Callback(1)
		_, err, _ := d.Result()
		var p *deferred.PanicError
		if !errors.As(err, &p) || p.Value != "at once" {
			t.Errorf("at %d: %v", at, err)
		}
	}
}

// What cannot go on, since it was cancelled, fails the frame without its code.
func TestThenCancelled(t *testing.T) {
	l := reactor.New()
	first, second := deferred.New[int](), deferred.New[int]()
	d := endless(l, first, func(int) *deferred.Deferred[int] { return second })
	first.Callback(1)
	d.Cancel()
	if _, err, _ := d.Result(); !errors.Is(err, deferred.ErrCancelled) {
		t.Errorf("%v", err)
	}
}

// Waits that were over take no allocation, be they put off or not.
func TestThenAllocates(t *testing.T) {
	l := reactor.New()
	loop := func() {
		first := deferred.New[int]()
		over := deferred.Succeed(1)
		d := endless(l, first, func(sum int) *deferred.Deferred[int] {
			if sum == 10_000 {
				return deferred.Fail[int](errLast)
			}
			return over
		})
		first.Callback(1)
		if _, err, _ := d.Result(); err != errLast {
			t.Error(err)
		}
	}
	loop()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	loop()
	runtime.ReadMemStats(&after)
	if n := after.Mallocs - before.Mallocs; n > 60 {
		t.Errorf("%d allocations for 10000 waits", n)
	}
}

func ExampleThen() {
	l := reactor.New()
	_, p := ask(l, 10)
	f := frames.New(twiceFrames, p)
	frames.Park(&f.Pending, p, (*twiceAfterAsk)(f))
	d := frames.Defer(0, nil, &f.Pending)
	frames.Then(&f.Pending, (*twiceAfterAsk)(f), 4, nil, nil) // what it has come to waits for is over
	fmt.Println(d.Result())
	// Output: 8 <nil> true
}

func ExampleAwaitThen() {
	l := reactor.New()
	first, next := deferred.New[int](), deferred.New[int]()
	d := endless(l, first, func(int) *deferred.Deferred[int] { return next }) // each turn waits by AwaitThen
	first.Callback(1)
	next.Errback(errLast)
	fmt.Println(d.Result())
	// Output: 1 the last true
}

func ExampleFrame_Fail() {
	l := reactor.New()
	first := deferred.New[int]()
	d := sumDeferred(l, &source{given: first}, 3)
	first.Errback(errLast) // sum and what it calls end by Fail
	fmt.Println(d.Result())
	// Output: 0 the last true
}
