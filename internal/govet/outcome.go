package govet

import (
	"cmp"
	"encoding/json"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/report"
)

// An Outcome is what go vet found.
type Outcome struct {
	Diagnostics []Diagnostic
	Errors      []Error // of packages that could not be looked at

	dir string
}

// A Diagnostic is a violation of a rule.
type Diagnostic struct {
	Rule     string // EV101
	Pos, End token.Position
	Message  string // without the rule
	Fixes    []Fix
	Related  []Related
}

// A Fix is a suggested change: several edits, all or none.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces bytes of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// Related is what more there is to say about a diagnostic, elsewhere.
type Related struct {
	Pos     token.Position
	Message string
}

// An Error is why a package could not be looked at.
type Error struct {
	Package string // if it is known
	report.Message
}

// Fixable reports whether some diagnostic has a fix.
func (o *Outcome) Fixable() bool {
	return slices.ContainsFunc(o.Diagnostics, func(d Diagnostic) bool { return len(d.Fixes) > 0 })
}

// Broken counts the packages that could not be looked at.
func (o *Outcome) Broken() int {
	broken := make(map[string]bool)
	for _, e := range o.Errors {
		broken[e.Package] = true
	}
	return len(broken)
}

// The forms in which the unitchecker prints.
type jsonDiagnostic struct {
	Category string
	Posn     string
	End      string
	Message  string
	Fixes    []jsonFix `json:"suggested_fixes"`
	Related  []struct{ Posn, Message string }
}

type jsonFix struct {
	Message string
	Edits   []struct {
		Filename   string
		Start, End int
		New        string
	}
}

// read takes the diagnostics out of what go vet has printed, and returns the rest.
// Diagnostics are objects, each begun and ended by a line with a brace.
func (o *Outcome) read(text string) (rest string) {
	var object, others []string
	for line := range strings.Lines(text) {
		bare := strings.TrimRight(line, "\r\n")
		switch {
		case bare == "{}":
		case len(object) > 0 || bare == "{":
			object = append(object, line)
			if bare == "}" {
				o.object(strings.Join(object, ""))
				object = nil
			}
		default:
			others = append(others, line)
		}
	}
	return strings.Join(others, "")
}

// object reads the diagnostics of one package.
func (o *Outcome) object(text string) {
	var tree map[string]map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		o.Errors = append(o.Errors, Error{Message: report.Message{Text: "cannot read the output of go vet: " + err.Error()}})
		return
	}
	for pkg, units := range tree {
		for _, message := range units {
			var list []jsonDiagnostic
			if json.Unmarshal(message, &list) != nil {
				var failure struct{ Error string }
				json.Unmarshal(message, &failure) // the only other form
				o.Errors = append(o.Errors, Error{pkg, report.Message{Text: failure.Error}})
			}
			for _, d := range list {
				o.Diagnostics = append(o.Diagnostics, o.diagnostic(d))
			}
		}
	}
}

func (o *Outcome) diagnostic(j jsonDiagnostic) Diagnostic {
	d := Diagnostic{
		Rule: j.Category, Message: strings.TrimPrefix(j.Message, j.Category+": "),
		Pos: report.ParsePosition(j.Posn, o.dir), End: report.ParsePosition(j.End, o.dir),
	}
	for _, fix := range j.Fixes {
		f := Fix{Message: fix.Message}
		for _, e := range fix.Edits {
			f.Edits = append(f.Edits, Edit{report.ParsePosition(e.Filename, o.dir).Filename, e.Start, e.End, e.New})
		}
		d.Fixes = append(d.Fixes, f)
	}
	for _, r := range j.Related {
		d.Related = append(d.Related, Related{report.ParsePosition(r.Posn, o.dir), r.Message})
	}
	return d
}

// located is a line about a position, which go vet's tools begin with their name.
var located = regexp.MustCompile(`^(?:evert: |vet: )?(\S.*?\.go:\d+(?::\d+)?): (.*)$`)

// errors reads what go vet says in words: headings with a package, and lines that
// may go on, indented.
func (o *Outcome) errors(text string) {
	pkg := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "" || strings.HasPrefix(line, "go: downloading "):
		case strings.HasPrefix(line, "# "):
			pkg, _, _ = strings.Cut(line[2:], " [")
		case strings.HasPrefix(line, "\t") && len(o.Errors) > 0:
			o.Errors[len(o.Errors)-1].Text += "\n" + line
		default:
			text, own := strings.CutPrefix(line, "go: ")
			e := Error{Package: pkg, Message: report.Message{Text: text}}
			if own {
				e.Package = "" // the go command's own, whatever heading came before
			}
			if m := located.FindStringSubmatch(line); m != nil {
				e.Pos, e.Text = report.ParsePosition(m[1], o.dir), m[2]
			}
			o.Errors = append(o.Errors, e)
		}
	}
}

func (o *Outcome) sort() {
	slices.SortStableFunc(o.Diagnostics, func(a, b Diagnostic) int {
		return cmp.Or(report.ComparePositions(a.Pos, b.Pos), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message))
	})
	o.Diagnostics = slices.CompactFunc(o.Diagnostics, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.Rule == b.Rule && a.Message == b.Message
	})
	slices.SortStableFunc(o.Errors, func(a, b Error) int {
		return cmp.Or(strings.Compare(a.Package, b.Package), report.ComparePositions(a.Pos, b.Pos))
	})
	o.Errors = slices.CompactFunc(o.Errors, func(a, b Error) bool { return a == b })
}
