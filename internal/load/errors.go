package load

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/report"
	"golang.org/x/tools/go/packages"
)

// PackageErrors are the errors of one package that does not build.
type PackageErrors struct {
	Package  string // as go build names it, such as `p [p.test]`
	Messages []report.Message
	Compiler bool // the compiler would report them, rather than the go command
}

// compilerLimit is how many errors of a package the compiler prints.
const compilerLimit = 10

// Print writes the errors in the form that go build gives them.
func (e PackageErrors) Print(w io.Writer, names report.Names) {
	if e.Compiler {
		fmt.Fprintf(w, "# %s\n", e.Package)
	}
	dir := names.Dir + string(filepath.Separator)
	for i, m := range report.Sort(e.Messages) {
		if e.Compiler && i == compilerLimit {
			fmt.Fprintln(w, "too many errors")
			break
		}
		line := names.Line(m)
		// The compiler starts relative names with a dot, the go command not.
		if e.Compiler && strings.HasPrefix(m.Pos.Filename, dir) {
			line = "." + string(filepath.Separator) + line
		}
		fmt.Fprintln(w, strings.ReplaceAll(line, "\t"+dir, "\t./"))
	}
}

// absent matches the type checker's messages about a callback form, or the fast body of
// one, that is not there: a function, a method, or a method that an interface asks for.
var absent = regexp.MustCompile(`^undefined: (\w+\.)?\w*(Deferred|Fast)$` +
	`| undefined \(.* has no field or method \w*(Deferred|Fast)\b` +
	`|\(missing method \w*(Deferred|Fast)\)`)

// judge divides the roots: those that do not build, or import a package that
// does not, leave Roots, and the errors behind that go to Errors.
func (l *loader) judge(s *Set) {
	broken := make(map[*packages.Package]bool)
	missing := make(map[*packages.Package]bool)
	isRoot := make(map[*packages.Package]bool)
	for _, p := range s.Roots {
		isRoot[p] = true
	}
	seen := make(map[string]bool) // one message a position, not one a variant
	packages.Visit(s.Roots, nil, func(p *packages.Package) {
		for _, imported := range p.Imports {
			broken[p] = broken[p] || broken[imported]
			missing[p] = missing[p] || missing[imported]
		}
		if isRoot[p] && l.isStd(p) {
			broken[p] = true
			s.Errors = append(s.Errors, PackageErrors{Package: p.ID, Messages: []report.Message{{
				Text: p.PkgPath + ": cannot convert the standard library: name packages of a module",
			}}})
			return
		}
		errs, names := l.errorsOf(p, isRoot[p])
		missing[p] = missing[p] || names
		if len(errs) == 0 {
			return
		}
		broken[p] = true
		l.collect(s, p, errs, seen)
	})
	s.Roots = slices.DeleteFunc(s.Roots, func(p *packages.Package) bool { return broken[p] })
	s.All = slices.DeleteFunc(s.All, func(p *packages.Package) bool { return broken[p] })
	for _, p := range s.Roots {
		s.Missing = s.Missing || missing[p]
	}
	// What the go command cannot find it reports before it compiles anything.
	slices.SortStableFunc(s.Errors, func(a, b PackageErrors) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), strings.Compare(a.Package, b.Package))
	})
}

func order(e PackageErrors) int {
	if e.Compiler {
		return 1
	}
	return 0
}

// collect adds a package's errors to the set, by who would report them.
func (l *loader) collect(s *Set, p *packages.Package, errs []packages.Error, seen map[string]bool) {
	var lists, compiles []report.Message
	var last *report.Message // that further lines of the type checker's belong to
	for _, e := range errs {
		m := report.Message{Pos: report.ParsePosition(e.Pos, l.cfg.Dir), Text: e.Msg}
		if more, ok := strings.CutPrefix(m.Text, "\t"); ok {
			if last != nil {
				last.Text += fmt.Sprintf("\n\t%v: %s", m.Pos, more)
			}
			continue
		}
		last = nil
		if seen[m.Pos.String()+m.Text] {
			continue
		}
		seen[m.Pos.String()+m.Text] = true
		if e.Kind == packages.TypeError || e.Kind == packages.ParseError {
			compiles = append(compiles, m)
			last = &compiles[len(compiles)-1]
		} else {
			lists = append(lists, m)
		}
	}
	if len(lists) > 0 {
		s.Errors = append(s.Errors, PackageErrors{Package: p.ID, Messages: lists})
		return // it would not have been compiled
	}
	if len(compiles) > 0 {
		s.Errors = append(s.Errors, PackageErrors{Package: p.ID, Messages: compiles, Compiler: true})
	}
}

// errorsOf returns the errors of a package that count, and whether there are
// others that only say that a callback form is missing.
func (l *loader) errorsOf(p *packages.Package, root bool) (errs []packages.Error, missing bool) {
	ours := root || p.Module == nil || p.Module.Main
	listed := false // the go command has said what cannot be imported
	for _, e := range p.Errors {
		listed = listed || e.Kind == packages.ListError || e.Kind == packages.UnknownError
	}
	for _, imported := range p.Imports {
		listed = listed || len(imported.GoFiles) == 0 && len(imported.Errors) > 0
	}
	for _, e := range p.Errors {
		switch {
		case e.Kind != packages.TypeError:
			errs = append(errs, e)
		case !ours:
		case absent.MatchString(e.Msg) && l.cfg.Generated == nil:
			missing = true
		case listed && strings.HasPrefix(e.Msg, "could not import "):
			// the type checker's word for what the go command said better
		default:
			errs = append(errs, e)
		}
	}
	return errs, missing
}

// listError is an error of the go command as the user should see it.
func listError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	text := err.Error()
	if _, after, ok := strings.Cut(text, "stderr: "); ok {
		text = after
	}
	return fmt.Errorf("%s", strings.TrimSpace(text))
}
