package lint_test

import (
	"fmt"
	"go/scanner"
	"go/token"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/internal/linttest"
	"github.com/evert-go/evert/analysis/lint"
	"github.com/evert-go/evert/analysis/rules"
)

// In an editor code is broken most of the time. Whatever is missing from it, the
// analyzers come to an end.
func TestBroken(t *testing.T) {
	dir := linttest.Dir(t)
	r := rand.New(rand.NewSource(1))
	files, err := filepath.Glob("testdata/*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	var patterns []string
	for i := range 6 * len(files) {
		text, err := os.ReadFile(files[i%len(files)])
		if err != nil {
			t.Fatal(err)
		}
		folder := fmt.Sprintf("broken%d", i)
		write(t, filepath.Join(dir, folder, "broken.go"), damage(string(text), i%3, r))
		patterns = append(patterns, "./"+folder)
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: dir}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	broken := 0
	for _, pkg := range pkgs {
		if pkg.IllTyped {
			broken++
		}
	}
	if broken < len(pkgs)/2 {
		t.Errorf("only %d of %d packages are broken", broken, len(pkgs))
	}
	var ids []string
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{lint.New("all", "all rules", ids...)}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range graph.Roots {
		if root.Err != nil {
			t.Errorf("%s: %v", root.Package.PkgPath, root.Err)
		}
	}
}

// damage takes something out of a file: names, lines, or single tokens.
func damage(text string, kind int, r *rand.Rand) string {
	switch kind {
	case 0:
		return withoutNames(text, r)
	case 1:
		lines := strings.SplitAfter(text, "\n")
		for range 4 {
			if at := r.Intn(len(lines)); !strings.HasPrefix(lines[at], "package ") {
				lines[at] = "\n"
			}
		}
		return strings.Join(lines, "")
	}
	return withoutTokens(text, r)
}

// withoutNames puts names that nobody has declared in place of some.
func withoutNames(text string, r *rand.Rand) string {
	return edited(text, func(tok token.Token, lit string) (string, bool) {
		return "undeclared", tok == token.IDENT && lit != "_" && r.Intn(40) == 0
	})
}

// withoutTokens leaves some tokens out.
func withoutTokens(text string, r *rand.Rand) string {
	return edited(text, func(tok token.Token, lit string) (string, bool) {
		return "", tok != token.COMMENT && r.Intn(150) == 0
	})
}

// edited replaces tokens of a file, all but those of its package clause.
func edited(text string, edit func(tok token.Token, lit string) (string, bool)) string {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, []byte(text), nil, scanner.ScanComments)
	var out strings.Builder
	done, clause := 0, true
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		if clause {
			clause = tok != token.SEMICOLON
			continue
		}
		if lit == "" {
			lit = tok.String()
		}
		at := file.Offset(pos)
		if new, ok := edit(tok, lit); ok && strings.HasPrefix(text[at:], lit) {
			out.WriteString(text[done:at] + new)
			done = at + len(lit)
		}
	}
	return out.String() + text[done:]
}
