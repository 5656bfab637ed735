package uptodate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/rewrite"
)

// A Finding is a function whose callback form is missing or out of date.
type Finding struct {
	Pos, End token.Pos
	Message  string

	// What would be done about it, if anything can be.
	Title   string
	Name    string    // of the generated file
	Content []byte    // what it should have; nil if it should not be there
	Old     *ast.File // what there is of it, nil if it does not exist
}

// Fix changes the generated file, if it is there.
func (f *Finding) Fix() []analysis.SuggestedFix {
	if f.Title == "" || f.Old == nil || f.Content == nil {
		return nil
	}
	return []analysis.SuggestedFix{{Message: f.Title, TextEdits: []analysis.TextEdit{
		{Pos: f.Old.FileStart, End: f.Old.FileEnd, NewText: f.Content},
	}}}
}

// compare finds out what differs, function by function.
func (c *checker) compare(res *rewrite.Result, sources map[string][]byte) []*Finding {
	var findings []*Finding
	for _, p := range res.Problems {
		if pos, ok := c.pos(p.Pos); ok {
			findings = append(findings, &Finding{Pos: pos, End: pos, Message: p.Message})
		}
	}
	if len(findings) > 0 {
		return findings // evert would write nothing
	}
	for _, f := range res.Funcs {
		if !f.Converted && f.Marked {
			findings = append(findings, c.at(f, fmt.Sprintf("%s has no callback form: cannot split it: %s", f.Name, f.Reason)))
		}
	}
	funcs := make(map[string][]rewrite.Func) // by source
	for _, f := range res.Funcs {
		if f.Converted {
			funcs[f.Decl.Filename] = append(funcs[f.Decl.Filename], f)
		}
	}
	made := make(map[string]bool)
	for _, file := range res.Files {
		made[file.Name] = true
		findings = append(findings, c.compareFile(funcs[file.Source], file)...)
	}
	for name := range c.own {
		if !made[name] {
			findings = append(findings, c.leftover(name, sources)...)
		}
	}
	slices.SortStableFunc(findings, func(a, b *Finding) int { return int(a.Pos - b.Pos) })
	return findings
}

// pos finds a position of a file that was parsed anew in the pass's.
func (c *checker) pos(p token.Position) (token.Pos, bool) {
	file := c.files[p.Filename]
	if file == nil {
		return token.NoPos, false
	}
	tf := c.pass.Fset.File(file.FileStart)
	if p.Offset < 0 || p.Offset > tf.Size() {
		return token.NoPos, false
	}
	return tf.Pos(p.Offset), true
}

// at makes a finding at a function's name.
func (c *checker) at(f rewrite.Func, message string) *Finding {
	pos, _ := c.pos(f.Decl)
	name := f.Name[strings.LastIndexByte(f.Name, '.')+1:]
	return &Finding{Pos: pos, End: pos + token.Pos(len(name)), Message: message}
}

// compareFile compares one file with what it should be.
func (c *checker) compareFile(funcs []rewrite.Func, file rewrite.File) []*Finding {
	content, exists := c.own[file.Name]
	if !exists {
		// There may be one that the pass has not: one that is not part of this
		// build, or that the driver has not seen yet. One that is in the way is
		// reported by evert.
		content, _ = os.ReadFile(file.Name)
		if c.files[file.Name] != nil || content != nil && !bytes.HasPrefix(content, []byte(directive.Header)) {
			return nil
		}
	}
	if bytes.Equal(code(content), code(file.Content)) {
		return nil
	}
	forms := make(map[string]bool)
	for _, f := range funcs {
		forms[formKey(f)] = true
	}
	have, want := texts(content, forms), texts(file.Content, forms)
	var findings, others []*Finding
	for _, f := range funcs {
		key := formKey(f)
		old, ok := have[key]
		found := c.at(f, fmt.Sprintf("callback form %s of %s is out of date", f.Form, f.Name))
		found.Title = "Bring callback forms up to date"
		found.Name, found.Content, found.Old = file.Name, file.Content, c.files[file.Name]
		switch {
		case !ok:
			found.Message = fmt.Sprintf("callback form %s of %s is missing", f.Form, f.Name)
			found.Title = "Generate callback form of " + f.Name
		case old == want[key]:
			others = append(others, found)
			continue
		}
		findings = append(findings, found)
	}
	if len(findings) == 0 && len(others) > 0 {
		return others[:1] // the imports, or a form that is not wanted any more
	}
	return findings
}

// formKey is how declName calls the callback form of a function.
func formKey(f rewrite.Func) string {
	name := strings.NewReplacer("(", "", ")", "", "*", "").Replace(f.Name)
	if recv, _, ok := strings.Cut(name, "."); ok {
		return recv + "." + f.Form
	}
	return f.Form
}

// texts returns the text of each callback form of a file, with the comment before
// it and what else is declared up to the next one, which belongs to it.
func texts(content []byte, forms map[string]bool) map[string]string {
	texts := make(map[string]string)
	content = code(content)
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "", content, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return texts
	}
	name, begin := "", 0
	for _, d := range file.Decls {
		decl, ok := d.(*ast.FuncDecl)
		if !ok || !forms[declName(decl)] {
			continue
		}
		at := decl.Pos()
		if decl.Doc != nil {
			at = decl.Doc.Pos()
		}
		offset := fset.Position(at).Offset
		texts[name] = string(content[begin:offset])
		name, begin = declName(decl), offset
	}
	texts[name] = string(content[begin:])
	return texts
}

// leftover is a generated file for which nothing is generated any more. It is
// reported where its source names the package; if that is gone, another one has to
// stand in, since nothing is reported in generated files.
func (c *checker) leftover(name string, sources map[string][]byte) []*Finding {
	at := c.sources[0]
	if source := sourceOf(name); sources[source] != nil {
		at = c.files[source]
	} else if c.exists(source) {
		return nil // its source is not part of this build
	}
	return []*Finding{{
		Pos: at.Name.Pos(), End: at.Name.End(),
		Message: filepath.Base(name) + " is out of date: nothing is generated for it any more",
		Title:   "Remove " + filepath.Base(name), Name: name, Old: c.files[name],
	}}
}
