package gopls_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/internal/gopls"
	"golang.org/x/tools/txtar"
)

var real = flag.Bool("gopls", false, "build gopls and run it, which takes minutes and the module proxy")

// TestReal builds gopls and talks to it as an editor does.
func TestReal(t *testing.T) {
	if !*real {
		t.Skip("it builds gopls, from the module proxy: run it with go test ./internal/gopls -run TestReal -gopls")
	}
	source, err := gopls.Self()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "evert-gopls")
	start := time.Now()
	if _, err := gopls.Build(context.Background(), gopls.Config{Env: os.Environ(), Version: gopls.Tried, Evert: source, Output: program}); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %v", time.Since(start).Round(time.Second))
	cache := "GOPLSCACHE=" + t.TempDir()
	for _, test := range []struct {
		name string
		run  func(*testing.T, *editor)
	}{
		{"diagnostics", diagnostics},
		{"fix", fix},
		{"unsaved", unsaved},
		{"broken", broken},
		{"hover", hover},
		{"generate", generate},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.run(t, open(t, program, workspace(t, test.name), cache))
		})
	}
}

// workspace unpacks the files of a test, and a go.mod that finds Evert's runtime.
func workspace(t *testing.T, name string) string {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	runtime := filepath.Join(t.TempDir(), "runtime")
	if err := os.Mkdir(runtime, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := evert.WriteRuntime(runtime); err != nil {
		t.Fatal(err)
	}
	archive.Files = append(archive.Files, txtar.File{Name: "go.mod", Data: fmt.Appendf(nil,
		"module example.com/m\n\ngo 1.24\n\nrequire github.com/evert-go/evert v0.0.0\n\nreplace github.com/evert-go/evert => %s\n", runtime)})
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		file := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var linter = []string{"evert"}

// diagnostics: facts of the same package, of another one, and of the standard
// library; a diagnostic names its rule and has the address of its page.
func diagnostics(t *testing.T, e *editor) {
	e.open("app/app.go")
	list := e.waitFor("app/app.go", linter,
		"13: EV101: call to lib.Fetch blocks the reactor (net: ",
		"14: EV101: call to os.ReadFile blocks the reactor (file: ",
		"15: EV101: call to local blocks the reactor (net: local < ",
		"16: EV102: call to time.Sleep ",
	)
	for _, d := range list {
		id, _, _ := strings.Cut(d.Message, ":")
		if d.Code != id || d.CodeDescription == nil || !strings.HasSuffix(d.CodeDescription.Href, "/"+id+".md") || d.Severity != 2 {
			t.Errorf("%s: code %v, description %v, severity %d", d.Message, d.Code, d.CodeDescription, d.Severity)
		}
	}
}

// fix: a code action makes its diagnostic go away, and only that.
func fix(t *testing.T, e *editor) {
	e.open("app/app.go")
	list := e.waitFor("app/app.go", linter, "9: EV204: ", "10: EV102: ")
	for _, d := range list {
		if d.Code == "EV204" {
			e.do("app/app.go", d, "Delete the directive")
		}
	}
	e.waitFor("app/app.go", linter, "10: EV102: ")
	if strings.Contains(e.texts["app/app.go"], "evert:allow") {
		t.Errorf("the directive is still there:\n%s", e.texts["app/app.go"])
	}
}

// unsaved: what is changed in another package counts before it is saved.
func unsaved(t *testing.T, e *editor) {
	e.open("app/app.go")
	e.waitFor("app/app.go", linter, "7: EV101: call to lib.Fetch blocks the reactor (net: ")
	e.open("lib/lib.go")
	const waits = `net.Dial("tcp", addr)`
	e.replace("lib/lib.go", waits, "(net.Conn)(nil), error(nil)")
	e.waitFor("app/app.go", linter)
	e.replace("lib/lib.go", "(net.Conn)(nil), error(nil)", waits)
	e.waitFor("app/app.go", linter, "7: EV101: call to lib.Fetch blocks the reactor (net: ")
}

// broken: a type error does not make diagnostics go away.
func broken(t *testing.T, e *editor) {
	e.open("app/app.go")
	e.waitFor("app/app.go", linter, "7: EV102: call to time.Sleep ")
	e.replace("app/app.go", "//evert", "var wrong int = \"text\"\n\n//evert")
	e.waitFor("app/app.go", []string{"compiler"}, "5: cannot use ")
	e.waitFor("app/app.go", linter, "9: EV102: call to time.Sleep ")
	e.replace("app/app.go", "\"text\"", "1 +")
	e.waitFor("app/app.go", []string{"syntax"}, "8: ")
	e.replace("app/app.go", "1 +", "1")
	e.waitFor("app/app.go", linter, "9: EV102: call to time.Sleep ")
}

// hover: a call that blocks tells why, and says nothing of it unasked.
func hover(t *testing.T, e *editor) {
	e.open("app/app.go")
	e.waitFor("app/app.go", linter, "19: EV204: ") // so the package has been analyzed
	for at, want := range map[string]string{
		"Fetch(addr)": "blocks: `net: example.com/m/lib.Fetch < net.Dial",
		"<-c":         "blocks: `channel: channel receive`",
		"caller(":     "blocks: `wait: local`",
		"local(addr)": "callback form: `localForm`",
	} {
		if got := e.hover("app/app.go", at); !strings.Contains(got, want) {
			t.Errorf("hover over %s is %q, want %q in it", at, got, want)
		}
	}
	if got := e.hover("app/app.go", "Fetch(addr)"); !strings.Contains(got, "func lib.Fetch(addr string) error") {
		t.Errorf("gopls's own part is missing: %q", got)
	}
	if got := e.hover("app/app.go", "harmless("); strings.Contains(got, "blocks") {
		t.Errorf("hover over a call that does not block is %q", got)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, d := range e.diags[e.uri("app/app.go")] {
		if d.Source == "evertwhy" {
			t.Errorf("the editor was told unasked: %s", d.Message)
		}
	}
}

var generator = []string{"evertuptodate"}

// generate: a callback form is generated in a file that does not exist yet, brought
// up to date, and removed, all by code actions and without saving anything.
func generate(t *testing.T, e *editor) {
	const source, form = "app/app.go", "app/app_deferred.go"
	e.open(source)
	list := e.waitFor(source, generator, "12: EV205: callback form FetchDeferred of Fetch is missing")
	e.do(source, list[0], "Generate callback form of Fetch")
	e.waitFor(source, generator)
	if !strings.Contains(e.texts[form], "\nfunc FetchDeferred(r reactor.Reactor, addr string) ") {
		t.Fatalf("there is no callback form in %s:\n%s", form, e.texts[form])
	}
	if !strings.HasPrefix(e.texts[source], "package app\n") {
		t.Errorf("the source has changed:\n%s", e.texts[source])
	}
	e.waitFor(form, []string{"compiler"})

	e.replace(source, "Dial(addr)", "Dial(addr + addr)")
	list = e.waitFor(source, generator, "12: EV205: callback form FetchDeferred of Fetch is out of date")
	e.do(source, list[0], "Bring callback forms up to date")
	e.waitFor(source, generator)
	if !strings.Contains(e.texts[form], "addr+addr") {
		t.Errorf("the callback form has not changed:\n%s", e.texts[form])
	}

	// A second one, for a function that does not type-check at first.
	e.replace(source, "// end", "//evert:callback\nfunc Twice(addr string) error { return Fetch(addr, 1) }")
	e.waitFor(source, []string{"compiler"}, "20: too many arguments in call to Fetch")
	e.replace(source, "addr, 1", "addr")
	list = e.waitFor(source, generator, "20: EV205: callback form TwiceDeferred of Twice is missing")
	e.do(source, list[0], "Generate callback form of Twice")
	e.waitFor(source, generator)

	// The file has to be on disk for an editor to delete it.
	if err := os.WriteFile(filepath.Join(e.dir, form), []byte(e.texts[form]), 0o666); err != nil {
		t.Fatal(err)
	}
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": e.uri(form)}})
	e.set(source, "package app\n")
	list = e.waitFor(source, generator, "1: EV205: app_deferred.go is out of date: nothing is generated for it any more")
	e.do(source, list[0], "Remove app_deferred.go")
	e.waitFor(source, generator)
	if _, err := os.Stat(filepath.Join(e.dir, form)); err == nil {
		t.Errorf("%s is still there", form)
	}
}
