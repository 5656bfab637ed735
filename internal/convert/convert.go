// Package convert takes packages from their names to what is generated for
// them: it loads them, infers what blocks, and rewrites, in one pass or two
// (package load tells why), and it sorts out what the user has to hear.
package convert

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/internal/overlay"
	"github.com/evert-go/evert/internal/report"
	"github.com/evert-go/evert/rewrite"
	"golang.org/x/tools/go/packages"
)

// Config says what to convert, and how.
type Config struct {
	Load    load.Config
	Go      *gocmd.Env
	Options rewrite.Options
}

// An Outcome is what came of it.
type Outcome struct {
	Roots    []*packages.Package
	Errors   []load.PackageErrors // of packages that do not build
	Problems []report.Message     // directives, names that are taken, and so on
	Files    []rewrite.File       // to be written
	Own      []string             // earlier output that is in question
	Funcs    []rewrite.Func       // by position: converted and refused
	// Candidates could have been converted if they were marked.
	Candidates []rewrite.Func
	Kept       []rewrite.Kept // blocking forms that stay, of those to be replaced
}

// Refused returns the functions that could not be split.
func (o *Outcome) Refused() []rewrite.Func {
	return slices.DeleteFunc(slices.Clone(o.Funcs), func(f rewrite.Func) bool { return f.Converted })
}

// Converted counts the functions in callback form.
func (o *Outcome) Converted() int { return len(o.Funcs) - len(o.Refused()) }

// Refusal is the message about a function that could not be split.
func Refusal(f rewrite.Func) report.Message {
	return report.Message{Pos: f.Pos, Text: fmt.Sprintf("cannot split %s: %s", f.Name, f.Reason)}
}

// Run converts packages.
func Run(ctx context.Context, cfg Config) (*Outcome, error) {
	set, err := load.Load(ctx, cfg.Load)
	if err != nil {
		return nil, err
	}
	opts := cfg.Options
	opts.Replace = opts.Replace && !set.Missing // the second pass needs files beside those of the user
	facts, result, err := generate(set, opts)
	if err != nil {
		return nil, err
	}
	var missed []rewrite.Func
	if set.Missing {
		first := result
		if set, err = again(ctx, cfg, set, result); err != nil {
			return nil, err
		}
		missed = refusedIn(first.Funcs, set.Errors)
		if facts, result, err = generate(set, cfg.Options); err != nil {
			return nil, err
		}
	}
	o := &Outcome{
		Roots: set.Roots, Errors: set.Errors, Own: set.Own,
		Files: result.Files, Funcs: append(missed, result.Funcs...), Candidates: result.Candidates, Kept: result.Kept,
	}
	o.Problems = append(problems(set, facts), messages(result.Problems)...)
	o.holdBack()
	byPosition := func(a, b rewrite.Func) int { return report.ComparePositions(a.Pos, b.Pos) }
	slices.SortStableFunc(o.Funcs, byPosition)
	slices.SortStableFunc(o.Candidates, byPosition)
	slices.SortFunc(o.Files, func(a, b rewrite.File) int { return strings.Compare(a.Name, b.Name) })
	return o, ctx.Err()
}

// refusedIn returns the functions that could not be split in packages that do not build:
// as a rule since they refer to the callback forms that these did not get.
func refusedIn(funcs []rewrite.Func, errs []load.PackageErrors) (refused []rewrite.Func) {
	broken := make(map[string]bool)
	for _, e := range errs {
		for _, m := range e.Messages {
			broken[filepath.Dir(m.Pos.Filename)] = true
		}
	}
	for _, f := range funcs {
		if !f.Converted && broken[filepath.Dir(f.Pos.Filename)] {
			refused = append(refused, f)
		}
	}
	return refused
}

// Decide explains the calls of functions.
func Decide(ctx context.Context, cfg Config) (*Outcome, []rewrite.Decision, error) {
	set, err := load.Load(ctx, cfg.Load)
	if err != nil {
		return nil, nil, err
	}
	var facts *blocking.Program
	var decisions []rewrite.Decision
	err = Guard(func() (err error) {
		facts = blocking.Infer(set.All)
		decisions, err = rewrite.Explain(set.Roots, facts, cfg.Options)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(decisions, func(a, b rewrite.Decision) int { return report.ComparePositions(a.Pos, b.Pos) })
	return &Outcome{Roots: set.Roots, Errors: set.Errors, Problems: problems(set, facts)}, decisions, ctx.Err()
}

func generate(set *load.Set, opts rewrite.Options) (facts *blocking.Program, result *rewrite.Result, err error) {
	err = Guard(func() (err error) {
		facts = blocking.Infer(set.All)
		result, err = rewrite.Generate(set.Roots, facts, opts)
		return err
	})
	return facts, result, err
}

// again loads once more, with the files of the first pass.
func again(ctx context.Context, cfg Config, first *load.Set, result *rewrite.Result) (*load.Set, error) {
	c := cfg.Load
	c.Progress = nil
	c.Generated = make(map[string][]byte)
	for _, f := range result.Files {
		c.Generated[f.Name] = f.Content
	}
	if !seesRuntime(first) {
		work, err := os.MkdirTemp("", "evert-load-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(work)
		if err := addRuntime(&c, cfg.Go, work); err != nil {
			return nil, err
		}
	}
	set, err := load.Load(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, e := range set.Errors {
		for _, m := range e.Messages {
			if _, ok := c.Generated[m.Pos.Filename]; ok {
				return nil, &InternalError{Cause: fmt.Sprintf("the generated code does not type-check: %s: %s",
					report.Names{Dir: c.Dir}.Position(m.Pos), m.Text)}
			}
		}
	}
	return set, nil
}

// seesRuntime reports whether the packages can import the runtime as they are:
// one of them does.
func seesRuntime(set *load.Set) bool {
	return slices.ContainsFunc(set.All, func(p *packages.Package) bool {
		return strings.HasPrefix(p.PkgPath, overlay.Path+"/")
	})
}

// addRuntime lets the go command find the runtime while it loads.
func addRuntime(c *load.Config, env *gocmd.Env, work string) error {
	dir, err := overlay.Runtime(work, evert.WriteRuntime)
	if err != nil {
		return err
	}
	place := overlay.Place{Env: env, Dir: c.Dir, Work: work, Runtime: dir, Files: FilesDir(c.Dir, c.Patterns) != ""}
	module, err := place.Prepare()
	if err != nil {
		return err
	}
	c.Flags = slices.Concat(c.Flags, module.Flags)
	c.Env = slices.Concat(c.Env, module.Env)
	c.Overlay = make(map[string][]byte)
	for _, f := range module.Files {
		c.Overlay[f.Name] = f.Content
	}
	return nil
}

// FilesDir returns the folder of .go files named one by one, or "" if packages
// are named.
func FilesDir(dir string, patterns []string) string {
	if len(patterns) == 0 || !strings.HasSuffix(patterns[0], ".go") {
		return ""
	}
	name := patterns[0]
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	return filepath.Dir(name)
}

// problems are what is wrong with the directives of the roots.
func problems(set *load.Set, facts *blocking.Program) []report.Message {
	var out []report.Message
	for _, p := range set.Roots {
		if d := facts.Directives(p); d != nil {
			for _, problem := range d.Problems {
				out = append(out, report.Message{Pos: p.Fset.Position(problem.Pos), Text: problem.Message})
			}
		}
	}
	return out
}

func messages(problems []rewrite.Problem) []report.Message {
	var out []report.Message
	for _, p := range problems {
		out = append(out, report.Message{Pos: p.Pos, Text: p.Message})
	}
	return out
}

// holdBack leaves packages with problems as they are in the tree: were they
// generated without a function whose directive has a slip of the pen, what was
// generated for it before would be removed.
func (o *Outcome) holdBack() {
	held := make(map[string]bool)
	for _, m := range o.Problems {
		held[filepath.Dir(m.Pos.Filename)] = true
	}
	o.Files = slices.DeleteFunc(slices.Clone(o.Files), func(f rewrite.File) bool { return held[filepath.Dir(f.Name)] })
	o.Own = slices.DeleteFunc(slices.Clone(o.Own), func(name string) bool { return held[filepath.Dir(name)] })
}
