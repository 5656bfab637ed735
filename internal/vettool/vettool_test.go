package vettool

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/evert-go/evert/analysis/lint"
)

// TestMain lets a test run the tool: the test binary, with an environment
// variable. "plain" is the tool as x/tools makes it.
func TestMain(m *testing.M) {
	switch os.Getenv("VETTOOL") {
	case "evert":
		Main(os.Args[1:])
	case "plain":
		unitchecker.Main(lint.Analyzer)
	case "crash":
		lint.Analyzer.Requires[0].Run = func(*analysis.Pass) (any, error) { panic("oops") }
		Main(os.Args[1:])
	}
	os.Exit(m.Run())
}

func run(t *testing.T, mode string, args ...string) (output string, err error) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "VETTOOL="+mode)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestAsked(t *testing.T) {
	dir := t.TempDir()
	cfg := write(t, dir, "vet.cfg", "{}")
	if err := os.Mkdir(filepath.Join(dir, "folder.cfg"), 0o777); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]bool{
		"":                                false,
		"-V=full":                         true,
		"-flags":                          true,
		"-V=full x":                       false,
		cfg:                               true,
		"-json " + cfg:                    true,
		"-evert.on EV104 -json " + cfg:    true,
		dir + "/none.cfg":                 false,
		"-overlay " + dir + "/folder.cfg": false,
		"run ./prog " + cfg:               false,
		"vet ./...":                       false,
	} {
		if got := Asked(strings.Fields(args)); got != want {
			t.Errorf("Asked(%q) = %v", args, got)
		}
	}
}

// The analyzers export no facts of packages of the standard library, so that it is
// right to write none without asking them.
func TestStandard(t *testing.T) {
	for _, path := range []string{"net/http", "database/sql", "os/exec", "sync"} {
		dir := t.TempDir()
		cfg := config(t, path)
		for _, mode := range []string{"plain", "evert"} {
			cfg.VetxOutput = filepath.Join(dir, mode)
			data, err := json.Marshal(cfg)
			if err != nil {
				t.Fatal(err)
			}
			file := write(t, dir, mode+".cfg", string(data))
			if out, err := run(t, mode, "-json", file); err != nil || out != "" {
				t.Fatalf("%s, %s: %v\n%s", path, mode, err, out)
			}
			facts, err := os.ReadFile(cfg.VetxOutput)
			if err != nil || len(facts) > 0 {
				t.Errorf("%s, %s: facts %q, error %v", path, mode, facts, err)
			}
		}
	}
}

// Packages of modules are looked at, as dependencies and for diagnostics; what goes
// wrong there is told in a line.
func TestOwnPackage(t *testing.T) {
	dir := t.TempDir()
	cfg := config(t, "time")
	cfg.ImportPath, cfg.ModulePath = "example.com/m", "example.com/m"
	cfg.GoFiles = []string{write(t, dir, "x.go", "package log\n\nimport \"time\"\n\nfunc Wait() { time.Sleep(1) }\n")}
	cfg.ImportMap = map[string]string{"time": "time"}
	cfg.VetxOutput = filepath.Join(dir, "facts")
	for _, cfg.VetxOnly = range []bool{true, false} {
		data, err := json.Marshal(cfg)
		if err != nil {
			t.Fatal(err)
		}
		file := write(t, dir, "vet.cfg", string(data))
		if out, err := run(t, "evert", file); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		facts, err := os.ReadFile(cfg.VetxOutput)
		if err != nil || !strings.Contains(string(facts), "time.Sleep") {
			t.Errorf("facts %q, error %v", facts, err)
		}
		out, err := run(t, "crash", file)
		if err == nil || !strings.Contains(out, "example.com/m: internal error: oops: this is a bug of evert") || strings.Contains(out, "goroutine") {
			t.Errorf("a crash: %v\n%s", err, out)
		}
		out, err = run(t, "evert", "-evert.on=EV999", file)
		if err == nil || strings.Count(out, "\n") != 1 || !strings.Contains(out, `evert: there is no rule "EV999"`) {
			t.Errorf("a rule that does not exist: %v\n%s", err, out)
		}
	}
}

// config is what the go command gives a vet tool to look at a dependency.
func config(t *testing.T, path string) *unitchecker.Config {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,GoFiles,Export,Imports,ImportMap", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	cfg := &unitchecker.Config{
		ID: path, Compiler: "gc", ImportPath: path, VetxOnly: true,
		ImportMap: make(map[string]string), PackageFile: make(map[string]string),
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p struct {
			ImportPath, Dir, Export string
			GoFiles, Imports        []string
			ImportMap               map[string]string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		cfg.PackageFile[p.ImportPath] = p.Export
		if p.ImportPath != path {
			continue
		}
		for _, name := range p.GoFiles {
			cfg.GoFiles = append(cfg.GoFiles, filepath.Join(p.Dir, name))
		}
		for _, name := range p.Imports {
			cfg.ImportMap[name] = name
		}
		for from, to := range p.ImportMap {
			cfg.ImportMap[from] = to
		}
	}
	return cfg
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}
