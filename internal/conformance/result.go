package main

import (
	"sync"
	"time"

	"github.com/evert-go/evert/internal/programs"
)

// A Status is how a run went.
type Status string

const (
	Passed    Status = "passed"
	Wrong     Status = "wrong"            // it ran, and did something else
	NoCompile Status = "does not compile" // evert or the compiler did not accept the generated code
	Crashed   Status = "crashed in evert"
	TimedOut  Status = "timed out"
	Unstable  Status = "unstable"  // untouched, it does something else each time
	NoOracle  Status = "no oracle" // untouched, it does not compile or end either
)

// statuses in the order of the summary.
var statuses = []Status{Passed, Wrong, NoCompile, Crashed, TimedOut, Unstable, NoOracle}

// A Result is what became of one program.
type Result struct {
	Name      string
	Functions int             // that were to be converted
	Refused   []string        `json:",omitempty"` // those that could not be split, with position and reason
	Modes     map[string]*Run // by -suspend
	Status    Status          `json:",omitempty"` // if it did not come to a run
	Problem   string          `json:",omitempty"`
	Output    string          `json:"-"` // of the untouched program
}

// A Run is one run in callback form.
type Run struct {
	Status    Status
	Detail    string `json:",omitempty"`
	Seconds   float64
	got, want programs.Outcome
}

// fail notes why a program did not come to a run. What is found first counts.
func (r *Result) fail(s Status, problem string) {
	if r != nil && r.Problem == "" {
		if problem == "" {
			problem = string(s)
		}
		r.Status, r.Problem = s, problem
	}
}

// in says how the program did in a mode.
func (r *Result) in(mode string) (Status, string) {
	if r.Problem != "" {
		return r.Status, r.Problem
	}
	return r.Modes[mode].Status, r.Modes[mode].Detail
}

// passed says whether it passed in all modes.
func (r *Result) passed(modes []string) bool {
	if r.Problem != "" {
		return false
	}
	for _, mode := range modes {
		if s, _ := r.in(mode); s != Passed {
			return false
		}
	}
	return true
}

// spent is where the time goes, over all jobs.
type spent struct {
	mu                  sync.Mutex
	convert, build, run time.Duration
}

func (s *spent) add(what *time.Duration, begin time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*what += time.Since(begin)
}
