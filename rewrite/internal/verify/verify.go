// Package verify type-checks what was generated, together with the package it
// belongs to. An error here is a defect of Evert's, never the user's.
package verify

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os/exec"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// Error is a type error in generated code.
type Error struct {
	File   string
	Line   int
	Column int
	Msg    string
}

func (e Error) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// Verifier checks packages, imported ones first, so that each sees the generated
// declarations of those before it.
type Verifier struct {
	// All asks for the errors of all files, not only of the generated ones.
	All bool

	fset    *token.FileSet
	runtime fs.FS                     // source of the runtime packages
	prefix  string                    // their import path's prefix
	known   map[string]*types.Package // as loaded
	fresh   map[string]*types.Package // checked here
	sizes   types.Sizes
	// closures has, for packages asked about, all that they import, directly or not
	closures map[string]map[string]*packages.Package
}

// New returns a verifier. runtimeFS holds the runtime packages' source, each in a
// folder below root by the last part of its path.
func New(pkgs []*packages.Package, prefix string, runtimeFS fs.FS) *Verifier {
	v := &Verifier{fset: token.NewFileSet(), runtime: runtimeFS, prefix: prefix, known: map[string]*types.Package{}, fresh: map[string]*types.Package{}}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if p.Types != nil && p.ForTest == "" && !strings.HasSuffix(p.PkgPath, "_test") {
			v.known[p.PkgPath] = p.Types
		}
		if p.TypesSizes != nil {
			v.sizes = p.TypesSizes
		}
		if p.Fset != nil {
			v.fset = p.Fset // the loaded files' positions are in errors too
		}
	})
	return v
}

// Affected reports a package that imports one that has been checked anew: its
// types have to be those of the new one.
func (v *Verifier) Affected(pkg *packages.Package) bool {
	if len(pkg.Syntax) == 0 || pkg.TypesInfo == nil {
		return false
	}
	for _, dep := range pkg.Imports {
		if v.fresh[dep.ID] != nil {
			return true
		}
	}
	return false
}

// Check type-checks pkg with the generated files, whose contents replace files of
// the same name; nil is no file. It reports the errors in those files.
func (v *Verifier) Check(pkg *packages.Package, generated map[string][]byte) []Error {
	var errs []Error
	files, names := v.parse(pkg, generated, &errs)
	if len(errs) > 0 {
		return errs
	}
	version := ""
	if pkg.Module != nil && pkg.Module.GoVersion != "" {
		version = "go" + pkg.Module.GoVersion
	}
	conf := types.Config{
		Importer:  importer{v, pkg},
		Sizes:     v.sizes,
		GoVersion: version,
		Error: func(err error) {
			te, ok := err.(types.Error)
			if !ok {
				return
			}
			pos := v.fset.Position(te.Pos)
			if v.All || names[pos.Filename] {
				errs = append(errs, Error{pos.Filename, pos.Line, pos.Column, te.Msg})
			}
		},
	}
	tpkg, _ := conf.Check(pkg.PkgPath, v.fset, files, nil)
	v.fresh[pkg.ID] = tpkg
	sort.SliceStable(errs, func(i, j int) bool { return errs[i].Line < errs[j].Line })
	return errs
}

// parse reads the package's files anew: the loaded syntax may have been taken
// apart.
func (v *Verifier) parse(pkg *packages.Package, generated map[string][]byte, errs *[]Error) ([]*ast.File, map[string]bool) {
	var files []*ast.File
	mine := map[string]bool{}
	add := func(name string, src []byte) {
		if src == nil {
			return
		}
		f, err := parser.ParseFile(v.fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			*errs = append(*errs, Error{File: name, Msg: err.Error()})
			return
		}
		files = append(files, f)
	}
	seen := map[string]bool{}
	for _, f := range pkg.Syntax {
		name := pkg.Fset.Position(f.FileStart).Filename
		seen[name] = true
		if src, ok := generated[name]; ok {
			mine[name] = true
			add(name, src)
		} else {
			files = append(files, f)
		}
	}
	var extra []string
	for name := range generated {
		if !seen[name] {
			extra = append(extra, name)
		}
	}
	sort.Strings(extra)
	for _, name := range extra {
		mine[name] = true
		add(name, generated[name])
	}
	return files, mine
}

// importer resolves imports of one package.
type importer struct {
	v   *Verifier
	pkg *packages.Package
}

func (im importer) Import(p string) (*types.Package, error) {
	if p == "unsafe" {
		return types.Unsafe, nil
	}
	dep := im.pkg.Imports[p]
	if dep == nil {
		dep = im.v.reach(im.pkg, p) // generated code names a type of what an import imports
	}
	if dep != nil {
		if f := im.v.fresh[dep.ID]; f != nil {
			return f, nil
		}
		if dep.Types != nil && dep.Types.Complete() {
			return dep.Types, nil
		}
	}
	return im.v.load(p)
}

// reach finds the package that pkg imports through others.
func (v *Verifier) reach(pkg *packages.Package, path string) *packages.Package {
	if v.closures == nil {
		v.closures = map[string]map[string]*packages.Package{}
	}
	all := v.closures[pkg.ID]
	if all == nil {
		all = map[string]*packages.Package{}
		var visit func(p *packages.Package)
		visit = func(p *packages.Package) {
			for path, dep := range p.Imports {
				if all[path] == nil {
					all[path] = dep
					visit(dep)
				}
			}
		}
		visit(pkg)
		v.closures[pkg.ID] = all
	}
	return all[path]
}

// load finds a package that the source does not import: one of the runtime, or of
// the standard library for it.
func (v *Verifier) load(p string) (*types.Package, error) {
	if p == "unsafe" {
		return types.Unsafe, nil
	}
	if k := v.known[p]; k != nil && k.Complete() {
		return k, nil
	}
	if k := v.fresh["runtime:"+p]; k != nil {
		return k, nil
	}
	var files []*ast.File
	var err error
	if rest, ok := strings.CutPrefix(p, v.prefix+"/"); ok {
		files, err = v.runtimeFiles(rest)
	} else {
		files, err = v.stdFiles(p)
	}
	if err != nil {
		return nil, err
	}
	conf := types.Config{Importer: loadImporter{v}, IgnoreFuncBodies: true, Sizes: v.sizes, FakeImportC: true, Error: func(error) {}}
	pkg, _ := conf.Check(p, v.fset, files, nil)
	v.fresh["runtime:"+p] = pkg
	return pkg, nil
}

// Import returns a package of the runtime, or one of the standard library that it
// needs, of the packages that the verifier knows or from source.
func (v *Verifier) Import(path string) (*types.Package, error) { return v.load(path) }

type loadImporter struct{ v *Verifier }

func (l loadImporter) Import(p string) (*types.Package, error) { return l.v.load(p) }

func (v *Verifier) runtimeFiles(dir string) ([]*ast.File, error) {
	entries, err := fs.ReadDir(v.runtime, dir)
	if err != nil {
		return nil, fmt.Errorf("cannot find package %s/%s", v.prefix, dir)
	}
	var files []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		src, err := fs.ReadFile(v.runtime, path.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(v.fset, e.Name(), src, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// goroot asks the go command, for programs that do not know where Go is since
// their paths have been trimmed.
var goroot = sync.OnceValue(func() string {
	out, _ := exec.Command("go", "env", "GOROOT").Output()
	return strings.TrimSpace(string(out))
})

func (v *Verifier) stdFiles(p string) ([]*ast.File, error) {
	ctx := build.Default
	ctx.CgoEnabled = false
	if ctx.GOROOT == "" {
		ctx.GOROOT = goroot()
	}
	bp, err := ctx.ImportDir(filepath.Join(ctx.GOROOT, "src", filepath.FromSlash(p)), 0)
	if err != nil {
		if bp, err = ctx.ImportDir(filepath.Join(ctx.GOROOT, "src", "vendor", filepath.FromSlash(p)), 0); err != nil {
			return nil, err
		}
	}
	var files []*ast.File
	for _, name := range bp.GoFiles {
		f, err := parser.ParseFile(v.fset, filepath.Join(bp.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}
