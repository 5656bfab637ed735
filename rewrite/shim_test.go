package rewrite_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/rewrite"
)

// generateFiles writes a module of the files of one package and generates.
func generateFiles(t *testing.T, opts rewrite.Options, files map[string]string) *rewrite.Result {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/m\n\ngo 1.24\n")
	for name, content := range files {
		write(name, content)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	set, err := load.Load(context.Background(), load.Config{
		Dir: dir, Env: os.Environ(), Patterns: []string{"."}, GOROOT: strings.TrimSpace(string(root)),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Errors {
		t.Fatalf("%s: %v", e.Package, e.Messages)
	}
	result, err := rewrite.Generate(set.Roots, blocking.Infer(set.All), opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestShim(t *testing.T) {
	name := filepath.Join("testdata", "shim.txtar")
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if len(ar.Files) != 2 || ar.Files[0].Name != "src.go" || ar.Files[1].Name != "shim" {
		t.Fatalf("%s does not hold src.go and shim", name)
	}
	src := string(ar.Files[0].Data)
	result := generateFiles(t, rewrite.Options{Threads: true, Shim: true}, map[string]string{"src.go": src})
	for _, f := range result.Funcs {
		if !f.Converted {
			t.Errorf("cannot split %s: %s", f.Name, f.Reason)
		}
	}
	if len(result.Files) != 1 {
		t.Fatalf("%d files, want 1", len(result.Files))
	}
	got := result.Files[0].Shim
	if strings.Count(string(got), "\n") != strings.Count(src, "\n") {
		t.Errorf("the number of lines differs")
	}
	if *update {
		ar.Files[1].Data = got
		if err := os.WriteFile(name, txtar.Format(ar), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if want := ar.Files[1].Data; string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestClash shows that a name that is taken is an error which says by what.
func TestClash(t *testing.T) {
	result := generateFiles(t, rewrite.Options{Threads: true}, map[string]string{"m.go": `package m

import "time"

//evert:callback
func F() { time.Sleep(1) }

func FDeferred() {}

type T struct{ GDeferred int }

//evert:callback
func (T) G() { time.Sleep(1) }

//evert:callback
func Fine() { F() }
`})
	var got []string
	for _, p := range result.Problems {
		got = append(got, p.Message)
	}
	want := []string{
		"cannot name the callback form of F: FDeferred is declared at m.go:8: rename one of them, or mark F `//evert:blocking callback=FDeferred` if that is its callback form",
		"cannot name the callback form of G: GDeferred is declared at m.go:10: rename one of them, or mark G `//evert:blocking callback=GDeferred` if that is its callback form",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	converted := map[string]bool{}
	for _, f := range result.Funcs {
		converted[f.Name] = f.Converted
	}
	if converted["F"] || converted["T.G"] || !converted["Fine"] {
		t.Errorf("converted: %v, want Fine alone", converted)
	}
	if len(result.Files) != 1 || !strings.Contains(string(result.Files[0].Content), "DeferToThread0(r, F)") &&
		!strings.Contains(string(result.Files[0].Content), "DeferToThread0(r, func() {") {
		t.Errorf("Fine does not reach F through a thread: %s", result.Files[0].Content)
	}
}

func TestStyle(t *testing.T) {
	_, err := rewrite.Generate(nil, nil, rewrite.Options{Style: "coroutines"})
	if err == nil || !strings.Contains(err.Error(), `cannot generate style "coroutines"`) {
		t.Errorf("got %v", err)
	}
}
