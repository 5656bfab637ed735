package lint

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/where"
)

// An edit replaces a part of a file, by offsets.
type edit struct {
	begin, end int
	text       string
}

// A split makes the text of a fix in one file.
type split struct {
	c       *checker
	file    *ast.File
	src     []byte
	reactor string // an expression for the reactor
	forms   bool   // call callback forms where there are some

	body  *where.Body
	shape shape
	value string // the type of the body's value

	imports map[string]bool // paths that the text needs
	used    map[string]bool // names that the text declares
	bad     bool            // something cannot be named
}

// newSplit returns nil if there is no reactor in scope, or no source.
func (c *checker) newSplit(pos token.Pos, forms bool) *split {
	w := c.newText(pos)
	if w == nil || w.reactor == "" {
		return nil
	}
	w.forms = forms
	return w
}

// newText is newSplit for text that may do without a reactor.
func (c *checker) newText(pos token.Pos) *split {
	w := &split{c: c, file: c.file(pos), imports: make(map[string]bool), used: make(map[string]bool)}
	if w.file == nil || c.pass.ReadFile == nil || c.runtimePath("deferred") == "" {
		return nil
	}
	w.reactor = c.reactorAt(pos)
	tf := c.pass.Fset.File(w.file.FileStart)
	src, err := c.pass.ReadFile(tf.Name())
	if err != nil || len(src) != tf.Size() || !c.parses(w.file, src) {
		return nil
	}
	w.src = src
	return w
}

// parses reports whether a file has no syntax errors: with them, parts of its tree
// have no position.
func (c *checker) parses(file *ast.File, src []byte) bool {
	ok, known := c.parsed[file]
	if !known {
		_, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
		ok = err == nil
		if c.parsed == nil {
			c.parsed = make(map[*ast.File]bool)
		}
		c.parsed[file] = ok
	}
	return ok
}

func (w *split) offset(pos token.Pos) int { return w.c.pass.Fset.File(w.file.FileStart).Offset(pos) }

func (w *split) text(n ast.Node) string { return string(w.src[w.offset(n.Pos()):w.offset(n.End())]) }

// name is the name of one of the runtime's packages, which the file is made to
// import.
func (w *split) name(base string) string { return w.imported(w.c.runtimePath(base), base) }

func (w *split) imported(path, name string) string {
	if known, ok := importName(w.file, w.c.pass.TypesInfo, path); ok {
		return known
	}
	w.imports[path] = true
	return name
}

// qualified is a function's name, with that of its package.
func (w *split) qualified(fn *types.Func) string {
	if fn.Pkg() == w.c.pass.Pkg {
		return fn.Name()
	}
	return w.imported(fn.Pkg().Path(), fn.Pkg().Name()) + "." + fn.Name()
}

// typeText writes a type; bad is set if the file has no name for it.
func (w *split) typeText(typ types.Type) string {
	if !w.c.nameable(typ) {
		w.bad = true
	}
	return types.TypeString(typ, func(pkg *types.Package) string {
		if pkg == w.c.pass.Pkg {
			return ""
		}
		name, ok := importName(w.file, w.c.pass.TypesInfo, pkg.Path())
		if !ok {
			w.bad = true
		}
		return name
	})
}

// nameable reports whether the package has names for a type and its parts:
// unexported types of other packages have none.
func (c *checker) nameable(typ types.Type) bool {
	var args *types.TypeList
	switch t := typ.(type) {
	case *types.Alias:
		args = t.TypeArgs()
		if obj := t.Obj(); obj.Pkg() != nil && obj.Pkg() != c.pass.Pkg && !obj.Exported() {
			return false
		}
	case *types.Named:
		args = t.TypeArgs()
		if obj := t.Obj(); obj.Pkg() != nil && obj.Pkg() != c.pass.Pkg && !obj.Exported() {
			return false
		}
	case *types.Map:
		return c.nameable(t.Key()) && c.nameable(t.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		return c.nameable(t.Elem())
	}
	for i := range args.Len() {
		if !c.nameable(args.At(i)) {
			return false
		}
	}
	return true
}

// finish turns edits into those of a fix: formatted, as short as whole lines
// allow, and with the imports that they need.
func (w *split) finish(edits []edit) []analysis.TextEdit {
	if w.bad {
		return nil
	}
	changed := apply(w.src, edits)
	text := changed
	before, err1 := format.Source(w.src)
	after, err2 := format.Source(changed)
	if err2 != nil {
		return nil // nothing that one would want
	}
	if err1 == nil && bytes.Equal(before, w.src) {
		text = after
	}
	from, to, text := differing(w.src, text)
	tf := w.c.pass.Fset.File(w.file.FileStart)
	list := []analysis.TextEdit{{Pos: tf.Pos(from), End: tf.Pos(to), NewText: text}}
	var paths []string
	for path := range w.imports {
		paths = append(paths, path)
	}
	return append(w.c.importEdits(w.file, paths...), list...)
}

// apply applies edits, which do not overlap. Those at the same place stay in their
// order.
func apply(src []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.begin, b.begin) })
	var out []byte
	done := 0
	for _, e := range edits {
		out = append(out, src[done:e.begin]...)
		out = append(out, e.text...)
		done = e.end
	}
	return append(out, src[done:]...)
}

// differing returns the lines in which two texts differ: from one offset of a to
// another, and what b has there.
func differing(a, b []byte) (from, to int, text []byte) {
	la, lb := strings.SplitAfter(string(a), "\n"), strings.SplitAfter(string(b), "\n")
	head := 0
	for head < len(la) && head < len(lb) && la[head] == lb[head] {
		from += len(la[head])
		head++
	}
	tail := 0
	to = len(a)
	for tail < len(la)-head && tail < len(lb)-head && la[len(la)-1-tail] == lb[len(lb)-1-tail] {
		to -= len(la[len(la)-1-tail])
		tail++
	}
	return from, to, []byte(strings.Join(lb[head:len(lb)-tail], ""))
}
