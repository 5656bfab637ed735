//go:build linux

package glibhost_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	glibhost "github.com/evert-go/evert/hosts/glib"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// run runs the main loop until what f returns is over.
func run[T any](t *testing.T, f func(l *glibhost.Loop) *deferred.Deferred[T]) (T, error) {
	t.Helper()
	l, err := glibhost.Open()
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("%v, which CI installs", err)
	default:
		t.Skip(err)
	}
	var o deferred.Outcome[T]
	if err := l.CallFromThread(func() {
		f(l).Observe(func(got deferred.Outcome[T]) {
			o = got
			l.Quit()
		})
	}); err != nil {
		t.Fatal(err)
	}
	l.Run()
	return o.Get()
}

// What is handed over comes in order, what that hands over later, and delayed calls in the
// order of their deadlines; all of it on the thread of the loop.
func TestOrder(t *testing.T) {
	var got []string
	_, err := run(t, func(l *glibhost.Loop) *deferred.Deferred[deferred.Void] {
		note := func(what string) func() {
			return func() {
				if !l.OnReactor() {
					what += " elsewhere"
				}
				got = append(got, what)
			}
		}
		done := deferred.New[deferred.Void]()
		_ = l.CallSoon(func() {
			note("first")()
			_ = l.CallSoon(note("handed over by the first"))
			l.CallLater(10*time.Millisecond, note("10 ms"))
			l.CallLater(10*time.Millisecond, note("10 ms again"))
			_ = l.CallLater(time.Millisecond, note("cancelled")).Cancel()
			l.CallLater(20*time.Millisecond, func() {
				note("20 ms")()
				done.Callback(deferred.Void{})
			})
		})
		_ = l.CallSoon(note("second"))
		return done
	})
	want := "first, second, handed over by the first, 10 ms, 10 ms again, 20 ms"
	if all := strings.Join(got, ", "); err != nil || all != want {
		t.Errorf("%v\n got %s\nwant %s", err, all, want)
	}
}

// A thread's outcome comes back on the loop, and threads know that they are not it.
func TestThreads(t *testing.T) {
	got, err := run(t, func(l *glibhost.Loop) *deferred.Deferred[string] {
		in := threads.DeferToThread1(l, func() string {
			n, err := threads.BlockingCallFromThread(l, func() *deferred.Deferred[bool] { return deferred.Succeed(l.OnReactor()) })
			return fmt.Sprint(l.OnReactor(), n, err)
		})
		return deferred.Map(in, func(s string) string { return fmt.Sprint(s, " ", l.OnReactor()) })
	})
	if want := "false true <nil> true"; got != want || err != nil {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

// GIO reads what os.ReadFile reads, and fails as that does.
func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"text": "some text", "empty": "", "long": strings.Repeat("0123456789", 100_000)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"text", "empty", "long", "absent", "."} {
		name = filepath.Join(dir, name)
		want, wantErr := os.ReadFile(name)
		got, err := run(t, func(l *glibhost.Loop) *deferred.Deferred[[]byte] { return glibhost.ReadFileDeferred(l, name) })
		if string(got) != string(want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Errorf("%s: %d bytes, %v, want %d, %v", name, len(got), err, len(want), wantErr)
		}
	}
}

// A file that nobody wants any more is dropped, and a loop that ends says so to what waits.
func TestCancel(t *testing.T) {
	_, err := run(t, func(l *glibhost.Loop) *deferred.Deferred[[]byte] {
		d := glibhost.ReadFileDeferred(l, "/etc/hostname")
		d.Cancel()
		return deferred.Chain(reactor.Sleep(l, 5*time.Millisecond), func(deferred.Void) *deferred.Deferred[[]byte] { return d })
	})
	if !errors.Is(err, deferred.ErrCancelled) {
		t.Error(err)
	}
	var waiting *deferred.Deferred[deferred.Void]
	_, err = run(t, func(l *glibhost.Loop) *deferred.Deferred[deferred.Void] {
		waiting = reactor.Sleep(l, time.Hour)
		return deferred.Done()
	})
	if _, failure, ok := waiting.Result(); err != nil || !ok || !errors.Is(failure, reactor.ErrReactorStopped) {
		t.Error(err, failure, ok)
	}
}
