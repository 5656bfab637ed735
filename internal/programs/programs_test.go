package programs

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var (
	full   = flag.Bool("full", os.Getenv("EVERT_FULL") != "", "run all programs under testdata/programs, not only a sample (or set EVERT_FULL)")
	modes  = flag.String("modes", "never,always", "suspension policies to run the programs with")
	styles = flag.String("styles", "chain,generator", "styles to run the programs in; generator with the last policy only")
	limit  = flag.Duration("limit", 2*time.Minute, "time for one run of a program")
)

// sample is what a plain go test runs: each a different corner.
var sample = []string{
	"closureloop.go", "deferresults.go", "evalorder.go", "exitcode.go",
	"generictypes.go", "panicvalue.go", "shadowing.go", "tokenvm.go",
}

const sources = "../../testdata/programs"

// TestPrograms runs programs with go run and with evert run.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("builds many programs")
	}
	evert := build(t)
	dir, err := filepath.Abs(sources)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names(t) {
		t.Run(strings.TrimSuffix(name, ".go"), func(t *testing.T) {
			want, err := Run(*limit, dir, "go", "run", name)
			if err != nil {
				t.Fatal(err)
			}
			policies := strings.Split(*modes, ",")
			for _, style := range strings.Split(*styles, ",") {
				for _, mode := range policies {
					if style == "generator" && mode != policies[len(policies)-1] {
						continue
					}
					compareProgram(t, want, dir, evert, name, "-style="+style, "-suspend="+mode)
				}
			}
		})
	}
}

// compareProgram runs a program with evert run, and compares with the untouched one.
func compareProgram(t *testing.T, want Outcome, dir, evert, name string, flags ...string) {
	t.Helper()
	args := append(append([]string{"run", "-all", "-v"}, flags...), name)
	got, err := Run(*limit, dir, evert, args...)
	if err != nil {
		t.Fatal(err)
	}
	if d := Difference(want, got, false); d != "" {
		t.Errorf("%v: %s\nstderr: %.2000s", flags, d, got.Stderr)
	}
	if strings.Contains(got.Stderr, "bug of evert") {
		t.Errorf("%v: what is generated does not compile\nstderr: %.2000s", flags, got.Stderr)
	}
	if n, _, ok := got.Functions(); !ok || n == 0 {
		t.Errorf("%v: no function ran in callback form\nstderr: %.2000s", flags, got.Stderr)
	}
}

// build builds the command into a directory of the test.
func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "evert.exe")
	o, err := Run(10*time.Minute, "../..", "go", "build", "-o", bin, "./cmd/evert")
	if err != nil || o.Exit != 0 {
		t.Fatalf("cannot build ./cmd/evert: %v\n%s", err, o.Stderr)
	}
	return bin
}

// names lists the programs to run.
func names(t *testing.T) []string {
	t.Helper()
	if !*full {
		return sample
	}
	files, err := filepath.Glob(filepath.Join(sources, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no programs in %s: %v", sources, err)
	}
	for i, f := range files {
		files[i] = filepath.Base(f)
	}
	return files
}

// TestSample makes sure that the programs of the sample exist.
func TestSample(t *testing.T) {
	for _, name := range sample {
		if _, err := os.Stat(filepath.Join(sources, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestDifference(t *testing.T) {
	run := Outcome{Exit: 2, Stdout: "a\nb\n", Stderr: "note\npanic: oops\n\ngoroutine 1 [running]:\nmain.main()\nexit status 2\n"}
	same := run
	same.Stderr = "note\npanic: oops\n\ngoroutine 7 [running]:\nother.trace()\nevert: 3 functions in callback form, 1 refused\n"
	if d := Difference(run, same, true); d != "" {
		t.Errorf("traces and footers must not count: %s", d)
	}
	if n, refused, ok := same.Functions(); n != 3 || refused != 1 || !ok {
		t.Errorf("Functions() = %d, %d, %v", n, refused, ok)
	}
	for name, change := range map[string]func(*Outcome){
		"exit":    func(o *Outcome) { o.Exit = 1 },
		"stdout":  func(o *Outcome) { o.Stdout = "a\n" },
		"panic":   func(o *Outcome) { o.Stderr = strings.Replace(o.Stderr, "oops", "other", 1) },
		"message": func(o *Outcome) { o.Stderr = strings.Replace(o.Stderr, "note", "other", 1) },
		"time":    func(o *Outcome) { o.TimedOut = true },
	} {
		other := same
		change(&other)
		if Difference(run, other, true) == "" {
			t.Errorf("%s: no difference found", name)
		}
	}
}
