package rules_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evert-go/evert/analysis/rules"
)

// The documentation lists all rules, as they are.
func TestTable(t *testing.T) {
	text, err := os.ReadFile("../../docs/linter.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(text), "\n| rule | finds | fix |\n|---|---|---|\n")
	if !ok {
		t.Fatal("docs/linter.md has no table of rules")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	want := ""
	for _, rule := range rules.All() {
		off := ""
		if !rule.On {
			off = " (off)"
		}
		want += fmt.Sprintf("\n| [%s](../analysis/rules/%s.md) | %s%s | %s |", rule.ID, rule.ID, rule.Title, off, rule.Fix)
	}
	if "\n"+table != want {
		t.Errorf("docs/linter.md has\n%s\nand the catalogue\n%s", table, want)
	}
}

// Pages link to what there is.
func TestLinks(t *testing.T) {
	linter, err := os.ReadFile("../../docs/linter.md")
	if err != nil {
		t.Fatal(err)
	}
	anchors := make(map[string]bool)
	for _, line := range strings.Split(string(linter), "\n") {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			anchors[strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(title, ",", "")), " ", "-")] = true
		}
	}
	for _, rule := range rules.All() {
		for i, part := range strings.Split(rule.Page(), "](") {
			if i == 0 {
				continue
			}
			target, _, _ := strings.Cut(part, ")")
			if target == "" {
				continue // New[int]() in an example
			}
			file, anchor, _ := strings.Cut(target, "#")
			if _, err := os.Stat(filepath.FromSlash(file)); err != nil {
				t.Errorf("%s: %v", rule.ID, err)
			}
			if strings.HasSuffix(file, "linter.md") && anchor != "" && !anchors[anchor] {
				t.Errorf("%s: docs/linter.md has no section %q", rule.ID, anchor)
			}
		}
	}
}
