package verify_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/rewrite/internal/verify"
)

// runtime stands for the runtime packages.
var runtime = fstest.MapFS{
	"deferred/deferred.go": {Data: []byte("package deferred\n\ntype Deferred[T any] struct{}\n\nfunc Succeed[T any](v T) *Deferred[T] { return nil }\n")},
	"deferred/x_test.go":   {Data: []byte("package deferred\n\nfunc broken( {}\n")},
}

// load type-checks a package of one file, a.go.
func load(t *testing.T, fset *token.FileSet, path, src string, imports ...*packages.Package) *packages.Package {
	t.Helper()
	file, err := parser.ParseFile(fset, path+"/a.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	p := &packages.Package{ID: path, PkgPath: path, Fset: fset, Syntax: []*ast.File{file}, TypesInfo: &types.Info{}, Imports: map[string]*packages.Package{}}
	for _, i := range imports {
		p.Imports[i.PkgPath] = i
	}
	conf := types.Config{Importer: known{p}}
	if p.Types, err = conf.Check(path, fset, p.Syntax, p.TypesInfo); err != nil {
		t.Fatal(err)
	}
	return p
}

// known imports what a package has.
type known struct{ p *packages.Package }

func (k known) Import(path string) (*types.Package, error) {
	if dep := k.p.Imports[path]; dep != nil {
		return dep.Types, nil
	}
	return importer.Default().Import(path)
}

const form = `package a

import "example.com/evert/deferred"

func FDeferred() *deferred.Deferred[int] { return deferred.Succeed(F()) }
`

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name, generated string
		want            string // the error without its file; empty for none
	}{
		{"fine", form, ""},
		{"type error", strings.Replace(form, "Succeed(F())", "Succeed(\"\")", 1), "5: cannot use deferred.Succeed(\"\")"},
		{"undefined", strings.Replace(form, "F())", "G())", 1), "5: undefined: G"},
		{"unused variable", strings.Replace(form, "{ return", "{\n\tunused := 1\n\treturn", 1), "6: declared and not used: unused"},
		{"unused import", strings.Replace(form, "import ", "import \"time\"\nimport ", 1), "3: \"time\" imported and not used"},
		{"unused label", strings.Replace(form, "{ return", "{\nunused:\n\treturn", 1), "6: label unused declared and not used"},
		{"missing return", strings.Replace(form, "return deferred.Succeed(F())", "", 1), "5: missing return"},
		{"not Go", "package a\n\nfunc (\n", "0: "},
		{"unknown import", strings.Replace(form, "evert/deferred", "evert/other", 1), "3: could not import example.com/evert/other"},
		{"declared twice", form + "\nfunc F() {}\n", "7: F redeclared"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pkg := load(t, token.NewFileSet(), "example.com/a", "package a\n\nfunc F() int { return 1 }\n")
			v := verify.New([]*packages.Package{pkg}, "example.com/evert", runtime)
			errs := v.Check(pkg, map[string][]byte{"example.com/a/a_deferred.go": []byte(test.generated)})
			switch {
			case test.want == "":
				for _, e := range errs {
					t.Error(e)
				}
			case len(errs) == 0:
				t.Errorf("no error, want %s", test.want)
			case !strings.HasPrefix(errs[0].Error(), "example.com/a/a_deferred.go:"+test.want):
				t.Errorf("got %v, want %s", errs[0], test.want)
			}
		})
	}
}

// TestReplaced checks a file that takes the place of a loaded one.
func TestReplaced(t *testing.T) {
	pkg := load(t, token.NewFileSet(), "example.com/a", "package a\n\nfunc F() int { return 1 }\n")
	v := verify.New([]*packages.Package{pkg}, "example.com/evert", runtime)
	errs := v.Check(pkg, map[string][]byte{"example.com/a/a.go": []byte("package a\n\nfunc F() int {\n\treturn G()\n}\n")})
	if len(errs) != 1 || errs[0].File != "example.com/a/a.go" || errs[0].Line != 4 {
		t.Errorf("got %v, want one error in line 4 of a.go", errs)
	}
}

// TestOrder checks a package whose generated file calls one of another package.
func TestOrder(t *testing.T) {
	fset := token.NewFileSet()
	a := load(t, fset, "example.com/a", "package a\n\nfunc F() int { return 1 }\n")
	b := load(t, fset, "example.com/b", "package b\n\nimport \"example.com/a\"\n\nvar X = a.F()\n", a)
	v := verify.New([]*packages.Package{a, b}, "example.com/evert", runtime)
	if v.Affected(b) {
		t.Error("b is affected before a has been checked")
	}
	for _, e := range v.Check(a, map[string][]byte{"example.com/a/a_deferred.go": []byte(form)}) {
		t.Error(e)
	}
	if !v.Affected(b) {
		t.Error("b is not affected, but a has been checked anew")
	}
	use := "package b\n\nimport \"example.com/a\"\n\nvar Y = a.FDeferred()\n"
	for _, e := range v.Check(b, map[string][]byte{"example.com/b/b_deferred.go": []byte(use)}) {
		t.Error(e)
	}
}
