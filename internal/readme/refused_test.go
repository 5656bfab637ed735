package readme

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/rewrite"
)

const inputs = root + "/testdata/refuse"

// reasons reads the table of refusals: the reason for each input package.
func reasons(t *testing.T) map[string]string {
	t.Helper()
	_, section, ok := strings.Cut(read(t, "README.md"), "\n## What is refused\n")
	if !ok {
		t.Fatal("README.md does not tell what is refused")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	all := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\|.*\\| `([^`]+)` \\| \\[(\\w+)\\]\\(testdata/refuse/(\\w+)/\\w+\\.go\\) \\|$").FindAllStringSubmatch(section, -1) {
		if row[2] != row[3] {
			t.Errorf("the link %s leads to %s", row[2], row[3])
		}
		all[row[2]] = row[1]
	}
	if rows := strings.Count(section, "\n|"); rows != len(all)+2 {
		t.Errorf("the table has %d rows, of which %d can be read", rows-2, len(all))
	}
	return all
}

// TestRefused generates each input package, and compares the refusal with the
// table, and its position with the source.
func TestRefused(t *testing.T) {
	want := reasons(t)
	dirs, err := os.ReadDir(inputs)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, d := range dirs {
		have[d.Name()] = true
		t.Run(d.Name(), func(t *testing.T) {
			if want[d.Name()] == "" {
				t.Fatal("it is not in the table of README.md")
			}
			if d.Name() == "cgo" && !cgo(t) {
				t.Skip("there is no C compiler")
			}
			check(t, filepath.Join(inputs, d.Name()), want[d.Name()])
		})
	}
	for name := range want {
		if !have[name] {
			t.Errorf("%s is in the table of README.md, but not in testdata/refuse", name)
		}
	}
}

// check generates one package, of which one function is to be refused.
func check(t *testing.T, dir, reason string) {
	file, line := marked(t, dir)
	set := loadPackage(t, dir)
	// With All, so that functions without a body count as well.
	opts := rewrite.Options{All: true, Threads: filepath.Base(dir) != "nothreads"}
	refused(t, set, opts, reason, file, line)
	opts.Style = rewrite.Generator
	if !strings.HasSuffix(reason, "-style=generator leaves it whole") {
		refused(t, set, opts, reason, file, line)
	} else if funcs := generate(t, set, opts).Funcs; slices.ContainsFunc(funcs, func(f rewrite.Func) bool { return !f.Converted }) {
		t.Errorf("in generator style something is refused: %v", funcs)
	}
}

func generate(t *testing.T, set *load.Set, opts rewrite.Options) *rewrite.Result {
	t.Helper()
	result, err := rewrite.Generate(set.Roots, blocking.Infer(set.All), opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// refused generates and makes sure that one function is refused.
func refused(t *testing.T, set *load.Set, opts rewrite.Options, reason, file string, line int) {
	t.Helper()
	result := generate(t, set, opts)
	refused := 0
	for _, f := range result.Funcs {
		if f.Converted {
			continue
		}
		refused++
		if f.Reason != reason {
			t.Errorf("%s is refused: %s; README.md says: %s", f.Name, f.Reason, reason)
		}
		if filepath.Base(f.Pos.Filename) != file || f.Pos.Line != line {
			t.Errorf("%s is refused at %v, want %s:%d", f.Name, f.Pos, file, line)
		}
	}
	if refused == 0 {
		t.Error("nothing is refused: if that is right, move the input to testdata/run and delete its row in README.md")
	} else if refused > 1 {
		t.Errorf("%d functions are refused, want 1", refused)
	}
}

// marked finds the comment that says where the refusal is.
func marked(t *testing.T, dir string) (name string, line int) {
	t.Helper()
	name = filepath.Base(dir) + ".go"
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if strings.HasSuffix(lines.Text(), " // refused") {
			return name, n
		}
	}
	t.Fatalf("%s: no line is marked // refused", f.Name())
	return "", 0
}

func loadPackage(t *testing.T, dir string) *load.Set {
	t.Helper()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	set, err := load.Load(context.Background(), load.Config{Dir: dir, Env: os.Environ(), Patterns: []string{"."}, GOROOT: goEnv(t, "GOROOT")})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Errors {
		t.Fatalf("%s: %v", e.Package, e.Messages)
	}
	return set
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// cgo reports that files with import "C" are built here.
func cgo(t *testing.T) bool {
	_, err := exec.LookPath(goEnv(t, "CC"))
	return err == nil && goEnv(t, "CGO_ENABLED") == "1"
}
