package main

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/lint"
)

// library runs the linter over the standard library's packages under other names:
// under their own it does not look into them, since it has a table of what is there.
// It returns how many packages there were.
func library(ctx context.Context) (int, []analysis.Diagnostic, error) {
	pkgs, err := packages.Load(&packages.Config{
		Context: ctx, Env: environ("CGO_ENABLED=0"),
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax |
			packages.NeedTypes | packages.NeedTypesInfo | packages.NeedTypesSizes | packages.NeedImports | packages.NeedDeps,
	}, "std")
	if err != nil {
		return 0, nil, err
	}
	var renamed []*packages.Package
	for _, pkg := range pkgs {
		if len(pkg.Syntax) == 0 {
			continue
		}
		p, err := rename(pkg)
		if err != nil {
			return 0, nil, err
		}
		renamed = append(renamed, p)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{lint.Analyzer}, renamed, nil)
	if err != nil {
		return 0, nil, err
	}
	var found []analysis.Diagnostic
	for _, action := range graph.Roots {
		if action.Err != nil {
			return 0, nil, fmt.Errorf("%s: %v", action.Package.PkgPath, action.Err)
		}
		found = append(found, action.Diagnostics...)
	}
	return len(renamed), found, nil
}

// rename type-checks a package once more, as one of a module. It keeps no imports:
// of these nothing but the types is needed.
func rename(pkg *packages.Package) (*packages.Package, error) {
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Implicits: make(map[ast.Node]types.Object),
		Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
		Selections: make(map[*ast.SelectorExpr]*types.Selection), FileVersions: make(map[*ast.File]string),
	}
	conf := types.Config{Sizes: pkg.TypesSizes, Importer: imported(pkg.Imports), Error: func(error) {}}
	copied := *pkg
	copied.PkgPath = "example.com/" + pkg.PkgPath
	copied.ID = copied.PkgPath
	checked, err := conf.Check(copied.PkgPath, pkg.Fset, pkg.Syntax, info)
	if err != nil && len(checked.Scope().Names()) == 0 {
		return nil, err
	}
	copied.Types, copied.TypesInfo, copied.Imports = checked, info, nil
	return &copied, nil
}

// imported are the packages that one imports.
type imported map[string]*packages.Package

func (m imported) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := m[path]; p != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("%s is not imported", path)
}
