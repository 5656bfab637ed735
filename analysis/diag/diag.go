// Package diag reports the linter's diagnostics: under a rule's ID, with the
// address of its page, and not where an allow directive stands or where Evert has
// generated the code.
package diag

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/analysis/rules"
)

// A Reporter reports for one package.
type Reporter struct {
	pass  *analysis.Pass
	marks *directive.Set
	own   map[string]bool // files that Evert has generated
	on    map[string]bool
	used  map[token.Pos]bool // allow directives that silenced something
	seen  map[key]bool

	withoutTests bool
}

type key struct {
	id      string
	pos     token.Pos
	message string
}

// New returns a reporter for the rules of these IDs; what is reported under
// another one is dropped. marks are the package's directives.
func New(pass *analysis.Pass, marks *directive.Set, ids ...string) *Reporter {
	r := &Reporter{
		pass: pass, marks: marks,
		own: make(map[string]bool), on: make(map[string]bool), used: make(map[token.Pos]bool), seen: make(map[key]bool),
	}
	for _, id := range ids {
		r.on[id] = true
	}
	for _, file := range pass.Files {
		if directive.Generated(file) {
			r.own[r.position(file.Pos()).Filename] = true
		}
	}
	return r
}

// SkipTests drops what is reported in test files.
func (r *Reporter) SkipTests() { r.withoutTests = true }

// On reports whether a rule is on.
func (r *Reporter) On(id string) bool { return r.on[id] }

// Own reports whether Evert has generated the code at a position.
func (r *Reporter) Own(pos token.Pos) bool { return r.own[r.position(pos).Filename] }

// Report reports a violation of a rule, once for each place and message. The
// message names what is wrong; it starts with a lower-case letter.
func (r *Reporter) Report(id string, rng analysis.Range, message string, fixes ...analysis.SuggestedFix) {
	r.ReportDiagnostic(id, analysis.Diagnostic{Pos: rng.Pos(), End: rng.End(), Message: message, SuggestedFixes: fixes})
}

// ReportDiagnostic is Report for diagnostics that have more to say. It fills in
// the category and the address.
func (r *Reporter) ReportDiagnostic(id string, d analysis.Diagnostic) {
	rule, ok := rules.Lookup(id)
	if !ok {
		panic("no such rule: " + id)
	}
	k := key{id, d.Pos, d.Message}
	if !r.on[id] || r.seen[k] || r.Own(d.Pos) || r.skipped(d.Pos) || r.allowed(id, d.Pos) {
		return
	}
	r.seen[k] = true
	d.Category, d.URL = id, rule.URL()
	d.Message = id + ": " + d.Message
	r.pass.Report(d)
}

// skipped reports whether a position is in a test file, and these are left out.
func (r *Reporter) skipped(pos token.Pos) bool {
	return r.withoutTests && strings.HasSuffix(r.position(pos).Filename, "_test.go")
}

// allowed reports whether an allow directive on the line silences the rule.
func (r *Reporter) allowed(id string, pos token.Pos) bool {
	at := r.position(pos)
	allowed := false
	for _, d := range r.marks.Line(at.Filename, at.Line) {
		if d.Name == directive.Allow && d.Arg == id {
			r.used[d.Pos] = true
			allowed = true
		}
	}
	return allowed
}

// Allows reports whether an allow directive silences a rule at a position. Unlike
// a report, the question does not count as a use of the directive.
func (r *Reporter) Allows(id string, pos token.Pos) bool {
	at := r.position(pos)
	return slices.ContainsFunc(r.marks.Line(at.Filename, at.Line), func(d directive.Directive) bool {
		return d.Name == directive.Allow && d.Arg == id
	})
}

// Unused reports, as EV204, the allow directives of rules that are on and that
// have silenced nothing so far, and those of rules that do not exist.
func (r *Reporter) Unused() {
	for _, d := range r.marks.Allows() {
		_, exists := rules.Lookup(d.Arg)
		switch {
		case !exists:
			r.unused(d, fmt.Sprintf("there is no rule %s to allow", d.Arg))
		case r.on[d.Arg] && !r.used[d.Pos]:
			r.unused(d, fmt.Sprintf("//evert:allow %s allows nothing: there is no such diagnostic on its line", d.Arg))
		}
	}
}

func (r *Reporter) unused(d directive.Directive, message string) {
	file, c := r.comment(d.Pos)
	if c == nil {
		return
	}
	r.Report("EV204", c, message, analysis.SuggestedFix{
		Message:   "Delete the directive",
		TextEdits: []analysis.TextEdit{r.deletion(file, c)},
	})
}

// comment finds a comment by its position.
func (r *Reporter) comment(pos token.Pos) (*ast.File, *ast.Comment) {
	for _, file := range r.pass.Files {
		if pos < file.FileStart || pos > file.FileEnd {
			continue
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				if c.Pos() == pos {
					return file, c
				}
			}
		}
	}
	return nil, nil
}

// deletion deletes a comment: with its line if nothing else stands there, or
// with the space before it.
func (r *Reporter) deletion(file *ast.File, c *ast.Comment) analysis.TextEdit {
	tf := r.pass.Fset.File(file.FileStart)
	line := tf.Line(c.Pos())
	begin := tf.LineStart(line)
	end := c.End()
	last := r.lastBefore(file, begin, c.Pos())
	if last.IsValid() {
		return analysis.TextEdit{Pos: last, End: end}
	}
	if line < tf.LineCount() {
		end = tf.LineStart(line + 1)
	}
	return analysis.TextEdit{Pos: begin, End: end}
}

// lastBefore returns the end of the last token of code on a line before pos, or
// none.
func (r *Reporter) lastBefore(file *ast.File, begin, pos token.Pos) token.Pos {
	content, err := r.pass.ReadFile(r.pass.Fset.File(file.FileStart).Name())
	if err != nil {
		return pos
	}
	tf := r.pass.Fset.File(file.FileStart)
	from, to := tf.Offset(begin), tf.Offset(pos)
	if to > len(content) {
		return pos
	}
	text := content[from:to]
	i := len(text)
	for i > 0 && (text[i-1] == ' ' || text[i-1] == '\t') {
		i--
	}
	if i == 0 {
		return token.NoPos
	}
	return begin + token.Pos(i)
}

// position is where a position really is: directives belong to lines of files,
// whatever line comments say.
func (r *Reporter) position(pos token.Pos) token.Position {
	return r.pass.Fset.PositionFor(pos, false)
}
