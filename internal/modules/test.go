package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/programs"
)

// A testRun is one run of a module's tests.
type testRun struct {
	mode    string          // "" is go test
	results map[string]bool // passed or not, by package and name; a package is a test without a name
	out     programs.Outcome
}

// A function is one that evert was to convert.
type function struct {
	Name, Pos, Reason string
	Converted         bool
}

// test runs the tests of a module untouched and in each mode.
func (o *options) test(m *programs.Module) (*result, error) {
	r := &result{module: m}
	var err error
	if r.untouched, err = o.run(m, "", "go", "test", "-count=1", "-json", "./..."); err != nil {
		return nil, err
	}
	for _, mode := range o.modes {
		run, err := o.run(m, mode, o.evert, "test", "-all", "-json", "-style="+o.style, "-suspend="+mode, "./...", "--", "-count=1", "-json")
		if err != nil {
			return nil, err
		}
		r.runs = append(r.runs, run)
		if r.functions, err = functions(run.out.Stderr); err != nil {
			return nil, fmt.Errorf("with -suspend=%s: %w", mode, err)
		}
	}
	return r, nil
}

func (o *options) run(m *programs.Module, mode, name string, args ...string) (*testRun, error) {
	out, err := programs.Run(o.timeout, m.Dir, name, args...)
	if err != nil {
		return nil, err
	}
	return &testRun{mode: mode, results: results(out.Stdout), out: out}, nil
}

// results reads what go test -json prints. Packages without tests are left out.
func results(events string) map[string]bool {
	all := map[string]bool{}
	for _, line := range strings.Split(events, "\n") {
		var e struct{ Action, Package, Test string }
		if json.Unmarshal([]byte(line), &e) != nil || e.Action != "pass" && e.Action != "fail" {
			continue
		}
		all[strings.TrimSpace(e.Package+" "+e.Test)] = e.Action == "pass"
	}
	return all
}

// functions reads the JSON that evert test ends with on standard error.
func functions(stderr string) ([]function, error) {
	from := 0
	if !strings.HasPrefix(stderr, "{\n") {
		if from = strings.LastIndex(stderr, "\n{\n") + 1; from == 0 {
			return nil, fmt.Errorf("evert test did not get to its end:\n%s", stderr)
		}
	}
	var outcome struct{ Functions []function }
	if err := json.NewDecoder(strings.NewReader(stderr[from:])).Decode(&outcome); err != nil {
		return nil, fmt.Errorf("cannot read what evert test prints: %w", err)
	}
	return outcome.Functions, nil
}

// passed counts the tests that passed, subtests included and packages not.
func (t *testRun) passed() int {
	n := 0
	for name, ok := range t.results {
		if ok && strings.Contains(name, " ") {
			n++
		}
	}
	return n
}

// different are tests of what a callback form does not promise to keep, and
// why they cannot pass. Their packages fail with them.
var different = map[string]string{
	"github.com/google/go-cmp/cmp/internal/function TestNameOf":     "looks at the names of func literals, which tell the function that they stand in",
	"github.com/google/go-cmp/cmp/internal/function TestNameOf/#01": "the same",
	"github.com/google/go-cmp/cmp/internal/function":                "has TestNameOf",
}

// failures lists what passed in want and did not pass here, though it should.
func (t *testRun) failures(want *testRun) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(want.results)) {
		if want.results[name] && !t.results[name] && different[name] == "" {
			names = append(names, name)
		}
	}
	return names
}
