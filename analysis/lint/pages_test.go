package lint_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/internal/linttest"
	"github.com/evert-go/evert/analysis/lint"
	"github.com/evert-go/evert/analysis/rules"
)

// elsewhere are the rules of other analyzers, which have tests of their pages'
// examples beside them.
var elsewhere = []string{"EV205"}

// Each rule's page has the rule's title, an example that breaks it and one that
// keeps it.
func TestPages(t *testing.T) {
	dir := linttest.Dir(t)
	var patterns []string
	var analyzers []*analysis.Analyzer
	for _, rule := range rules.All() {
		page := rule.Page()
		if title, _, _ := strings.Cut(page, "\n"); title != "# "+rule.ID+": "+rule.Title {
			t.Errorf("%s: the page's title is %q", rule.ID, title)
			continue
		}
		for _, section := range []string{"Bad", "Good"} {
			code := example(page, section)
			if code == "" {
				t.Errorf("%s: no example, or several, in ## %s", rule.ID, section)
			}
			folder := strings.ToLower(rule.ID + section)
			if slices.Contains(elsewhere, rule.ID) {
				continue
			}
			write(t, filepath.Join(dir, folder, "example.go"), code)
			patterns = append(patterns, "./"+folder)
		}
		if !strings.Contains(page, "\n## What to do\n") {
			t.Errorf("%s: nothing tells what to do", rule.ID)
		}
		analyzers = append(analyzers, with(rule))
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		for _, err := range pkg.Errors {
			t.Error(err)
		}
	}
	graph, err := checker.Analyze(analyzers, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range graph.Roots {
		judgeExample(t, root)
	}
}

// judgeExample looks at what one rule's analyzer says to an example: to its own bad
// one that there is something, to its own good one nothing.
func judgeExample(t *testing.T, root *checker.Action) {
	id := root.Analyzer.Name
	rule, _ := rules.Lookup(id)
	switch strings.ToUpper(filepath.Base(root.Package.PkgPath)) {
	case id + "BAD":
		if len(root.Diagnostics) == 0 {
			t.Errorf("%s: nothing is found in the bad example", id)
		}
		for _, d := range root.Diagnostics {
			if d.Category != id || d.URL != rule.URL() {
				t.Errorf("%s: the bad example has another fault: %s", id, d.Message)
			}
		}
	case id + "GOOD":
		for _, d := range root.Diagnostics {
			t.Errorf("%s: the good example has a fault: %s", id, d.Message)
		}
	}
}

// with returns an analyzer of the rules that are on by default and of one more.
func with(rule rules.Rule) *analysis.Analyzer {
	var ids []string
	for _, r := range rules.All() {
		if r.On || r.ID == rule.ID {
			ids = append(ids, r.ID)
		}
	}
	return lint.New(rule.ID, "the rules with "+rule.ID, ids...)
}

// example returns the Go code of a section of a page that has one block of it.
func example(page, section string) string {
	_, text, ok := strings.Cut(page, "\n## "+section+"\n")
	if !ok {
		return ""
	}
	text, _, _ = strings.Cut(text, "\n## ")
	if strings.Count(text, "```go\n") != 1 {
		return ""
	}
	_, text, _ = strings.Cut(text, "```go\n")
	text, _, _ = strings.Cut(text, "```\n")
	return text
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
