package main

import (
	"fmt"
	"go/types"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// A program is the standard library, or a part of it, for one target.
type program struct {
	target target
	roots  []string // paths of the packages that were asked for
	prog   *ssa.Program
	funcs  []*ssa.Function // with bodies or without, generic origins only, sorted by name
	names  map[*ssa.Function]string

	flows     map[*ssa.Function]*flow // what each function does with its parameters
	calls     map[*ssa.Function][]edge
	links     map[string]string         // functions without a body, to where their body is
	methodSet map[*types.Func]bool      // of exported types
	tracing   map[*ssa.MakeClosure]bool // literals being traced
}

// load builds the SSA form of packages and their dependencies. It runs without
// cgo, since cgo's calls hide what they do.
func load(t target, patterns ...string) (*program, error) {
	cfg := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedTypesSizes,
		Env: append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOOS="+t.goos, "GOARCH="+t.goarch),
	}
	pkgs, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, err
	}
	p := &program{target: t, names: make(map[*ssa.Function]string), tracing: make(map[*ssa.MakeClosure]bool)}
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			return nil, fmt.Errorf("%s: %w", pkg.PkgPath, e)
		}
		p.roots = append(p.roots, pkg.PkgPath)
	}
	p.links = linknames(pkgs)
	p.prog, _ = ssautil.AllPackages(pkgs, 0)
	p.prog.Build()
	for f := range ssautil.AllFunctions(p.prog) {
		if f = origin(f); p.names[f] == "" {
			p.names[f] = name(f)
			p.funcs = append(p.funcs, f)
		}
	}
	slices.SortFunc(p.funcs, func(a, b *ssa.Function) int { return strings.Compare(p.names[a], p.names[b]) })
	p.computeFlows()
	p.computeCalls()
	return p, nil
}

// linknames returns the functions that packages pull in by linker directive, which
// have their bodies elsewhere.
func linknames(pkgs []*packages.Package) map[string]string {
	links := make(map[string]string)
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		for _, file := range pkg.Syntax {
			for _, group := range file.Comments {
				for _, c := range group.List {
					f := strings.Fields(c.Text)
					if len(f) == 3 && f[0] == "//go:linkname" {
						links[pkg.PkgPath+"."+f[1]] = f[2]
					}
				}
			}
		}
	})
	return links
}

// origin returns the generic function that f is an instance of, or f. Bodies are
// built, and looked at, for origins only.
func origin(f *ssa.Function) *ssa.Function {
	if o := f.Origin(); o != nil {
		return o
	}
	return f
}

// name returns a function's symbol. Literals and wrappers have none, and get
// SSA's names.
func name(f *ssa.Function) string {
	if obj := object(f); obj != nil {
		return obj.FullName()
	}
	return f.String()
}

func countLines(text string) int { return strings.Count(text, "\n") }
