package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	module "github.com/evert-go/evert"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run evert: the test binary, under another name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"evert": func() { os.Exit(Main()) },
	})
}

var update = flag.Bool("update", false, "write what scripts compare files with")

func TestScript(t *testing.T) {
	if testing.Short() {
		t.Skip("the scripts build and run programs")
	}
	// Scripts have no home, so they are told where the real caches are.
	cache := goEnv(t, "GOCACHE")
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(e *testscript.Env) error {
			// The runtime, for modules that build without evert's help, and a
			// folder that no module is above.
			if err := module.WriteRuntime(mkdir(t, e.WorkDir, "runtime")); err != nil {
				return err
			}
			e.Setenv("OUT", mkdir(t, t.TempDir(), "out"))
			evert, err := exec.LookPath("evert")
			if err != nil {
				return err
			}
			e.Setenv("EVERT", filepath.Dir(evert)) // to have it and not the go command
			e.Setenv("GOCACHE", cache)
			e.Setenv("GOPROXY", "off")
			e.Setenv("GOTOOLCHAIN", "local")
			e.Setenv("GOFLAGS", "")
			e.Setenv("GOWORK", "")
			e.Setenv("GOMODCACHE", filepath.Join(e.WorkDir, "modcache"))
			// The same in all scripts and runs, so that the runtime is
			// compiled once.
			e.Setenv("XDG_CACHE_HOME", filepath.Join(os.TempDir(), "evert-scripts"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"rc": exitCode, "waitfor": waitFor,
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
	})
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func mkdir(t *testing.T, dir, name string) string {
	t.Helper()
	dir = filepath.Join(dir, name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// exitCode is the script command "rc N program args": the program has to end
// with exactly that exit code, while "! exec" takes any failure.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: rc code program [args...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	ts.Logf("[exit code %d]", code)
	if want, err := strconv.Atoi(args[0]); err != nil || code != want {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// waitFor is the script command "waitfor file": it waits until the file is
// there.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor file")
	}
	for range 500 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Fatalf("%s is not there", args[0])
}
