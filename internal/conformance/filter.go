package main

import (
	"bytes"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// A program is one test program of the Go distribution.
type program struct {
	name string // relative to the root, with slashes
	path string
	head string // first line, without the slashes
	src  []byte
	file *ast.File // nil if it cannot be parsed
}

// collect finds the programs whose first line says that they are run.
func collect(root string, only *regexp.Regexp) ([]*program, error) {
	var all []*program
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if !only.MatchString(name) {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if head, ok := action(src); ok {
			p := &program{name: name, path: path, head: head, src: src}
			if f, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ParseComments); err == nil {
				p.file = f
			}
			all = append(all, p)
		}
		return nil
	})
	return all, err
}

// action returns the action of a test program, as the first line says it, and
// whether the program is run by it. A build constraint may stand before.
func action(src []byte) (string, bool) {
	for len(src) > 0 {
		line, rest, _ := bytes.Cut(src, []byte("\n"))
		text := strings.TrimSpace(string(line))
		src = rest
		switch {
		case text == "" || strings.HasPrefix(text, "//go:build"):
			continue
		case !strings.HasPrefix(text, "// "):
			return "", false
		}
		head := strings.TrimPrefix(text, "// ")
		word, _, _ := strings.Cut(head, " ")
		return head, word == "run" || word == "rundir"
	}
	return "", false
}

// A rule leaves programs out.
type rule struct {
	name, why string
	match     func(p *program) bool
}

// rules are tried in order; the first that matches names the reason.
var rules = []rule{
	{"rundir", "consists of several packages in a directory", func(p *program) bool {
		return strings.HasPrefix(p.head, "rundir") || strings.Contains(p.name, ".dir/")
	}},
	{"flags", "is run with flags or arguments", func(p *program) bool {
		return p.head != "run"
	}},
	{"parse", "cannot be parsed", func(p *program) bool { return p.file == nil }},
	{"constraint", "is not for this system", func(p *program) bool { return !p.builds() }},
	{"cgo", "uses cgo", imports("C", "runtime/cgo")},
	{"linkname", "reaches into other packages by linkname", func(p *program) bool {
		return bytes.Contains(p.src, []byte("//go:linkname"))
	}},
	{"nobody", "declares functions without a body", func(p *program) bool { return p.bodiless() }},
	{"internal", "imports internal packages", func(p *program) bool {
		for _, path := range p.imports() {
			if strings.HasPrefix(path, "internal/") || strings.Contains(path, "/internal/") {
				return true
			}
		}
		return false
	}},
	{"exec", "runs other programs", imports("os/exec")},
	{"args", "looks at its arguments", uses("os.Args", "flag.Parse")},
	{"stack", "looks at the stack", uses(
		"runtime.Caller", "runtime.Callers", "runtime.CallersFrames", "runtime.FuncForPC", "runtime.Stack",
		"debug.Stack", "debug.PrintStack", "debug.SetMaxStack", "debug.SetTraceback")},
	{"memory", "measures memory, or when it is collected", uses(
		"runtime.ReadMemStats", "runtime.MemStats", "runtime.SetFinalizer", "runtime.AddCleanup",
		"testing.AllocsPerRun", "testing.Benchmark", "weak.Make")},
	{"profile", "profiles or traces itself", imports("runtime/pprof", "runtime/trace")},
	{"threads", "looks at goroutines or threads", uses(
		"runtime.NumGoroutine", "runtime.LockOSThread", "runtime.UnlockOSThread", "runtime.Breakpoint")},
	{"uintptr", "does arithmetic with addresses", func(p *program) bool { return p.addresses() }},
}

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

// imports matches programs that import one of the packages.
func imports(paths ...string) func(*program) bool {
	return func(p *program) bool {
		for _, have := range p.imports() {
			for _, path := range paths {
				if have == path {
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
	return func(p *program) bool {
		found := false
		ast.Inspect(p.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok {
					for _, s := range selectors {
						found = found || s == x.Name+"."+sel.Sel.Name
					}
				}
			}
			return !found
		})
		return found
	}
}

func (p *program) imports() []string {
	var paths []string
	for _, spec := range p.file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

// builds says whether the build constraints hold here.
func (p *program) builds() bool {
	for _, group := range p.file.Comments {
		if group.Pos() > p.file.Package {
			break
		}
		for _, c := range group.List {
			if !constraint.IsGoBuild(c.Text) {
				continue
			}
			x, err := constraint.Parse(c.Text)
			if err != nil || !x.Eval(satisfied) {
				return false
			}
		}
	}
	return true
}

// satisfied says whether a build tag holds. Tags of releases all do.
func satisfied(tag string) bool {
	switch tag {
	case runtime.GOOS, runtime.GOARCH, "gc", "cgo":
		return true
	case "unix":
		return runtime.GOOS != "windows" && runtime.GOOS != "plan9" && runtime.GOOS != "js" && runtime.GOOS != "wasip1"
	}
	return strings.HasPrefix(tag, "go1.")
}

// bodiless says whether a function has no Go body.
func (p *program) bodiless() bool {
	for _, d := range p.file.Decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Body == nil {
			return true
		}
	}
	return false
}

// addresses says whether a pointer is converted to a number.
func (p *program) addresses() bool {
	found := false
	ast.Inspect(p.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return !found
		}
		if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "uintptr" {
			if arg, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr); ok {
				if sel, ok := arg.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Pointer" {
					found = true
				}
			}
		}
		return !found
	})
	return found
}
