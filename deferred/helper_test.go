package deferred_test

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
)

type void = deferred.Void

var errTest = errors.New("test error")

// show says in one string how d was fired.
func show[T any](d *deferred.Deferred[T]) string {
	o, ok := d.Outcome()
	switch {
	case !ok:
		return "pending"
	case o.Panic != nil:
		return fmt.Sprintf("panic %v", o.Panic.Value)
	case o.Exited:
		return "exited"
	}
	return fmt.Sprintf("%v, %v", o.Value, o.Err)
}

func want[T any](t *testing.T, d *deferred.Deferred[T], want string) {
	t.Helper()
	if got := show(d); got != want {
		t.Errorf("the outcome is %q, want %q", got, want)
	}
}

// exits runs f on a goroutine of its own, and reports whether runtime.Goexit
// ended it.
func exits(f func()) bool {
	exited := make(chan bool)
	go func() {
		ok := true
		defer func() { exited <- ok }()
		f()
		ok = false
	}()
	return <-exited
}

// panics returns what f panics with.
func panics(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

// flat runs f on a goroutine that may use 256 KB of stack and not more.
func flat(t *testing.T, f func()) {
	t.Helper()
	defer debug.SetMaxStack(debug.SetMaxStack(256 << 10)) // beyond it the program dies
	done := make(chan bool)
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// heap is how much memory is in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// grows reports by how much the heap grew.
func grows(f func()) int64 {
	before := heap()
	f()
	return heap() - before
}

// collectReports takes over what nobody handles. What it returns waits for n
// reports, and a moment for more, and returns all.
func collectReports(t *testing.T) func(n int) []error {
	reports := make(chan error, 100)
	for i := 0; i < 3; i++ { // what other tests have left behind
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	old := deferred.SetUnhandled(func(err error) { reports <- err })
	t.Cleanup(func() { deferred.SetUnhandled(old) })
	return func(n int) (all []error) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); len(all) < n && time.Now().Before(deadline); {
			runtime.GC()
			select {
			case err := <-reports:
				all = append(all, err)
			case <-time.After(10 * time.Millisecond):
			}
		}
		for i := 0; i < 3; i++ {
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
		}
		for len(reports) > 0 {
			all = append(all, <-reports)
		}
		return all
	}
}

// trace collects words.
type trace struct{ words []string }

func (t *trace) add(format string, args ...any) {
	t.words = append(t.words, fmt.Sprintf(format, args...))
}

func (t *trace) String() string { return strings.Join(t.words, " ") }
