package nogo

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/lint"
	"github.com/evert-go/evert/analysis/strict"
	"github.com/evert-go/evert/analysis/where"
)

// analyzers are those that nogo can be given, by their packages.
var analyzers = map[string]*analysis.Analyzer{
	"analysis/blocking": blocking.Analyzer,
	"analysis/lint":     lint.Analyzer,
	"analysis/strict":   strict.Analyzer,
	"analysis/where":    where.Analyzer,
}

// nogo wants a package variable of this name, and, up to rules_go 0.60, facts of the
// analyzer's own.
func TestAnalyzers(t *testing.T) {
	var all []*analysis.Analyzer
	for path, a := range analyzers {
		all = append(all, a)
		if len(a.FactTypes) == 0 {
			t.Errorf("%s: the analyzer declares no facts", path)
		}
		if !declares(t, path) {
			t.Errorf("%s: there is no declaration of a variable Analyzer", path)
		}
	}
	if err := analysis.Validate(all); err != nil {
		t.Error(err)
	}
}

func declares(t *testing.T, path string) bool {
	t.Helper()
	dir := "../../" + path
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), dir+"/"+e.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					if name.Name == "Analyzer" {
						return true
					}
				}
			}
		}
	}
	return false
}

// The labels in BUILD.bazel are those of packages that have an analyzer.
func TestBuildFile(t *testing.T) {
	data, err := os.ReadFile("BUILD.bazel")
	if err != nil {
		t.Fatal(err)
	}
	labels := regexp.MustCompile(`"@com_github_evert_go_evert//([^":]+)"`).FindAllSubmatch(data, -1)
	if len(labels) != 2 {
		t.Errorf("%d labels", len(labels))
	}
	for _, label := range labels {
		if analyzers[string(label[1])] == nil {
			t.Errorf("%s: no such analyzer", label[0])
		}
	}
	for _, want := range []string{`load\("@rules_go//go:def\.bzl", "nogo"\)`, `config = "nogo\.json"`} {
		if !regexp.MustCompile(want).Match(data) {
			t.Errorf("BUILD.bazel has no %s", want)
		}
	}
}

// nogo.json has the fields that nogo knows, of analyzers that there are, with flags
// that they have.
func TestConfig(t *testing.T) {
	file, err := os.Open("nogo.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var config map[string]struct {
		OnlyFiles     map[string]string `json:"only_files"`
		ExcludeFiles  map[string]string `json:"exclude_files"`
		AnalyzerFlags map[string]string `json:"analyzer_flags"`
	}
	d := json.NewDecoder(file)
	d.DisallowUnknownFields()
	if err := d.Decode(&config); err != nil {
		t.Fatal(err)
	}
	byName := make(map[string]*analysis.Analyzer)
	for _, a := range analyzers {
		byName[a.Name] = a
	}
	for name, c := range config {
		a := byName[name]
		if a == nil {
			t.Errorf("%s: no such analyzer", name)
			continue
		}
		for flag, value := range c.AnalyzerFlags {
			if f := a.Flags.Lookup(flag); f == nil {
				t.Errorf("%s: no flag %s", name, flag)
			} else if err := f.Value.Set(value); err != nil {
				t.Errorf("%s: -%s=%s: %v", name, flag, value, err)
			}
		}
		for _, files := range []map[string]string{c.OnlyFiles, c.ExcludeFiles} {
			for pattern := range files {
				if _, err := regexp.Compile(pattern); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}
