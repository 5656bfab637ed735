package uptodate_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/rewrite"
	"github.com/evert-go/evert/rewrite/uptodate"
)

// analyze runs the analyzer over packages.
func analyze(t *testing.T, dir string, patterns ...string) *checker.Graph {
	t.Helper()
	if testing.Short() {
		t.Skip("it analyzes many packages")
	}
	pkgs, err := packages.Load(&packages.Config{
		Dir: dir, Mode: packages.LoadAllSyntax | packages.NeedModule, Tests: true,
	}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	graph, err := checker.Analyze([]*analysis.Analyzer{uptodate.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d packages in %v", len(pkgs), time.Since(start).Round(time.Millisecond))
	for act := range graph.All() {
		if act.Err != nil {
			t.Errorf("%s: %v", act.Package.ID, act.Err)
		}
	}
	return graph
}

// TestOwn finds nothing in what evert has generated and CI holds up to date: what
// the analyzer sees of a package is enough to generate what evert does.
func TestOwn(t *testing.T) {
	for act := range analyze(t, "../..", "./golden/...", "./examples/...").All() {
		for _, d := range act.Diagnostics {
			t.Errorf("%s: %s: %s", act.Package.ID, act.Package.Fset.Position(d.Pos), d.Message)
		}
	}
}

// TestAgain generates all of it again, from generated files that are empty, so that
// code which uses callback forms does not type-check at first. Those in other
// styles are left out, since nothing but their content says that they are.
func TestAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("it analyzes many packages")
	}
	root := t.TempDir()
	for _, name := range []string{"golden", "examples", "internal/trace", "deferred", "reactor", "threads", "frames"} {
		if err := os.CopyFS(filepath.Join(root, name), os.DirFS(filepath.Join("../..", name))); err != nil {
			t.Fatal(err)
		}
	}
	// What is a module of its own has dependencies that this one has not.
	nested, err := filepath.Glob(filepath.Join(root, "examples/*/go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, mod := range nested {
		if err := os.RemoveAll(filepath.Dir(mod)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join("../..", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(root, name), content, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, style := range []string{rewrite.Generator, rewrite.Frames} {
		if err := os.RemoveAll(filepath.Join(root, "golden", style)); err != nil {
			t.Fatal(err)
		}
	}
	want := make(map[string][]byte)
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil || !bytes.HasPrefix(content, []byte(directive.Header)) {
			return err
		}
		want[name] = content
		clause := regexp.MustCompile(`(?m)^package \w+$`).Find(content)
		return os.WriteFile(name, fmt.Appendf(nil, "%s\n\n%s\n", directive.Header, clause), 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(want) == 0 {
		t.Fatal("there are no generated files")
	}
	for act := range analyze(t, root, "./golden/...", "./examples/...").All() {
		for _, d := range act.Diagnostics {
			if len(d.SuggestedFixes) != 1 || len(d.SuggestedFixes[0].TextEdits) != 1 {
				t.Errorf("%s: %s has no fix", act.Package.Fset.Position(d.Pos), d.Message)
				continue
			}
			edit := d.SuggestedFixes[0].TextEdits[0]
			name := act.Package.Fset.File(edit.Pos).Name()
			if content, ok := want[name]; ok && !bytes.Equal(edit.NewText, content) {
				t.Errorf("%s: would become another file:\n%s", name, edit.NewText)
			}
			delete(want, name)
		}
	}
	for name := range want {
		t.Errorf("%s: nothing is said of it", name)
	}
}
