package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/evert-go/evert"

// A rule says what a package, or all packages below a path that ends in /...,
// may import of this module; patterns of the same form. The first rule that
// matches a package counts. The names are relative to the module, whose own
// package is ".".
type rule struct {
	pkg  string
	may  []string
	deps []string // modules besides the standard library; nil is none
}

const (
	dst      = "github.com/dave/dst"
	tools    = "golang.org/x/tools"
	mod      = "golang.org/x/mod"
	internal = "github.com/rogpeppe/go-internal"
)

var rules = []rule{
	// The runtime.
	{pkg: "deferred"},
	{pkg: "reactor", may: []string{"deferred"}},
	{pkg: "threads", may: []string{"deferred", "reactor"}},
	{pkg: "frames", may: []string{"deferred", "reactor"}},
	{pkg: "shim", may: []string{"deferred", "reactor"}},
	{pkg: "."}, // has their sources, but does not use them

	// What generated code is tested with, and the code itself.
	{pkg: "internal/trace", may: []string{"deferred", "reactor"}},
	{pkg: "golden/...", may: []string{"deferred", "reactor", "threads", "frames", "internal/trace"}},
	{pkg: "examples/...", may: []string{"deferred", "reactor", "threads", "frames", "examples/..."}},
	{pkg: "bench/...", may: []string{"deferred", "reactor", "threads", "frames", "bench/..."}},

	// The analysis.
	{pkg: "analysis/stdlib/gen", deps: []string{tools}},
	{pkg: "analysis/internal/linttest", may: []string{"."}, deps: []string{tools}},
	{pkg: "analysis/...", may: []string{"analysis/..."}, deps: []string{tools}},

	// The stages, and what runs them.
	{pkg: "rewrite/internal/ir"},
	{pkg: "rewrite/internal/names"},
	{pkg: "rewrite/internal/verify", deps: []string{tools}},
	{pkg: "rewrite/internal/plan", may: []string{"analysis/blocking", "analysis/directive", "rewrite/internal/ir", "rewrite/internal/order", "rewrite/internal/names"}, deps: []string{tools}},
	{pkg: "rewrite/internal/emit", may: []string{"rewrite/internal/ir", "rewrite/internal/names"}, deps: []string{dst}},
	{pkg: "rewrite/internal/stagetest", may: []string{"rewrite/internal/ir", "rewrite/internal/order", "rewrite/internal/names"}, deps: []string{tools}},
	{pkg: "rewrite/internal/...", may: []string{"rewrite/internal/ir", "rewrite/internal/names"}},
	{pkg: "rewrite/uptodate", may: []string{".", "analysis/...", "rewrite", "rewrite/internal/order", "rewrite/internal/verify"}, deps: []string{tools}},
	{pkg: "rewrite", may: []string{".", "analysis/...", "rewrite/internal/..."}, deps: []string{tools}},

	// What other people's tools are configured with; another module has the plugin.
	{pkg: "integrations/nogo"},

	// The command and its helpers.
	{pkg: "internal/conformance", may: []string{".", "rewrite", "internal/..."}},
	{pkg: "internal/convert", may: []string{".", "analysis/...", "rewrite", "internal/..."}, deps: []string{tools}},
	{pkg: "internal/fuzz", may: []string{"analysis/blocking", "rewrite", "internal/..."}, deps: []string{tools}},
	{pkg: "internal/fuzz/drive", may: []string{"internal/trace"}},
	{pkg: "internal/fuzz/gen"},
	{pkg: "internal/lintbench/...", may: []string{"analysis/lint", "internal/..."}, deps: []string{tools}},
	{pkg: "internal/vettool", may: []string{"analysis/...", "rewrite/uptodate", "internal/convert"}, deps: []string{tools}},
	{pkg: "internal/gopls", may: []string{"."}, deps: []string{mod}},
	{pkg: "internal/...", may: []string{"internal/..."}, deps: []string{tools, mod, internal}},
	{pkg: "cmd/...", may: []string{".", "analysis/...", "rewrite", "internal/..."}, deps: []string{tools, mod}},
}

// exceptions are imports that the rules forbid and that there are all the same.
// One that is not needed any more is an error.
var exceptions = map[string]string{}

// A listed package is what go list tells of one.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Deps       []string
}

// list asks the go command for all packages of the module and what they depend
// on, by import path.
func list(t *testing.T) map[string]listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,Deps", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	all := map[string]listed{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

// relative returns a package's name in the rules; ok is false for a package of
// another module.
func relative(path string) (name string, ok bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// matches reports whether a pattern of a rule is for a package.
func matches(pattern, name string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == prefix || strings.HasPrefix(name, prefix+"/")
	}
	return name == pattern
}

// TestImports holds the rules, for what packages import without their tests.
func TestImports(t *testing.T) {
	all := list(t)
	used := map[string]bool{}
	for _, p := range all {
		name, ok := relative(p.ImportPath)
		if !ok {
			continue
		}
		i := slices.IndexFunc(rules, func(r rule) bool { return matches(r.pkg, name) })
		if i < 0 {
			t.Errorf("%s: no rule says what it may import", name)
			continue
		}
		for _, path := range p.Imports {
			if allowed(rules[i], all[path], path) {
				continue
			}
			to, ok := relative(path)
			if !ok {
				to = path
			}
			if edge := name + " -> " + to; exceptions[edge] != "" {
				used[edge] = true
			} else {
				t.Errorf("%s imports %s: the rule for %s forbids it", name, to, rules[i].pkg)
			}
		}
	}
	for edge := range exceptions {
		if !used[edge] {
			t.Errorf("%s: there is no such import: delete the exception", edge)
		}
	}
}

func allowed(r rule, p listed, path string) bool {
	if p.Standard || path == "C" {
		return true
	}
	if to, ok := relative(path); ok {
		return slices.ContainsFunc(r.may, func(pattern string) bool { return matches(pattern, to) })
	}
	return slices.ContainsFunc(r.deps, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
}

// TestRuntime makes sure of what matters most by itself, through all that the
// runtime packages depend on: nothing but the standard library and each other.
func TestRuntime(t *testing.T) {
	all := list(t)
	runtime := []string{"deferred", "reactor", "threads", "frames", "shim"}
	for _, name := range runtime {
		p, ok := all[module+"/"+name]
		if !ok {
			t.Errorf("%s: no such package", name)
		}
		for _, path := range p.Deps {
			if to, ours := relative(path); !all[path].Standard && !(ours && slices.Contains(runtime, to)) {
				t.Errorf("%s depends on %s", name, path)
			}
		}
	}
}

// TestRules makes sure that each rule is for something, so that a package that
// is renamed takes its rule along.
func TestRules(t *testing.T) {
	all := list(t)
	future := []string{"bench/..."}
	for _, r := range rules {
		found := slices.Contains(future, r.pkg)
		for path := range all {
			if name, ok := relative(path); ok && matches(r.pkg, name) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: a rule for a package that does not exist", r.pkg)
		}
	}
}
