package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestQuoted makes sure that code that a page quotes from a file is there.
func TestQuoted(t *testing.T) {
	n := 0
	for page, blocks := range pages(t) {
		for _, b := range blocks {
			name, quotes := strings.CutPrefix(b.language, "go ")
			if !quotes {
				continue
			}
			n++
			source, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				t.Errorf("%s:%d: %v", page, b.line, err)
			} else if !strings.Contains("\n"+string(source), "\n"+b.code) {
				t.Errorf("%s:%d: this is not in %s:\n%s", page, b.line, name, b.code)
			}
		}
	}
	if n == 0 {
		t.Error("no page quotes a file")
	}
}

var hostRow = regexp.MustCompile(`(?m)^\| \[(hosts/\w+)\]\(\.\./(hosts/\w+)\) \|`)

// TestHosts makes sure that the page lists all hosts, in order.
func TestHosts(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/hosts.md"))
	if err != nil {
		t.Fatal(err)
	}
	var listed, there []string
	for _, row := range hostRow.FindAllStringSubmatch(string(page), -1) {
		if row[1] != row[2] {
			t.Errorf("docs/hosts.md: %s leads to %s", row[1], row[2])
		}
		listed = append(listed, row[1])
	}
	mods, err := filepath.Glob(filepath.Join(root, "hosts/*/go.mod"))
	if err != nil || len(mods) == 0 {
		t.Fatalf("there are no hosts: %v", err)
	}
	for _, mod := range mods {
		there = append(there, "hosts/"+filepath.Base(filepath.Dir(mod)))
	}
	if !slices.Equal(listed, there) {
		t.Errorf("docs/hosts.md lists %v, and there are %v", listed, there)
	}
}
