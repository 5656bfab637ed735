package deferred_test

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"

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

// call is in frames style, and has deferred calls.
type call struct{ calls deferred.Unwinding }

func (c *call) Exited(*deferred.Deferred[deferred.Void]) { fmt.Println("exited") }

func ExampleUnwinding() {
	c := &call{}
	c.calls.Defer(func() { fmt.Println("first") })
	c.calls.DeferRecover(func(p *deferred.Panicking) {
		defer func() { fmt.Println("recovered", recover()) }()
		p.Resume()
	})
	c.calls.Crashed(&deferred.PanicError{Value: "it broke"})
	fmt.Println(c.calls.Run(c) == nil)
	fmt.Println(c.calls.Ending())
	// Output:
	// recovered it broke
	// first
	// true
	// <nil> false
}

func ExampleUnwinder() {
	c := &call{}
	c.calls.Defer(func() { runtime.Goexit() })
	done := make(chan bool)
	go func() {
		defer close(done)
		c.calls.Run(c)
	}()
	<-done
	// Output: exited
}

func ExampleCaught() {
	known := &deferred.PanicError{Value: "it broke"}
	defer func() { fmt.Println(deferred.Caught(recover(), known) == known) }()
	known.Raise()
	// Output: true
}

func ExamplePanicError_Report() {
	before := deferred.SetUnhandled(func(err error) { fmt.Println("told of:", err) })
	defer func() { deferred.SetUnhandled(before) }()
	(&deferred.PanicError{Value: "it broke"}).Report()
	// Output: told of: panic: it broke
}

func ExamplePanicError_Exiting() {
	c := &call{}
	c.calls.Crashed(nil) // runtime.Goexit
	c.calls.Defer(func() { panic("late") })
	c.calls.Run(c)
	p, _ := c.calls.Ending()
	fmt.Println(p, p.Exiting())
	// Output: panic: late true
}

func ExampleUnwinding_Takes() {
	c := &call{}
	var scope deferred.Scope
	scope.Defer(func() { fmt.Println("of the scope") })
	c.calls.Takes(&scope)
	c.calls.Run(c)
	// Output: of the scope
}

func ExampleScope_Drop() {
	c := &call{}
	var scope deferred.Scope
	scope.Defer(func() { fmt.Println("first") })
	scope.Defer(func() { fmt.Println("second") })
	scope.Drop()
	c.calls.Takes(&scope)
	c.calls.Run(c)
	// Output: first
}

// tracer tells which way a failure has come, and hands it on.
type tracer struct {
	watch *deferred.Watch[int]
	edge  *deferred.Edge[int]
}

func (t *tracer) Resume(v int, err error) {
	way := t.watch.Way()
	way.Passed = append(way.Passed, reflect.TypeOf(t))
	fmt.Println(way.Full())
	t.edge.Fail(v, err, way)
}

func (t *tracer) Crash(p *deferred.PanicError) { t.edge.Crash(p) }

func ExampleWay() {
	t := &tracer{watch: &deferred.Watch[int]{}, edge: deferred.NewEdge[int](&operation{})}
	d := deferred.New[int]()
	t.watch.Start(d, t)
	d.Errback(errors.New("refused"))
	for _, site := range t.edge.Trail() {
		fmt.Println(site)
	}
	fmt.Println(t.edge.Result())
	// Output:
	// false
	// github.com/evert-go/evert/deferred_test.tracer
	// 0 refused true
}
