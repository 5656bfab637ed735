package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/internal/programs"
)

const events = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA/one"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p","Test":"TestB"}
{"Action":"skip","Package":"p","Test":"TestC"}
{"Action":"fail","Package":"p"}
{"Action":"skip","Package":"q"}
not JSON
`

func TestResults(t *testing.T) {
	run := &testRun{results: results(events)}
	if len(run.results) != 4 {
		t.Errorf("%d results, want 4: %v", len(run.results), run.results)
	}
	if n := run.passed(); n != 2 {
		t.Errorf("%d tests passed, want 2", n)
	}
}

// TestFailures makes sure that a test that does not run at all has failed, and
// that one that fails untouched may.
func TestFailures(t *testing.T) {
	want := &testRun{results: map[string]bool{"p": true, "p A": true, "p B": true, "p C": false}}
	got := &testRun{results: map[string]bool{"p": false, "p A": true, "p C": false}}
	if f := got.failures(want); !slices.Equal(f, []string{"p", "p B"}) {
		t.Errorf("failures %v, want p and p B", f)
	}
	const named = "github.com/google/go-cmp/cmp/internal/function TestNameOf"
	if f := (&testRun{}).failures(&testRun{results: map[string]bool{named: true}}); len(f) > 0 || different[named] == "" {
		t.Errorf("failures %v, want none: what cannot pass need not", f)
	}
	r := &result{untouched: want, runs: []*testRun{want, got}}
	if r.ok() {
		t.Error("a result with failures is ok")
	}
	r.runs = r.runs[:1]
	if !r.ok() {
		t.Error("a result without failures is not ok")
	}
	if (&result{untouched: &testRun{}}).ok() {
		t.Error("a module without tests is ok")
	}
}

func TestFunctions(t *testing.T) {
	const text = "{\n\t\"functions\": [{\"name\": \"F\", \"pos\": \"f.go:1:1\", \"converted\": false, \"reason\": \"why\"}, {\"name\": \"G\", \"converted\": true}]\n}\n"
	for _, stderr := range []string{text, "noise {\n" + text} {
		all, err := functions(stderr)
		if err != nil || len(all) != 2 || all[0] != (function{Name: "F", Pos: "f.go:1:1", Reason: "why"}) {
			t.Errorf("functions(%q) = %v, %v", stderr, all, err)
		}
	}
	if _, err := functions("evert: no such flag\n"); err == nil {
		t.Error("no error without JSON")
	}
}

func TestPrint(t *testing.T) {
	m := &programs.Module{Path: "example.com/m", Version: "v1.0.0"}
	run := &testRun{mode: "never", results: results(events), out: programs.Outcome{}}
	r := &result{module: m, untouched: run, runs: []*testRun{run}, functions: []function{{Name: "F", Converted: true}, {Name: "G"}}}
	var b strings.Builder
	printHead(&b, []string{"never"})
	r.print(&b)
	want := "| module | version | tests | pass, never | functions in callback form | refused |\n" +
		"|---|---|---|---|---|---|\n" +
		"| example.com/m | v1.0.0 | 2 | 2 | 1 | 1 |\n"
	if b.String() != want {
		t.Errorf("table\n%s\nwant\n%s", b.String(), want)
	}
}
