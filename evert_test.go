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
	for _, pkg := range []string{"deferred", "reactor", "threads", "shim"} {
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
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
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
