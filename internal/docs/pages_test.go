package docs

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// A block is code on a page.
type block struct {
	page     string // docs/from-twisted.md
	line     int    // of the first line of code
	language string
	code     string
}

// read returns the blocks of a page. They begin and end with a line of three
// backquotes.
func read(page, text string) []block {
	var all []block
	var open *block
	for i, line := range strings.SplitAfter(text, "\n") {
		mark, isFence := strings.CutPrefix(strings.TrimRight(line, "\n"), "```")
		switch {
		case isFence && open == nil:
			open = &block{page: page, line: i + 2, language: mark}
		case isFence:
			all = append(all, *open)
			open = nil
		case open != nil:
			open.code += line
		}
	}
	return all
}

// pages reads all pages.
func pages(t *testing.T) map[string][]block {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no pages: %v", err)
	}
	all := map[string][]block{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := "docs/" + filepath.Base(file)
		all[name] = read(name, string(text))
	}
	return all
}

// compares reports whether a page is for people who come from elsewhere.
func compares(page string) bool { return strings.HasPrefix(page, "docs/from-") }

// prelude is what the blocks are checked with.
type prelude struct {
	fset    *token.FileSet
	files   []*ast.File
	imports string // the import declarations of the first, in one line
	types   map[string]*types.Package
}

func newPrelude(t *testing.T) *prelude {
	t.Helper()
	p := &prelude{fset: token.NewFileSet(), types: map[string]*types.Package{}}
	for _, name := range []string{"testdata/prelude.go", "testdata/variables.go"} {
		file, err := parser.ParseFile(p.fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		p.files = append(p.files, file)
	}
	var paths []string
	for _, spec := range p.files[0].Imports {
		p.imports += "import " + spec.Path.Value + "; "
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	config := &packages.Config{Mode: packages.NeedName | packages.NeedImports | packages.NeedTypes | packages.NeedExportFile, Dir: root}
	loaded, err := packages.Load(config, paths...)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range loaded {
		for _, err := range pkg.Errors {
			t.Fatal(err)
		}
		p.types[pkg.PkgPath] = pkg.Types
	}
	return p
}

// Import implements types.Importer.
func (p *prelude) Import(path string) (*types.Package, error) {
	if pkg := p.types[path]; pkg != nil {
		return pkg, nil
	}
	return nil, errors.New("cannot import it: testdata/prelude.go does not")
}

// parse makes a file of a block, in which each line has the number that it has on the
// page.
func (p *prelude) parse(b block) (f *ast.File, whole bool, err error) {
	if strings.HasPrefix(b.code, "package ") {
		f, err = p.parseAt(b, "", "")
		return f, true, err
	}
	header := "package page; " + p.imports
	f, err = p.parseAt(b, header, "")
	if err == nil {
		return f, false, nil
	}
	statements, errStatements := p.parseAt(b, header+"func _() {", "}")
	if errStatements == nil || position(errStatements).Line > position(err).Line {
		return statements, false, errStatements
	}
	return nil, false, err
}

func (p *prelude) parseAt(b block, before, after string) (*ast.File, error) {
	source := before + strings.Repeat("\n", b.line-1) + b.code + after
	return parser.ParseFile(p.fset, b.page, source, parser.SkipObjectResolution)
}

func position(err error) token.Position {
	var list scanner.ErrorList
	if errors.As(err, &list) {
		return list[0].Pos
	}
	return token.Position{}
}

// beside returns the declarations of other blocks of a page that may stand beside f:
// those that declare nothing that f, or one before them, does.
func (p *prelude) beside(f *ast.File, others []block) []*ast.File {
	taken := declared(f)
	var all []*ast.File
	for _, o := range others {
		if o.language != "go" || strings.HasPrefix(o.code, "package ") {
			continue
		}
		g, err := p.parseAt(o, "package page; "+p.imports, "")
		if err != nil {
			continue // statements
		}
		names := declared(g)
		if slices.ContainsFunc(slices.Collect(maps.Keys(names)), func(n string) bool { return taken[n] }) {
			continue
		}
		maps.Copy(taken, names)
		all = append(all, g)
	}
	return all
}

// declared returns the names that a file declares, methods aside.
func declared(f *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						names[n.Name] = true
					}
				}
			}
		}
	}
	delete(names, "_")
	return names
}

// check returns what is wrong with a block, each message with file and line. Other
// blocks of its page may declare what it uses.
func (p *prelude) check(b block, others ...block) []error {
	f, whole, err := p.parse(b)
	if err != nil {
		return []error{err}
	}
	var all []error
	if formatted, err := format.Source([]byte(b.code)); err != nil {
		all = append(all, err)
	} else if !bytes.Equal(formatted, []byte(b.code)) {
		all = append(all, fmt.Errorf("%s:%d: it is not as gofmt writes it:\n%s", b.page, b.line, formatted))
	}
	files := []*ast.File{f}
	if !whole {
		files = append(files, p.files...)
		files = append(files, p.beside(f, others)...)
	}
	end := b.line + strings.Count(b.code, "\n")
	config := types.Config{
		Importer: p,
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) && e.Soft && !whole {
				return // an import or variable that is not used
			}
			if at := e.Fset.Position(e.Pos); len(others) > 0 && (at.Filename != b.page || at.Line < b.line || at.Line > end) {
				return // of another block, which is checked by itself
			}
			all = append(all, err)
		},
	}
	_, _ = config.Check("page", p.fset, files, nil) // the errors have been kept
	return all
}

// TestBlocks checks all Go code on the pages.
func TestBlocks(t *testing.T) {
	p := newPrelude(t)
	for page, blocks := range pages(t) {
		n := 0
		for _, b := range blocks {
			if b.language != "go" {
				continue
			}
			n++
			for _, err := range p.check(b, blocks...) {
				t.Error(err)
			}
		}
		if n == 0 && compares(page) {
			t.Errorf("%s has no code", page)
		}
	}
}

// TestCheck makes sure that what is wrong with a block is found, and where.
func TestCheck(t *testing.T) {
	p := newPrelude(t)
	for _, c := range []struct{ code, want string }{
		{"d := fetchDeferred(r, url)\n", ""},
		{"func f() error { return nil }\n", ""},
		{"package main\n\nfunc main() {}\n", ""},
		{"d := fetchDeferred(r, url)\nvar s string = d\n", "docs/x.md:4:16: cannot use d"},
		{"func f() error {\n\treturn 1\n}\n", "docs/x.md:4:9: cannot use 1"},
		{"d := 1\n)\n", "docs/x.md:4:1: expected"},
		{"func f() {\n\tx :=\n}\n", "docs/x.md:5:1: expected"},
		{"package main\n\nimport \"io\"\n\nfunc main() {}\n", "docs/x.md:5:8: could not import"},
		{"if  true {\n}\n", "docs/x.md:3: it is not as gofmt writes it"},
	} {
		b := read("docs/x.md", "text\n```go\n"+c.code+"```\n")[0]
		got := fmt.Sprint(p.check(b))
		if c.want == "" && got != "[]" || !strings.Contains(got, c.want) {
			t.Errorf("%q: %s, want %q", c.code, got, c.want)
		}
	}
}

// TestPrograms runs the programs on the pages, and compares what they print with the
// block that follows.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs")
	}
	for page, blocks := range pages(t) {
		n := 0
		for i, b := range blocks {
			if b.language != "go" || !strings.HasPrefix(b.code, "package main\n") {
				continue
			}
			n++
			if i+1 == len(blocks) || blocks[i+1].language != "" {
				t.Errorf("%s:%d: no block after the program says what it prints", page, b.line)
				continue
			}
			name := filepath.Join(t.TempDir(), "main.go")
			if err := os.WriteFile(name, []byte(b.code), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("go", "run", name)
			cmd.Dir = root
			out, err := cmd.CombinedOutput()
			if err != nil || string(out) != blocks[i+1].code {
				t.Errorf("%s:%d: %v, it prints:\n%s", page, b.line, err, out)
			}
		}
		if n == 0 && compares(page) {
			t.Errorf("%s has no program", page)
		}
	}
}

// TestPagesLinked makes sure that readers find the pages: all from the README, and
// from the package's documentation those for people who come from elsewhere.
func TestPagesLinked(t *testing.T) {
	for page := range pages(t) {
		froms := []string{"README.md"}
		if compares(page) {
			froms = append(froms, "deferred/doc.go")
		}
		for _, from := range froms {
			text, err := os.ReadFile(filepath.Join(root, from))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), page) {
				t.Errorf("%s does not lead to %s", from, page)
			}
		}
	}
}
