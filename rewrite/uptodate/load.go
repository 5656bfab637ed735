package uptodate

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"regexp"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/rewrite/internal/verify"
)

// absent matches the type checker's messages about a callback form, or the fast body of
// one, that is not there: a function, a method, or a method that an interface asks for.
var absent = regexp.MustCompile(`^undefined: (\w+\.)?\w*(Deferred|Fast)$` +
	`| undefined \(.* has no field or method \w*(Deferred|Fast)\b` +
	`|\(missing method \w*(Deferred|Fast)\)`)

// A loader makes packages for the rewriter from what a pass has: its files, parsed
// anew, since the rewriter takes them apart, and the packages that they import.
type loader struct {
	pass    *analysis.Pass
	sources map[string][]byte // by name: the files to convert
	names   []string          // of them, sorted
	imports map[string]*packages.Package
	known   map[*types.Package]*packages.Package
	byPath  map[string]*packages.Package // all that the pass's package imports, directly or not
}

func newLoader(pass *analysis.Pass, sources map[string][]byte) *loader {
	l := &loader{
		pass: pass, sources: sources, names: slices.Sorted(maps.Keys(sources)),
		imports: make(map[string]*packages.Package),
		known:   make(map[*types.Package]*packages.Package),
		byPath:  make(map[string]*packages.Package),
	}
	for _, imported := range pass.Pkg.Imports() {
		l.packageOf(imported)
	}
	// Import declarations may name a package by another path than its own, such
	// as one that is vendored.
	for _, file := range pass.Files {
		for _, spec := range file.Imports {
			if name := pass.TypesInfo.PkgNameOf(spec); name != nil && len(spec.Path.Value) > 2 {
				l.imports[spec.Path.Value[1:len(spec.Path.Value)-1]] = l.packageOf(name.Imported())
			}
		}
	}
	return l
}

// packageOf makes a package without syntax, and those that it imports.
func (l *loader) packageOf(pkg *types.Package) *packages.Package {
	if p := l.known[pkg]; p != nil {
		return p
	}
	p := &packages.Package{
		ID: pkg.Path(), PkgPath: pkg.Path(), Name: pkg.Name(), Types: pkg, Imports: make(map[string]*packages.Package),
	}
	l.known[pkg] = p
	l.byPath[pkg.Path()] = p
	for _, imported := range pkg.Imports() {
		p.Imports[imported.Path()] = l.packageOf(imported)
	}
	return p
}

// load parses and type-checks the sources together with generated files, whose
// declarations are not handed on. It returns nil if the package has errors, but
// for callback forms that are missing, if that is all right.
func (l *loader) load(generated map[string][]byte, missingOK bool) (pkg *packages.Package, missing bool) {
	pkg = &packages.Package{
		ID: l.pass.Pkg.Path(), PkgPath: l.pass.Pkg.Path(), Name: l.pass.Pkg.Name(),
		GoFiles: l.names, CompiledGoFiles: l.names, Fset: token.NewFileSet(),
		TypesSizes: l.pass.TypesSizes, Imports: maps.Clone(l.imports),
		TypesInfo: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Instances: make(map[*ast.Ident]types.Instance),
			Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
			Implicits: make(map[ast.Node]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
			Scopes: make(map[ast.Node]*types.Scope), FileVersions: make(map[*ast.File]string),
		},
	}
	conf := &types.Config{Sizes: l.pass.TypesSizes}
	if m := l.pass.Module; m != nil {
		pkg.Module = &packages.Module{Path: m.Path, Version: m.Version, GoVersion: m.GoVersion}
		if m.GoVersion != "" {
			conf.GoVersion = "go" + m.GoVersion
		}
	}
	var files []*ast.File
	for _, name := range l.names {
		file, err := parser.ParseFile(pkg.Fset, name, l.sources[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, false
		}
		files = append(files, file)
		pkg.Syntax = append(pkg.Syntax, file)
	}
	for _, name := range slices.Sorted(maps.Keys(generated)) {
		file, err := parser.ParseFile(pkg.Fset, name, generated[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, false
		}
		files = append(files, file)
		pkg.Syntax = append(pkg.Syntax, shell(file))
	}
	failed := false
	conf.Error = func(err error) {
		if te, ok := err.(types.Error); ok && missingOK && absent.MatchString(te.Msg) {
			missing = true
		} else {
			failed = true
		}
	}
	conf.Importer = &importer{l, pkg, nil}
	pkg.Types, _ = conf.Check(pkg.PkgPath, pkg.Fset, files, pkg.TypesInfo)
	if failed {
		return nil, false
	}
	return pkg, missing
}

// shell is a generated file without its declarations. What remains, place and
// comments, is enough to tell that a declaration stands in a generated file.
func shell(f *ast.File) *ast.File {
	return &ast.File{
		Doc: f.Doc, Package: f.Package, Name: f.Name, FileStart: f.FileStart, FileEnd: f.FileEnd,
		Comments: f.Comments, GoVersion: f.GoVersion,
	}
}

// An importer imports what the pass's package imports, and for generated files
// the runtime, of which the sources are at hand.
type importer struct {
	loader   *loader
	pkg      *packages.Package
	verifier *verify.Verifier
}

func (im *importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	dep := im.pkg.Imports[path]
	if dep == nil {
		dep = im.loader.byPath[path]
	}
	if dep == nil {
		if im.verifier == nil {
			im.verifier = verify.New(slices.Collect(maps.Values(im.loader.known)), evert.Path, evert.Runtime())
		}
		tpkg, err := im.verifier.Import(path)
		if err != nil {
			return nil, err
		}
		dep = im.loader.packageOf(tpkg)
	}
	if !dep.Types.Complete() {
		return nil, errors.New("could not be imported before")
	}
	im.pkg.Imports[path] = dep
	return dep.Types, nil
}
