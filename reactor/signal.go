package reactor

import (
	"os"
	"os/signal"
	"syscall"
)

// StopOnSignal makes the loop stop when the process gets one of the signals; by
// default, if none is given, os.Interrupt and SIGTERM. After the first one they
// do again what they did before, so that a second one ends a program whose
// shutdown takes too long. The returned function undoes it all, and so does the
// end of the loop.
func (l *Loop) StopOnSignal(signals ...os.Signal) (undo func()) {
	if len(signals) == 0 {
		signals = []os.Signal{os.Interrupt, syscall.SIGTERM}
	}
	got := make(chan os.Signal, 1)
	undone := make(chan struct{})
	signal.Notify(got, signals...)
	go func() {
		defer signal.Stop(got)
		select {
		case <-got:
			l.Stop()
		case <-undone:
		case <-l.Stopped():
		}
	}()
	closed := false
	return func() {
		if !closed {
			closed = true
			signal.Stop(got)
			close(undone)
		}
	}
}
