package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/shim"
)

// A generator runs in place up to its first wait that is not over, and goes on when
// that has fired.
func TestGenerate(t *testing.T) {
	var tr trace
	first, second := deferred.New[int](), deferred.New[string]()
	d := deferred.Generate(func(g *deferred.Generator) (string, error) {
		tr.add("begins")
		tr.add("over:%d", deferred.Succeed(1).AwaitValue(g))
		n, err := first.Await(g)
		tr.add("first:%d,%v", n, err)
		s, err := second.Await(g)
		tr.add("second:%s,%v", s, err)
		return s + "!", err
	})
	tr.add("returned")
	want(t, d, "pending")
	first.Callback(2)
	want(t, d, "pending")
	second.Fire("both", errTest)
	want(t, d, "both!, test error")
	if got := tr.String(); got != "begins over:1 returned first:2,<nil> second:both,test error" {
		t.Error(got)
	}
}

// A function in callback form and a generator wait for each other alike.
func TestGenerateChained(t *testing.T) {
	gate := deferred.New[int]()
	inner := deferred.GenerateValue(func(g *deferred.Generator) int { return gate.AwaitValue(g) + 1 })
	outer := deferred.Chain(inner, func(v int) *deferred.Deferred[int] {
		return deferred.GenerateValue(func(g *deferred.Generator) int { return v * 10 })
	})
	last := deferred.GenerateValue(func(g *deferred.Generator) int { return outer.AwaitValue(g) + 2 })
	gate.Callback(3)
	want(t, last, "42, <nil>")
}

// The Deferred of a generator that waits may be returned by a continuation, and is
// merged then.
func TestGenerateMerged(t *testing.T) {
	gate := deferred.New[int]()
	begin := deferred.New[void]()
	d := deferred.Then(begin, func() *deferred.Deferred[int] {
		return deferred.Generate(func(g *deferred.Generator) (int, error) { return gate.Await(g) })
	})
	begin.Callback(void{})
	want(t, d, "pending")
	gate.Fire(7, errTest)
	want(t, d, "7, test error")

	gate, begin = deferred.New[int](), deferred.New[void]()
	d = deferred.Then(begin, func() *deferred.Deferred[int] {
		return deferred.Generate(func(g *deferred.Generator) (int, error) { return gate.Await(g) })
	})
	begin.Callback(void{})
	d.Cancel()
	want(t, d, "0, cancelled")
}

// Functions of all kinds of results.
func TestGenerateKinds(t *testing.T) {
	want(t, deferred.GenerateDone(func(g *deferred.Generator) { deferred.Done().AwaitDone(g) }), "{}, <nil>")
	want(t, deferred.GenerateErr(func(g *deferred.Generator) error { return deferred.Finish(errTest).AwaitErr(g) }), "{}, test error")
	want(t, deferred.Generate2(func(g *deferred.Generator) (int, string, error) {
		return deferred.Await2(deferred.Return2(1, "a", errTest), g)
	}), "{1 a}, test error")
	want(t, deferred.GenerateValue2(func(g *deferred.Generator) (int, string) {
		return deferred.Succeed2(1, "a").AwaitValue(g).Unpack()
	}), "{1 a}, <nil>")
	want(t, deferred.Generate8(func(g *deferred.Generator) (a, b, c, d, e, f, g_, h int, err error) {
		return deferred.Await8(deferred.Return8(1, 2, 3, 4, 5, 6, 7, 8, errTest), g)
	}), "{1 2 3 4 5 6 7 8}, test error")
}

// generator is the program of scope_test.go as a coroutine. Its deferred calls are
// Go's own. One that waits is wrapped in a literal, except that it has to recover.
func (p program) generator(r reactor.Reactor, tr *trace, first, wait bool) *deferred.Deferred[string] {
	return deferred.Generate(func(g *deferred.Generator) (string, error) {
		for i, call := range p.calls {
			switch {
			case call == "wrecover":
				defer func(i int) {
					later(r, wait).AwaitDone(g)
					tr.add("%d:%s", i, call)
					tr.add("got %v", recover())
				}(i)
			case call[0] == 'w':
				defer func(i int) {
					later(r, wait).AwaitDone(g)
					act(call, i, tr)
				}(i)
			default:
				defer act(call, i, tr)
			}
		}
		later(r, first).AwaitDone(g)
		return p.end(tr)
	})
}

// Programs of up to three deferred calls do as coroutines what they do in Go,
// without an exception.
func TestGenerateDeferredCalls(t *testing.T) {
	var reported atomic.Value
	defer func(old func(error)) { deferred.SetUnhandled(old) }(deferred.SetUnhandled(func(err error) { reported.Store(err.Error()) }))
	check := func(p program) {
		want := outcomeOf(p.run)
		for i := 0; i < 4; i++ {
			got := outcomeOf(func(tr *trace) (string, error) {
				return shim.Await(func(r reactor.Reactor) *deferred.Deferred[string] {
					return p.generator(r, tr, i&1 != 0, i&2 != 0)
				})
			})
			if got != want {
				t.Errorf("%v, body waits %t, calls wait %t:\ngot  %s\nwant %s", p, i&1 != 0, i&2 != 0, got, want)
			}
		}
	}
	for _, body := range bodies {
		check(program{body, nil})
		for _, a := range calls {
			check(program{body, []string{a}})
			for _, b := range calls {
				check(program{body, []string{a, b}})
				if !testing.Short() {
					for _, c := range calls {
						check(program{body, []string{a, b, c}})
					}
				}
			}
		}
	}
	if s := reported.Load(); s != nil {
		t.Errorf("reported: %v", s)
	}
}

// A panic of the body is the outcome, with the place where it began, however many
// coroutines it passed; the caller, and whoever fires, go on.
func TestGeneratePanic(t *testing.T) {
	boom := errors.New("boom")
	for _, waits := range []bool{false, true} {
		gate := deferred.New[void]()
		if !waits {
			gate = deferred.Done()
		}
		d := deferred.GenerateDone(func(g *deferred.Generator) {
			gate.AwaitDone(g)
			thrower(boom)
		})
		for i := 0; i < 3; i++ {
			inner := d
			d = deferred.GenerateDone(func(g *deferred.Generator) { inner.AwaitDone(g) })
		}
		if waits {
			gate.Callback(void{})
		}
		o, ok := d.Outcome()
		if !ok || o.Panic == nil || o.Panic.Value != boom {
			t.Fatalf("waits %t: %s", waits, show(d))
		}
		if !strings.Contains(string(o.Panic.Stack), "thrower") {
			t.Errorf("waits %t: the stack is\n%s", waits, o.Panic.Stack)
		}
	}
	// A panic that was recovered and replaced has the stack of the new one.
	d := deferred.GenerateDone(func(g *deferred.Generator) {
		defer func() {
			if recover() == boom {
				panic("other")
			}
		}()
		deferred.Panicked[void](&deferred.PanicError{Value: boom, Stack: []byte("old")}).AwaitDone(g)
	})
	o, _ := d.Outcome()
	if o.Panic == nil || o.Panic.Value != "other" || string(o.Panic.Stack) == "old" {
		t.Errorf("%s\n%s", show(d), o.Panic.Stack)
	}
}

func thrower(v any) { panic(v) }

// Goexit ends the coroutine and all that wait for it, but not the goroutine that
// resumed it.
func TestGenerateGoexit(t *testing.T) {
	gate := deferred.New[void]()
	var tr trace
	inner := deferred.GenerateDone(func(g *deferred.Generator) {
		defer tr.add("inner")
		gate.AwaitDone(g)
		runtime.Goexit()
	})
	outer := deferred.GenerateDone(func(g *deferred.Generator) {
		defer tr.add("outer")
		defer func() { tr.add("%v", recover()) }()
		inner.AwaitDone(g)
		tr.add("not reached")
	})
	if exits(func() { gate.Callback(void{}) }) {
		t.Error("the goroutine that fires was ended")
	}
	want(t, outer, "exited")
	if got := tr.String(); got != "inner <nil> outer" {
		t.Error(got)
	}
	if exits(func() { deferred.GenerateDone(func(*deferred.Generator) { runtime.Goexit() }) }) {
		t.Error("the caller was ended")
	}
}

// Cancelling a generator's Deferred cancels what it waits for, and the body sees
// that error, or ends with it if the function cannot fail. Deferred calls run, and
// may wait.
func TestGenerateCancel(t *testing.T) {
	var tr trace
	var cleanup *deferred.Deferred[void]
	wait := deferred.New[int]()
	d := deferred.Generate(func(g *deferred.Generator) (int, error) {
		defer func() {
			tr.add("cleans,%v", recover())
			cleanup = deferred.New[void]()
			cleanup.AwaitDone(g)
			tr.add("clean")
		}()
		v, err := wait.Await(g)
		tr.add("%d,%v", v, err)
		return deferred.New(func(d *deferred.Deferred[int]) { d.Errback(errTest) }).AwaitValue(g), nil
	})
	d.Cancel()
	want(t, d, "pending")
	d.Cancel()
	want(t, d, "pending")
	cleanup.Callback(void{})
	want(t, d, "0, test error")
	if got := tr.String(); got != "0,cancelled cleans,<nil> clean" {
		t.Error(got)
	}
	d.Cancel() // nothing is left to cancel
	want(t, d, "0, test error")
}

// A wait that may not fail, and fails in a deferred call, ends with its error; a panic
// of another deferred call replaces it.
func TestGenerateFailsInDefer(t *testing.T) {
	failed := deferred.Finish(errTest)
	d := deferred.GenerateValue(func(g *deferred.Generator) int {
		defer func() { failed.AwaitDone(g) }()
		return 1
	})
	want(t, d, "0, test error")
	d = deferred.GenerateValue(func(g *deferred.Generator) int {
		defer func() { panic("cleanup") }()
		failed.AwaitDone(g)
		return 1
	})
	want(t, d, "panic cleanup")
	outer := deferred.GenerateValue(func(g *deferred.Generator) (n int) {
		defer func() { n = len(recover().(string)) }()
		return d.AwaitValue(g)
	})
	want(t, outer, "7, <nil>")
}

// Who awaits its own Deferred is told, and so is who awaits in the wrong place.
func TestGenerateMisuse(t *testing.T) {
	gate := deferred.New[void]()
	var d *deferred.Deferred[int]
	d = deferred.Generate(func(g *deferred.Generator) (int, error) {
		gate.AwaitDone(g)
		return d.Await(g)
	})
	gate.Callback(void{})
	want(t, d, "0, "+deferred.ErrCircular.Error())

	var kept *deferred.Generator
	gate = deferred.New[void]()
	deferred.GenerateDone(func(g *deferred.Generator) {
		kept = g
		gate.AwaitDone(g)
	})
	if v := fmt.Sprint(panics(func() { deferred.New[int]().AwaitValue(kept) })); !strings.Contains(v, "cannot await outside") {
		t.Errorf("while it waits: %s", v)
	}
	gate.Callback(void{})
	if v := fmt.Sprint(panics(func() { deferred.New[int]().AwaitValue(kept) })); !strings.Contains(v, "cannot await outside") {
		t.Errorf("after the end: %s", v)
	}
}

// A loop of a million waits runs on a flat stack, over at once or not, and one that
// waits keeps nothing.
func TestGenerateMillionTurns(t *testing.T) {
	one := deferred.Succeed(1)
	flat(t, func() {
		d := deferred.GenerateValue(func(g *deferred.Generator) (n int) {
			for n < million {
				n += one.AwaitValue(g)
			}
			return n
		})
		want(t, d, "1000000, <nil>")
	})
	var gate *deferred.Deferred[int]
	d := deferred.GenerateValue(func(g *deferred.Generator) (n int) {
		for n < million {
			gate = deferred.New[int]()
			n += gate.AwaitValue(g)
		}
		return n
	})
	grown := grows(func() {
		flat(t, func() {
			for i := 0; i < million-1; i++ {
				gate.Callback(1)
			}
		})
	})
	if grown > 100<<10 {
		t.Errorf("%d bytes were kept", grown)
	}
	gate.Callback(1)
	want(t, d, "1000000, <nil>")
}

// Ten thousand calls deep, in place and with the innermost one waiting: every
// goroutine has a stack of its own, so none grows, and all end.
func TestGenerateDeep(t *testing.T) {
	const depth = 10000
	gate := deferred.New[int]()
	var down func(n int) *deferred.Deferred[int]
	down = func(n int) *deferred.Deferred[int] {
		return deferred.GenerateValue(func(g *deferred.Generator) int {
			if n == 0 {
				return gate.AwaitValue(g)
			}
			return down(n-1).AwaitValue(g) + 1
		})
	}
	before := runtime.NumGoroutine()
	flat(t, func() {
		d := down(depth)
		want(t, d, "pending")
		gate.Callback(0)
		want(t, d, "10000, <nil>")
	})
	// The last ones may still be on their way out.
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines are left", n-before)
	}
}

// A function that awaits what it is told over the telephone.
func ExampleGenerate() {
	age := deferred.Generate(func(g *deferred.Generator) (string, error) {
		name := askDeferred("name?").AwaitValue(g)
		answer, err := askDeferred("age?").Await(g)
		if err != nil {
			return "", fmt.Errorf("%s does not tell: %w", name, err)
		}
		return name + " is " + answer, nil
	})
	question.Callback("Ada")
	question.Callback("36")
	fmt.Println(age.Result())
	// Output:
	// asked: name?
	// asked: age?
	// Ada is 36 <nil> true
}

// Whoever loses interest cancels, so that the function can clean up.
func ExampleGenerator_cancel() {
	reading := deferred.GenerateErr(func(g *deferred.Generator) error {
		defer fmt.Println("closed")
		_, err := askDeferred("data?").Await(g)
		return err
	})
	reading.Cancel()
	fmt.Println(reading.Result())
	// Output:
	// asked: data?
	// closed
	// {} cancelled true
}

// A function as a coroutine whose wait is over: what a coroutine costs.
func BenchmarkGenerateReady(b *testing.B) {
	b.ReportAllocs()
	d := deferred.Succeed(1)
	for i := 0; i < b.N; i++ {
		deferred.Generate(func(g *deferred.Generator) (int, error) { return d.Await(g) })
	}
}

// One wait of a coroutine that is over, and one that suspends, with the Deferred that
// it waits for.
func BenchmarkAwaitReady(b *testing.B) {
	b.ReportAllocs()
	d := deferred.Succeed(1)
	deferred.GenerateDone(func(g *deferred.Generator) {
		for i := 0; i < b.N; i++ {
			d.AwaitValue(g)
		}
	})
}

func BenchmarkAwaitPending(b *testing.B) {
	b.ReportAllocs()
	var gate *deferred.Deferred[int]
	deferred.GenerateDone(func(g *deferred.Generator) {
		for i := 0; i < b.N; i++ {
			gate = deferred.New[int]()
			gate.AwaitValue(g)
		}
	})
	for i := 0; i < b.N; i++ {
		gate.Callback(1)
	}
}
