package load

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// Config says what to load.
type Config struct {
	Dir      string   // the current directory, absolute
	Env      []string // the environment of the go command
	Flags    []string // build flags, such as -tags
	Patterns []string // packages as the go command names them, or .go files
	Tests    bool     // with test files
	// Imported also makes roots of the packages of the main modules that the
	// named ones import.
	Imported bool

	// GOROOT is the root of the standard library's source.
	GOROOT string
	// Generated has the files of the first pass by their names.
	Generated map[string][]byte
	// Overlay has files that the go command is to see besides.
	Overlay map[string][]byte
	// Progress, if set, is told how many of the named packages are done. It is
	// called from several goroutines, but never at the same time.
	Progress func(done, total int)
}

// A Set is what was loaded.
type Set struct {
	// Roots are the named packages that can be converted, sorted by ID. With
	// tests, a package is represented by its test variant if it has one, and
	// followed by its external test package.
	Roots []*packages.Package
	// All are the packages with syntax, imported ones first.
	All []*packages.Package
	// Own are files from earlier runs that belong to the roots and that this
	// run would replace or remove.
	Own []string
	// Missing says that roots refer to callback forms that nothing declares.
	Missing bool
	// Errors are those of the packages that cannot be converted.
	Errors []PackageErrors
}

const mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedImports | packages.NeedDeps | packages.NeedModule | packages.NeedForTest |
	packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo

// Load loads packages.
func Load(ctx context.Context, cfg Config) (*Set, error) {
	list, err := listOwn(ctx, cfg)
	if err != nil {
		return nil, err
	}
	overlay := make(map[string][]byte)
	for name, content := range list.own {
		overlay[name] = emptied(name, content)
	}
	maps.Copy(overlay, cfg.Generated)
	maps.Copy(overlay, cfg.Overlay)
	l := &loader{cfg: cfg, std: filepath.Join(cfg.GOROOT, "src") + string(filepath.Separator), dirs: list.dirs}
	pkgs, err := packages.Load(&packages.Config{
		Context:    ctx,
		Mode:       mode,
		Dir:        cfg.Dir,
		Env:        cfg.Env,
		BuildFlags: cfg.Flags,
		Tests:      cfg.Tests,
		Overlay:    overlay,
		ParseFile:  l.parse,
	}, cfg.Patterns...)
	if err != nil {
		return nil, listError(ctx, err)
	}
	if len(pkgs) == 0 {
		return nil, errors.New(strings.Join(cfg.Patterns, " ") + ": matched no packages: name a folder with Go files")
	}
	s := &Set{Roots: roots(pkgs)}
	if cfg.Imported {
		s.Roots = l.withImported(s.Roots)
	}
	l.tidy(s)
	l.judge(s)
	s.Own = list.candidates(s.Roots)
	return s, nil
}

// A loader is the state of one call of Load.
type loader struct {
	cfg Config
	std string // GOROOT/src/

	mu   sync.Mutex
	dirs map[string]bool // of the named packages; true once parsing it began
	done int
}

// parse reads a file for the type checker: the standard library's without
// function bodies, all others with comments, which hold the directives.
func (l *loader) parse(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
	l.progress(filepath.Dir(name))
	if !strings.HasPrefix(name, l.std) {
		return parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	}
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if file != nil {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				f.Body = nil
			}
		}
	}
	return file, err
}

func (l *loader) progress(dir string) {
	if l.cfg.Progress == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if begun, named := l.dirs[dir]; named && !begun {
		l.dirs[dir] = true
		l.done++
		l.cfg.Progress(l.done, len(l.dirs))
	}
}

// roots picks from the loaded packages those to convert: of the variants of a
// package the one with most files, and no test mains.
func roots(pkgs []*packages.Package) []*packages.Package {
	variant := make(map[string]bool)
	for _, p := range pkgs {
		if p.ForTest == p.PkgPath {
			variant[p.PkgPath] = true
		}
	}
	var out []*packages.Package
	for _, p := range pkgs {
		switch {
		case p.Name == "main" && strings.HasSuffix(p.PkgPath, ".test") && strings.HasSuffix(p.ID, ".test"):
			continue // the generated main of a test
		case p.ForTest == "" && variant[p.PkgPath]:
			continue
		case p.ForTest != "" && p.PkgPath != p.ForTest && p.PkgPath != p.ForTest+"_test":
			continue // compiled anew only since it imports a package under test
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *packages.Package) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(out, func(a, b *packages.Package) bool { return a.ID == b.ID })
}

// withImported adds to the roots what they import from the main modules.
func (l *loader) withImported(roots []*packages.Package) []*packages.Package {
	all := slices.Clone(roots)
	packages.Visit(roots, nil, func(p *packages.Package) {
		if p.Module != nil && p.Module.Main && len(p.Syntax) > 0 && !slices.Contains(roots, p) {
			all = append(all, p)
		}
	})
	slices.SortFunc(all, func(a, b *packages.Package) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// tidy takes the syntax from what is not to be looked into: the standard
// library, and generated files.
func (l *loader) tidy(s *Set) {
	packages.Visit(s.Roots, nil, func(p *packages.Package) {
		if l.isStd(p) {
			p.Syntax, p.TypesInfo, p.Errors, p.TypeErrors = nil, nil, nil, nil
			return
		}
		if len(p.Syntax) == 0 {
			return
		}
		for i, f := range p.Syntax {
			if _, ok := l.cfg.Generated[p.Fset.File(f.FileStart).Name()]; ok {
				p.Syntax[i] = shell(f)
			}
		}
		markCgo(p)
		s.All = append(s.All, p)
	})
}

// shell is a file without its declarations. What remains, place and comments,
// is enough to tell that a declaration stands in a generated file.
func shell(f *ast.File) *ast.File {
	return &ast.File{
		Doc: f.Doc, Package: f.Package, Name: f.Name, FileStart: f.FileStart, FileEnd: f.FileEnd,
		Comments: f.Comments, GoVersion: f.GoVersion,
	}
}

// markCgo makes files that use cgo look like it again. What is compiled is cgo's
// output: one file of declarations that nobody wrote, and a copy of each file
// without its import of C. Positions in the copies are those of the source.
func markCgo(p *packages.Package) {
	source := make(map[string]bool)
	for _, name := range p.GoFiles {
		source[name] = true
	}
	p.CompiledGoFiles = slices.DeleteFunc(p.CompiledGoFiles, func(name string) bool { return !source[name] })
	p.Syntax = slices.DeleteFunc(p.Syntax, func(f *ast.File) bool {
		if source[p.Fset.File(f.FileStart).Name()] {
			return false
		}
		if !source[p.Fset.Position(f.Name.Pos()).Filename] {
			return true
		}
		// In the list of imports only: the declarations have been checked.
		f.Imports = append(f.Imports, &ast.ImportSpec{
			Path: &ast.BasicLit{ValuePos: f.Name.End(), Kind: token.STRING, Value: `"C"`},
		})
		return false
	})
}

func (l *loader) isStd(p *packages.Package) bool {
	return p.Module == nil && (p.PkgPath == "unsafe" || len(p.GoFiles) > 0 && strings.HasPrefix(p.GoFiles[0], l.std))
}
