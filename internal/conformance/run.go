package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

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

// A Result is one run of one program in callback form.
type Result struct {
	Name      string
	Mode      string
	Status    Status
	Detail    string  `json:",omitempty"`
	Converted int     // functions in callback form
	Refused   int     // functions that evert could not split
	Seconds   float64 // of evert run
	got, want programs.Outcome
}

// runAll runs the programs, some at a time, and returns the results in the
// order of the programs.
func runAll(o *options, list []*program) []Result {
	results := make([][]Result, len(list))
	progress := newProgress(len(list) * len(o.modes))
	var wg sync.WaitGroup
	next := make(chan int)
	for range o.jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				results[i] = runOne(o, list[i])
				for _, r := range results[i] {
					progress.add(r)
				}
			}
		}()
	}
	for i := range list {
		next <- i
	}
	close(next)
	wg.Wait()
	progress.end()
	var flat []Result
	for _, rs := range results {
		flat = append(flat, rs...)
	}
	return flat
}

// runOne runs one program untouched and in each mode.
func runOne(o *options, p *program) []Result {
	want, err := baseline(o, p)
	var results []Result
	for _, mode := range o.modes {
		r := Result{Name: p.name, Mode: mode, want: want}
		if err != nil {
			r.Status, r.Detail = NoOracle, err.Error()
		} else {
			r.run(o, p)
		}
		results = append(results, r)
	}
	return results
}

// run runs the program in callback form and judges it.
func (r *Result) run(o *options, p *program) {
	args := append([]string{"run", "-all", "-suspend=" + r.Mode}, o.flags...)
	args = append(args, filepath.Base(p.path))
	got, err := programs.Run(o.timeout, filepath.Dir(p.path), o.evert, args...)
	if err != nil {
		r.Status, r.Detail = Crashed, err.Error()
		return
	}
	r.got, r.Seconds = got, got.Time.Seconds()
	r.Converted, r.Refused, _ = got.Functions()
	r.Status, r.Detail = judge(r.want, got)
	if r.Status == Wrong && !stable(o, p, r.want) {
		r.Status = Unstable
	}
}

var (
	// evertFrame is a line of a stack trace in evert itself; what a generated
	// program has on its stack is the runtime packages.
	evertFrame = regexp.MustCompile(`(?m)^github\.com/evert-go/evert/(cmd/evert|rewrite|analysis|internal)\b`)
	// internalError is how evert reports a bug of its own.
	internalError = regexp.MustCompile(`(?m)^(evert: internal error|panic|fatal error): .*`)
	// sourceError is an error of the compiler or of evert at a position.
	sourceError = regexp.MustCompile(`(?m)^\S*\.go:\d+(:\d+)?: .*`)
)

// judge tells what became of a program. evert run ends with a line that says
// how many functions it converted; without it the program never ran.
func judge(want, got programs.Outcome) (Status, string) {
	_, _, ran := got.Functions()
	d := programs.Difference(want, got, true)
	switch {
	case !ran && evertFrame.MatchString(got.Stderr):
		return Crashed, fmt.Sprintf("%.200s", internalError.FindString(got.Stderr))
	case got.TimedOut:
		return TimedOut, ""
	case !ran && got.Exit != 0:
		if m := sourceError.FindString(got.Stderr); m != "" {
			return NoCompile, m
		}
		return NoCompile, firstOf(got.Stderr)
	case d != "":
		return Wrong, d
	}
	return Passed, ""
}

// firstOf returns the first line that is not empty.
func firstOf(s string) string {
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return "nothing on standard error"
}

// baseline returns the outcome of the untouched program, from the report
// directory if it is there.
func baseline(o *options, p *program) (programs.Outcome, error) {
	var out programs.Outcome
	sum := sha256.Sum256(append([]byte(runtime.Version()+"\n"), p.src...))
	name := filepath.Join(o.report, "baseline", strings.ReplaceAll(p.name, "/", "__")+fmt.Sprintf("-%x.json", sum[:6]))
	if data, err := os.ReadFile(name); err == nil && json.Unmarshal(data, &out) == nil {
		return out, usable(out)
	}
	out, err := untouched(o, p)
	if err != nil {
		return out, err
	}
	if data, err := json.MarshalIndent(out, "", "\t"); err == nil && !out.TimedOut {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return out, err
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			return out, err
		}
	}
	return out, usable(out)
}

func untouched(o *options, p *program) (programs.Outcome, error) {
	return programs.Run(o.timeout, filepath.Dir(p.path), "go", "run", filepath.Base(p.path))
}

// usable says why an outcome of an untouched program says nothing.
func usable(out programs.Outcome) error {
	if out.TimedOut {
		return fmt.Errorf("timed out with go run")
	}
	if out.Exit != 0 && strings.HasPrefix(out.Stderr, "# command-line-arguments") {
		return fmt.Errorf("does not compile with go run: %.200s", out.Stderr)
	}
	return nil
}

// stable says whether the untouched program does the same once more.
func stable(o *options, p *program, want programs.Outcome) bool {
	again, err := untouched(o, p)
	return err == nil && programs.Difference(want, again, true) == ""
}
