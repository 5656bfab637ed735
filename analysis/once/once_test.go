package once_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/once"
)

// reporter reports what once finds, as the linter does.
var reporter = &analysis.Analyzer{
	Name:             "reporter",
	Doc:              "report what once finds",
	Requires:         []*analysis.Analyzer{once.Analyzer},
	RunDespiteErrors: true,
	Run: func(pass *analysis.Pass) (any, error) {
		for _, d := range pass.ResultOf[once.Analyzer].(*once.Findings).List {
			pass.Report(d)
		}
		return nil, nil
	},
}

// The packages below testdata say what is found where in comments: // want
// "regexp". A function without one is a case where nothing is found.
func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), reporter, "./...")
}

// What other packages are told, in comments // want name:"regexp".
func TestFacts(t *testing.T) {
	analysistest.Run(t, filepath.Join(analysistest.TestData(), "facts"), once.Analyzer, "./...")
}

// TestBroken leaves lines out of the packages below testdata, as they are while
// somebody types: there may be findings, or not, but nothing else happens.
func TestBroken(t *testing.T) {
	// testdata is a module of its own, which the repository's go.work does not name.
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax, Dir: analysistest.TestData(), Env: append(os.Environ(), "GOWORK=off"),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]*types.Package)
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		all[p.PkgPath] = p.Types
		for _, err := range p.Errors {
			t.Error(err)
		}
	})
	broken := 0
	for _, pkg := range pkgs {
		for _, name := range pkg.GoFiles {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.SplitAfter(string(source), "\n")
			for i := 3; i < len(lines); i += 17 {
				text := strings.Join(lines[:i], "") + strings.Join(lines[i+1:], "")
				broken += runBroken(t, pkg.PkgPath, text, all)
			}
		}
	}
	if broken < 30 {
		t.Errorf("only %d packages have had type errors", broken)
	}
}

// runBroken runs the analyzer over one file, and returns 1 if it does not
// type-check.
func runBroken(t *testing.T, path, text string, all map[string]*types.Package) (broken int) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", text, parser.ParseComments)
	if file == nil {
		return 0
	}
	if err != nil {
		broken = 1
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Instances: make(map[*ast.Ident]types.Instance), Scopes: make(map[ast.Node]*types.Scope),
	}
	conf := types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if p := all[path]; p != nil {
				return p, nil
			}
			return nil, errors.New("no such package")
		}),
		Error: func(error) { broken = 1 },
	}
	pkg, _ := conf.Check(path, fset, []*ast.File{file}, info)
	pass := &analysis.Pass{
		Analyzer: once.Analyzer, Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info,
		ImportObjectFact:  func(types.Object, analysis.Fact) bool { return false },
		ExportObjectFact:  func(types.Object, analysis.Fact) {},
		ExportPackageFact: func(analysis.Fact) {},
		AllObjectFacts:    func() []analysis.ObjectFact { return nil },
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
	}
	if _, err := once.Analyzer.Run(pass); err != nil {
		t.Error(err)
	}
	return broken
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
