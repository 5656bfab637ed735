package deferred_test

import (
	"fmt"

	"github.com/evert-go/evert/deferred"
)

// printer is told of what it waits for.
type printer struct{ name string }

func (p printer) Resume(v int, err error)          { fmt.Println(p.name, v, err) }
func (p printer) Crash(panic *deferred.PanicError) { fmt.Println(p.name, panic) }

func ExampleResumer() {
	var told deferred.Resumer[int] = printer{"told"}
	told.Resume(1, nil)
	// Output: told 1 <nil>
}

func ExampleDeferred_Poll() {
	v, rest, err := deferred.Succeed(1).Poll()
	fmt.Println(v, err, rest == nil)
	_, rest, _ = deferred.New[int]().Poll()
	fmt.Println(rest == nil)
	// Output:
	// 1 <nil> true
	// false
}

func ExampleWatch() {
	d := deferred.New[int]()
	var watch deferred.Watch[int]
	watch.Start(d, printer{"watch"})
	d.Callback(1)
	// Output: watch 1 <nil>
}

// operation is under way.
type operation struct{ edge *deferred.Edge[int] }

func (o *operation) Interrupt() { o.edge.Resume(0, deferred.ErrCancelled) }

func ExampleInterruptible() {
	o := &operation{}
	o.edge = deferred.NewEdge[int](o)
	o.edge.Cancel()
	fmt.Println(o.edge.Result())
	// Output: 0 cancelled true
}

func ExampleEdge() {
	e := deferred.NewEdge[int](&operation{})
	e.Observe(func(o deferred.Outcome[int]) { fmt.Println(o.Value) })
	e.Resume(3, nil)
	// Output: 3
}

func ExampleNewEdge() {
	e := deferred.NewEdge[int](&operation{})
	fmt.Println(e.Fired())
	e.Crash(&deferred.PanicError{Value: "it broke"})
	_, err, _ := e.Result()
	fmt.Println(err)
	// Output:
	// false
	// panic: it broke
}
