package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/internal/fuzz/gen"
	"github.com/evert-go/evert/internal/load"
)

const (
	module = "github.com/evert-go/evert"
	// language is the version of the language of the programs.
	language = "go1.24"
)

// A world is what all programs have in common: the packages that they import,
// which are loaded once, and a folder.
type world struct {
	dir       string // of this run
	fset      *token.FileSet
	pkgs      map[string]*packages.Package // by import path
	all       []*packages.Package          // those with syntax, imported ones first
	importcfg string                       // a file that tells the compiler where they are
	tools     string                       // folder of the compiler and the linker
	style     string                       // of the callback forms
	steps     int                          // waits in a row that make steps
	serial    int
}

// newWorld loads the packages that programs import. Dir is a folder for what
// is written.
func newWorld(ctx context.Context, dir string) (*world, error) {
	root, err := output(ctx, "", "go", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return nil, err
	}
	goroot, err := output(ctx, "", "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	set, err := load.Load(ctx, load.Config{
		Dir: root, Env: os.Environ(), GOROOT: goroot,
		Patterns: []string{"./internal/fuzz/drive", "./deferred", "./frames", "./reactor", "./threads", "./shim"},
	})
	if err != nil {
		return nil, err
	}
	for _, e := range set.Errors {
		return nil, fmt.Errorf("%s: %v", e.Package, e.Messages)
	}
	w := &world{dir: dir, fset: token.NewFileSet(), pkgs: map[string]*packages.Package{}, all: set.All}
	packages.Visit(set.Roots, nil, func(p *packages.Package) {
		w.pkgs[p.PkgPath] = p
		w.fset = p.Fset
	})
	if w.tools, err = output(ctx, "", "go", "env", "GOTOOLDIR"); err != nil {
		return nil, err
	}
	return w, w.listExports(ctx, root)
}

// listExports writes the compiler's list of packages.
func (w *world) listExports(ctx context.Context, root string) error {
	list, err := output(ctx, root, "go", "list", "-export", "-deps", "-f",
		"{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}",
		"./internal/fuzz/drive", "./deferred", "./frames", "./reactor", "./threads", "./shim")
	if err != nil {
		return err
	}
	w.importcfg = filepath.Join(w.dir, "importcfg")
	return os.WriteFile(w.importcfg, []byte(list+"\n"), 0o666)
}

// output runs a command and returns what it prints.
func output(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOGC=400") // of the compiler
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s%s", name, strings.Join(args, " "), err, out, &stderr)
	}
	return strings.TrimSpace(string(out)), nil
}

// Import implements [types.Importer].
func (w *world) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	p := w.pkgs[path]
	if p == nil || p.Types == nil {
		return nil, fmt.Errorf("no package %q", path)
	}
	return p.Types, nil
}

// some makes n cases from the first on, without those that do not compile.
func (w *world) some(seed uint64, first, n int) ([]gen.Case, error) {
	var cases []gen.Case
	for i := first; i < first+n; i++ {
		cases = append(cases, gen.NewCase(seed, uint64(i), fmt.Sprint("f", i)))
	}
	src, err := gen.Program(cases)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(w.fset, "prog.go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	bad := map[string]bool{}
	conf := types.Config{Importer: w, Sizes: types.SizesFor("gc", "amd64"), GoVersion: language, Error: func(err error) {
		bad[caseAt(f, err.(types.Error).Pos)] = true
	}}
	_, _ = conf.Check(module+"/fuzzed", w.fset, []*ast.File{f}, nil)
	return slices.DeleteFunc(cases, func(c gen.Case) bool { return bad[c.Name] }), nil
}

// caseAt is the name of the case that a position is in.
func caseAt(f *ast.File, pos token.Pos) string {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Pos() <= pos && pos < fn.End() {
			name, _, _ := strings.Cut(fn.Name.Name, "_")
			return name
		}
	}
	return ""
}

// check type-checks the source of a program. The name is that of its file.
func (w *world) check(name string, src []byte) (*packages.Package, error) {
	f, err := parser.ParseFile(w.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{},
		Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	sizes := types.SizesFor("gc", "amd64")
	conf := types.Config{Importer: w, Sizes: sizes, GoVersion: language}
	pkg, err := conf.Check(module+"/fuzzed", w.fset, []*ast.File{f}, info)
	if err != nil {
		return nil, fmt.Errorf("does not compile: %w", err)
	}
	p := &packages.Package{
		ID: pkg.Path(), Name: pkg.Name(), PkgPath: pkg.Path(), GoFiles: []string{name}, CompiledGoFiles: []string{name},
		Fset: w.fset, Syntax: []*ast.File{f}, Types: pkg, TypesInfo: info, TypesSizes: sizes,
		Module:  &packages.Module{Path: pkg.Path(), Main: true, GoVersion: strings.TrimPrefix(language, "go")},
		Imports: map[string]*packages.Package{},
	}
	for _, imp := range pkg.Imports() {
		p.Imports[imp.Path()] = w.pkgs[imp.Path()]
	}
	return p, nil
}
