package threads_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// findsDeadlocks is whether the runtime reports deadlocks in this program.
var findsDeadlocks = true

// deadlocks are programs in which everything waits for ever. The runtime is to
// say so.
var deadlocks = map[string]func(){
	"loop": func() { _ = reactor.New().Run() },
	"watched loop": func() {
		l := reactor.New()
		l.Watch(reactor.Watchdog{Limit: 4 * time.Millisecond})
		_ = l.CallFromThread(func() {})
		_ = l.Run()
	},
	"after a timer and threads": func() {
		l := reactor.New()
		_ = l.CallFromThread(func() {
			l.CallLater(time.Millisecond, func() {
				for i := 0; i < 10; i++ {
					threads.DeferToThread0(l, func() { time.Sleep(time.Millisecond) })
				}
			})
		})
		_ = l.Run()
	},
	"with a pool": func() {
		l := reactor.New()
		p := threads.NewPool(2)
		_ = l.CallFromThread(func() { threads.DeferToPool(l, p, func() (int, error) { return 1, nil }) })
		_ = l.Run()
	},
	"in a call of a watched loop": func() {
		l := reactor.New()
		l.Watch(reactor.Watchdog{Limit: time.Millisecond, Report: func(reactor.SlowCall) {}})
		_ = l.CallFromThread(func() { <-make(chan int) })
		_ = l.Run()
	},
}

const deadlockVariable = "THREADS_TEST_DEADLOCK"

func TestMain(m *testing.M) {
	if f := deadlocks[os.Getenv(deadlockVariable)]; f != nil {
		f()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Neither a watchdog, nor goroutines that a loop keeps, nor a timer that was
// there keep the runtime from finding a deadlock; goroutines that are kept only
// put it off for some seconds.
func TestDeadlockIsFound(t *testing.T) {
	if !findsDeadlocks {
		t.Skip("the runtime does not look for deadlocks in this build")
	}
	for name := range deadlocks {
		name := name
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), deadlockVariable+"="+name)
			var stderr strings.Builder
			cmd.Stderr = &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			over := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
			defer over.Stop()
			err := cmd.Wait()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(stderr.String(), "all goroutines are asleep - deadlock!") {
				t.Errorf("%v: %s", err, stderr.String())
			}
		})
	}
}
