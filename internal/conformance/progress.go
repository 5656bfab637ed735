package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// progress shows how far the runs are: on a terminal a line that is
// overwritten, otherwise a line now and then.
type progress struct {
	mu       sync.Mutex
	terminal bool
	modes    []string
	total    int
	done     int
	bad      int
	start    time.Time
	shown    time.Time
}

func newProgress(o *options, total int) *progress {
	info, err := os.Stderr.Stat()
	return &progress{
		terminal: err == nil && info.Mode()&os.ModeCharDevice != 0,
		modes:    o.modes, total: total, start: time.Now(), shown: time.Now(),
	}
}

func (p *progress) add(r *Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if !r.passed(p.modes) {
		p.bad++
	}
	clear := ""
	if p.terminal {
		clear = "\r\x1b[K"
	}
	if !r.passed(p.modes) {
		fmt.Fprint(os.Stderr, clear)
		r.failures(os.Stderr, "", p.modes)
	}
	line := fmt.Sprintf("%d of %d programs, %d not passed, %v", p.done, p.total, p.bad, time.Since(p.start).Round(time.Second))
	switch {
	case p.terminal:
		fmt.Fprintf(os.Stderr, "%s%s: %s", clear, line, r.Name)
	case time.Since(p.shown) > 30*time.Second:
		p.shown = time.Now()
		fmt.Fprintln(os.Stderr, line)
	}
}

func (p *progress) end() {
	if p.terminal {
		fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
}
