package gopls_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
		name     string
		run      func(*testing.T, *editor)
		settings any
	}{
		{"diagnostics", diagnostics, nil},
		{"fix", fix, nil},
		{"unsaved", unsaved, nil},
		{"broken", broken, nil},
		{"hover", hover, nil},
		{"generate", generate, nil},
		{"mark", mark, nil},
		{"pull", pull, map[string]any{"pullDiagnostics": true}},
		{"settings", settings, map[string]any{"analyses": map[string]bool{"evertstrict": true, "evertuptodate": false}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.run(t, open(t, program, workspace(t, test.name), test.settings, cache))
		})
	}
	t.Run("command", func(t *testing.T) { command(t, program, cache) })
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
	e.waitFor("app/app.go", linter, "9: EV204: ", "10: EV102: ")
	e.do("app/app.go", "9: EV204: ", "Delete the directive")
	e.waitFor("app/app.go", linter, "10: EV102: ")
	if strings.Contains(e.texts["app/app.go"], "evert:allow") {
		t.Errorf("the directive is still there:\n%s", e.texts["app/app.go"])
	}

	// One that adds an import, and a whole file to look at.
	e.open("app/read.go")
	e.do("app/read.go", "12: EV101: call to os.ReadFile ", "Let a thread call it, and go on when it is done")
	e.waitFor("app/read.go", linter)
	e.waitFor("app/read.go", []string{"compiler", "syntax"})
	text := e.texts["app/read.go"]
	if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text || !strings.Contains(text, "threads.DeferToThread") {
		t.Errorf("the fix makes this, which is not formatted, or does something else (%v):\n%s", err, text)
	}
}

// pull: an editor that asks for diagnostics gets those that it should see.
func pull(t *testing.T, e *editor) {
	e.open("app/app.go")
	var report struct {
		Items []diagnostic `json:"items"`
	}
	e.call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": e.uri("app/app.go")}}, &report)
	found := false
	for _, d := range report.Items {
		found = found || strings.HasPrefix(d.Message, "EV101: call to local ")
		if d.Source == "evertwhy" {
			t.Errorf("the editor was told unasked: %s", d.Message)
		}
	}
	if !found {
		t.Errorf("the diagnostics are %+v", report.Items)
	}
	if got := e.hover("app/app.go", "local()"); !strings.Contains(got, "**evert** blocks: `net: ") {
		t.Errorf("hover is %q", got)
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
	e.do(source, "12: EV205: callback form FetchDeferred of Fetch is missing", "Generate callback form of Fetch")
	e.waitFor(source, generator)
	if !strings.Contains(e.texts[form], "\nfunc FetchDeferred(r reactor.Reactor, addr string) ") {
		t.Fatalf("there is no callback form in %s:\n%s", form, e.texts[form])
	}
	if !strings.HasPrefix(e.texts[source], "package app\n") {
		t.Errorf("the source has changed:\n%s", e.texts[source])
	}
	e.waitFor(form, []string{"compiler"})

	e.replace(source, "Dial(addr)", "Dial(addr + addr)")
	e.do(source, "12: EV205: callback form FetchDeferred of Fetch is out of date", "Bring callback forms up to date")
	e.waitFor(source, generator)
	if !strings.Contains(e.texts[form], "addr+addr") {
		t.Errorf("the callback form has not changed:\n%s", e.texts[form])
	}

	// A second one, for a function that does not type-check at first.
	e.replace(source, "// end", "//evert:callback\nfunc Twice(addr string) error { return Fetch(addr, 1) }")
	e.waitFor(source, []string{"compiler"}, "20: too many arguments in call to Fetch")
	e.replace(source, "addr, 1", "addr")
	e.do(source, "20: EV205: callback form TwiceDeferred of Twice is missing", "Generate callback form of Twice")
	e.waitFor(source, generator)

	// The file has to be on disk for an editor to delete it.
	if err := os.WriteFile(filepath.Join(e.dir, form), []byte(e.texts[form]), 0o666); err != nil {
		t.Fatal(err)
	}
	e.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": e.uri(form)}})
	e.set(source, "package app\n")
	e.do(source, "1: EV205: app_deferred.go is out of date: nothing is generated for it any more", "Remove app_deferred.go")
	e.waitFor(source, generator)
	if _, err := os.Stat(filepath.Join(e.dir, form)); err == nil {
		t.Errorf("%s is still there", form)
	}
}

// mark: where a function that blocks is declared, an action marks it, so that it
// gets a callback form. The editor is told of it only if it asks.
func mark(t *testing.T, e *editor) {
	const source = "app/app.go"
	e.open(source)
	e.waitFor(source, linter, "12: EV204: ") // so the package has been analyzed
	var list []action
	at := position{7, 6}
	ask := func(kind string) {
		list = nil
		e.call("textDocument/codeAction", map[string]any{
			"textDocument": map[string]any{"uri": e.uri(source)},
			"range":        textRange{at, at},
			"context":      map[string]any{"diagnostics": []diagnostic{}, "only": []string{kind}},
		}, &list)
		list = slices.DeleteFunc(list, func(a action) bool { return a.Title != "Mark fetch for a callback form" })
	}
	if ask("quickfix"); len(list) > 0 {
		t.Errorf("it is offered as a quick fix, though nothing is wrong")
	}
	if ask("refactor.rewrite"); len(list) != 1 || len(list[0].Diagnostics) > 0 {
		t.Fatalf("got actions %+v, want one, without diagnostics", list)
	}
	e.apply(list[0])
	if !strings.Contains(e.texts[source], "// fetch waits.\n//\n//evert:callback\nfunc fetch(") {
		t.Errorf("the function is not marked:\n%s", e.texts[source])
	}
	e.do(source, "10: EV205: callback form fetchDeferred of fetch is missing", "Generate callback form of fetch")
	e.waitFor(source, generator)
}

// settings: analyzers are turned on and off by their names.
func settings(t *testing.T, e *editor) {
	e.open("app/app.go")
	e.waitFor("app/app.go", []string{"evert", "evertstrict", "evertuptodate"}, "10: EV104: ", "11: EV102: ")
}

// command: gopls's own command line has the analyzers, after an editor's server has
// filled the cache, and nothing that only such a server understands.
func command(t *testing.T, program, cache string) {
	dir := workspace(t, "generate")
	e := open(t, program, dir, nil, cache)
	e.open("app/app.go")
	e.waitFor("app/app.go", generator, "12: EV205: ")
	for _, args := range [][]string{
		{"check", "app/app.go"},
		{"codeaction", "-kind=quickfix", "-diff", "app/app.go:12:6"},
		{"codeaction", "-exec", "-kind=quickfix", "-diff", "app/app.go:12:6"},
		{"hover", "app/app.go:12:6"},
	} {
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), cache)
		out, _ := cmd.CombinedOutput() // an action that is not there is an error
		for _, word := range []string{"evert create", "Generate callback form", "blocks: "} {
			if bytes.Contains(out, []byte(word)) {
				t.Errorf("gopls %s prints %q:\n%s", strings.Join(args, " "), word, out)
			}
		}
		if args[0] == "check" && !bytes.Contains(out, []byte("EV205: callback form FetchDeferred of Fetch is missing")) {
			t.Errorf("gopls check prints:\n%s", out)
		}
	}
}
