package gojahost

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/eventloop"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

type void = deferred.Void

// run runs f on an event loop until that has nothing left to do.
func run(t *testing.T, f func(l *Loop, vm *goja.Runtime)) *Loop {
	t.Helper()
	loop := eventloop.NewEventLoop()
	var l *Loop
	over := make(chan bool)
	go func() {
		defer close(over)
		loop.Run(func(vm *goja.Runtime) {
			l = New(loop, vm)
			f(l, vm)
		})
	}()
	select {
	case <-over:
	case <-time.After(20 * time.Second):
		t.Fatal("the loop does not end")
	}
	return l
}

// script runs source, which says what it has to say by say, and returns that.
func script(t *testing.T, source string, more func(l *Loop, vm *goja.Runtime)) string {
	t.Helper()
	var said []string
	l := run(t, func(l *Loop, vm *goja.Runtime) {
		set(t, vm, "say", func(v goja.Value) { said = append(said, v.String()) })
		more(l, vm)
		if _, err := vm.RunString(source); err != nil {
			t.Error(err)
		}
	})
	if err := l.Err(); err != nil {
		t.Error(err)
	}
	return strings.Join(said, "; ")
}

func set(t *testing.T, vm *goja.Runtime, name string, value any) {
	t.Helper()
	if err := vm.Set(name, value); err != nil {
		t.Fatal(err)
	}
}

// Whatever a Deferred fires with settles its promise, on the loop, before Run returns.
func TestPromise(t *testing.T) {
	errBroken := errors.New("broken")
	for _, c := range []struct {
		name    string
		outcome func() (any, error)
		want    string
	}{
		{"value", func() (any, error) { return map[string]any{"a": []int{1, 2}}, nil }, `fulfilled {"a":[1,2]}`},
		{"nothing", func() (any, error) { return deferred.Void{}, nil }, "fulfilled undefined"},
		{"error", func() (any, error) { return nil, fmt.Errorf("it is %w", errBroken) }, "rejected GoError: it is broken"},
		{"panic", func() (any, error) { panic("no") }, "rejected GoError: panic: no"},
		{"exit", func() (any, error) { runtime.Goexit(); return nil, nil }, "rejected GoError: the function ended its goroutine"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for how, start := range map[string]func(l *Loop) *deferred.Deferred[any]{
				"in a thread": func(l *Loop) *deferred.Deferred[any] { return threads.DeferToThread(l, c.outcome) },
				"later": func(l *Loop) *deferred.Deferred[any] {
					return deferred.Chain(reactor.Sleep(l, time.Millisecond), func(void) *deferred.Deferred[any] {
						return deferred.MaybeDeferred(c.outcome)
					})
				},
			} {
				if how == "later" && c.name == "exit" {
					continue // it would end the loop's goroutine
				}
				got := script(t, `f().then(v => say("fulfilled " + JSON.stringify(v)), e => say("rejected " + e))`,
					func(l *Loop, vm *goja.Runtime) {
						set(t, vm, "f", func() *goja.Promise { return Promise(l, start(l)) })
					})
				if got != c.want {
					t.Errorf("%s: %q, want %q", how, got, c.want)
				}
			}
		})
	}
}

// A Go error keeps its identity on the way through a script.
func TestErrorValue(t *testing.T) {
	errBroken := errors.New("broken")
	script(t, `f().catch(e => check(e.value))`, func(l *Loop, vm *goja.Runtime) {
		set(t, vm, "f", func() *goja.Promise { return Promise(l, deferred.Fail[int](errBroken)) })
		set(t, vm, "check", func(v goja.Value) {
			if v.Export() != errBroken {
				t.Error(v.Export())
			}
		})
	})
}

// A timer that the last job of a loop sets is lost if it is the event loop's own, and is
// not if it is the reactor's; and timers that are due at the same time keep their order.
func TestCallLater(t *testing.T) {
	lost := true
	var order []int
	run(t, func(l *Loop, vm *goja.Runtime) {
		l.host.loop.SetTimeout(func(*goja.Runtime) {
			l.host.loop.SetTimeout(func(*goja.Runtime) { lost = false }, time.Millisecond)
		}, time.Millisecond)
	})
	if !lost {
		t.Error("it is not lost any more: say so in the documentation")
	}
	run(t, func(l *Loop, vm *goja.Runtime) {
		l.CallLater(time.Millisecond, func() {
			for i := range 100 {
				l.CallLater(time.Millisecond, func() { order = append(order, i) })
			}
		})
	})
	for i, n := range order {
		if i != n {
			t.Fatal(order)
		}
	}
	if len(order) != 100 {
		t.Error(order)
	}
}

// Go calls a function of the script, and waits for its promise.
func TestCall(t *testing.T) {
	for source, want := range map[string]string{
		`x => 2 * x`:                          "42 <nil>",
		`async x => (await x, 3 * x)`:         "63 <nil>",
		`x => { throw new Error("no " + x) }`: "<nil> Error: no 21",
		`x => Promise.reject("never")`:        "<nil> never",
		`async x => { const p = new Promise(r => setTimeout(() => r("late"), 2)); p.then = 1; return await p }`: "late <nil>",
		`() => undefined`: "<nil> <nil>",
	} {
		got := ""
		run(t, func(l *Loop, vm *goja.Runtime) {
			v, err := vm.RunString(source)
			if err != nil {
				t.Fatal(err)
			}
			f, _ := goja.AssertFunction(v)
			l.CallDeferred(l, f, 21).Observe(func(o deferred.Outcome[any]) { got = fmt.Sprint(o.Value, " ", o.Err) })
		})
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// Another goroutine calls a function of the script the blocking way.
func TestCallBlocking(t *testing.T) {
	loop := eventloop.NewEventLoop()
	loop.Start()
	defer loop.Stop()
	type both struct {
		l *Loop
		f goja.Callable
	}
	made := make(chan both)
	loop.RunOnLoop(func(vm *goja.Runtime) {
		v, err := vm.RunString(`async x => x + 1`)
		if err != nil {
			t.Error(err)
		}
		f, _ := goja.AssertFunction(v)
		made <- both{New(loop, vm), f}
	})
	b := <-made
	if v, err := b.l.Call(b.f, 1); v != int64(2) || err != nil {
		t.Error(v, err)
	}
}

// What a script threw comes back to it as it was, through Go.
func TestThrownThrough(t *testing.T) {
	got := script(t, `const mine = {}; through(async () => { throw mine }).catch(e => say(e === mine))`,
		func(l *Loop, vm *goja.Runtime) {
			set(t, vm, "through", func(f goja.Callable) *goja.Promise { return Promise(l, l.CallDeferred(l, f)) })
		})
	if got != "true" {
		t.Error(got)
	}
}

// A script that is interrupted while a promise is settled ends the loop, and says so.
func TestInterrupt(t *testing.T) {
	l := run(t, func(l *Loop, vm *goja.Runtime) {
		set(t, vm, "f", func() *goja.Promise { return Promise(l, reactor.Sleep(l, time.Millisecond)) })
		set(t, vm, "stop", func() { vm.Interrupt("enough") })
		if _, err := vm.RunString(`f().then(() => { stop(); for (;;); })`); err != nil {
			t.Error(err)
		}
	})
	var interrupted *goja.InterruptedError
	if !errors.As(l.Err(), &interrupted) || interrupted.Value() != "enough" {
		t.Error(l.Err())
	}
}

// After Terminate and Close nothing is pending, in Go or in the script.
func TestTerminate(t *testing.T) {
	loop := eventloop.NewEventLoop()
	loop.Start()
	made := make(chan *Loop)
	rejected, release := "", make(chan bool)
	loop.RunOnLoop(func(vm *goja.Runtime) {
		l := New(loop, vm)
		set(t, vm, "f", func() *goja.Promise { return Promise(l, threads.DeferToThread0(l, func() { <-release })) })
		set(t, vm, "say", func(s string) { rejected = s })
		if _, err := vm.RunString(`f().catch(e => say("" + e))`); err != nil {
			t.Error(err)
		}
		made <- l
	})
	l := <-made
	loop.Terminate()
	l.Close()
	if rejected != "GoError: the reactor has stopped" {
		t.Error(rejected)
	}
	if err := l.CallFromThread(func() {}); err != reactor.ErrReactorStopped {
		t.Error(err)
	}
	close(release)
}
