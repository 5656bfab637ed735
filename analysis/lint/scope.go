package lint

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/where"
)

// reactorAt returns an expression for a reactor that is in scope at a position, or
// "": a variable, or a field of the receiver or of another variable.
func (c *checker) reactorAt(pos token.Pos) string {
	file := c.file(pos)
	if file == nil || c.pass.TypesInfo.Scopes[file] == nil {
		return ""
	}
	field := ""
	for scope := c.pass.TypesInfo.Scopes[file].Innermost(pos); scope != nil && scope != c.pass.Pkg.Scope(); scope = scope.Parent() {
		for _, name := range scope.Names() {
			v, ok := scope.Lookup(name).(*types.Var)
			if !ok || name == "_" || v.Pos() >= pos || c.hidden(scope, name, pos) {
				continue
			}
			if isReactor(v.Type()) {
				return name
			}
			if field == "" {
				field = c.reactorField(name, v.Type())
			}
		}
	}
	return field
}

// hidden reports whether a name of a scope means something else at pos.
func (c *checker) hidden(scope *types.Scope, name string, pos token.Pos) bool {
	file := c.file(pos)
	inner := c.pass.TypesInfo.Scopes[file].Innermost(pos)
	if inner == nil {
		return true
	}
	found, _ := inner.LookupParent(name, pos)
	return found != scope
}

// reactorField returns a field of a variable that is a reactor.
func (c *checker) reactorField(name string, typ types.Type) string {
	if ptr, ok := underlying(typ).(*types.Pointer); ok {
		typ = ptr.Elem()
	}
	t, ok := underlying(typ).(*types.Struct)
	if !ok {
		return ""
	}
	for i := range t.NumFields() {
		f := t.Field(i)
		if isReactor(f.Type()) && (f.Exported() || f.Pkg() == c.pass.Pkg) {
			return name + "." + f.Name()
		}
	}
	return ""
}

// isReactor reports whether a type has the methods of reactor.Reactor.
func isReactor(typ types.Type) bool {
	for _, name := range []string{"CallFromThread", "CallLater", "Now"} {
		obj, _, _ := types.LookupFieldOrMethod(typ, true, nil, name)
		if _, ok := obj.(*types.Func); !ok {
			return false
		}
	}
	return true
}

// file returns the file of a position.
func (c *checker) file(pos token.Pos) *ast.File {
	for _, file := range c.pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}

// runtimePath is the path of one of the runtime's packages, beside those that the
// package already uses: runtimes are vendored and copied.
func (c *checker) runtimePath(name string) string {
	seen := make(map[*types.Package]bool)
	var find func(pkg *types.Package) string
	find = func(pkg *types.Package) string {
		if seen[pkg] {
			return ""
		}
		seen[pkg] = true
		for _, imp := range pkg.Imports() {
			if base := where.RuntimePackage(imp); base != "" {
				return strings.TrimSuffix(imp.Path(), base) + name
			}
		}
		for _, imp := range pkg.Imports() {
			if found := find(imp); found != "" {
				return found
			}
		}
		return ""
	}
	return find(c.pass.Pkg)
}

// importName returns the name by which a file imports a package; ok is false if it
// does not, or only for its effects.
func importName(file *ast.File, info *types.Info, importPath string) (name string, ok bool) {
	for _, spec := range file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err != nil || p != importPath {
			continue
		}
		if spec.Name != nil {
			if spec.Name.Name == "_" || spec.Name.Name == "." {
				continue
			}
			return spec.Name.Name, true
		}
		if obj, ok := info.Implicits[spec].(*types.PkgName); ok {
			return obj.Name(), true
		}
		return path.Base(importPath), true
	}
	return "", false
}

// importEdits adds imports to a file, one edit for each, where gofmt would have
// them: among the imports of the same host.
func (c *checker) importEdits(file *ast.File, paths ...string) []analysis.TextEdit {
	slices.Sort(paths)
	var edits []analysis.TextEdit
	for _, p := range slices.Compact(paths) {
		if _, ok := importName(file, c.pass.TypesInfo, p); !ok {
			edits = append(edits, c.importEdit(file, p))
		}
	}
	return edits
}

func (c *checker) importEdit(file *ast.File, importPath string) analysis.TextEdit {
	text := strconv.Quote(importPath)
	decl := importDecl(file)
	if decl == nil {
		at := file.Name.End()
		return analysis.TextEdit{Pos: at, End: at, NewText: []byte("\n\nimport " + text)}
	}
	if !decl.Lparen.IsValid() {
		return analysis.TextEdit{Pos: decl.End(), End: decl.End(), NewText: []byte("\nimport " + text)}
	}
	var after, before *ast.ImportSpec
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ImportSpec)
		p, _ := strconv.Unquote(spec.Path.Value)
		if host(p) != host(importPath) {
			continue
		}
		if p < importPath {
			after = spec
		} else if before == nil {
			before = spec
		}
	}
	switch {
	case after != nil:
		at := lineEnd(after)
		return analysis.TextEdit{Pos: at, End: at, NewText: []byte("\n\t" + text)}
	case before != nil:
		return analysis.TextEdit{Pos: before.Pos(), End: before.Pos(), NewText: []byte(text + "\n\t")}
	case len(decl.Specs) == 0:
		return analysis.TextEdit{Pos: decl.Rparen, End: decl.Rparen, NewText: []byte("\n\t" + text + "\n")}
	}
	if host(importPath) == "" {
		at := decl.Specs[0].Pos() // the standard library comes first
		return analysis.TextEdit{Pos: at, End: at, NewText: []byte(text + "\n\n\t")}
	}
	at := lineEnd(decl.Specs[len(decl.Specs)-1].(*ast.ImportSpec))
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte("\n\n\t" + text)}
}

// lineEnd is the end of an import with the comment behind it.
func lineEnd(spec *ast.ImportSpec) token.Pos {
	if spec.Comment != nil {
		return spec.Comment.End()
	}
	return spec.End()
}

// importDecl returns the last import declaration, but for import "C".
func importDecl(file *ast.File) *ast.GenDecl {
	var last *ast.GenDecl
	for _, decl := range file.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.IMPORT {
			continue
		}
		if len(d.Specs) == 1 && d.Specs[0].(*ast.ImportSpec).Path.Value == `"C"` {
			continue
		}
		if last == nil || d.Lparen.IsValid() || !last.Lparen.IsValid() {
			last = d
		}
	}
	return last
}

// host is the first element of a path if that is a domain's name: imports are
// grouped by it.
func host(importPath string) string {
	first, _, _ := strings.Cut(importPath, "/")
	if strings.Contains(first, ".") {
		return first
	}
	return ""
}
