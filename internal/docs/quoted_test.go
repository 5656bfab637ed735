package docs

import (
	"os"
	"path/filepath"
	"regexp"
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

// TestHosts makes sure that the hosts that the page lists are modules.
func TestHosts(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs/hosts.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := hostRow.FindAllStringSubmatch(string(page), -1)
	for _, row := range rows {
		if _, err := os.Stat(filepath.Join(root, row[1], "go.mod")); err != nil || row[1] != row[2] {
			t.Errorf("docs/hosts.md: %s is no module: %v", row[0], err)
		}
	}
	if len(rows) == 0 {
		t.Error("docs/hosts.md lists no hosts")
	}
}
