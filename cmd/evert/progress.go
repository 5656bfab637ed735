package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// patience is how long a run may take before it tells how far it is.
const patience = time.Second

// progress returns a function that shows on a terminal how many packages are
// done, and nothing anywhere else.
func (a *app) progress() func(done, total int) {
	if !isTerminal(a.stderr) {
		return nil
	}
	return showProgress(a.stderr, time.Now)
}

func showProgress(w io.Writer, now func() time.Time) func(done, total int) {
	start := now()
	shown := false
	return func(done, total int) {
		if done < total && now().Sub(start) < patience {
			return
		}
		if done < total {
			fmt.Fprintf(w, "\revert: %d of %d packages", done, total)
			shown = true
		} else if shown {
			fmt.Fprintf(w, "\r\x1b[K") // messages that follow have the line for themselves
		}
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
