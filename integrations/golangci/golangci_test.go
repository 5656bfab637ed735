package golangci

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var version = flag.String("golangci", "", "build golangci-lint of this `version` with the plugin, and run it")

// What golangci-lint custom would write, if it did not clone a repository.
const wrapper = `package main

import (
	"fmt"
	"os"

	_ "github.com/evert-go/evert/integrations/golangci"
	"github.com/golangci/golangci-lint/v2/pkg/commands"
)

func main() {
	if err := commands.Execute(commands.BuildInfo{Version: "evert"}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
`

// TestGolangci builds golangci-lint with the plugin, from the module proxy, and runs
// it.
func TestGolangci(t *testing.T) {
	if *version == "" {
		t.Skip("building golangci-lint takes minutes: go test . -golangci=v2.15.0 -timeout=30m does it")
	}
	lint := build(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/sample")); err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(lint, append([]string{"run"}, args...)...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOLANGCI_LINT_CACHE="+cache)
		out, err := cmd.CombinedOutput()
		if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Logf("golangci-lint run %s\n%s", strings.Join(args, " "), out)
		return string(out)
	}

	out := run("./app")
	for _, want := range []string{
		"app/app.go:16:12: EV101: call to lib.Fetch blocks the reactor (net: example.com/sample/lib.Fetch < net/http.Get) (evert)",
		"app/app.go:19:2: EV104: call to mu.Lock takes a lock on the reactor",
		"app/app.go:20:20: EV204: //evert:allow EV101 allows nothing",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("there is no %s", want)
		}
	}
	if strings.Contains(out, "EV103") || !strings.Contains(out, "\n3 issues:\n") {
		t.Error("there are other issues: EV103 is off")
	}

	out = run("--fix", "./...")
	if strings.Contains(out, "EV204") || !strings.Contains(out, "EV101") {
		t.Error("after --fix, EV204 is to be gone, and EV101 to be left")
	}
	app, err := os.ReadFile(filepath.Join(dir, "app/app.go"))
	if err != nil || strings.Contains(string(app), "in vain") || !strings.Contains(string(app), "\tdefer mu.Unlock()\n") {
		t.Errorf("after --fix, error %v:\n%s", err, app)
	}
	build := exec.Command("go", "build", "./...")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("after --fix: %v\n%s", err, out)
	}
}

// build builds golangci-lint with the plugin, with the versions of its own go.mod.
func build(t *testing.T) string {
	t.Helper()
	const module = "github.com/golangci/golangci-lint/v2"
	dir := t.TempDir()
	goCmd := func(args ...string) []byte {
		t.Helper()
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
		}
		return out
	}
	var source struct{ Dir string }
	if err := json.Unmarshal(goCmd("mod", "download", "-json", module+"@"+*version), &source); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(source.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	plugin, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	const evert = "github.com/evert-go/evert"
	goCmd("mod", "edit", "-module=example.com/wrapper", "-require="+module+"@"+*version,
		"-require="+evert+"@v0.0.0", "-replace="+evert+"="+filepath.Join(plugin, "../.."),
		"-require="+evert+"/integrations/golangci@v0.0.0", "-replace="+evert+"/integrations/golangci="+plugin)
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(wrapper), 0o666); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "golangci-lint")
	goCmd("build", "-o", binary, ".")
	return binary
}
