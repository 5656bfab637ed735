package uptodate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/analysis/lint"
	"github.com/evert-go/evert/analysis/strict"
	"github.com/evert-go/evert/analysis/why"
	"github.com/evert-go/evert/rewrite/uptodate"
)

// TestTorn runs all analyzers of an editor over files as they are while somebody
// types: cut off anywhere, or with a piece missing. None of them may panic, and
// this one may not fail.
func TestTorn(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the go command")
	}
	archive, err := txtar.ParseFile("testdata/torn/source.txtar")
	if err != nil {
		t.Fatal(err)
	}
	source, form := archive.Files[0].Data, archive.Files[1].Data
	files := []txtar.File{{Name: "go.mod", Data: []byte(
		"module example.com\n\ngo 1.24\n\nrequire github.com/evert-go/evert v0.0.0\n\nreplace github.com/evert-go/evert => ./.runtime\n")}}
	add := func(what string, at int, text []byte) {
		dir := fmt.Sprintf("%s%d/", what, at)
		files = append(files, txtar.File{Name: dir + "a.go", Data: text}, txtar.File{Name: dir + "a_deferred.go", Data: form})
	}
	for at := len("package torn\n"); at < len(source); at += 7 {
		add("cut", at, source[:at])
		add("gap", at, append(append([]byte(nil), source[:at]...), source[min(at+5, len(source)):]...))
	}
	dir := t.TempDir()
	unpack(t, dir, files)
	runtime := filepath.Join(dir, ".runtime")
	if err := os.Mkdir(runtime, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := evert.WriteRuntime(runtime); err != nil {
		t.Fatal(err)
	}
	pkgs, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadAllSyntax | packages.NeedModule}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	broken := 0
	for _, p := range pkgs {
		if len(p.Errors) > 0 {
			broken++
		}
	}
	if broken < len(pkgs)/2 {
		t.Errorf("only %d of %d packages are broken", broken, len(pkgs))
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{uptodate.Analyzer, lint.Analyzer, strict.Analyzer, why.Analyzer}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for act := range graph.All() {
		if act.Err != nil {
			t.Errorf("%s: %v", act.Package.ID, act.Err)
		}
	}
}
