package main

import (
	"encoding/json"
	"io"

	"github.com/evert-go/evert/analysis/rules"
	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/internal/govet"
	"github.com/evert-go/evert/internal/report"
	"github.com/evert-go/evert/internal/write"
	"github.com/evert-go/evert/rewrite"
)

// The JSON forms of what a run has to say. Positions are file:line:col, as in
// messages, so that editors and scripts need only one parser.

type jsonOutcome struct {
	Files      []jsonFile    `json:"files"`
	Functions  []jsonFunc    `json:"functions"`
	Candidates []jsonFunc    `json:"candidates"`
	Kept       []jsonMessage `json:"kept,omitempty"` // blocking forms that stay, with -w
	Problems   []jsonMessage `json:"problems"`
	Errors     []jsonMessage `json:"errors"`
}

type jsonFile struct {
	Name   string `json:"name"`
	Source string `json:"source,omitempty"`
	Action string `json:"action"` // wrote, removed, or generated if it has not changed
}

type jsonFunc struct {
	Name      string `json:"name"`
	Pos       string `json:"pos"`
	Converted bool   `json:"converted"`
	Reason    string `json:"reason,omitempty"`
	InChain   string `json:"inChain,omitempty"` // why it is in chain style
}

type jsonMessage struct {
	Package string `json:"package,omitempty"`
	Pos     string `json:"pos,omitempty"`
	Message string `json:"message"`
}

type jsonDecision struct {
	Pos    string   `json:"pos"`
	Func   string   `json:"func"`
	Call   string   `json:"call"`
	What   string   `json:"what"`
	Reason string   `json:"reason,omitempty"`
	Chain  []string `json:"chain,omitempty"`
}

// What evert vet prints is flat, as for the other commands; go vet -vettool -json
// has a tree, by package and analyzer.
type jsonVet struct {
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
	Errors      []jsonMessage    `json:"errors"`
}

type jsonDiagnostic struct {
	Rule    string        `json:"rule"`
	Pos     string        `json:"pos"`
	End     string        `json:"end"`
	Message string        `json:"message"`
	URL     string        `json:"url"`
	Related []jsonMessage `json:"related,omitempty"`
	Fixes   []jsonFix     `json:"fixes,omitempty"`
}

type jsonFix struct {
	Message string     `json:"message"`
	Edits   []jsonEdit `json:"edits"`
}

// A jsonEdit replaces the bytes from start up to end.
type jsonEdit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

// jsonOf leaves no list nil: an empty list reads [] rather than null.
func jsonOf(names report.Names, out *convert.Outcome, done []write.Change) jsonOutcome {
	j := jsonOutcome{
		Files:      []jsonFile{},
		Functions:  jsonFuncs(names, out.Funcs),
		Candidates: jsonFuncs(names, out.Candidates),
		Problems:   []jsonMessage{},
		Errors:     []jsonMessage{},
	}
	changed := make(map[string]bool)
	for _, c := range done {
		changed[c.Name] = true
		j.Files = append(j.Files, jsonFile{names.File(c.Name), names.File(c.Source), c.Verb()})
	}
	for _, f := range out.Files {
		if !changed[f.Name] {
			j.Files = append(j.Files, jsonFile{names.File(f.Name), names.File(f.Source), "generated"})
		}
	}
	for _, m := range report.Sort(out.Problems) {
		j.Problems = append(j.Problems, jsonMessage{Pos: names.Position(m.Pos), Message: m.Text})
	}
	for _, k := range out.Kept {
		j.Kept = append(j.Kept, jsonMessage{Pos: names.Position(k.Pos), Message: keptText(names, k)})
	}
	for _, e := range out.Errors {
		for _, m := range report.Sort(e.Messages) {
			j.Errors = append(j.Errors, jsonMessage{e.Package, names.Position(m.Pos), m.Text})
		}
	}
	return j
}

func (a *app) jsonVet(out *govet.Outcome) jsonVet {
	j := jsonVet{Diagnostics: []jsonDiagnostic{}, Errors: []jsonMessage{}}
	for _, d := range out.Diagnostics {
		rule, _ := rules.Lookup(d.Rule)
		diagnostic := jsonDiagnostic{
			Rule: d.Rule, Pos: a.names.Position(d.Pos), End: a.names.Position(d.End), Message: d.Message, URL: rule.URL(),
		}
		for _, r := range d.Related {
			diagnostic.Related = append(diagnostic.Related, jsonMessage{Pos: a.names.Position(r.Pos), Message: r.Message})
		}
		for _, fix := range d.Fixes {
			f := jsonFix{Message: fix.Message, Edits: []jsonEdit{}}
			for _, e := range fix.Edits {
				f.Edits = append(f.Edits, jsonEdit{a.names.File(e.File), e.Start, e.End, e.New})
			}
			diagnostic.Fixes = append(diagnostic.Fixes, f)
		}
		j.Diagnostics = append(j.Diagnostics, diagnostic)
	}
	for _, e := range out.Errors {
		j.Errors = append(j.Errors, jsonMessage{e.Package, a.names.Position(e.Pos), e.Text})
	}
	return j
}

func jsonFuncs(names report.Names, funcs []rewrite.Func) []jsonFunc {
	out := []jsonFunc{}
	for _, f := range funcs {
		out = append(out, jsonFunc{f.Name, names.Position(f.Pos), f.Converted, f.Reason, f.InChain})
	}
	return out
}

func jsonDecisions(names report.Names, decisions []rewrite.Decision) []jsonDecision {
	out := []jsonDecision{}
	for _, d := range decisions {
		out = append(out, jsonDecision{names.Position(d.Pos), d.Func, d.Call, d.What, d.Reason, d.Chain})
	}
	return out
}

func (a *app) printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	return e.Encode(v)
}
