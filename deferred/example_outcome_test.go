package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/evert-go/evert/deferred"
)

func ExampleOutcome() {
	o, fired := deferred.Succeed(1).Outcome()
	fmt.Println(o.Value, o.Err, o.Panic, o.Exited, fired)
	fmt.Println(o.Get())
	// Output:
	// 1 <nil> <nil> false true
	// 1 <nil>
}

// A panic passes steps that ask for errors. Outside it is raised with its value.
func ExamplePanicError() {
	d := deferred.Map(askDeferred("divisor?"), func(string) int { panic("division by zero") })
	end := d.AddErrback(func(error) (int, error) {
		fmt.Println("not called")
		return 0, nil
	})
	question.Callback("0")

	_, err, _ := end.Result()
	var p *deferred.PanicError
	fmt.Println(errors.As(err, &p), p.Value)
	defer func() { fmt.Println("recovered:", recover()) }()
	p.Raise()
	// Output:
	// asked: divisor?
	// true division by zero
	// recovered: division by zero
}

func ExamplePanicked() {
	d := deferred.Panicked[int](&deferred.PanicError{Value: "broken"})
	fmt.Println(d.Result())
	// Output:
	// 0 panic: broken true
}

func ExampleExited() {
	fmt.Println(deferred.Exited[int]().Result())
	// Output:
	// 0 runtime.Goexit was called true
}

// Work on another goroutine keeps its outcome, however it ends.
func ExampleCapture() {
	outcome := make(chan deferred.Outcome[int], 1)
	work := func(f func() (int, error)) deferred.Outcome[int] {
		go deferred.Capture(f, func(o deferred.Outcome[int]) { outcome <- o })
		return <-outcome
	}
	fmt.Println(work(func() (int, error) { return 1, nil }).Get())
	fmt.Println(work(func() (int, error) { panic("broken") }).Panic)
	fmt.Println(work(func() (int, error) { runtime.Goexit(); return 0, nil }).Exited)
	// Output:
	// 1 <nil>
	// panic: broken
	// true
}

func ExampleAlreadyFiredError() {
	d := deferred.New[int]()
	d.Callback(1)
	defer func() {
		var err *deferred.AlreadyFiredError
		fmt.Println(errors.As(recover().(error), &err), err.First)
	}()
	d.Errback(errors.New("broken")) //evert:allow EV306 to show what happens
	// Output:
	// true Callback
}

var errLost = errors.New("lost")

// lose makes a Deferred that fails, and that nobody has.
//
//go:noinline
func lose() {
	d := deferred.New[int]()
	deferred.AddCallback(d, func(v int) (int, error) { return v, errLost })
	d.Callback(1)
}

// A failure is reported once it is certain that nobody will handle it: when the
// Deferred is collected.
func ExampleSetUnhandled() {
	reported := make(chan *deferred.Unhandled, 1)
	before := deferred.SetUnhandled(func(err error) {
		var u *deferred.Unhandled
		if errors.Is(err, errLost) && errors.As(err, &u) {
			reported <- u
		}
	})
	defer func() { deferred.SetUnhandled(before) }()
	lose()
	for len(reported) == 0 {
		runtime.GC()
	}
	u := <-reported
	fmt.Println(u, len(u.Trail))
	// Output:
	// lost 1
}

// A continuation at the end of a chain has nobody to tell of a panic.
func ExampleUnhandled() {
	before := deferred.SetUnhandled(func(err error) {
		var u *deferred.Unhandled
		if errors.As(err, &u); u.Error() == "panic: cannot show it" {
			fmt.Println("nobody handled it:", u.Unwrap())
		}
	})
	defer func() { deferred.SetUnhandled(before) }()
	askDeferred("name?").Observe(func(deferred.Outcome[string]) { panic("cannot show it") })
	question.Callback("Ada")
	// Output:
	// asked: name?
	// nobody handled it: panic: cannot show it
}

// A failure carries the waits that it has passed.
func ExampleSite() {
	price := deferred.AddCallback(askDeferred("price?"), func(string) (int, error) { return 0, errors.New("sold out") })
	total := deferred.Map(price, func(v int) int { return v * 2 })
	question.Callback("")
	for _, site := range total.Trail() {
		fmt.Println(site.Func)
	}
	// Output:
	// asked: price?
	// github.com/evert-go/evert/deferred_test.ExampleSite
	// github.com/evert-go/evert/deferred_test.ExampleSite
}

// In a debug build a continuation that would run in place runs in a later turn.
func ExampleSuspendAll() {
	var queue []func()
	deferred.SuspendAll(func(f func()) error {
		queue = append(queue, f)
		return nil
	})
	defer deferred.SuspendAll(nil)
	d := deferred.Map(deferred.Succeed(1), func(v int) int { return v + 1 })
	fmt.Println(d.Fired() == !deferred.Debug)
	for _, f := range queue {
		f()
	}
	fmt.Println(d.Result())
	// Output:
	// true
	// 2 <nil> true
}

// A loop of one's own says which goroutine it runs on.
func ExampleEnterLoop() {
	leave := deferred.EnterLoop()
	defer leave()
	d := deferred.New[int]()
	deferred.Use(d, func(v int) { fmt.Println("got", v) })

	var other sync.WaitGroup
	other.Add(1)
	refused := false
	go func() {
		defer other.Done()
		defer func() { refused = recover() != nil }()
		if deferred.Debug { // otherwise it would go unnoticed
			d.Callback(1)
		}
	}()
	other.Wait()
	fmt.Println(refused == deferred.Debug)
	d.Callback(2)
	// Output:
	// true
	// got 2
}
