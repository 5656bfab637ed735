package uptodate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/analysis/rules"
	"github.com/evert-go/evert/rewrite/uptodate"
)

// TestPage holds the examples of the rule's page: the bad one lacks a callback form,
// and the good one is the file that it lacks.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs the go command")
	}
	rule, _ := rules.Lookup(uptodate.ID)
	_, bad, _ := strings.Cut(rule.Page(), "\n## Bad\n")
	_, good, _ := strings.Cut(bad, "\n## Good\n")
	dir := t.TempDir()
	unpack(t, dir, []txtar.File{
		{Name: "go.mod", Data: []byte("module example.com\n\ngo 1.24\n\nrequire github.com/evert-go/evert v0.0.0\n\nreplace github.com/evert-go/evert => ./.runtime\n")},
		{Name: "page/shop.go", Data: []byte(code(bad))},
	})
	runtime := filepath.Join(dir, ".runtime")
	if err := os.Mkdir(runtime, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := evert.WriteRuntime(runtime); err != nil {
		t.Fatal(err)
	}
	find(t, dir, map[string]string{"page": "shop.go:8:6: EV205: callback form sizeDeferred of size is missing\n"})
	unpack(t, dir, []txtar.File{{Name: "page/shop_deferred.go", Data: []byte(code(good))}})
	find(t, dir, map[string]string{"page": ""})
}

// code returns the first block of Go of a text.
func code(text string) string {
	_, text, _ = strings.Cut(text, "```go\n")
	text, _, _ = strings.Cut(text, "```\n")
	return text
}
