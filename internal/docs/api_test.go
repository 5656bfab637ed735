package docs

import (
	"go/ast"
	"go/build"
	"go/doc"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "github.com/evert-go/evert"
)

// public are the packages that users' code imports.
var public = []string{"deferred", "reactor", "threads", "frames", "shim"}

// documentation reads the documentation of a package, with its examples.
func documentation(t *testing.T, name string) (*doc.Package, *token.FileSet) {
	t.Helper()
	dir := filepath.Join(root, name)
	pkg, err := build.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, file := range slices.Concat(pkg.GoFiles, pkg.TestGoFiles, pkg.XTestGoFiles) {
		f, err := parser.ParseFile(fset, filepath.Join(dir, file), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	d, err := doc.NewFromFiles(fset, files, path.Join(module, name))
	if err != nil {
		t.Fatal(err)
	}
	return d, fset
}

// An entry is something that a package exports.
type entry struct {
	name     string // as it is qualified in the package: Deferred.Cancel
	doc      string
	pos      token.Pos
	owner    string // a method's type
	examples []*doc.Example
}

// entries are the functions, types and methods of a package.
func entries(d *doc.Package) []entry {
	var all []entry
	funcs := func(fs []*doc.Func, owner string) {
		for _, f := range fs {
			name := f.Name
			if owner != "" {
				name = owner + "." + name
			}
			all = append(all, entry{name, f.Doc, f.Decl.Pos(), owner, f.Examples})
		}
	}
	funcs(d.Funcs, "")
	for _, typ := range d.Types {
		all = append(all, entry{typ.Name, typ.Doc, typ.Decl.Pos(), "", typ.Examples})
		funcs(typ.Funcs, "")
		funcs(typ.Methods, typ.Name)
	}
	return all
}

// TestDocComments makes sure that everything is documented.
func TestDocComments(t *testing.T) {
	for _, name := range public {
		d, fset := documentation(t, name)
		if d.Doc == "" {
			t.Errorf("package %s has no doc comment", name)
		}
		all := entries(d)
		if len(all) == 0 {
			t.Errorf("package %s exports nothing", name)
		}
		for _, e := range all {
			last := e.name[strings.LastIndex(e.name, ".")+1:]
			switch {
			case e.doc == "":
				t.Errorf("%v: %s.%s has no doc comment", fset.Position(e.pos), name, e.name)
			case !strings.Contains(e.doc, last):
				t.Errorf("%v: the doc comment of %s.%s does not name it", fset.Position(e.pos), name, e.name)
			}
		}
		for _, v := range values(d) {
			for _, spec := range v.Decl.Specs {
				spec := spec.(*ast.ValueSpec)
				if spec.Names[0].IsExported() && v.Doc == "" && spec.Doc == nil && spec.Comment == nil {
					t.Errorf("%v: %s.%s has no doc comment", fset.Position(spec.Pos()), name, spec.Names[0])
				}
			}
		}
	}
}

// values are the declarations of constants and variables of a package.
func values(d *doc.Package) []*doc.Value {
	all := slices.Concat(d.Consts, d.Vars)
	for _, typ := range d.Types {
		all = slices.Concat(all, typ.Consts, typ.Vars)
	}
	return all
}

// family is what a name is without a number at its end.
func family(name string) string { return strings.TrimRight(name, "0123456789") }

// TestExamples makes sure that everything has an example that is run.
func TestExamples(t *testing.T) {
	for _, name := range public {
		d, fset := documentation(t, name)
		all := entries(d)
		shown := map[string]bool{}
		for _, e := range all {
			if slices.ContainsFunc(e.examples, runs) {
				shown[family(e.name)] = true
				if e.owner != "" {
					shown[family(e.owner)] = true
				}
			}
		}
		for _, e := range all {
			if e.owner == "" && !shown[family(e.name)] {
				t.Errorf("%v: %s.%s has no example with output: write Example%s", fset.Position(e.pos), name, e.name, e.name)
			}
		}
	}
}

// runs reports whether go test runs an example, and compares its output.
func runs(e *doc.Example) bool { return e.Output != "" || e.EmptyOutput }
