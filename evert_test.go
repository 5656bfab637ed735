package evert_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evert-go/evert"
)

// The runtime has to compile as a module of its own, in the language of go
// 1.18 and with nothing but the standard library.
func TestWriteRuntime(t *testing.T) {
	dir := t.TempDir()
	if err := evert.WriteRuntime(dir); err != nil {
		t.Fatal(err)
	}
	for _, pkg := range []string{"deferred", "reactor", "threads", "frames", "shim"} {
		files, err := filepath.Glob(filepath.Join(dir, pkg, "*.go"))
		if err != nil || len(files) == 0 {
			t.Errorf("%s: no files, %v", pkg, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				t.Errorf("%s was written", f)
			}
		}
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || string(mod) != "module github.com/evert-go/evert\n\ngo 1.18\n" {
		t.Errorf("go.mod is %q, %v", mod, err)
	}
	runGo(t, dir, "vet", "./...")
}

func runGo(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("go %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// A module whose language is that of go 1.18 can call everything in the way
// generated code does: inference was weaker then.
func TestLanguage(t *testing.T) {
	dir := t.TempDir()
	if err := evert.WriteRuntime(filepath.Join(dir, "runtime")); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(filepath.Join("testdata", "language", "main.go.txt"))
	if err != nil {
		t.Fatal(err)
	}
	mod := "module language\n\ngo 1.18\n\nrequire github.com/evert-go/evert v0.0.0\n\n" +
		"replace github.com/evert-go/evert => ./runtime\n"
	for name, content := range map[string]string{"go.mod": mod, "main.go": string(program)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	runGo(t, dir, "vet", ".")
	for _, mode := range []string{"never", "always", "random:5"} {
		got := runGo(t, dir, "run", "-ldflags", "-X github.com/evert-go/evert/shim.mode="+mode, ".")
		if want := "10 b true <nil>\nrecovered <nil>\nfailed: no\n6\n"; got != want {
			t.Errorf("%s: printed %q, want %q", mode, got, want)
		}
	}
}

func TestWriteRuntimeFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	err := evert.WriteRuntime(file)
	if err == nil || !strings.HasPrefix(err.Error(), "cannot write the runtime: ") {
		t.Errorf("WriteRuntime into a file: %v", err)
	}
}
