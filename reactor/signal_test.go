//go:build unix

package reactor_test

import (
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/evert-go/evert/reactor"
)

// A signal stops the loop, and others do not.
func TestStopOnSignal(t *testing.T) {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGUSR1} {
		s := s
		run(t, func(l *reactor.Loop) {
			if s == syscall.SIGUSR1 {
				l.StopOnSignal(s)
			} else {
				l.StopOnSignal()
			}
			l.CallLater(time.Millisecond, func() {
				if err := syscall.Kill(os.Getpid(), s.(syscall.Signal)); err != nil {
					t.Error(err)
				}
			})
		})
	}
	other := reactor.New()
	undo := other.StopOnSignal(syscall.SIGUSR1)
	undo()
	undo()
	run(t, func(l *reactor.Loop) {
		l.StopOnSignal(syscall.SIGUSR1)
		_ = syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	})
	if err := other.CallFromThread(func() {}); err != nil {
		t.Errorf("stopped by a signal that it is not to notice any more: %v", err)
	}
}

func ExampleLoop_StopOnSignal() {
	loop := reactor.New()
	loop.StopOnSignal() // os.Interrupt and SIGTERM
	_ = loop.CallFromThread(func() { _ = syscall.Kill(os.Getpid(), syscall.SIGTERM) })
	_ = loop.Run()
}
