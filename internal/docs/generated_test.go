package docs

import (
	"context"
	"fmt"
	"go/build"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/rewrite"
)

var callbackForm = regexp.MustCompile(`^// (\w+) is the callback form of \[(\w+)\]\.\n`)

// TestGenerated makes sure that what a page says is a callback form is what Evert
// generates from the function on the same page.
func TestGenerated(t *testing.T) {
	n := 0
	for page, blocks := range pages(t) {
		source, claims := "", []block{}
		for _, b := range blocks {
			switch {
			case b.language == "go" && strings.Contains(b.code, "\n//evert:callback\n"):
				source += "\n" + b.code
			case callbackForm.MatchString(b.code):
				claims = append(claims, b)
			}
		}
		if len(claims) == 0 {
			continue
		}
		var forms []string
		for _, style := range []string{rewrite.Chain, rewrite.Generator, rewrite.Frames} {
			forms = append(forms, generate(t, source, style))
		}
		for _, b := range claims {
			n++
			if !slices.ContainsFunc(forms, func(f string) bool { return strings.Contains(f, b.code) }) {
				t.Errorf("%s:%d: that is not what Evert generates:\n%s", page, b.line, strings.Join(forms, "\n"))
			}
		}
	}
	if n == 0 {
		t.Error("no page shows what Evert generates")
	}
}

// generate returns the callback forms of code that stands beside the prelude.
func generate(t *testing.T, code string, style string) string {
	t.Helper()
	dir := t.TempDir()
	here, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/prelude.go")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\nimport (\n")
	imports, rest, _ := strings.Cut(rest, "\n)\n")
	for name, content := range map[string]string{
		"go.mod":     fmt.Sprintf("module page\n\ngo 1.24\n\nrequire %s v0.0.0\n\nreplace %[1]s => %s\n", module, here),
		"go.sum":     string(sums),
		"prelude.go": withImports(imports, rest),
		"code.go":    withImports(imports, code),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := load.Load(context.Background(), load.Config{Dir: dir, Env: append(os.Environ(), "GOFLAGS=-mod=mod"), Patterns: []string{"."}, GOROOT: build.Default.GOROOT})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Errors {
		t.Fatalf("%s: %v", e.Package, e.Messages)
	}
	result, err := rewrite.Generate(set.Roots, blocking.Infer(set.All), rewrite.Options{Threads: true, Style: style})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range result.Files {
		out.Write(f.Content)
	}
	return out.String()
}

// withImports makes a file of declarations, with those of the imports that they need.
func withImports(imports, code string) string {
	out := "package page\n"
	for spec := range strings.FieldsSeq(imports) {
		if strings.Contains(code, path.Base(strings.Trim(spec, `"`))+".") {
			out += "\nimport " + spec + "\n"
		}
	}
	return out + code
}
