package frames_test

import (
	"fmt"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/frames"
	"github.com/evert-go/evert/reactor"
)

// An answer is an operation of the host: its frame is what waits for it, and the task
// that ends it.
type answer struct {
	frames.Frame[answer, int]
	v int
}

var answers = frames.NewPool[answer]()

// Run has the answer.
func (a *answer) Run() { a.Finish(a.v, nil) }

// ask waits for an answer, in frames style.
func ask(r reactor.Reactor, v int) (int, *frames.Pending[int]) {
	a := frames.Get(r, answers)
	a.v = v
	frames.Start(r, &a.Pending, nil)
	if err := frames.On(r).Soon(a); err != nil {
		panic(err)
	}
	return 0, &a.Pending
}

// twice is what Evert makes of
//
//	func twice(v int) int { return 2 * ask(v) }
func twice(r reactor.Reactor, v int) (int, *frames.Pending[int]) {
	v, p := ask(r, v)
	if p != nil {
		f := frames.New(twiceFrames, p)
		return 0, frames.Park(&f.Pending, p, (*twiceAfterAsk)(f))
	}
	return 2 * v, nil
}

type twiceFrame struct{ frames.Frame[twiceFrame, int] }

var twiceFrames = frames.NewPool[twiceFrame]()

type twiceAfterAsk twiceFrame

func (k *twiceAfterAsk) Resume(v int, err error) {
	f := (*twiceFrame)(k)
	f.Finish(2*v, err)
}

// show runs a loop until d has fired.
func show(l *reactor.Loop, d *deferred.Deferred[int]) {
	l.RunUntil(d.Fired)
	fmt.Println(d.Result())
}

func Example() {
	l := reactor.New()
	show(l, frames.DeferValue(twice(l, 21)))
	// Output: 42 <nil> true
}

func ExampleDefer() {
	fmt.Println(frames.Defer[int](1, nil, nil).Result()) // what is over
	// Output: 1 <nil> true
}

func ExampleDeferValue() {
	l := reactor.New()
	show(l, frames.DeferValue(ask(l, 5)))
	// Output: 5 <nil> true
}

func ExampleDeferErr() {
	_, err, _ := frames.DeferErr(nil, nil).Result()
	fmt.Println(err)
	// Output: <nil>
}

func ExampleDeferDone() {
	fmt.Println(frames.DeferDone(nil).Fired())
	// Output: true
}

func ExampleAwait() {
	l := reactor.New()
	v, err, p := frames.Await(l, deferred.Succeed(3))
	fmt.Println(v, err, p == nil)
	d := deferred.New[int]()
	e := frames.Defer(frames.Await(l, d))
	d.Callback(4)
	fmt.Println(e.Result())
	// Output:
	// 3 <nil> true
	// 4 <nil> true
}

func ExampleFrame_Finish() {
	l := reactor.New()
	show(l, frames.DeferValue(twice(l, 4))) // both of its frames end so
	// Output: 8 <nil> true
}

func ExampleFrame_Fire() {
	l := reactor.New()
	a := frames.Get(l, answers)
	frames.Start(l, &a.Pending, nil)
	d := frames.Defer(0, nil, &a.Pending)
	l.CallSoon(func() { a.Fire(6, nil) })
	show(l, d)
	// Output: 6 <nil> true
}

func ExampleGet() {
	l := reactor.New()
	a := frames.Get(l, answers)
	fmt.Println(a.v)
	// Output: 0
}

func ExampleNew() {
	l := reactor.New()
	_, p := ask(l, 1)
	f := frames.New(twiceFrames, p) // of the reactor of what it is going to wait for
	frames.Wait(&f.Pending, p, (*twiceAfterAsk)(f))
	show(l, frames.Defer(0, nil, &f.Pending))
	// Output: 2 <nil> true
}

func ExampleStart() {
	l := reactor.New()
	a := frames.Get(l, answers)
	frames.Start(l, &a.Pending, &interrupt{}) // told by Cancel
	frames.Defer(0, nil, &a.Pending).Cancel()
	fmt.Println("cancelled")
	// Output: cancelled
}

func ExamplePark() {
	l := reactor.New()
	_, p := ask(l, 10)
	f := frames.New(twiceFrames, p)
	show(l, frames.Defer(0, nil, frames.Park(&f.Pending, p, (*twiceAfterAsk)(f))))
	// Output: 20 <nil> true
}

func ExampleWait() {
	l := reactor.New()
	_, p := ask(l, 10)
	f := frames.New(twiceFrames, p)
	frames.Wait(&f.Pending, p, (*twiceAfterAsk)(f)) // whether it has waited before or not
	show(l, frames.Defer(0, nil, &f.Pending))
	// Output: 20 <nil> true
}

// A line is something of the host's that lives on, and can be waited for again and again.
type line struct{ next frames.Pending[int] }

func ExamplePending_Fire() {
	l, in := reactor.New(), &line{}
	for v := range 2 {
		frames.Start(l, &in.next, nil)
		d := frames.Defer(0, nil, &in.next)
		l.CallSoon(func() { in.next.Fire(v, nil) })
		show(l, d)
	}
	// Output:
	// 0 <nil> true
	// 1 <nil> true
}

// Run ends the wait, as a task.
func (in *line) Run() { in.next.Finish(3, nil) }

func ExamplePending_Finish() {
	l, in := reactor.New(), &line{}
	for range 2 {
		frames.Start(l, &in.next, nil)
		frames.On(l).Soon(in)
		show(l, frames.Defer(0, nil, &in.next))
	}
	// Output:
	// 3 <nil> true
	// 3 <nil> true
}

func ExampleLoop() {
	l := reactor.New()
	shared := frames.On(l)
	fmt.Println(shared == frames.On(l))
	// Output: true
}

func ExampleOn() {
	other := reactor.New()
	fmt.Println(frames.On(reactor.New()) == frames.On(other))
	// Output: false
}

func ExamplePending() {
	var a answer
	fmt.Println(a.v) // a Pending is the first part of a frame
	// Output: 0
}

func ExamplePool() {
	l := reactor.New()
	show(l, frames.DeferValue(ask(l, 1)))
	show(l, frames.DeferValue(ask(l, 2))) // in the frame of the first
	// Output:
	// 1 <nil> true
	// 2 <nil> true
}

func ExampleNewPool() {
	pool := frames.NewPool[twiceFrame]()
	fmt.Println(frames.Get(reactor.New(), pool) != nil)
	// Output: true
}

func ExampleTask() {
	l := reactor.New()
	_, p := ask(l, 3) // an answer is a task
	show(l, frames.Defer(0, nil, p))
	// Output: 3 <nil> true
}

func ExampleWaiter() {
	var w frames.Waiter[int] = deferred.NewEdge[int](&interrupt{}) // a Deferred waits, too
	w.Resume(1, nil)
	fmt.Println("resumed")
	// Output: resumed
}

// A generic function has a pool for each of its instantiations, the same one each time.
func ExamplePools() {
	var pools frames.Pools
	type sum[N any] struct{ frames.Frame[sum[N], N] }
	ints := frames.PoolOf[sum[int]](&pools)
	fmt.Println(frames.PoolOf[sum[int]](&pools) == ints)
	fmt.Println(any(frames.PoolOf[sum[float64]](&pools)) == any(ints))
	// Output:
	// true
	// false
}

func ExampleFrame() {
	l := reactor.New()
	show(l, frames.DeferValue(twice(l, 8))) // each call that has to wait has one
	// Output: 16 <nil> true
}
