package blocking_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
)

const loadMode = packages.LoadSyntax | packages.NeedModule | packages.NeedForTest

// noWorkspace is the environment in which testdata, a module of its own, is what it
// is when the repository's go.work does not name it.
func noWorkspace() []string { return append(os.Environ(), "GOWORK=off") }

// load loads packages of the module below testdata. What they import from the
// standard library comes from export data.
func load(t *testing.T, tests bool, patterns ...string) []*packages.Package {
	t.Helper()
	cfg := &packages.Config{Mode: loadMode, Dir: "testdata", Env: noWorkspace(), Tests: tests}
	pkgs, err := packages.Load(cfg, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range pkgs {
		for _, e := range pkg.Errors {
			t.Fatal(e)
		}
	}
	return pkgs
}

// inferOnly are the facts that only Infer finds: a pack counts for the whole
// program, not only for packages that import it, and functions that nobody can
// call have facts, too.
var inferOnly = map[string]string{
	"lib.go NoBody":  "blocks wait; form example.com/pack.NoBody",
	"lib.go Ask":     "blocks wait; form example.com/pack.Ask",
	"spread.go init": "blocks net: example.com/spread.c < net/http.Get",
}

// TestInfer holds Infer to the same expectations as TestAnalyzer.
func TestInfer(t *testing.T) {
	pkgs := load(t, false, "./...")
	prog := blocking.Infer(pkgs)
	for _, pkg := range pkgs {
		want := wants(t, pkg)
		for id, obj := range pkg.TypesInfo.Defs {
			var fact blocking.Fact
			switch obj := obj.(type) {
			case *types.Func:
				fact, _ = prog.Func(obj)
			case *types.TypeName:
				fact, _ = prog.Type(obj)
			case *types.Var:
				if !obj.IsField() && obj.Parent() != pkg.Types.Scope() {
					continue // the fact of a parameter is its function's
				}
				fact, _ = prog.Var(obj)
			default:
				continue
			}
			at := pkg.Fset.Position(id.Pos())
			key := fmt.Sprintf("%s:%d %s", filepath.Base(at.Filename), at.Line, id.Name)
			pattern, expected := want[key]
			delete(want, key)
			switch text := fact.String(); {
			case inferOnly[filepath.Base(at.Filename)+" "+id.Name] != "":
				if text != inferOnly[filepath.Base(at.Filename)+" "+id.Name] {
					t.Errorf("%s: fact %q", key, text)
				}
			case !expected && text != "":
				t.Errorf("%s: fact %q, want none", key, text)
			case expected && !pattern.MatchString(text):
				t.Errorf("%s: fact %q, want %s", key, text, pattern)
			}
		}
		for key := range want {
			t.Errorf("%s: nothing has that name", key)
		}
	}
}

var wantRE = regexp.MustCompile("want ([A-Za-z0-9]+):(\"[^\"]*\"|`[^`]*`)")

// wants collects the expectations of a package, by file, line and name.
func wants(t *testing.T, pkg *packages.Package) map[string]*regexp.Regexp {
	t.Helper()
	want := make(map[string]*regexp.Regexp)
	for _, file := range pkg.Syntax {
		for _, group := range file.Comments {
			for _, c := range group.List {
				m := wantRE.FindStringSubmatch(c.Text)
				if m == nil || m[1] == "package" {
					continue
				}
				text, err := strconv.Unquote(m[2])
				if err != nil {
					t.Fatal(err)
				}
				at := pkg.Fset.Position(c.Pos())
				want[fmt.Sprintf("%s:%d %s", filepath.Base(at.Filename), at.Line, m[1])] = regexp.MustCompile(text)
			}
		}
	}
	return want
}

// TestInferTwice checks that facts do not depend on the order of maps.
func TestInferTwice(t *testing.T) {
	pkgs := load(t, false, "./...")
	first := allFacts(pkgs, blocking.Infer(pkgs))
	for range 5 {
		if again := allFacts(pkgs, blocking.Infer(pkgs)); again != first {
			t.Fatalf("facts differ between runs:\n%s\n---\n%s", first, again)
		}
	}
	if !strings.Contains(first, "net/http.Get") {
		t.Fatalf("facts are missing:\n%s", first)
	}
}

func allFacts(pkgs []*packages.Package, prog *blocking.Program) string {
	var out strings.Builder
	for _, pkg := range pkgs {
		for _, file := range pkg.Syntax {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					fact, _ := prog.Func(pkg.TypesInfo.Defs[n.Name].(*types.Func))
					fmt.Fprintf(&out, "%s.%s %s\n", pkg.PkgPath, n.Name.Name, fact)
				case *ast.FuncLit:
					fact, ok := prog.Lit(n)
					fmt.Fprintf(&out, "lit %v %s\n", ok, fact)
				case *ast.CallExpr:
					effect, ok := prog.Call(pkg.TypesInfo, n)
					fmt.Fprintf(&out, "call %v %v %s %s\n", ok, effect.Callee, effect.Fact, effect.Why)
				}
				return true
			})
		}
	}
	return out.String()
}

// find returns the nodes of a package for which match holds.
func find[N ast.Node](pkg *packages.Package, match func(N) bool) []N {
	var list []N
	for _, file := range pkg.Syntax {
		ast.Inspect(file, func(n ast.Node) bool {
			if n, ok := n.(N); ok && match(n) {
				list = append(list, n)
			}
			return true
		})
	}
	return list
}

// line returns the line of a position.
func line(pkg *packages.Package, pos token.Pos) int { return pkg.Fset.Position(pos).Line }
