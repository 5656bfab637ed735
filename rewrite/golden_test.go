package rewrite_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/rewrite"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	inputs  = "../testdata/run"
	goldens = "../golden"
)

// read loads and type-checks the input packages with all they depend on.
func read(t *testing.T) *load.Set {
	t.Helper()
	dir, err := filepath.Abs(inputs)
	if err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	set, err := load.Load(context.Background(), load.Config{
		Dir: dir, Env: os.Environ(), Patterns: []string{"./..."}, GOROOT: strings.TrimSpace(string(root)),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Errors {
		t.Errorf("%s: %v", e.Package, e.Messages)
	}
	if t.Failed() || len(set.Roots) == 0 {
		t.Fatalf("%d packages in %s", len(set.Roots), inputs)
	}
	return set
}

// generate returns what belongs into the golden directory, by file name
// relative to it: the inputs, the generated files, and the list of cases.
func generate(t *testing.T, set *load.Set) map[string][]byte {
	t.Helper()
	result, err := rewrite.Generate(set.Roots, blocking.Infer(set.All), rewrite.Options{Threads: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range result.Problems {
		t.Errorf("%v: %s", p.Pos, p.Message)
	}
	for _, f := range result.Funcs {
		if !f.Converted {
			t.Errorf("%v: cannot split %s: %s", f.Pos, f.Name, f.Reason)
		}
	}
	files := map[string][]byte{}
	for _, p := range set.Roots {
		for _, name := range p.GoFiles {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[golden(name)] = src
		}
	}
	for _, f := range result.Files {
		files[golden(f.Name)] = f.Content
	}
	files["cases_test.go"] = registry(t, files)
	return files
}

// golden returns the name of a file of an input package, relative to goldens.
func golden(name string) string {
	return filepath.Join(filepath.Base(filepath.Dir(name)), filepath.Base(name))
}

// TestGolden compares what is generated, byte for byte, with the golden files.
func TestGolden(t *testing.T) {
	want := generate(t, read(t))
	have := existing(t)
	if *update {
		write(t, want, have)
		return
	}
	for _, name := range have {
		if want[name] == nil {
			t.Errorf("golden/%s: nothing generates it: run with -update", name)
		}
	}
	for name, content := range want {
		old, err := os.ReadFile(filepath.Join(goldens, name))
		if err != nil {
			t.Errorf("%v: run with -update", err)
		} else if !bytes.Equal(old, content) {
			t.Errorf("golden/%s: differs%s: run with -update and look at the difference", name, firstDifference(old, content))
		}
	}
}

// existing lists the files of the golden packages.
func existing(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(goldens, "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		names[i] = golden(name)
	}
	return names
}

// write makes the golden directory what is wanted.
func write(t *testing.T, want map[string][]byte, have []string) {
	t.Helper()
	for _, name := range have {
		if want[name] == nil {
			if err := os.Remove(filepath.Join(goldens, name)); err != nil {
				t.Error(err)
			}
		}
	}
	for name, content := range want {
		name = filepath.Join(goldens, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, content) {
			continue
		}
		if err := os.WriteFile(name, content, 0o666); err != nil {
			t.Error(err)
		}
	}
}

// firstDifference says at which line two files begin to differ.
func firstDifference(old, new []byte) string {
	a, b := strings.Split(string(old), "\n"), strings.Split(string(new), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf(" at line %d:\n- %s\n+ %s\n", i+1, a[i], b[i])
		}
	}
	return " in length"
}

// TestOrder makes sure that the order of packages and files does not matter.
func TestOrder(t *testing.T) {
	set := read(t)
	want := generate(t, set)
	slices.Reverse(set.Roots)
	for _, p := range set.Roots {
		slices.Reverse(p.Syntax)
		slices.Reverse(p.GoFiles)
		slices.Reverse(p.CompiledGoFiles)
	}
	for name, content := range generate(t, set) {
		if !bytes.Equal(content, want[name]) {
			t.Errorf("golden/%s: depends on the order of the input%s", name, firstDifference(want[name], content))
		}
	}
}
