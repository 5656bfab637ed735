package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"

	"github.com/evert-go/evert/internal/fuzz/drive"
	"github.com/evert-go/evert/internal/fuzz/gen"
)

// A Failure is a case whose callback form does something else, or that Evert
// could not rewrite though it should.
type Failure struct {
	Case   gen.Case
	Kind   string // of a bug, or "differs", "stuck", "crashes"
	Mode   string // when waits were over
	N      int    // the argument
	Detail string
}

// A Report is what comparing gave.
type Report struct {
	Cases     int // compared
	Functions int // of the programs
	Refused   map[string]int
	Failures  []Failure
}

func (r *Report) add(s Report) {
	r.Cases += s.Cases
	r.Functions += s.Functions
	r.Failures = append(r.Failures, s.Failures...)
	for reason, n := range s.Refused {
		if r.Refused == nil {
			r.Refused = map[string]int{}
		}
		r.Refused[reason] += n
	}
}

// compare builds cases as one program and compares their forms. Cases that
// cannot be built are found by halves.
func (w *world) compare(ctx context.Context, cases []gen.Case, o options) (Report, error) {
	src, err := gen.Program(cases)
	if err != nil {
		return Report{}, err
	}
	var entries []string
	for _, c := range cases {
		entries = append(entries, c.Name)
	}
	b, err := w.build(ctx, src, entries, o)
	var bug *bug
	switch {
	case errors.As(err, &bug) && len(cases) == 1:
		return Report{Functions: len(cases[0].Funcs), Failures: []Failure{{Case: cases[0], Kind: bug.Kind, Detail: bug.Detail}}}, nil
	case errors.As(err, &bug):
		rep, err := w.compare(ctx, cases[:len(cases)/2], o)
		if err != nil {
			return rep, err
		}
		rest, err := w.compare(ctx, cases[len(cases)/2:], o)
		rep.add(rest)
		return rep, err
	case err != nil:
		return Report{}, err
	}
	defer b.remove()
	rep := Report{Cases: len(b.cases), Refused: map[string]int{}}
	byName := map[string]gen.Case{}
	for _, c := range cases {
		byName[c.Name] = c
		rep.Functions += len(c.Funcs)
	}
	for _, f := range b.refused {
		if caseName.MatchString(f.Name) {
			rep.Refused[f.Reason]++
		}
	}
	if rep.Failures, err = b.run(ctx); err != nil {
		return rep, err
	}
	rep.Failures = append(rep.Failures, b.bugs()...)
	for i, f := range rep.Failures {
		rep.Failures[i].Case = byName[f.Case.Name]
	}
	return rep, err
}

// caseName matches the names of functions of cases.
var caseName = regexp.MustCompile(`\bf\d+(_\d+)?$`)

// bugs are the functions whose callback form does not type-check.
func (b *built) bugs() []Failure {
	var failures []Failure
	for _, f := range b.wrong {
		name, _, _ := strings.Cut(caseName.FindString(f.Name), "_")
		failures = append(failures, Failure{Case: gen.Case{Name: name}, Kind: "does not type-check", Detail: f.Reason})
	}
	return failures
}

// run runs a program to its end, again after each failure.
func (b *built) run(ctx context.Context, args ...string) ([]Failure, error) {
	var failures []Failure
	for from := 0; from < len(b.cases); {
		cmd := exec.CommandContext(ctx, b.file, append(args, "-from", strconv.Itoa(from))...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		last := lastMessage(out)
		if err == nil && last.Kind == "over" {
			return failures, nil
		}
		if ctx.Err() != nil || last.Kind == "" || last.Case >= len(b.cases) {
			return failures, fmt.Errorf("cannot run a program: %w: %.2000s", err, &stderr)
		}
		if last.Kind == "begin" {
			last.Kind, last.Detail = "crashes", fmt.Sprintf("%v: %.2000s", err, &stderr)
		}
		f := Failure{Kind: last.Kind, Mode: last.Mode, N: last.N, Detail: last.Detail}
		f.Case.Name = b.cases[last.Case]
		failures = append(failures, f)
		from = last.Case + 1
	}
	return failures, nil
}

// lastMessage is the last whole line that a program printed.
func lastMessage(out []byte) drive.Message {
	var last drive.Message
	s := bufio.NewScanner(bytes.NewReader(out))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		var m drive.Message
		if json.Unmarshal(s.Bytes(), &m) == nil {
			last = m
		}
	}
	return last
}
