package jshost_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	jshost "github.com/evert-go/evert/hosts/js"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// on runs f on a loop, and waits for what it returns.
func on[T any](t *testing.T, f func(l *jshost.Loop) *deferred.Deferred[T]) (T, error) {
	t.Helper()
	l := jshost.New()
	return threads.BlockingCallFromThread(l, func() *deferred.Deferred[T] { return f(l) })
}

// script evaluates JavaScript.
func script(text string) js.Value { return js.Global().Call("eval", "("+text+")") }

// A call hands further ones over for ever. Timers, and what JavaScript has to do, get their
// turn all the same.
func TestEndlessCalls(t *testing.T) {
	calls := 0
	_, err := on(t, func(l *jshost.Loop) *deferred.Deferred[deferred.Void] {
		over := false
		var again func()
		again = func() {
			if calls++; !over {
				_ = l.CallSoon(again)
			}
		}
		again()
		timeout := script(`new Promise(resolve => setTimeout(resolve, 5))`)
		return deferred.Chain(jshost.AwaitDeferred(l, timeout), func(js.Value) *deferred.Deferred[deferred.Void] {
			return deferred.Use(reactor.Sleep(l, 5*time.Millisecond), func(deferred.Void) { over = true })
		})
	})
	if err != nil || calls < 2 {
		t.Fatalf("%d calls, %v", calls, err)
	}
}

// What is handed over comes as a microtask, in order; what that hands over comes after
// microtasks and tasks that were there; delayed calls come in the order of their deadlines.
func TestOrder(t *testing.T) {
	var got []string
	note := func(what string) func() { return func() { got = append(got, what) } }
	_, err := on(t, func(l *jshost.Loop) *deferred.Deferred[deferred.Void] {
		done := deferred.New[deferred.Void]()
		handler := js.FuncOf(func(js.Value, []js.Value) any {
			_ = l.CallSoon(note("first"))
			_ = l.CallSoon(func() {
				note("second")()
				_ = l.CallSoon(func() {
					note("handed over by the second")()
					_ = l.CallLater(time.Millisecond, note("cancelled")).Cancel()
					l.CallLater(10*time.Millisecond, note("10 ms"))
					l.CallLater(10*time.Millisecond, note("10 ms again"))
					l.CallLater(20*time.Millisecond, func() { note("20 ms")(); done.Callback(deferred.Void{}) })
				})
			})
			note("in the handler")()
			return nil
		})
		js.Global().Call("setTimeout", handler, 0)
		return done
	})
	want := "in the handler, first, second, handed over by the second, 10 ms, 10 ms again, 20 ms"
	if all := strings.Join(got, ", "); err != nil || all != want {
		t.Errorf("%v\n got %s\nwant %s", err, all, want)
	}
}

func TestAwait(t *testing.T) {
	for promise, want := range map[string]string{
		`Promise.resolve(1)`: "1",
		`new Promise(resolve => setTimeout(resolve, 2, "later"))`: "later",
		`"no promise"`:                           "no promise",
		`{then: resolve => resolve("thenable")}`: "thenable",
		`Promise.reject(new Error("refused"))`:   "Error: refused",
		`Promise.reject(undefined)`:              "undefined",
	} {
		text := func(v js.Value, err error) (string, error) {
			if err != nil {
				return err.Error(), nil
			}
			return js.Global().Call("String", v).String(), nil
		}
		blocking, _ := text(jshost.Await(script(promise)))
		callback, err := on(t, func(l *jshost.Loop) *deferred.Deferred[string] {
			return deferred.AddBoth(jshost.AwaitDeferred(l, script(promise)), text)
		})
		if err != nil || blocking != want || callback != want {
			t.Errorf("%s: %q and %q, %v, want %q", promise, blocking, callback, err, want)
		}
	}
}

// show calls a Go function as JavaScript does, and says how its promise ends.
func show[T any](f func() *deferred.Deferred[T]) string {
	function := jshost.Func(func(js.Value, []js.Value) *deferred.Deferred[T] { return f() })
	defer function.Release()
	shown, _ := jshost.Await(script(`f => f().then(
		v => typeof v + " " + v,
		e => (e instanceof Error ? "Error: " + e.message + ", cause " + e.cause : "no Error: " + e))`).Invoke(function))
	return shown.String()
}

func TestFunc(t *testing.T) {
	for want, got := range map[string]string{
		"number 1":                                show(func() *deferred.Deferred[int] { return deferred.Succeed(1) }),
		"string late":                             show(func() *deferred.Deferred[string] { return late(func() (string, error) { return "late", nil }) }),
		"undefined undefined":                     show(func() *deferred.Deferred[deferred.Void] { return deferred.Done() }),
		"Error: no luck, cause undefined":         show(func() *deferred.Deferred[int] { return deferred.Fail[int](errors.New("no luck")) }),
		"Error: panic: in place, cause undefined": show(func() *deferred.Deferred[int] { panic("in place") }),
		"Error: panic: later, cause undefined": show(func() *deferred.Deferred[int] {
			return late(func() (int, error) { panic("later") })
		}),
		"no Error: reason": show(func() *deferred.Deferred[js.Value] {
			return jshost.AwaitDeferred(nil, script(`Promise.reject("reason")`))
		}),
		"Error: while waiting: reason, cause reason": show(func() *deferred.Deferred[int] {
			return deferred.AddBoth(jshost.AwaitDeferred(nil, script(`Promise.reject("reason")`)), func(_ js.Value, err error) (int, error) {
				return 0, fmt.Errorf("while waiting: %w", err)
			})
		}),
		"Error: cannot make a JavaScript value of a struct {}, cause undefined": show(func() *deferred.Deferred[struct{}] {
			return deferred.Succeed(struct{}{})
		}),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// late returns what f does in a later turn.
func late[T any](f func() (T, error)) *deferred.Deferred[T] {
	return deferred.AddCallback(reactor.Sleep(jshost.New(), time.Millisecond), func(deferred.Void) (T, error) { return f() })
}

func TestFetch(t *testing.T) {
	const url = `data:application/json,{"a":[1,2]}`
	blocking, err := func() (string, error) {
		answer, err := jshost.Fetch(url, nil)
		if err != nil {
			return "", err
		}
		return answer.Text()
	}()
	if blocking != `{"a":[1,2]}` || err != nil {
		t.Errorf("blocking: %q, %v", blocking, err)
	}
	callback, err := on(t, func(l *jshost.Loop) *deferred.Deferred[string] {
		return deferred.Chain(jshost.FetchDeferred(l, url, nil), func(answer *jshost.Response) *deferred.Deferred[string] {
			return deferred.Map(answer.JSONDeferred(l), func(v js.Value) string {
				return fmt.Sprint(answer.Status, answer.Header("content-type"), answer.Header("x"), v.Get("a").Index(1).Int())
			})
		})
	})
	if callback != "200application/json2" || err != nil {
		t.Errorf("callback: %q, %v", callback, err)
	}
	if _, err := jshost.Fetch("no:address", nil); err == nil {
		t.Error("there is an answer from nowhere")
	}
}

// A request that nobody wants any more is aborted, and says nothing afterwards.
func TestAbort(t *testing.T) {
	fetch := js.Global().Get("fetch")
	defer js.Global().Set("fetch", fetch)
	js.Global().Set("fetch", script(`(url, options) => new Promise((_, reject) => {
		globalThis.asked = options;
		options.signal.onabort = () => reject(options.signal.reason);
	})`))
	got, err := on(t, func(l *jshost.Loop) *deferred.Deferred[[]any] {
		req := &jshost.Request{Method: "PUT", Header: map[string]string{"a": "b"}, Body: "text"}
		d := jshost.FetchDeferred(l, "http://nowhere", req)
		failure := deferred.AddBoth(d, func(_ *jshost.Response, err error) (error, error) { return err, nil })
		d.Cancel()
		return deferred.Chain(reactor.Sleep(l, time.Millisecond), func(deferred.Void) *deferred.Deferred[[]any] {
			return deferred.Map(failure, func(err error) []any {
				asked := js.Global().Get("asked")
				return []any{err, asked.Get("signal").Get("aborted").Bool(), asked.Get("method").String(),
					asked.Get("headers").Get("a").String(), asked.Get("body").String()}
			})
		})
	})
	if want := []any{deferred.ErrCancelled, true, "PUT", "b", "text"}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

// A loop that is closed refuses calls, and what it waited for fails.
func TestClose(t *testing.T) {
	l := jshost.New()
	_, err := threads.BlockingCallFromThread(l, func() *deferred.Deferred[deferred.Void] {
		l.CallLater(time.Millisecond, l.Close)
		return reactor.Sleep(l, time.Hour)
	})
	if !errors.Is(err, reactor.ErrReactorStopped) {
		t.Error(err)
	}
	if err := l.CallFromThread(func() {}); !errors.Is(err, reactor.ErrReactorStopped) {
		t.Error(err)
	}
	l.Run()
}
