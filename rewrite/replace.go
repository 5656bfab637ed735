package rewrite

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"sort"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/rewrite/internal/plan"
	"github.com/evert-go/evert/rewrite/internal/verify"
)

// Kept is a function whose blocking form stays beside its callback form, since
// something uses it still.
type Kept struct {
	Name, Form string
	Pos        token.Position
	User       token.Position // one of the uses
}

// replacement puts callback forms into the places of blocking forms, in the source
// files themselves. A blocking form that is still used stays, and says which its
// callback form is. Who uses one is what the type checker misses when all are gone:
// callers that are not converted, go statements, initialisers, tests, interfaces.
type replacement struct {
	g     *generator
	outs  []*output
	user  map[*plan.Func]token.Position // of functions that stay
	drop  map[*output]map[string]bool   // imports that nothing needs
	texts map[*output][]byte
}

// replace replaces in all files, and returns the functions that stay.
func (g *generator) replace(outs []*output) ([]Kept, error) {
	for _, o := range outs {
		if m := o.pkg.Module; m != nil && m.GoVersion != "" && olderThan("go"+m.GoVersion, 18) {
			return nil, fmt.Errorf("%s: cannot put callback forms in place: they are generic, and go.mod says go %s: go mod edit -go=1.18", o.name, m.GoVersion)
		}
	}
	r := &replacement{g: g, outs: outs, user: map[*plan.Func]token.Position{}, drop: map[*output]map[string]bool{}, texts: map[*output][]byte{}}
	for {
		for _, o := range outs {
			text, err := r.source(o)
			if err != nil {
				return nil, err
			}
			r.texts[o] = text
		}
		errs := r.check()
		if len(errs) == 0 {
			break
		}
		stays, unused := false, false
		for _, e := range errs {
			stays = r.stays(e) || stays
		}
		if stays { // and may need imports that the rest does not
			clear(r.drop)
			continue
		}
		for _, e := range errs {
			unused = r.unused(e) || unused
		}
		if !unused {
			return nil, fmt.Errorf("%s:%d:%d: the package does not type-check with callback forms in place: %s: this is a bug of evert", errs[0].File, errs[0].Line, errs[0].Column, errs[0].Msg)
		}
	}
	var kept []Kept
	for _, o := range outs {
		o.replaced = r.texts[o]
		for _, f := range o.funcs {
			if user, ok := r.user[f]; ok {
				kept = append(kept, Kept{Name: displayName(f.Obj), Form: f.Form, Pos: o.pkg.Fset.Position(f.Decl.Name.Pos()), User: r.userOf(f, user)})
			}
		}
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i].Pos.String() < kept[j].Pos.String() })
	return kept, nil
}

// notInPlace finds the functions of which a directive asks for what cannot be put in
// place. Nothing is written then; the rest goes on with chain style.
func (g *generator) notInPlace() {
	for _, f := range g.plan.Funcs {
		if g.opts.Replace && f.Wanted && f.Style == Frames {
			f.Style = Chain
			g.problems = append(g.problems, Problem{f.Pkg.Fset.Position(f.Decl.Name.Pos()), fmt.Sprintf(
				"cannot put the callback form of %s in its place: its directive says style=frames, which has several declarations", f.Obj.Name())})
		}
	}
}

// userOf is where the source uses f, preferably in code that stays; if nothing names f,
// as where an interface asks for it, the file is all there is to tell.
func (r *replacement) userOf(f *plan.Func, found token.Position) token.Position {
	best, stays := token.Position{Filename: found.Filename}, false
	for _, pkg := range r.g.pkgs {
		for id, obj := range pkg.TypesInfo.Uses {
			if fn, ok := obj.(*types.Func); !ok || plan.Key(fn) != f.Key {
				continue
			}
			pos, here := pkg.Fset.Position(id.Pos()), !r.goes(pkg, id.Pos())
			if !best.IsValid() || here && !stays || here == stays && before(pos, best) {
				best, stays = pos, here
			}
		}
	}
	return best
}

// before reports that a comes before b.
func before(a, b token.Position) bool {
	return a.Filename < b.Filename || a.Filename == b.Filename && a.Offset < b.Offset
}

// goes reports a position in a function whose blocking form goes.
func (r *replacement) goes(pkg *packages.Package, pos token.Pos) bool {
	at := pkg.Fset.Position(pos)
	for _, o := range r.outs {
		for _, f := range o.funcs {
			if _, stays := r.user[f]; stays || o.name != at.Filename {
				continue
			}
			if from, to := o.pkg.Fset.Position(f.Decl.Pos()), o.pkg.Fset.Position(f.Decl.End()); from.Offset <= at.Offset && at.Offset < to.Offset {
				return true
			}
		}
	}
	return false
}

// check type-checks all packages with the new sources.
func (r *replacement) check() []verify.Error {
	v := verify.New(r.g.pkgs, evert.Path, evert.Runtime())
	v.All = true
	var errs []verify.Error
	packages.Visit(r.g.pkgs, nil, func(pkg *packages.Package) {
		files := map[string][]byte{}
		for _, f := range pkg.Syntax {
			name := pkg.Fset.Position(f.FileStart).Filename
			for _, o := range r.outs {
				if o.name == name {
					files[name] = r.texts[o]
					files[fileName(name)] = nil
				}
			}
		}
		if len(files) > 0 || v.Affected(pkg) {
			errs = append(errs, v.Check(pkg, files)...)
		}
	})
	return errs
}

var (
	missingMethod = regexp.MustCompile(`missing method (\w+)`)
	unusedImport  = regexp.MustCompile(`^"([^"]+)" imported (as \w+ )?and not used`)
	missingName   = regexp.MustCompile(`undefined`)
)

// unused reports an error about an import that nothing needs any more, and notes that.
func (r *replacement) unused(e verify.Error) bool {
	m := unusedImport.FindStringSubmatch(e.Msg)
	if m == nil {
		return false
	}
	for _, o := range r.outs {
		if o.name == e.File && !r.drop[o][m[1]] {
			if r.drop[o] == nil {
				r.drop[o] = map[string]bool{}
			}
			r.drop[o][m[1]] = true
			return true
		}
	}
	return false
}

// stays reports an error about a blocking form that is still used, and notes that.
func (r *replacement) stays(e verify.Error) bool {
	name := ""
	if m := missingMethod.FindStringSubmatch(e.Msg); m != nil {
		name = m[1]
	} else if missingName.MatchString(e.Msg) {
		name = r.identAt(e)
	}
	found := false
	for _, o := range r.outs {
		for _, f := range o.funcs {
			if _, stays := r.user[f]; !stays && f.Obj.Name() == name {
				r.user[f] = token.Position{Filename: e.File, Line: e.Line, Column: e.Column}
				found = true
			}
		}
	}
	return found
}

// identAt is the identifier at the position of an error.
func (r *replacement) identAt(e verify.Error) string {
	var text []byte
	for _, o := range r.outs {
		if o.name == e.File {
			text = r.texts[o]
		}
	}
	if text == nil {
		text, _ = os.ReadFile(e.File) // what cannot be read explains nothing
	}
	lines := strings.Split(string(text), "\n")
	if e.Line < 1 || e.Line > len(lines) || e.Column < 1 || e.Column > len(lines[e.Line-1]) {
		return ""
	}
	rest := lines[e.Line-1][e.Column-1:]
	end := strings.IndexFunc(rest, func(c rune) bool { return !token.IsIdentifier(string(c)) && (c < '0' || c > '9') })
	if end < 0 {
		end = len(rest)
	}
	return rest[:end]
}

// source is the source file with callback forms in place.
func (r *replacement) source(o *output) ([]byte, error) {
	src, err := os.ReadFile(o.name)
	if err != nil {
		return nil, fmt.Errorf("cannot read the source again: %w", err)
	}
	o.before = src
	fset := token.NewFileSet()
	gen, err := parser.ParseFile(fset, o.name, o.content, parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: this is a bug of evert", o.name, err)
	}
	text := func(n ast.Node) string {
		return string(o.content[fset.Position(n.Pos()).Offset:fset.Position(n.End()).Offset])
	}
	var edits []edit
	var more strings.Builder // declarations that belong to no function
	forms := map[string]string{}
	for _, d := range gen.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			forms[formKey(d)] = text(d)
		case *ast.GenDecl:
			if d.Tok != token.IMPORT {
				more.WriteString("\n" + text(d) + "\n")
			}
		}
	}
	for _, f := range o.funcs {
		form := *f.Decl
		form.Name = ast.NewIdent(f.Form)
		edits = append(edits, r.function(o, f, src, forms[formKey(&form)]))
	}
	edits = append(edits, edit{len(src), len(src), more.String()})
	return r.imports(o, applyEdits(src, edits), gen)
}

// formKey tells functions of a file apart: the receiver's type and the name.
func formKey(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
			continue
		case *ast.ParenExpr:
			t = x.X
			continue
		case *ast.IndexExpr:
			t = x.X
			continue
		case *ast.IndexListExpr:
			t = x.X
			continue
		case *ast.Ident:
			return x.Name + "." + d.Name.Name
		}
		return "?." + d.Name.Name
	}
}

// function is the edit that puts a callback form in place, or after the blocking form
// if that stays.
func (r *replacement) function(o *output, f *plan.Func, src []byte, form string) edit {
	at := func(p token.Pos) int { return o.pkg.Fset.PositionFor(p, false).Offset }
	from, to := at(f.Decl.Pos()), at(f.Decl.End())
	start := from
	var doc []string
	if f.Decl.Doc != nil {
		start = at(f.Decl.Doc.Pos())
		doc = strings.Split(strings.TrimRight(string(src[start:from]), "\n"), "\n")
	}
	if _, stays := r.user[f]; !stays {
		return edit{start, to, lines(renamedDoc(withoutMarks(doc), f.Obj.Name(), f.Form)) + form}
	}
	doc = withoutMarks(doc)
	if len(doc) > 0 && !strings.HasPrefix(doc[len(doc)-1], "//evert:") && !strings.HasPrefix(doc[len(doc)-1], "//go:") {
		doc = append(doc, "//")
	}
	doc = append(doc, "//evert:blocking callback="+f.Form)
	link := strings.Trim(strings.Replace(displayName(f.Obj), "(*", "", 1), "()")
	link = strings.Replace(link, ").", ".", 1)
	return edit{start, to, lines(doc) + string(src[from:to]) + "\n\n// " + f.Form + " is the callback form of [" + link + "].\n" + form}
}

func lines(doc []string) string {
	if len(doc) == 0 {
		return ""
	}
	return strings.Join(doc, "\n") + "\n"
}

// withoutMarks drops Evert's directives from a doc comment, and the empty line before
// them.
func withoutMarks(doc []string) []string {
	var out []string
	for _, l := range doc {
		if !strings.HasPrefix(strings.TrimSpace(l), "//evert:") {
			out = append(out, l)
		}
	}
	for len(out) > 0 && strings.TrimSpace(out[len(out)-1]) == "//" {
		out = out[:len(out)-1]
	}
	return out
}

// renamedDoc is the doc comment of Name as that of Form.
func renamedDoc(doc []string, name, form string) []string {
	if len(doc) > 0 {
		if rest, ok := strings.CutPrefix(doc[0], "// "+name); ok && (rest == "" || rest[0] == ' ' || rest[0] == ',' || rest[0] == ':') {
			doc[0] = "// " + form + rest
		}
	}
	return doc
}

// imports adds what callback forms need and drops what nothing needs any more.
func (r *replacement) imports(o *output, src []byte, gen *ast.File) ([]byte, error) {
	src, err := addImports(src, gen)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: this is a bug of evert", o.name, err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, o.name, src, parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: this is a bug of evert", o.name, err)
	}
	for path := range r.drop[o] {
		for _, s := range file.Imports {
			if s.Path.Value != fmt.Sprintf("%q", path) || s.Name != nil && (s.Name.Name == "_" || s.Name.Name == ".") {
				continue
			}
			name := ""
			if s.Name != nil {
				name = s.Name.Name
			}
			astutil.DeleteNamedImport(fset, file, name, path)
			break
		}
	}
	var out bytes.Buffer
	if err := format.Node(&out, fset, file); err != nil {
		return nil, fmt.Errorf("%s: %w: this is a bug of evert", o.name, err)
	}
	return out.Bytes(), nil
}

// addImports adds the imports of gen that src does not have: to the last group of the
// first import declaration, or to a new one if that is the standard library's.
func addImports(src []byte, gen *ast.File) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, s := range file.Imports {
		have[s.Name.String()+s.Path.Value] = true
	}
	var std, other []string
	for _, s := range gen.Imports {
		line := "\t" + s.Path.Value + "\n"
		if s.Name != nil {
			line = "\t" + s.Name.Name + " " + s.Path.Value + "\n"
		}
		switch {
		case have[s.Name.String()+s.Path.Value]:
		case isStd(s.Path.Value):
			std = append(std, line)
		default:
			other = append(other, line)
		}
	}
	if len(std)+len(other) == 0 {
		return src, nil
	}
	groups := []string{strings.Join(std, ""), strings.Join(other, "")}
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	decl := firstImport(file)
	if decl == nil {
		end := at(file.Name.End())
		return applyEdits(src, []edit{{end, end, "\n\nimport (\n" + strings.Trim(strings.Join(groups, "\n"), "\n") + "\n)\n"}}), nil
	}
	first, last := decl.Specs[0].(*ast.ImportSpec), decl.Specs[len(decl.Specs)-1].(*ast.ImportSpec)
	if groups[1] != "" && isStd(last.Path.Value) {
		groups[1] = "\n" + groups[1]
	}
	if !decl.Lparen.IsValid() {
		end := first.End()
		if first.Comment != nil {
			end = first.Comment.End()
		}
		return applyEdits(src, []edit{
			{at(first.Pos()), at(first.Pos()), "(\n" + groups[0] + "\t"},
			{at(end), at(end), "\n" + groups[1] + ")"},
		}), nil
	}
	return applyEdits(src, []edit{
		{at(first.Pos()), at(first.Pos()), strings.TrimPrefix(groups[0], "\t") + "\t"},
		{at(decl.Rparen), at(decl.Rparen), groups[1]},
	}), nil
}

// firstImport is the first import declaration that is not cgo's.
func firstImport(file *ast.File) *ast.GenDecl {
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT && len(g.Specs) > 0 && g.Specs[0].(*ast.ImportSpec).Path.Value != `"C"` {
			return g
		}
	}
	return nil
}

// isStd reports the path of a package of the standard library.
func isStd(path string) bool {
	first, _, _ := strings.Cut(strings.Trim(path, "`\""), "/")
	return !strings.Contains(first, ".")
}
