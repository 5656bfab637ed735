package linttest

import (
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// A fixed package is a copy of one with a file as a fix has made it.
type fixed struct {
	name    string // "dropped/fixes.go: Return it"
	file    string // in the copy's folder
	message string // of the fix
	data    []byte
}

// Converge checks what fixes have made of packages below the caller's testdata, as
// their .golden files have it: that it compiles, that it is formatted, and that
// what a fix was applied for is not found again.
func Converge(t *testing.T, a *analysis.Analyzer, names ...string) {
	t.Helper()
	dir := Dir(t)
	all := make(map[string]fixed) // by the copy's folder
	for _, name := range names {
		for _, f := range readGoldens(t, name) {
			folder := fmt.Sprintf("fixed%d", len(all))
			all[folder] = f
			if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("testdata", name))); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, folder, f.file), f.data, 0o666); err != nil {
				t.Fatal(err)
			}
			if formatted, err := format.Source(f.data); err != nil || string(formatted) != string(f.data) {
				t.Errorf("%s: not formatted (%v)", f.name, err)
			}
		}
	}
	patterns := make([]string, 0, len(all))
	for folder := range all {
		patterns = append(patterns, "./"+folder)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			t.Errorf("%s: %v", all[filepath.Base(pkg.Dir)].name, err)
		}
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range graph.Roots {
		foundAgain(t, root, all[filepath.Base(root.Package.Dir)])
	}
}

// readGoldens reads the golden files of a package.
func readGoldens(t *testing.T, name string) []fixed {
	t.Helper()
	goldens, err := filepath.Glob(filepath.Join("testdata", name, "*.golden"))
	if err != nil || len(goldens) == 0 {
		t.Fatalf("%s: no golden files: %v", name, err)
	}
	var list []fixed
	for _, golden := range goldens {
		archive, err := txtar.ParseFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.TrimSuffix(filepath.Base(golden), ".golden")
		for _, section := range archive.Files {
			list = append(list, fixed{name + "/" + file + ": " + section.Name, file, section.Name, section.Data})
		}
	}
	return list
}

// foundAgain reports the diagnostics of a fixed file that have the same fix.
func foundAgain(t *testing.T, root *checker.Action, f fixed) {
	for _, d := range root.Diagnostics {
		at := root.Package.Fset.Position(d.Pos)
		for _, fix := range d.SuggestedFixes {
			if fix.Message == f.message && filepath.Base(at.Filename) == f.file {
				t.Errorf("%s: %s: %s: found again", f.name, at, d.Message)
			}
		}
	}
}
