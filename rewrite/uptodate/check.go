package uptodate

import (
	"bytes"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/rewrite"
)

// A checker checks one package.
type checker struct {
	pass  *analysis.Pass
	facts *blocking.Program

	sources []*ast.File          // of the pass, that may have something to generate
	files   map[string]*ast.File // of the pass by name
	own     map[string][]byte    // generated files of the pass by name
	opts    rewrite.Options
	forms   map[string]bool // declared in own: F, or T.F
}

// check finds what is wrong.
func (c *checker) check() ([]*Finding, error) {
	if !c.split() || len(c.sources) == 0 || len(c.own) == 0 && !c.wanted() {
		return nil, nil
	}
	if marks := c.facts.Marks(c.pass.Pkg); marks != nil && len(marks.Problems) > 0 {
		return nil, nil // another rule reports them, and evert generates nothing
	}
	sources := make(map[string][]byte)
	for _, file := range c.sources {
		name := c.name(file)
		content, err := c.pass.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources[name] = content
	}
	c.findForms()
	res, err := c.generate(newLoader(c.pass, sources))
	if err != nil || res == nil {
		return nil, err
	}
	return c.compare(res, sources), nil
}

func (c *checker) name(file *ast.File) string { return c.pass.Fset.File(file.FileStart).Name() }

// split sorts the pass's files. It fails for packages that are left alone.
func (c *checker) split() bool {
	c.own, c.files = make(map[string][]byte), make(map[string]*ast.File)
	for _, file := range c.pass.Files {
		name := c.name(file)
		if filepath.Ext(name) != ".go" || c.files[name] != nil {
			return false // what cgo or a test's main has made
		}
		c.files[name] = file
		for _, spec := range file.Imports {
			if spec.Path.Value == `"C"` {
				return false
			}
		}
		switch {
		case strings.HasSuffix(name, "_test.go"):
		case directive.Generated(file):
			content, err := c.pass.ReadFile(name)
			if err != nil {
				return false
			}
			c.own[name] = content
		default:
			c.sources = append(c.sources, file)
		}
	}
	c.opts = c.options()
	return true
}

// wanted reports whether there is a function that evert would convert.
func (c *checker) wanted() bool {
	for _, file := range c.sources {
		for _, d := range file.Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			fn, ok := c.pass.TypesInfo.Defs[decl.Name].(*types.Func)
			if !ok {
				continue
			}
			fact, blocks := c.facts.Func(fn)
			switch {
			case fact.Leaf || fact.Thread || fact.Nonblocking:
			case c.opts.All, fact.MarkedCallback, blocks && fact.Annotated && !c.opts.Marked:
				return true
			}
		}
	}
	return false
}

// findForms notes what the generated files declare: these forms stay wanted.
func (c *checker) findForms() {
	c.forms = make(map[string]bool)
	for name := range c.own {
		for _, d := range c.files[name].Decls {
			if decl, ok := d.(*ast.FuncDecl); ok {
				c.forms[declName(decl)] = true
			}
		}
	}
	c.opts.Also = func(fn *types.Func) bool {
		name := fn.Name() + "Deferred"
		if recv := fn.Signature().Recv(); recv != nil {
			name = typeName(recv.Type()) + "." + name
		}
		return c.forms[name]
	}
	c.opts.Recovers = recovers(c.pass)
}

// typeName is the name of a receiver's type.
func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// declName is F, or T.F for a method of T or *T.
func declName(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return decl.Name.Name
	}
	t := decl.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + decl.Name.Name
		default:
			return "." + decl.Name.Name
		}
	}
}

// generate runs the rewriter. The result is nil if the package has errors.
func (c *checker) generate(l *loader) (*rewrite.Result, error) {
	if len(c.own) > 0 { // there is something to compare with
		if pkg, _ := l.load(c.own, false); pkg != nil {
			res, err := c.rewrite(pkg, c.opts)
			if err != nil || c.same(res) {
				return res, err
			}
		}
	}
	return c.afresh(l, c.opts)
}

// afresh generates without anything that has been generated, in two passes if that
// is needed.
func (c *checker) afresh(l *loader, opts rewrite.Options) (*rewrite.Result, error) {
	pkg, missing := l.load(nil, true)
	if pkg == nil {
		return nil, nil
	}
	res, err := c.rewrite(pkg, opts)
	if err != nil || !missing {
		return res, err
	}
	generated := make(map[string][]byte)
	for _, f := range res.Files {
		generated[f.Name] = f.Content
	}
	if pkg, _ = l.load(generated, false); pkg == nil {
		return nil, nil
	}
	return c.rewrite(pkg, opts)
}

func (c *checker) rewrite(pkg *packages.Package, opts rewrite.Options) (*rewrite.Result, error) {
	facts := c.facts.Again(pkg.Types, pkg.Fset, pkg.TypesInfo, pkg.Syntax)
	return rewrite.Generate([]*packages.Package{pkg}, facts, opts)
}

// same reports that the rewriter has made the files that are there.
func (c *checker) same(res *rewrite.Result) bool {
	if len(res.Files) != len(c.own) {
		return false
	}
	for _, f := range res.Files {
		if content, ok := c.own[f.Name]; !ok || !bytes.Equal(code(content), code(f.Content)) {
			return false
		}
	}
	return true
}

// sites is the declaration at the end of a generated file that has the lines of the
// source.
var sites = regexp.MustCompile(`\nvar _ = \w+\.Sites\("`)

// code is a generated file without the lines of its source. They change with every
// line that is added to that, and the next time that something else does they are
// brought up to date, too.
func code(content []byte) []byte {
	if all := sites.FindAllIndex(content, -1); len(all) > 0 {
		return content[:all[len(all)-1][0]]
	}
	return content
}

func (c *checker) exists(name string) bool {
	_, err := os.Stat(name)
	return c.files[name] != nil || err == nil
}

// sourceOf returns the name of the file that a file was generated from.
func sourceOf(name string) string {
	const mark = "_deferred"
	dir, base := filepath.Split(name)
	i := strings.LastIndex(base, mark)
	if i < 0 {
		return name
	}
	return dir + base[:i] + base[i+len(mark):]
}
