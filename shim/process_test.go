package shim_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/shim"
	"github.com/evert-go/evert/threads"
)

// endings are programs that end in a way that only a process can show. Each is
// run by this test binary, which finds its name in the environment.
var endings = map[string]struct {
	run    func()
	stderr string
}{
	"receive": {func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] { return threads.Receive(r, make(chan void)) })
	}, "fatal error: all goroutines are asleep - deadlock!"},
	"nil channel": {func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] { return threads.Receive[void](r, nil) })
	}, "fatal error: all goroutines are asleep - deadlock!"},
	"empty select": {func() {
		shim.Value(func(r reactor.Reactor) *deferred.Deferred[int] { return threads.Select(r) })
	}, "fatal error: all goroutines are asleep - deadlock!"},
	"lock, after a sleep and a thread": {func() {
		var mu sync.Mutex
		mu.Lock()
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			return deferred.Then(reactor.Sleep(r, time.Millisecond), func() *deferred.Deferred[void] {
				return deferred.Then(threads.DeferToThread0(r, func() {}), func() *deferred.Deferred[void] {
					return threads.Lock(r, &mu)
				})
			})
		})
	}, "fatal error: all goroutines are asleep - deadlock!"},
	"nested": {func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			return deferred.Map(reactor.Sleep(r, time.Millisecond), func(v void) void {
				shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] { return threads.Wait(r, stuck()) })
				return v
			})
		})
	}, "fatal error: all goroutines are asleep - deadlock!"},
	"panic": {func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			return deferred.Map(reactor.Sleep(r, 1), func(void) void { panic("boom") })
		})
	}, "panic: boom\n"},
	"panic with an error": {func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			return threads.DeferToThread0(r, func() { panic(errors.New("boom")) })
		})
	}, "panic: boom\n"},
	"run-time error": {func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			return deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[void] {
				scope.DeferRecover(func(p *deferred.Panicking) { defer func() {}(); p.Resume() })
				var empty []int
				return deferred.Map(reactor.Sleep(r, 1), func(v void) void { empty[3] = 0; return v })
			})
		})
	}, "panic: runtime error: index out of range [3] with length 0\n"},
	"raised again": {panicking(func(scope *deferred.Scope, _ reactor.Reactor) {
		scope.DeferRecover(func(p *deferred.Panicking) {
			defer func() { panic(recover()) }()
			p.Resume()
		})
	}), "panic: first [recovered, repanicked]\n\ngoroutine"},
	"replaced": {panicking(func(scope *deferred.Scope, _ reactor.Reactor) {
		scope.Defer(func() { panic("second") })
	}), "panic: first\n\tpanic: second\n\ngoroutine"},
	"replaced after recover": {panicking(func(scope *deferred.Scope, r reactor.Reactor) {
		scope.DeferWait(func(p *deferred.Panicking) *deferred.Deferred[void] {
			p.Recover()
			return deferred.Map(reactor.Sleep(r, 1), func(void) void { panic("second") })
		})
	}), "panic: first [recovered]\n\tpanic: second\n\ngoroutine"},
	"replaced twice": {panicking(func(scope *deferred.Scope, _ reactor.Reactor) {
		scope.DeferWait(func(*deferred.Panicking) *deferred.Deferred[void] {
			return deferred.WithDefers(func(inner *deferred.Scope) *deferred.Deferred[void] {
				inner.Defer(func() { panic("third") })
				panic("second")
			})
		})
	}), "panic: first\n\tpanic: second\n\tpanic: third\n\ngoroutine"},
}

// panicking is a program that panics and has the deferred calls of form.
func panicking(form func(*deferred.Scope, reactor.Reactor)) func() {
	return func() {
		shim.Run(func(r reactor.Reactor) *deferred.Deferred[void] {
			return deferred.WithDefers(func(scope *deferred.Scope) *deferred.Deferred[void] {
				form(scope, r)
				return deferred.Map(reactor.Sleep(r, 1), func(void) void { panic("first") })
			})
		})
	}
}

func stuck() *sync.WaitGroup {
	var w sync.WaitGroup
	w.Add(1)
	return &w
}

// findsDeadlocks is whether the runtime reports deadlocks in this program.
var findsDeadlocks = true

const endingVariable = "SHIM_TEST_ENDING"

func TestMain(m *testing.M) {
	if name := os.Getenv(endingVariable); name != "" {
		endings[name].run()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Where nothing can wake a callback form, the runtime reports the deadlock, as
// it would for the blocking form; and a panic ends the program as usual.
func TestEndings(t *testing.T) {
	for name, e := range endings {
		name, e := name, e
		t.Run(name, func(t *testing.T) {
			if strings.Contains(e.stderr, "deadlock") && !findsDeadlocks {
				t.Skip("the runtime does not look for deadlocks in this build")
			}
			t.Parallel()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), endingVariable+"="+name)
			var stderr strings.Builder
			cmd.Stderr = &stderr
			err := cmd.Run()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 2 {
				t.Errorf("ended with %v", err)
			}
			if !strings.HasPrefix(stderr.String(), e.stderr) {
				t.Errorf("printed %q", stderr.String())
			}
		})
	}
}
