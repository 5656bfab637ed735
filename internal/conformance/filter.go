package main

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// A rule leaves programs out.
type rule struct {
	name, why string
	match     func(p *program) bool
}

// rules are tried in order; the first that matches names the reason. They go by
// what a program uses, and each stands for something that a callback form does
// not promise, or that is not written in Go.
var rules = []rule{
	{"constraint", "is not for this system", func(p *program) bool { return !p.builds() }},
	{"parse", "is not Go: cannot be parsed", func(p *program) bool { return p.broken() }},
	{"cgo", "uses cgo", imports(func(path string) bool { return path == "C" || path == "runtime/cgo" })},
	{"linkname", "binds names of other packages by linkname", func(p *program) bool {
		return p.contains(linkname)
	}},
	{"assembly", "has assembly, or functions without a body", func(p *program) bool { return p.assembly() }},
	{"internal", "imports internal packages of the distribution", imports(func(path string) bool {
		return strings.HasPrefix(path, "internal/") || strings.Contains(path, "/internal/")
	})},
	{"compiler", "runs the go command: its point is what compiler and linker do", imports(func(path string) bool {
		return path == "os/exec"
	})},
	{"experiment", "looks at data of an experiment of the linker", func(p *program) bool {
		return strings.Contains(strings.Join(p.recipe.build.env, " "), "fieldtrack")
	}},
	{"linker", "has the linker compare what packages have in common", func(p *program) bool {
		return strings.Contains(strings.Join(p.recipe.build.flags, " "), "-strictdups")
	}},
	{"race", "is about what the race detector has the compiler add", func(p *program) bool {
		return slices.Contains(p.recipe.build.flags, "-race")
	}},
	{"hook", "hooks into the compiler's checks of the stack", func(p *program) bool {
		return strings.Contains(strings.Join(p.recipe.build.flags, " "), "maymorestack")
	}},
	{"stack", "looks at the stack", uses(
		"runtime.Caller", "runtime.Callers", "runtime.CallersFrames", "runtime.FuncForPC", "runtime.Stack",
		"debug.Stack", "debug.PrintStack", "debug.SetMaxStack", "debug.SetTraceback")},
	{"profile", "profiles or traces itself", imports(func(path string) bool {
		return path == "runtime/pprof" || path == "runtime/trace"
	})},
	{"memory", "counts allocations, or sees when memory is collected", uses(
		"runtime.ReadMemStats", "runtime.MemStats", "runtime.SetFinalizer", "runtime.AddCleanup",
		"testing.AllocsPerRun", "testing.Benchmark", "weak.Make")},
}

var linkname = regexp.MustCompile(`(?m)^//go:linkname `)

// A leftOut is a program that is not run.
type leftOut struct {
	Name, Rule, Why string
}

// divide applies the rules.
func divide(all []*program) (kept []*program, left []leftOut) {
next:
	for _, p := range all {
		for _, r := range rules {
			if r.match(p) {
				left = append(left, leftOut{p.name, r.name, r.why})
				continue next
			}
		}
		kept = append(kept, p)
	}
	return kept, left
}

// imports matches programs that import a package whose path is one of those.
func imports(one func(path string) bool) func(*program) bool {
	return func(p *program) bool {
		for _, tree := range p.trees() {
			for _, spec := range tree.Imports {
				if path, err := strconv.Unquote(spec.Path.Value); err == nil && one(path) && p.importPath(spec) == "" {
					return true
				}
			}
		}
		return false
	}
}

// uses matches programs with one of the selectors pkg.Name, where pkg is the
// usual name of the package.
func uses(selectors ...string) func(*program) bool {
	wanted := make(map[string]bool)
	for _, s := range selectors {
		wanted[s] = true
	}
	return func(p *program) bool {
		found := false
		for _, tree := range p.trees() {
			ast.Inspect(tree, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := sel.X.(*ast.Ident); ok {
						found = found || wanted[x.Name+"."+sel.Sel.Name]
					}
				}
				return !found
			})
		}
		return found
	}
}

// builds says whether the build constraints of the file with the recipe hold
// here. The first line is that of the whole program, which is why constraints
// may also stand after the package clause of a file that is no Go.
func (p *program) builds() bool {
	head, _, _ := bytes.Cut(p.head.src, []byte("\npackage "))
	for _, line := range strings.Split(string(head), "\n") {
		if !constraint.IsGoBuild(line) {
			continue
		}
		x, err := constraint.Parse(line)
		if err != nil || !x.Eval(satisfied) {
			return false
		}
	}
	return true
}

// satisfied says whether a build tag holds. Tags of releases all do.
func satisfied(tag string) bool {
	switch tag {
	case runtime.GOOS, runtime.GOARCH, "gc":
		return true
	case "cgo":
		return build.Default.CgoEnabled
	case "unix":
		return runtime.GOOS != "windows" && runtime.GOOS != "plan9" && runtime.GOOS != "js" && runtime.GOOS != "wasip1"
	}
	return strings.HasPrefix(tag, "go1.")
}

// broken says whether a file cannot be parsed, or there is none.
func (p *program) broken() bool {
	for _, f := range p.files {
		if f.ast == nil && path.Ext(f.name) == ".go" {
			return true
		}
	}
	return len(p.files) == 0
}

// assembly says whether functions have no Go body. That of a function bound by
// linkname is elsewhere.
func (p *program) assembly() bool {
	for _, f := range p.files {
		if path.Ext(f.name) == ".s" {
			return true
		}
	}
	for _, tree := range p.trees() {
		for _, d := range tree.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Body == nil {
				return true
			}
		}
	}
	return false
}

// contains says whether a file has text that matches.
func (p *program) contains(re *regexp.Regexp) bool {
	for _, f := range p.files {
		if re.Match(f.src) {
			return true
		}
	}
	return false
}
