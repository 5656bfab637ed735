// Package linttest runs analyzers over packages that use Evert's runtime.
package linttest

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/evert-go/evert"
)

const module = `module example.com

go 1.24

require github.com/evert-go/evert v0.0.0

replace github.com/evert-go/evert => ./.runtime
`

// Dir lays out the packages below the caller's testdata as a module example.com,
// which has the runtime at its real path, and returns its folder. The packages are
// imported as example.com/NAME.
func Dir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	if err := evert.WriteRuntime(filepath.Join(dir, ".runtime")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Run runs an analyzer over packages below the caller's testdata, compares its
// diagnostics with their // want comments, and what its fixes make of them with
// their .golden files. With the flag -update it writes these.
func Run(t *testing.T, a *analysis.Analyzer, packages ...string) []*analysistest.Result {
	t.Helper()
	patterns := make([]string, len(packages))
	for i, name := range packages {
		patterns[i] = "./" + name
	}
	dir := Dir(t)
	if *update {
		results := analysistest.Run(t, dir, a, patterns...)
		write(t, dir, results)
		return results
	}
	return analysistest.RunWithSuggestedFixes(t, dir, a, patterns...)
}
