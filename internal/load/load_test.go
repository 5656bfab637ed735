package load

import (
	"context"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/report"
	"github.com/evert-go/evert/internal/write"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// unpack writes a txtar archive to a new folder.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		content := strings.ReplaceAll(string(f.Data), "HEADER", write.Header)
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func load(t *testing.T, cfg Config) *Set {
	t.Helper()
	env, err := gocmd.ReadEnv(context.Background(), cfg.Dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	cfg.GOROOT = env.GOROOT
	s, err := Load(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ids(pkgs []*packages.Package) string {
	var out []string
	for _, p := range pkgs {
		out = append(out, p.ID)
	}
	return strings.Join(out, " ")
}

func printed(s *Set, dir string) string {
	var out strings.Builder
	for _, e := range s.Errors {
		e.Print(&out, report.Names{Dir: dir})
	}
	return out.String()
}

const module = `
-- go.mod --
module m

go 1.20
`

func TestRoots(t *testing.T) {
	dir := unpack(t, module+`
-- p/p.go --
package p
func F() {}
-- p/p_test.go --
package p
-- p/x_test.go --
package p_test
import _ "m/p"
import _ "m/q"
-- q/q.go --
package q
import _ "m/p"
import _ "time"
-- r/r.go --
package r
`)
	s := load(t, Config{Dir: dir, Patterns: []string{"./p", "./q"}})
	if got := ids(s.Roots); got != "m/p m/q" {
		t.Errorf("roots %q", got)
	}
	s = load(t, Config{Dir: dir, Patterns: []string{"./q"}, Imported: true})
	if got := ids(s.Roots); got != "m/p m/q" {
		t.Errorf("roots with what they import %q", got)
	}
	s = load(t, Config{Dir: dir, Patterns: []string{"./..."}, Tests: true})
	if got := ids(s.Roots); got != "m/p [m/p.test] m/p_test [m/p.test] m/q m/r" {
		t.Errorf("roots with tests %q", got)
	}
	for _, p := range s.All {
		if p.PkgPath == "time" {
			t.Error("the standard library has syntax")
		}
	}
	if got := s.Roots[2].Imports["time"]; got == nil || got.Types.Scope().Lookup("Sleep") == nil {
		t.Error("the standard library has no types")
	}
}

func TestErrors(t *testing.T) {
	dir := unpack(t, module+`
-- bad/x.go --
package bad
func F() int { return "no" }
-- bad/y.go --
package bad
func G() { undefined1() }
-- importer/x.go --
package importer
import _ "m/bad"
-- lost/x.go --
package lost
import "example.com/none"
var _ = none.X
-- good/x.go --
package good
import "fmt"
func F() { fmt.Println() }
`)
	s := load(t, Config{Dir: dir, Patterns: []string{"./..."}})
	if got := ids(s.Roots); got != "m/good" {
		t.Errorf("roots %q", got)
	}
	want := `lost/x.go:2:8: no required module provides package example.com/none; to add it:
	go get example.com/none
# m/bad
./bad/x.go:2:23: cannot use "no" (untyped string constant) as int value in return statement
./bad/y.go:2:12: undefined: undefined1
`
	if got := printed(s, dir); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Errors of several lines stay together, and there are not too many of them.
func TestErrorsOfTheCompiler(t *testing.T) {
	dir := unpack(t, module+`
-- a.go --
package m
func F() {}
-- b.go --
package m
func G(int)  { G("") }
func F() {}
-- many/c.go --
package many
var _ = `+strings.Repeat("\nnone +", 11)+` 0
`)
	s := load(t, Config{Dir: dir, Patterns: []string{"."}})
	got := printed(s, dir)
	if want := `# m
./b.go:2:18: cannot use "" (untyped string constant) as int value in argument to G
./b.go:3:6: F redeclared in this block
	./a.go:2:6: other declaration of F
`; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	got = printed(load(t, Config{Dir: dir, Patterns: []string{"./many"}}), dir)
	if strings.Count(got, "undefined: none\n") != 10 || !strings.HasSuffix(got, "\ntoo many errors\n") {
		t.Errorf("got\n%s", got)
	}
}

const user = module + `
-- p/p.go --
package p
type T struct{}
func F() {}
func (T) M() {}
func use() (int, error) {
	var t T
	t.MDeferred()
	v, err, p := fFast()
	_, _, _ = v, err, p
	var _ interface{ MDeferred() int } = t
	return FDeferred(), nil
}
-- q/q.go --
package q
import "m/p"
var X = p.FDeferred()
`

// On a first run the generated names are missing; with the generated files the
// packages are complete, and these files have no declarations any more.
func TestMissingNames(t *testing.T) {
	dir := unpack(t, user)
	s := load(t, Config{Dir: dir, Patterns: []string{"./..."}})
	if got := ids(s.Roots); got != "m/p m/q" || !s.Missing || len(s.Errors) > 0 {
		t.Fatalf("first pass: roots %q, missing %v, errors\n%s", got, s.Missing, printed(s, dir))
	}
	name := filepath.Join(dir, "p", "p_deferred.go")
	s = load(t, Config{Dir: dir, Patterns: []string{"./..."}, Generated: map[string][]byte{
		name: []byte(write.Header + "\npackage p\nfunc FDeferred() int { return 1 }\nfunc (T) MDeferred() int { return 1 }\nfunc fFast() (int, error, *int) { return 1, nil, nil }\n"),
	}})
	if got := ids(s.Roots); got != "m/p m/q" || s.Missing || len(s.Errors) > 0 {
		t.Fatalf("second pass: roots %q, missing %v, errors\n%s", got, s.Missing, printed(s, dir))
	}
	p := s.Roots[0]
	obj := p.Types.Scope().Lookup("FDeferred")
	if obj == nil {
		t.Fatal("FDeferred is not declared")
	}
	if len(p.Syntax) != 2 {
		t.Fatalf("%d files, want 2", len(p.Syntax))
	}
	for _, f := range p.Syntax {
		generated := p.Fset.Position(f.FileStart).Filename == name
		if generated != (len(f.Decls) == 0) || generated != (f.FileStart <= obj.Pos() && obj.Pos() < f.FileEnd) {
			t.Errorf("%s has %d declarations", p.Fset.Position(f.FileStart).Filename, len(f.Decls))
		}
		if generated && f.Comments[0].List[0].Text != write.Header {
			t.Error("the header has gone")
		}
	}
}

// What the first pass did not generate is an error of the second.
func TestNamesStillMissing(t *testing.T) {
	dir := unpack(t, user)
	s := load(t, Config{Dir: dir, Patterns: []string{"./..."}, Generated: map[string][]byte{}})
	got := printed(s, dir)
	if len(s.Roots) != 0 || !strings.Contains(got, "./p/p.go:11:9: undefined: FDeferred") {
		t.Errorf("roots %q, errors\n%s", ids(s.Roots), got)
	}
}

const earlier = module + `
-- p/p.go --
package p
func F() {}
-- p/p_deferred.go --
HEADER

package p
import "example.com/not/there"
func FDeferred() { no such thing }
-- p/w_windows.go --
package p
-- p/w_deferred_windows.go --
HEADER
package p
-- p/gone_deferred_windows.go --
HEADER
package p
-- p/p_deferred_test.go --
HEADER
package p
-- p/p_test.go --
package p
-- p/mine_deferred.go --
package p
-- bad/bad.go --
package bad
var x int = ""
-- bad/gone_deferred.go --
HEADER
package bad
-- only/only_deferred.go --
HEADER
package only
func F() { undefined() }
`

func TestEarlierOutput(t *testing.T) {
	dir := unpack(t, earlier)
	for _, c := range []struct {
		patterns []string
		tests    bool
		want     string
	}{
		{[]string{"./..."}, false, "only/only_deferred.go p/gone_deferred_windows.go p/p_deferred.go"},
		{[]string{"./p"}, true, "p/gone_deferred_windows.go p/p_deferred.go p/p_deferred_test.go"},
		{[]string{"p/p.go"}, false, "p/p_deferred.go"},
	} {
		s := load(t, Config{Dir: dir, Patterns: c.patterns, Tests: c.tests})
		var own []string
		for _, name := range s.Own {
			rel, _ := filepath.Rel(dir, name)
			own = append(own, filepath.ToSlash(rel))
		}
		if got := strings.Join(own, " "); got != c.want {
			t.Errorf("%v: own files %q, want %q", c.patterns, got, c.want)
		}
		for _, p := range s.Roots {
			if p.PkgPath == "m/p" && p.Types.Scope().Lookup("FDeferred") != nil {
				t.Errorf("%v: FDeferred of an earlier run is declared", c.patterns)
			}
		}
	}
}

func TestEmptied(t *testing.T) {
	for in, want := range map[string]string{
		"// H\n\n//go:build linux\n\npackage p // why\n\nvar x int\n": "// H\n\n//go:build linux\n\npackage p\n",
		"damaged":   "//go:build ignore\n\npackage ignore\n",
		"package p": "package p\n",
	} {
		if got := string(emptied("x.go", []byte(in))); got != want {
			t.Errorf("emptied(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSourceOf(t *testing.T) {
	for in, want := range map[string]string{
		"/p_deferred/x_deferred.go":        "/p_deferred/x.go",
		"/p/x_deferred_linux_test.go":      "/p/x_linux_test.go",
		"/p/my_deferred_deferred_amd64.go": "/p/my_deferred_amd64.go",
	} {
		if got := sourceOf(in); got != want {
			t.Errorf("sourceOf(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLoadFailures(t *testing.T) {
	dir := unpack(t, module+"-- p/readme --\n-- x.go --\npackage m\n")
	env, _ := gocmd.ReadEnv(context.Background(), dir, nil)
	for pattern, want := range map[string]string{
		"./p":       "no Go files in " + filepath.Join(dir, "p"),
		"./nowhere": "directory not found",
		"./p/...":   "matched no packages",
		"fmt":       "cannot convert the standard library",
		"./no.go":   "no.go",
	} {
		s, err := Load(context.Background(), Config{Dir: dir, Patterns: []string{pattern}, GOROOT: env.GOROOT})
		got := fmt.Sprint(err)
		if err == nil {
			got = printed(s, dir)
			if len(s.Roots) > 0 {
				t.Errorf("%s: roots %s", pattern, ids(s.Roots))
			}
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want it to say %q", pattern, got, want)
		}
	}
}

func TestProgress(t *testing.T) {
	dir := unpack(t, module+"-- a/a.go --\npackage a\n-- b/b.go --\npackage b\n")
	var steps []string
	load(t, Config{Dir: dir, Patterns: []string{"./..."}, Progress: func(done, total int) {
		steps = append(steps, fmt.Sprintf("%d/%d", done, total))
	}})
	if !slices.Equal(steps, []string{"1/2", "2/2"}) {
		t.Errorf("progress %q", steps)
	}
}

// Files that use cgo can be told from others, at their own positions.
func TestCgo(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("cgo needs a C compiler")
	}
	dir := unpack(t, module+`
-- x.go --
package m

// int one(void) { return 1; }
import "C"

func F() int { return int(C.one()) }
-- y.go --
package m
`)
	s := load(t, Config{Dir: dir, Patterns: []string{"."}})
	if len(s.Roots) != 1 {
		t.Fatalf("no roots: %s", printed(s, dir))
	}
	p := s.Roots[0]
	got := make(map[string]bool)
	for _, f := range p.Syntax {
		name, err := filepath.Rel(dir, p.Fset.Position(f.Name.Pos()).Filename)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = slices.ContainsFunc(f.Imports, func(s *ast.ImportSpec) bool { return s.Path.Value == `"C"` })
	}
	if want := map[string]bool{"x.go": true, "y.go": false}; !maps.Equal(got, want) {
		t.Errorf("files, and whether they use cgo: %v, want %v", got, want)
	}
}
