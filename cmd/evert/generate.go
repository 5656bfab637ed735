package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/internal/overlay"
	"github.com/evert-go/evert/internal/report"
	"github.com/evert-go/evert/internal/write"
	"github.com/evert-go/evert/rewrite"
)

// generateFlags are the flags of the default command.
type generateFlags struct {
	*common
	diff, replace, shim, suspend bool
	overlay                      string
}

func parseGenerate(a *app, args []string) (*generateFlags, error) {
	f := &generateFlags{common: newFlags("generate")}
	f.set.BoolVar(&f.diff, "d", false, "")
	f.set.BoolVar(&f.replace, "w", false, "")
	f.set.BoolVar(&f.shim, "shim", false, "")
	f.set.BoolVar(&f.suspend, "suspend", false, "")
	f.set.StringVar(&f.overlay, "overlay", "", "")
	if err := f.parse(a, args); err != nil {
		return nil, err
	}
	switch {
	case f.diff && f.overlay != "":
		return nil, f.wrong("-d and -overlay contradict each other: give one of them")
	case f.diff && f.json:
		return nil, f.wrong("-d and -json contradict each other: give one of them")
	case f.replace && f.overlay != "":
		return nil, f.wrong("-w and -overlay contradict each other: give one of them")
	case f.shim && f.overlay == "":
		return nil, f.wrong("-shim needs -overlay DIR: it never changes the tree")
	case f.suspend && !f.shim:
		return nil, f.wrong("-suspend needs -shim and -overlay DIR")
	}
	return f, nil
}

func (a *app) generate(ctx context.Context, args []string) error {
	f, err := parseGenerate(a, args)
	if err != nil {
		return err
	}
	patterns, err := f.patterns(f.set.Args())
	if err != nil {
		return err
	}
	cfg, err := f.config(ctx, a, patterns)
	if err != nil {
		return err
	}
	cfg.Options.Shim, cfg.Options.Suspend = f.shim, f.suspend
	// The tests of the packages may use what would be gone.
	cfg.Options.Replace, cfg.Load.Tests = f.replace, f.replace
	out, err := convert.Run(ctx, cfg)
	if err != nil {
		return err
	}
	changes, problems := write.Plan(toWrite(out.Files), out.Own)
	out.Problems = append(out.Problems, problems...)
	switch {
	case f.diff:
		diff := write.Diff(changes, a.names)
		a.stdout.Write(diff)
		if err := a.conclude(f, out, nil); err != nil || len(diff) > 0 {
			return errSilent
		}
		return nil
	case f.overlay != "":
		return a.writeOverlay(f, out)
	case f.replace && len(out.Problems)+len(out.Errors) > 0:
		// What is not converted might use what would be gone.
		err := a.conclude(f, out, nil)
		fmt.Fprintln(a.stderr, "evert: nothing was written: with -w it is all or nothing")
		return err
	}
	done, problems, err := write.Commit(ctx, changes)
	out.Problems = append(out.Problems, problems...)
	if err != nil {
		return err
	}
	return a.conclude(f, out, done)
}

func toWrite(files []rewrite.File) []write.File {
	var out []write.File
	for _, f := range files {
		out = append(out, write.File{Source: f.Source, Name: f.Name, Content: f.Content, Before: f.Before})
	}
	return out
}

// overlaid are the files of a conversion for an overlay, and those to hide.
func overlaid(out *convert.Outcome) (files []overlay.File, hidden []string) {
	names := make(map[string]bool)
	for _, f := range out.Files {
		names[f.Name] = true
		if f.Content != nil {
			files = append(files, overlay.File{Name: f.Name, Content: f.Content})
		}
		if f.Shim != nil {
			files = append(files, overlay.File{Name: f.Source, Content: f.Shim})
		}
	}
	for _, name := range out.Own {
		if !names[name] {
			hidden = append(hidden, name)
		}
	}
	return files, hidden
}

func (a *app) writeOverlay(f *generateFlags, out *convert.Outcome) error {
	dir := f.overlay
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.dir, dir)
	}
	files, hidden := overlaid(out)
	list, err := overlay.Write(dir, files, hidden)
	if err != nil {
		return fmt.Errorf("cannot write the overlay: %w", err)
	}
	if !f.json {
		fmt.Fprintf(a.stdout, "wrote %s\n", a.names.File(list))
	}
	return a.conclude(f, out, nil)
}

// conclude says what was done and what was not.
func (a *app) conclude(f *generateFlags, out *convert.Outcome, done []write.Change) error {
	failed := len(out.Errors) > 0 || len(out.Problems) > 0 || len(out.Refused()) > 0
	if f.json {
		if err := a.printJSON(a.stdout, jsonOf(a.names, out, done)); err != nil {
			return err
		}
	} else {
		for _, c := range done {
			fmt.Fprintf(a.stdout, "%s %s\n", c.Verb(), a.names.File(c.Name))
		}
		a.printErrors(out)
		a.printKept(out)
		a.printMessages(out, true)
		if len(out.Funcs) == 0 && !failed {
			a.nothing(out, f.verbose)
		} else if a.printInChain(out, f.verbose); f.verbose {
			fmt.Fprintf(a.stderr, "evert: %s\n", summary(out))
		}
	}
	if failed {
		return errSilent
	}
	return nil
}

// printInChain tells which functions are in chain style although frames were asked for:
// by their directives, or at all.
func (a *app) printInChain(out *convert.Outcome, all bool) {
	for _, f := range out.Funcs {
		if f.InChain != "" && (all || f.Style != "") {
			fmt.Fprintln(a.stderr, a.names.Line(report.Message{Pos: f.Pos, Text: f.Name + " is in chain style: " + f.InChain}))
		}
	}
}

// printKept tells which blocking forms stay, and why.
func (a *app) printKept(out *convert.Outcome) {
	for _, k := range out.Kept {
		fmt.Fprintln(a.stderr, a.names.Line(report.Message{Pos: k.Pos, Text: keptText(a.names, k)}))
	}
}

func keptText(names report.Names, k rewrite.Kept) string {
	return fmt.Sprintf("%s stays beside %s: it is used at %s", k.Name, k.Form, names.Position(k.User))
}

// printErrors prints why packages do not build, as go build would.
func (a *app) printErrors(out *convert.Outcome) {
	for _, e := range out.Errors {
		e.Print(a.stderr, a.names)
	}
}

// printMessages prints problems and, if asked to, refusals, by position.
func (a *app) printMessages(out *convert.Outcome, refusals bool) {
	messages := out.Problems
	if refusals {
		for _, f := range out.Refused() {
			messages = append(messages, convert.Refusal(f))
		}
	}
	a.names.Print(a.stderr, messages)
}

// candidatesShown is how many are listed without -v.
const candidatesShown = 20

// nothing says that there is nothing to generate, and what there could be.
func (a *app) nothing(out *convert.Outcome, verbose bool) {
	fmt.Fprintln(a.stderr, "evert: nothing to generate: mark a function with //evert:callback, or what it waits for with //evert:blocking, or use -all")
	for i, c := range out.Candidates {
		if i == candidatesShown && !verbose {
			fmt.Fprintf(a.stderr, "and %d more: -v lists them all\n", len(out.Candidates)-i)
			break
		}
		text := fmt.Sprintf("%s blocks: mark it with //evert:callback to split it", c.Name)
		fmt.Fprintln(a.stderr, a.names.Line(report.Message{Pos: c.Pos, Text: text}))
	}
}

// summary counts functions, as in "41 functions in callback form, 2 refused".
func summary(out *convert.Outcome) string {
	s := "s"
	if out.Converted() == 1 {
		s = ""
	}
	return fmt.Sprintf("%d function%s in callback form, %d refused", out.Converted(), s, len(out.Refused()))
}
