package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/evert-go/evert/internal/programs"
)

// A Failure is a case that does something else in callback form, or that evert
// could not rewrite though it should.
type Failure struct {
	Case   Case
	Mode   string
	Kind   string // "differs", "bug" (the output does not type-check), "evert" (it gave up)
	Detail string
}

// A Report is what comparing gave.
type Report struct {
	Functions int
	Failures  []Failure
	Refused   map[string]int // reason to number of functions
}

// A comparer runs programs with go and with evert.
type comparer struct {
	evert   string
	dir     string
	timeout time.Duration
	modes   []string
}

var (
	refusal = regexp.MustCompile(`(?m)^(\S+:\d+:\d+): cannot split (\S+): (.*)$`)
	caseOf  = regexp.MustCompile(`\bf\d+`)
	inside  = regexp.MustCompile(`\([^()]*(\([^()]*(\([^()]*(\(.*\))?[^()]*\))*[^()]*\))*[^()]*\)`)
)

// write puts a program into a directory of its own and returns the file.
func (c *comparer) write(src []byte) (string, error) {
	dir, err := os.MkdirTemp(c.dir, "p")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "prog.go")
	return file, os.WriteFile(file, src, 0o666)
}

// reference runs a program untouched.
func (c *comparer) reference(ctx context.Context, file string) (programs.Outcome, error) {
	return programs.Run(c.timeout, filepath.Dir(file), "go", "run", "prog.go")
}

// rewritten runs a program in callback form.
func (c *comparer) rewritten(file, mode string) (programs.Outcome, error) {
	return programs.Run(c.timeout, filepath.Dir(file), c.evert, "run", "-all", "-v", "-suspend="+mode, "prog.go")
}

// Compare runs cases as one program in all modes. Cases that end the program
// are found one by one and left out.
func (c *comparer) Compare(ctx context.Context, cases []Case) (Report, error) {
	rep := Report{Refused: map[string]int{}}
	src, err := Program(cases)
	if err != nil {
		return rep, err
	}
	file, err := c.write(src)
	if err != nil {
		return rep, err
	}
	defer os.RemoveAll(filepath.Dir(file))
	want, err := c.reference(ctx, file)
	if err != nil || want.Exit != 0 || want.TimedOut {
		return rep, fmt.Errorf("cannot run the program untouched: %v, exit code %d: %.500s", err, want.Exit, want.Stderr)
	}
	for _, k := range cases {
		rep.Functions += len(k.Funcs)
	}
	seen := map[string]bool{}
	for i, mode := range c.modes {
		got, err := c.rewritten(file, mode)
		if err != nil {
			return rep, err
		}
		if i == 0 {
			rep.refusals(cases, got.Stderr, seen)
		}
		if _, _, ok := got.Functions(); !ok && got.Exit != 0 || got.TimedOut {
			return c.halves(ctx, rep, cases, mode, got)
		}
		rep.differences(cases, mode, want, got, seen)
	}
	return rep, nil
}

// halves compares the halves of cases of which one keeps evert, or the program,
// from ending.
func (c *comparer) halves(ctx context.Context, rep Report, cases []Case, mode string, got programs.Outcome) (Report, error) {
	if len(cases) == 1 {
		detail := got.Stderr
		if got.TimedOut {
			detail = "timed out"
		}
		rep.Failures = append(rep.Failures, Failure{cases[0], mode, "evert", fmt.Sprintf("%.300s", detail)})
		return rep, nil
	}
	all := Report{Refused: map[string]int{}}
	for _, half := range [][]Case{cases[:len(cases)/2], cases[len(cases)/2:]} {
		r, err := c.Compare(ctx, half)
		if err != nil {
			return all, err
		}
		all.add(r)
	}
	return all, nil
}

func (r *Report) add(s Report) {
	r.Functions += s.Functions
	r.Failures = append(r.Failures, s.Failures...)
	for reason, n := range s.Refused {
		r.Refused[reason] += n
	}
}

// refusals counts the functions that were refused; those by mistake fail.
func (r *Report) refusals(cases []Case, stderr string, seen map[string]bool) {
	for _, m := range refusal.FindAllStringSubmatch(stderr, -1) {
		reason := m[3]
		if !strings.Contains(reason, "bug of evert") {
			r.Refused[reason]++
			continue
		}
		name := caseOf.FindString(m[2])
		r.Refused["bug of evert"]++
		for _, k := range cases {
			if k.Name == name && !seen[name] {
				seen[name] = true
				r.Failures = append(r.Failures, Failure{k, "never", "bug", reason})
			}
		}
	}
}

// differences finds the cases whose part of the output differs.
func (r *Report) differences(cases []Case, mode string, want, got programs.Outcome, seen map[string]bool) {
	w, g := parts(want.Stdout), parts(got.Stdout)
	for _, k := range cases {
		if w[k.Name] == g[k.Name] || seen[k.Name] {
			continue
		}
		seen[k.Name] = true
		r.Failures = append(r.Failures, Failure{k, mode, "differs", firstDifference(w[k.Name], g[k.Name])})
		if g[k.Name] == "" {
			return // what follows did not run
		}
	}
	if got.Exit != want.Exit && len(r.Failures) == 0 && len(cases) > 0 {
		r.Failures = append(r.Failures, Failure{cases[len(cases)-1], mode, "differs", fmt.Sprintf("exit code %d: %.300s", got.Exit, got.Stderr)})
	}
}

// parts splits the output of a program by case.
func parts(out string) map[string]string {
	m := map[string]string{}
	for _, p := range strings.Split(out, "== ")[1:] {
		name, rest, _ := strings.Cut(p, "\n")
		m[name] = rest + "."
	}
	return m
}

// firstDifference tells two outputs apart by their first different lines.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) {
			return fmt.Sprintf("line %d: want %q, got nothing", i+1, w[i])
		}
		if w[i] != g[i] {
			return fmt.Sprintf("line %d: want %q, got %q", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("line %d: want nothing, got %q", len(w)+1, g[len(w)])
}
