package linttest

import (
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

// Converge checks what fixes have made of packages below the caller's testdata, as
// their .golden files have it: that it compiles, that it is formatted, and that
// what a fix was applied for is not found again.
func Converge(t *testing.T, a *analysis.Analyzer, names ...string) {
	t.Helper()
	for _, name := range names {
		goldens, err := filepath.Glob(filepath.Join("testdata", name, "*.golden"))
		if err != nil || len(goldens) == 0 {
			t.Fatalf("%s: no golden files: %v", name, err)
		}
		for _, golden := range goldens {
			archive, err := txtar.ParseFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			for _, section := range archive.Files {
				t.Run(name+"/"+strings.ReplaceAll(section.Name, " ", "_"), func(t *testing.T) {
					converged(t, a, filepath.Join(name, strings.TrimSuffix(filepath.Base(golden), ".golden")), section)
				})
			}
		}
	}
}

func converged(t *testing.T, a *analysis.Analyzer, file string, section txtar.File) {
	dir := Dir(t)
	if err := os.WriteFile(filepath.Join(dir, file), section.Data, 0o666); err != nil {
		t.Fatal(err)
	}
	if formatted, err := format.Source(section.Data); err != nil || string(formatted) != string(section.Data) {
		t.Errorf("not formatted (%v)", err)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}, "./"+filepath.ToSlash(filepath.Dir(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			t.Error(err)
		}
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range graph.Roots {
		for _, d := range root.Diagnostics {
			at := root.Package.Fset.Position(d.Pos)
			for _, fix := range d.SuggestedFixes {
				if fix.Message == section.Name && filepath.Base(at.Filename) == filepath.Base(file) {
					t.Errorf("%s: %s: found again", at, d.Message)
				}
			}
		}
	}
}
