package load

import (
	"bytes"
	"context"
	"errors"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/write"
	"golang.org/x/tools/go/packages"
)

// mark is the part of a generated file's name that its source does not have:
// x.go becomes x_deferred.go, x_linux_test.go becomes x_deferred_linux_test.go.
const mark = "_deferred"

// A listing is what is known of the named packages before they are loaded.
type listing struct {
	own   map[string][]byte // Evert's own files by name
	dirs  map[string]bool   // the packages' folders
	files bool              // .go files were named, not packages
}

// listOwn finds the files of earlier runs in the folders of the named packages.
// Listing is cheap, and names files that are not part of this build too.
func listOwn(ctx context.Context, cfg Config) (*listing, error) {
	mode := packages.NeedName | packages.NeedFiles
	if cfg.Imported {
		mode |= packages.NeedImports | packages.NeedDeps | packages.NeedModule
	}
	pkgs, err := packages.Load(&packages.Config{
		Context:    ctx,
		Mode:       mode,
		Dir:        cfg.Dir,
		Env:        cfg.Env,
		BuildFlags: cfg.Flags,
		Tests:      cfg.Tests,
	}, cfg.Patterns...)
	if err != nil {
		return nil, listError(ctx, err)
	}
	l := &listing{own: make(map[string][]byte), dirs: make(map[string]bool)}
	l.files = len(cfg.Patterns) > 0 && strings.HasSuffix(cfg.Patterns[0], ".go")
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if strings.HasSuffix(p.ID, ".test") {
			return // its files are in the build cache
		}
		if !slices.Contains(pkgs, p) && (p.Module == nil || !p.Module.Main) {
			return
		}
		for _, name := range slices.Concat(p.GoFiles, p.IgnoredFiles) {
			l.dirs[filepath.Dir(name)] = false
		}
	})
	for dir := range l.dirs {
		if err := l.readDir(dir); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *listing) readDir(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if e.IsDir() || !strings.HasSuffix(name, ".go") || !strings.Contains(e.Name(), mark) {
			continue
		}
		// What cannot be read is an error of the package, not of this search.
		if content, err := os.ReadFile(name); err == nil && write.IsOwn(content) {
			l.own[name] = content
		}
	}
	return nil
}

// candidates returns the own files whose fate this run decides: those whose
// source is part of the build, and those whose source is gone. Others belong to
// another GOOS, or to tests when tests are not loaded.
func (l *listing) candidates(roots []*packages.Package) []string {
	inBuild := make(map[string]bool)
	dirs := make(map[string]bool)
	for _, p := range roots {
		for _, name := range p.GoFiles {
			inBuild[name] = true
			dirs[filepath.Dir(name)] = true
		}
	}
	var names []string
	for name := range l.own {
		if !dirs[filepath.Dir(name)] {
			continue // its package has errors: leave it alone
		}
		source := sourceOf(name)
		_, err := os.Stat(source)
		if inBuild[source] || !l.files && errors.Is(err, os.ErrNotExist) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// sourceOf returns the name of the file that an own file was generated from.
func sourceOf(name string) string {
	dir, base := filepath.Split(name)
	i := strings.LastIndex(base, mark)
	return dir + base[:i] + base[i+len(mark):]
}

// emptied cuts a file after its package clause, so that all that stays is its
// place in the build.
func emptied(name string, content []byte) []byte {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, content, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		// Damaged, so out of the build altogether: it will be replaced.
		return []byte("//go:build ignore\n\npackage ignore\n")
	}
	end := fset.Position(file.Name.End()).Offset
	return append(bytes.Clone(content[:end]), '\n')
}
