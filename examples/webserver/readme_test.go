package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// waits returns the lines of evert explain that go to threads or to the reactor.
func waits(t *testing.T, dir string, env ...string) string {
	t.Helper()
	var kept []string
	for _, line := range strings.SplitAfter(run(t, dir, env, "go", "run", "github.com/evert-go/evert/cmd/evert", "explain"), "\n") {
		if strings.Contains(line, ": thread: ") || strings.Contains(line, ": Sleep: ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, &stderr)
	}
	return string(out)
}

// TestReadme holds what the README says of evert explain: as the package is, and with
// the directive moved from renderYearbook to yearbook. In the second case the
// package, generated anew, passes its test.
func TestReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("builds evert and this package")
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := waits(t, "."); !strings.Contains(string(text), "```\n"+want+"```\n") {
		t.Errorf("README.md does not have this:\n%s", want)
	}

	dir := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum", "site.go", "comments.go", "main.go", "load.go", "main_test.go"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.Replace(string(text), "=> ../..", "=> "+root, 1)
		if name == "site.go" {
			file = moved(t, file)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := []string{"GOWORK=off", "GOFLAGS=-mod=mod"}
	var yearbook []string
	for _, line := range strings.SplitAfter(waits(t, dir, env...), "\n") {
		if strings.Contains(line, "earbook") || strings.Contains(line, "collect") {
			yearbook = append(yearbook, line)
		}
	}
	if want := strings.Join(yearbook, ""); !strings.Contains(string(text), "```\n"+want+"```\n") {
		t.Errorf("README.md does not have this:\n%s", want)
	}
	run(t, dir, env, "go", "run", "github.com/evert-go/evert/cmd/evert")
	run(t, dir, env, "go", "test", "-run", "TestForms|TestNewComment")
}

// moved moves the mark of renderYearbook to yearbook.
func moved(t *testing.T, text string) string {
	t.Helper()
	const mark, from, to = "//\n//evert:thread\n", "func (s *Site) renderYearbook(", "func (s *Site) yearbook("
	if !strings.Contains(text, mark+from) || !strings.Contains(text, to) {
		t.Fatal("site.go is not as this test expects it")
	}
	return strings.Replace(strings.Replace(text, mark+from, from, 1), to, mark+to, 1)
}
