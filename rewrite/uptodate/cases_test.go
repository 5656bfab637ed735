package uptodate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/rewrite/uptodate"
)

// TestCases runs the analyzer over the packages of each archive and compares what
// it finds with the archive's file want. What it would write is written then, and
// the second time it finds only what is in the file after. All archives are one
// module, in which each has a folder of its name.
func TestCases(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the go command")
	}
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("there are no cases: %v", err)
	}
	dir := t.TempDir()
	unpack(t, dir, []txtar.File{{Name: "go.mod", Data: []byte(
		"module example.com\n\ngo 1.24\n\nrequire github.com/evert-go/evert v0.0.0\n\nreplace github.com/evert-go/evert => ./.runtime\n")}})
	runtime := filepath.Join(dir, ".runtime")
	if err := os.Mkdir(runtime, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := evert.WriteRuntime(runtime); err != nil {
		t.Fatal(err)
	}
	want, after := make(map[string]string), make(map[string]string)
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		want[name], after[name] = "", ""
		archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool {
			switch f.Name {
			case "want":
				want[name] = string(f.Data)
			case "after":
				after[name] = string(f.Data)
			default:
				return false
			}
			return true
		})
		unpack(t, filepath.Join(dir, name), archive.Files)
	}
	for _, f := range find(t, dir, want) {
		if f.Title == "" {
			continue
		}
		if f.Content == nil {
			os.Remove(f.Name) // several findings may be about it
		} else if err := os.WriteFile(f.Name, f.Content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	find(t, dir, after)
}

func unpack(t *testing.T, dir string, files []txtar.File) {
	for _, f := range files {
		file := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// find analyzes the packages of a module, whose first folders are cases.
func find(t *testing.T, dir string, want map[string]string) []*uptodate.Finding {
	t.Helper()
	var findings []*uptodate.Finding
	analyzer := uptodate.New(func(_ *analysis.Pass, f *uptodate.Finding) []analysis.SuggestedFix {
		findings = append(findings, f)
		return nil
	})
	pkgs, err := packages.Load(&packages.Config{
		Dir: dir, Mode: packages.LoadAllSyntax | packages.NeedModule, Tests: true,
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{analyzer}, pkgs, &checker.Options{Sequential: true})
	if err != nil {
		t.Fatal(err)
	}
	lines := make(map[string][]string)
	for act := range graph.All() {
		if act.Err != nil {
			t.Errorf("%s: %v", act.Package.ID, act.Err)
		}
		for _, d := range act.Diagnostics {
			p := act.Package.Fset.Position(d.Pos)
			name, err := filepath.Rel(dir, p.Filename)
			if err != nil {
				t.Fatal(err)
			}
			name, file, _ := strings.Cut(filepath.ToSlash(name), "/")
			lines[name] = append(lines[name], fmt.Sprintf("%s:%d:%d: %s\n", file, p.Line, p.Column, d.Message))
		}
	}
	for name, want := range want {
		// A package and its test variant find the same.
		slices.Sort(lines[name])
		if got := strings.Join(slices.Compact(lines[name]), ""); got != want {
			t.Errorf("%s: got:\n%s\nwant:\n%s", name, got, want)
		}
	}
	return findings
}
