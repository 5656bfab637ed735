package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/shim"
)

// A program is a function with deferred calls: what its body does at the end,
// and what each deferred call does, the first one deferred first.
type program struct {
	body  string
	calls []string
}

var (
	bodies = []string{"return", "panic", "error", "goexit"}
	// calls are what a deferred call does. One that starts with a w waits
	// first, in the callback form.
	calls = []string{"log", "panic", "same", "recover", "again", "helper", "goexit", "wlog", "wpanic", "wgoexit", "wrecover"}
)

// run is the program in plain Go.
func (p program) run(tr *trace) (string, error) {
	for i, call := range p.calls {
		defer act(call, i, tr)
	}
	return p.end(tr)
}

func (p program) end(tr *trace) (string, error) {
	tr.add("body")
	switch p.body {
	case "panic":
		panic("body")
	case "error":
		return "value", errTest
	case "goexit":
		runtime.Goexit()
	}
	return "value", nil
}

// act is a deferred function. It recovers only because it is deferred itself.
func act(call string, i int, tr *trace) {
	tr.add("%d:%s", i, call)
	switch strings.TrimPrefix(call, "w") {
	case "panic":
		panic(fmt.Sprint("call ", i))
	case "same":
		panic("body")
	case "goexit":
		runtime.Goexit()
	case "recover":
		tr.add("got %v", recover())
	case "again":
		if v := recover(); v != nil {
			tr.add("got %v", v)
			panic(v)
		}
	case "helper":
		recoverInHelper(tr)
	}
}

// recoverInHelper is not called by the panic, but by a deferred function.
func recoverInHelper(tr *trace) { tr.add("helper got %v", recover()) }

// form is the program's callback form. The body waits if first is set, the
// deferred calls that can wait do so if wait is set. If every is set every call
// is given to DeferRecover, otherwise only those that can recover.
func (p program) form(r reactor.Reactor, tr *trace, first, wait, every bool) *deferred.Deferred[string] {
	return deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[string] {
		for i, call := range p.calls {
			i, call := i, call
			switch {
			case call == "wrecover":
				scope.DeferWait(func(p *deferred.Panicking) *deferred.Deferred[void] {
					return deferred.Map(later(r, wait), func(void) void {
						tr.add("%d:%s", i, call)
						tr.add("got %v", p.Recover())
						return void{}
					})
				})
			case call[0] == 'w':
				scope.DeferWait(func(*deferred.Panicking) *deferred.Deferred[void] {
					return deferred.Map(later(r, wait), func(void) void { act(call, i, tr); return void{} })
				})
			case every || call == "recover" || call == "again":
				scope.DeferRecover(func(p *deferred.Panicking) {
					defer act(call, i, tr)
					p.Resume()
				})
			default:
				scope.Defer(func() { act(call, i, tr) })
			}
		}
		return deferred.AddCallback(later(r, first), func(void) (string, error) { return p.end(tr) })
	})
}

// later fires at once, or in the next turn.
func later(r reactor.Reactor, wait bool) *deferred.Deferred[void] {
	if !wait {
		return deferred.Done()
	}
	d := deferred.New[void]()
	if err := r.CallFromThread(func() { d.Callback(void{}) }); err != nil {
		panic(err)
	}
	return d
}

// outcomeOf says in one string what became of f and what it traced.
func outcomeOf(f func(tr *trace) (string, error)) string {
	var tr trace
	done := make(chan string)
	go func() {
		end := "exited"
		defer func() { done <- tr.String() + " -> " + end }()
		panicked := true
		func() {
			defer func() {
				if v := recover(); v != nil {
					end = fmt.Sprint("panic ", v)
				}
			}()
			v, err := f(&tr)
			panicked = false
			end = fmt.Sprintf("%v, %v", v, err)
		}()
		_ = panicked
	}()
	return <-done
}

// Programs of up to three deferred calls, all of them, do in callback form
// what they do in Go, whether their waits are over at once or not.
//
// There is one exception. If runtime.Goexit is called in place, and a deferred
// call then waits, the goroutine is unwound while it waits: a panic after that
// has nobody to go to, and is reported.
func TestDeferredCalls(t *testing.T) {
	var reported atomic.Value
	defer func(old func(error)) { deferred.SetUnhandled(old) }(deferred.SetUnhandled(func(err error) { reported.Store(err.Error()) }))
	check := func(p program) {
		want := outcomeOf(p.run)
		for i := 0; i < 8; i++ {
			first, wait, every := i&1 != 0, i&2 != 0, i&4 != 0
			reported.Store("")
			got := outcomeOf(func(tr *trace) (string, error) {
				return shim.Await(func(r reactor.Reactor) *deferred.Deferred[string] {
					return p.form(r, tr, first, wait, every)
				})
			})
			if lost := reported.Load().(string); lost != "" && !first && wait {
				got = strings.Replace(got, "-> exited", "-> "+strings.Replace(lost, ":", "", 1), 1)
			}
			if got != want {
				t.Errorf("%v, first %v, wait %v, every %v:\n%s, want\n%s", p, first, wait, every, got, want)
			}
		}
	}
	for _, body := range bodies {
		check(program{body, nil})
		for _, a := range calls {
			check(program{body, []string{a}})
			for _, b := range calls {
				check(program{body, []string{a, b}})
				if testing.Short() {
					continue
				}
				for _, c := range calls {
					check(program{body, []string{a, b, c}})
				}
			}
		}
	}
}

// The same called by a function with a deferred call of its own, which recovers
// what comes out, or does not: the edges of two scopes, of which one or the
// other or both have waited.
func TestDeferredCallsNested(t *testing.T) {
	for _, body := range bodies {
		for _, a := range calls {
			for _, b := range calls {
				for _, last := range []string{"recover", "log", "wrecover"} {
					p := program{body, []string{a, b}}
					want := outcomeOf(func(tr *trace) (string, error) { return p.runWithin(last, tr) })
					for i := 0; i < 4; i++ {
						before, within := i&1 != 0, i&2 != 0
						got := outcomeOf(func(tr *trace) (string, error) {
							return shim.Await(func(r reactor.Reactor) *deferred.Deferred[string] {
								return p.formWithin(r, last, tr, before, within)
							})
						})
						if got != want {
							t.Errorf("%v, %s, wait before %v, within %v:\n%s, want\n%s", p, last, before, within, got, want)
						}
					}
				}
			}
		}
	}
}

func (p program) runWithin(last string, tr *trace) (string, error) {
	defer act(last, 9, tr)
	v, err := p.run(tr)
	tr.add("returned %v, %v", v, err)
	return v, err
}

func (p program) formWithin(r reactor.Reactor, last string, tr *trace, before, within bool) *deferred.Deferred[string] {
	return deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[string] {
		if last == "wrecover" {
			scope.DeferWait(func(p *deferred.Panicking) *deferred.Deferred[void] {
				return deferred.Map(later(r, before), func(void) void {
					tr.add("9:wrecover")
					tr.add("got %v", p.Recover())
					return void{}
				})
			})
		} else {
			scope.DeferRecover(func(p *deferred.Panicking) { defer act(last, 9, tr); p.Resume() })
		}
		return deferred.Then(later(r, before), func() *deferred.Deferred[string] {
			return deferred.AddBoth(p.form(r, tr, within, within, false), func(v string, err error) (string, error) {
				tr.add("returned %v, %v", v, err)
				return v, err
			})
		})
	})
}

// func() (s string, err error) with a deferred call that changes both.
func TestNamedResults(t *testing.T) {
	form := func(r reactor.Reactor, wait bool, end func() error) *deferred.Deferred[string] {
		var s string
		var err error
		return deferred.WithDefersNamed(func(scope *deferred.Scope) *deferred.Deferred[void] {
			scope.DeferRecover(func(p *deferred.Panicking) {
				defer func() {
					if v := recover(); v != nil {
						s, err = fmt.Sprint("recovered ", v), errTest
					}
					s += "!"
				}()
				p.Resume()
			})
			return deferred.AddCallback(later(r, wait), func(void) (void, error) {
				s = "set"
				return void{}, end()
			})
		}, func() *deferred.Deferred[string] { return deferred.Return(s, err) })
	}
	failed := errors.New("reactor gone")
	for _, wait := range []bool{false, true} {
		for want, end := range map[string]func() error{
			"set!, <nil>":                 func() error { return nil },
			", reactor gone":              func() error { return failed },
			"recovered boom!, test error": func() error { panic("boom") },
		} {
			got := outcomeOf(func(*trace) (string, error) {
				return shim.Await(func(r reactor.Reactor) *deferred.Deferred[string] { return form(r, wait, end) })
			})
			if got != " -> "+want {
				t.Errorf("wait %v: %s, want %s", wait, got, want)
			}
		}
	}
}

// A panic that passes deferred calls is the same value at the end, with the
// stack of where it began.
func TestPanicKeepsIdentity(t *testing.T) {
	var nilMap map[string]int
	d := deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		for i := 0; i < 3; i++ {
			scope.DeferRecover(func(p *deferred.Panicking) {
				defer func() {}()
				p.Resume()
			})
		}
		causeRuntimeError(nilMap)
		return nil
	})
	o, _ := d.Outcome()
	if o.Panic == nil {
		t.Fatal("no panic")
	}
	if _, ok := o.Panic.Value.(runtime.Error); !ok || !strings.Contains(string(o.Panic.Stack), "causeRuntimeError") {
		t.Errorf("%T %s", o.Panic.Value, o.Panic.Stack)
	}
	uncomparable := []int{1}
	d = deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		scope.DeferRecover(func(p *deferred.Panicking) { p.Resume() })
		panic(uncomparable)
	})
	want(t, d, "panic [1]")
	d = deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		scope.DeferRecover(func(p *deferred.Panicking) { p.Resume() })
		panic([1]any{uncomparable})
	})
	want(t, d, "panic [[1]]")
	if v := panics(func() { _, _ = shim.Await(func(reactor.Reactor) *deferred.Deferred[int] { return d }) }); fmt.Sprint(v) != "[[1]]" {
		t.Error(v)
	}
}

func causeRuntimeError(m map[string]int) { m["x"] = 1 }

func TestPanickingMethods(t *testing.T) {
	var seen []string
	d := deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		scope.DeferWait(func(p *deferred.Panicking) *deferred.Deferred[void] {
			seen = append(seen, fmt.Sprint(p.Panic(), p.Recover()))
			return deferred.Finish(errTest) // dropped
		})
		scope.DeferWait(func(p *deferred.Panicking) *deferred.Deferred[void] {
			seen = append(seen, p.Panic().Error())
			p.Recovered()
			return deferred.Done()
		})
		panic(1)
	})
	want(t, d, "0, <nil>")
	if got := strings.Join(seen, "; "); got != "panic: 1; <nil> <nil>" {
		t.Error(got)
	}
}

// Deferred calls of a loop: as many as the loop has turns, and flat.
func TestManyDeferredCalls(t *testing.T) {
	n := 0
	var d *deferred.Deferred[int]
	flat(t, func() {
		d = deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
			for i := 0; i < 100000; i++ {
				scope.Defer(func() { n++ })
				scope.DeferRecover(func(p *deferred.Panicking) { defer func() { n++ }(); p.Resume() })
			}
			panic("boom")
		})
	})
	want(t, d, "panic boom")
	if n != 200000 {
		t.Errorf("%d calls were made", n)
	}
}

// Nil functions panic when they are run, and not before.
func TestNilDeferredCall(t *testing.T) {
	var tr trace
	d := deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[int] {
		scope.Defer(func() { tr.add("first") })
		scope.Defer(nil)
		tr.add("body")
		return deferred.Succeed(1)
	})
	o, _ := d.Outcome()
	if _, ok := o.Panic.Value.(runtime.Error); !ok || tr.String() != "body first" {
		t.Errorf("%v, %q", o, tr.String())
	}
}
