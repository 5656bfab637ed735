package gocmd

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// A Command is a program to run in the foreground.
type Command struct {
	Dir    string
	Env    []string
	Args   []string // the program first
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
}

// Run runs the command to its end. The error is an *exec.ExitError if the
// program ran and failed.
//
// ctx only decides whether to start: once the program runs, it is the user who
// ends it (see the package documentation).
func (c *Command) Run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cmd := exec.Command(c.Args[0], c.Args[1:]...)
	cmd.Dir, cmd.Env = c.Dir, c.Env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Stdin, c.Stdout, c.Stderr

	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-signals:
				if s == syscall.SIGTERM {
					cmd.Process.Signal(s) // an error means that it has just ended
				}
			case <-done:
				return
			}
		}
	}()
	err := cmd.Wait()
	close(done)
	return err
}

// Failed reports whether err says that a program ran and failed, rather than
// that it could not be run.
func Failed(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit)
}
