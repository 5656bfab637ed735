package overlay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/internal/gocmd"
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
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ov")
	write := func(files ...File) map[string]string {
		t.Helper()
		name, err := Write(dir, files, []string{"/m/gone_deferred.go"})
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var l list
		if err := json.Unmarshal(data, &l); err != nil {
			t.Fatal(err)
		}
		return l.Replace
	}
	got := write(File{"/m/p/a.go", []byte("a")}, File{"/m/p/q/b.go", []byte("b")}, File{"/m/pq/c.go", []byte("c")})
	want := map[string]string{
		"/m/gone_deferred.go": "",
		"/m/p/a.go":           filepath.Join(dir, "files/p/a.go"),
		"/m/p/q/b.go":         filepath.Join(dir, "files/p/q/b.go"),
		"/m/pq/c.go":          filepath.Join(dir, "files/pq/c.go"),
	}
	if !maps.Equal(got, want) {
		t.Errorf("list %v\nwant %v", got, want)
	}
	if data, err := os.ReadFile(want["/m/p/q/b.go"]); string(data) != "b" {
		t.Errorf("b.go holds %q, %v", data, err)
	}
	// A second run leaves nothing of the first behind.
	write(File{"/m/p/a.go", []byte("A")})
	if _, err := os.Stat(want["/m/p/q/b.go"]); !os.IsNotExist(err) {
		t.Errorf("b.go is still there: %v", err)
	}
}

func TestRuntimeIsKept(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("HOME", cache)
	write := func(dir string) error {
		return os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module x\n"), 0o666)
	}
	first, err := Runtime(t.TempDir(), write)
	if err != nil || !strings.HasPrefix(first, cache) {
		t.Fatalf("%s, %v; want a folder below %s", first, err, cache)
	}
	// Someone changes the kept copy: it is made anew.
	if err := os.WriteFile(filepath.Join(first, "go.mod"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	second, err := Runtime(t.TempDir(), write)
	if err != nil || second != first {
		t.Errorf("%s, %v; want %s again", second, err, first)
	}
	if data, _ := os.ReadFile(filepath.Join(second, "go.mod")); string(data) != "module x\n" {
		t.Errorf("the damaged copy was kept: %q", data)
	}
	left, _ := os.ReadDir(filepath.Dir(first))
	if len(left) != 1 {
		t.Errorf("%d entries in the cache, want 1", len(left))
	}
}

const runtime = `
-- runtime/go.mod --
module github.com/evert-go/evert

go 1.18
-- runtime/shim/shim.go --
package shim
var mode string
func Mode() string { return mode }
`

// generated calls the runtime from the overlay.
const generated = `package main

import "github.com/evert-go/evert/shim"

func modeDeferred() string { return shim.Mode() }
`

const program = `
-- main.go --
package main

import _ "embed"

//go:embed note.txt
var note string

func main() {
	var fs []func() int
	for i := 0; i < 2; i++ {
		fs = append(fs, func() int { return i })
	}
	println(modeDeferred(), note, fs[0]())
}
-- note.txt --
embedded`

// run builds and runs the program in dir through an overlay, and returns what
// it prints.
func run(t *testing.T, dir, at string, packages ...string) string {
	t.Helper()
	ctx := context.Background()
	work := filepath.Join(dir, "work")
	env, err := gocmd.ReadEnv(ctx, at, nil)
	if err != nil {
		t.Fatal(err)
	}
	place := Place{Env: env, Dir: at, Work: work, Runtime: filepath.Join(dir, "runtime")}
	if strings.HasSuffix(packages[0], ".go") {
		place.Files = true
		packages = append(packages, filepath.Join(filepath.Dir(packages[0]), "gen_deferred.go"))
	}
	mod, err := place.Prepare()
	if err != nil {
		t.Fatal(err)
	}
	files := append([]File{{filepath.Join(at, "gen_deferred.go"), []byte(generated)}}, mod.Files...)
	list, err := Write(filepath.Join(work, "overlay"), files, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	b := &Builder{Dir: at, Overlay: list, Module: mod, Packages: packages, Stdout: &out, Stderr: &out}
	exe := Exe(work, packages)
	if err := b.Build(ctx, "always", exe); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if err := b.Run(ctx, exe, nil); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func TestBuildInModule(t *testing.T) {
	for _, c := range []struct{ goline, last string }{
		{"go 1.12", ""}, {"", ""}, {"go 1.20", "2"}, {"go 1.22", "0"}, {"go 1.24.0", "0"},
	} {
		t.Run(c.goline, func(t *testing.T) {
			dir := unpack(t, runtime+strings.ReplaceAll(program, "\n-- ", "\n-- m/")+
				"\n-- m/go.mod --\nmodule m\n\n"+c.goline+"\n")
			at := filepath.Join(dir, "m")
			if c.last == "" {
				// Too old a language for embed.
				main := filepath.Join(at, "main.go")
				edit(t, main, "//go:embed note.txt", "")
				edit(t, main, `import _ "embed"`, "")
				edit(t, main, "note string", `note = "embedded"`)
				c.last = "2"
			}
			before, _ := os.ReadFile(filepath.Join(at, "go.mod"))
			if got := run(t, dir, at, "."); got != "always embedded "+c.last {
				t.Errorf("printed %q", got)
			}
			after, _ := os.ReadFile(filepath.Join(at, "go.mod"))
			if !bytes.Equal(before, after) {
				t.Errorf("go.mod has become\n%s", after)
			}
		})
	}
}

func edit(t *testing.T, name, from, to string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(data), from, to, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestBuildFilesOutsideModules(t *testing.T) {
	dir := unpack(t, runtime+strings.ReplaceAll(program, "\n-- ", "\n-- out/"))
	if got := run(t, dir, filepath.Join(dir, "out"), "main.go"); got != "always embedded 0" {
		t.Errorf("printed %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "out", "go.mod")); err == nil {
		t.Error("there is a go.mod beside the user's files")
	}
}

func TestBuildFilesInModule(t *testing.T) {
	dir := unpack(t, runtime+strings.ReplaceAll(program, "\n-- ", "\n-- m/")+"\n-- m/go.mod --\nmodule m\n\ngo 1.20\n")
	// As under go run, named files have the toolchain's language.
	if got := run(t, dir, filepath.Join(dir, "m"), "main.go"); got != "always embedded 0" {
		t.Errorf("printed %q", got)
	}
}

func TestBuildInWorkspace(t *testing.T) {
	dir := unpack(t, runtime+strings.ReplaceAll(program, "\n-- ", "\n-- ws/m/")+`
-- ws/go.work --
go 1.22

use (
	./m
	./lib
)

replace example.com/far => ./far
-- ws/m/go.mod --
module m

go 1.20

require example.com/far v1.0.0
-- ws/m/use.go --
package main
import _ "example.com/lib"
import _ "example.com/far"
-- ws/lib/go.mod --
module example.com/lib
-- ws/lib/lib.go --
package lib
-- ws/far/go.mod --
module example.com/far
-- ws/far/far.go --
package far
`)
	if got := run(t, dir, filepath.Join(dir, "ws", "m"), "."); got != "always embedded 2" {
		t.Errorf("printed %q", got)
	}
}

// A vendored module needs neither network nor module cache.
func TestBuildVendored(t *testing.T) {
	t.Setenv("GOPROXY", "off")
	dir := unpack(t, runtime+strings.ReplaceAll(program, "\n-- ", "\n-- m/")+`
-- m/go.mod --
module m

go 1.20

require (
	example.com/dep v1.2.3
	example.com/dep/nested v0.1.0 // indirect
	example.com/unused v1.0.0
)

replace example.com/dep => ../far
-- m/use.go --
package main
import _ "example.com/dep/sub"
-- m/vendor/modules.txt --
# example.com/dep v1.2.3 => ../far
## explicit; go 1.17
example.com/dep/sub
# example.com/dep/nested v0.1.0
## explicit
example.com/dep/nested
# example.com/unused v1.0.0
## explicit; go 1.21
# example.com/dep => ../far
-- m/vendor/example.com/dep/sub/sub.go --
package sub
import _ "example.com/dep/nested"
-- m/vendor/example.com/dep/nested/nested.go --
package nested
`)
	if got := run(t, dir, filepath.Join(dir, "m"), "."); got != "always embedded 2" {
		t.Errorf("printed %q", got)
	}
}

// A module that already requires Evert, replaced or not, gets the runtime.
func TestRuntimeReplaced(t *testing.T) {
	dir := unpack(t, runtime+strings.ReplaceAll(program, "\n-- ", "\n-- m/")+`
-- m/go.mod --
module m

go 1.22

require github.com/evert-go/evert v0.3.0

replace github.com/evert-go/evert v0.3.0 => ../elsewhere
`)
	if got := run(t, dir, filepath.Join(dir, "m"), "."); got != "always embedded 0" {
		t.Errorf("printed %q", got)
	}
}

func TestEvertItself(t *testing.T) {
	dir := unpack(t, runtime+"-- ws/go.work --\ngo 1.22\nuse ../runtime\n")
	for _, env := range []*gocmd.Env{
		{GOMOD: filepath.Join(dir, "runtime", "go.mod")},
		{GOWORK: filepath.Join(dir, "ws", "go.work")},
	} {
		m, err := Place{Env: env, Work: filepath.Join(dir, "work")}.Prepare()
		if err != nil || len(m.Flags) > 0 || len(m.Files) > 0 {
			t.Errorf("%+v: got %+v, %v; want nothing added", env, m, err)
		}
	}
}

func TestNoModule(t *testing.T) {
	_, err := Place{Env: new(gocmd.Env), Dir: "/d"}.Prepare()
	if err == nil || !strings.Contains(err.Error(), "run go mod init") {
		t.Errorf("error %v", err)
	}
}

func TestTestArgs(t *testing.T) {
	b := &Builder{
		Overlay: "/w/overlay.json", Module: &Module{Flags: []string{"-mod=mod"}}, Packages: []string{"./..."},
		Flags:   gocmd.ParseFlags(strings.Fields("-v -ldflags=-s -run X -args -a")),
		GOFLAGS: "-ldflags=-w",
	}
	want := []string{"go", "test", "-overlay=/w/overlay.json", "-mod=mod", "-ldflags=-s -X " + modeSymbol + "=never",
		"./...", "-v", "-run", "X", "-args", "-a"}
	if got := b.testArgs("never"); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	b.Flags = gocmd.Flags{}
	if got := b.testArgs("always"); got[4] != "-ldflags=-w -X "+modeSymbol+"=always" {
		t.Errorf("GOFLAGS are lost: %q", got)
	}
}

// Generated code that does not compile is told from tests that fail, and from
// what vet says about the user's code.
func TestTestFailures(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module m

go 1.20
-- bad/p.go --
package p
-- bad/p_test.go --
package p
import "testing"
func Test(t *testing.T) {}
-- fail/p_test.go --
package p
import "testing"
func Test(t *testing.T) { t.Fatal("[build failed]") }
-- vet/p_test.go --
package p
import ("fmt"; "testing")
func Test(t *testing.T) { fmt.Printf("%d\n", "vet") }
`)
	list, err := Write(filepath.Join(dir, "overlay"), []File{
		{filepath.Join(dir, "bad", "p_deferred.go"), []byte("package p\nvar x int = nil\n")},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, generated := range map[string]bool{"bad": true, "fail": false, "vet": false} {
		var out, messages bytes.Buffer
		b := &Builder{Dir: dir, Overlay: list, Module: new(Module), Packages: []string{"./" + name}, Stdout: &out, Stderr: &messages}
		err := b.Test(context.Background(), "never")
		if err == nil || errors.Is(err, ErrGenerated) != generated {
			t.Errorf("%s: error %v\n%s%s", name, err, &messages, &out)
		}
	}
}

func TestExe(t *testing.T) {
	for in, want := range map[string]string{"./cmd/x": "x", "a/b.go": "b", ".": "main", "..": "main"} {
		if got := filepath.Base(Exe("/w", []string{in})); got != want {
			t.Errorf("Exe(%q) = %q, want %q", in, got, want)
		}
	}
}
