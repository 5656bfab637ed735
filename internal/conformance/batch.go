package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/internal/programs"
	"github.com/evert-go/evert/internal/report"
	"github.com/evert-go/evert/rewrite"
)

// A batch is some programs that are converted and built together: loading the
// standard library, asking the go command and so on are done once for all.
type batch struct {
	o     *options
	env   *gocmd.Env
	build settings
	list  []*program
	work  string // a folder of its own
	// What became of each program, by slug.
	results map[string]*Result
}

// batchSize is how many programs are converted and built together, at most.
const batchSize = 32

// batches divides programs by how they are built.
func batches(o *options, env *gocmd.Env, list []*program) []*batch {
	var all []*batch
	open := make(map[string]*batch)
	for _, p := range list {
		key := fmt.Sprint(p.recipe.build.key(), p.test)
		b := open[key]
		if b == nil || len(b.list) == batchSize {
			b = &batch{o: o, env: env, build: p.recipe.build, results: make(map[string]*Result)}
			open[key] = b
			all = append(all, b)
		}
		b.list = append(b.list, p)
		b.results[p.slug()] = &Result{Name: p.name, Modes: make(map[string]*Run)}
	}
	return all
}

// run does all there is to do for the batch's programs.
func (b *batch) run(ctx context.Context, done func(*Result)) error {
	var err error
	if b.work, err = os.MkdirTemp("", "evert-conformance-"); err != nil {
		return err
	}
	if b.o.work {
		fmt.Fprintf(os.Stderr, "WORK=%s: %s and %d more\n", b.work, b.list[0].name, len(b.list)-1)
	} else {
		defer os.RemoveAll(b.work)
	}
	if err := lay(b.dir("plain"), b.language(), b.o.runtime, b.list); err != nil {
		return err
	}
	if len(b.o.modes) > 0 {
		if err := b.goBuild(ctx, "plain", "plain", ""); err != nil {
			return err
		}
	}
	if err := b.convert(ctx); err != nil {
		return err
	}
	if len(b.o.modes) > 0 {
		if err := b.buildModes(ctx); err != nil {
			return err
		}
	}
	for _, p := range b.list {
		r := b.results[p.slug()]
		if r.Problem == "" && len(b.o.modes) > 0 {
			b.compare(ctx, p, r)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		done(r)
	}
	return nil
}

func (b *batch) dir(name string) string { return filepath.Join(b.work, name) }

func (b *batch) language() string {
	if b.build.language != "" {
		return b.build.language
	}
	return b.env.Language()
}

// convert makes the folder callback from the folder plain.
func (b *batch) convert(ctx context.Context) error {
	if err := os.CopyFS(b.dir("callback"), os.DirFS(b.dir("plain"))); err != nil {
		return err
	}
	begin := time.Now()
	var bug *convert.InternalError
	out, err := b.convertSome(ctx, b.list)
	if errors.As(err, &bug) {
		// One by one, to see whose bug it is.
		for _, p := range b.list {
			out, err := b.convertSome(ctx, []*program{p})
			if errors.As(err, &bug) {
				b.results[p.slug()].fail(Crashed, bug.Error())
			} else if err != nil {
				return err
			} else if err := b.take(out); err != nil {
				return err
			}
		}
		return nil
	}
	if err != nil {
		return err
	}
	b.o.spent.add(&b.o.spent.convert, begin)
	return b.take(out)
}

// convertSome converts every function of some programs.
func (b *batch) convertSome(ctx context.Context, list []*program) (*convert.Outcome, error) {
	cfg := convert.Config{
		Go: b.env,
		Options: rewrite.Options{
			All: true, Shim: true, Suspend: true, Threads: true, Style: b.o.style, Version: "conformance",
		},
		Load: load.Config{
			Dir: b.dir("plain"), Env: b.environ(), GOROOT: b.env.GOROOT, Imported: true,
			Flags: gocmd.ParseFlags(b.build.flags).Build,
		},
	}
	for _, p := range list {
		cfg.Load.Patterns = append(cfg.Load.Patterns, module+"/"+p.slug())
		cfg.Load.Tests = p.test
	}
	return convert.Run(ctx, cfg)
}

// take writes what was generated, and notes what was not.
func (b *batch) take(out *convert.Outcome) error {
	for _, f := range out.Files {
		for name, content := range map[string][]byte{f.Name: f.Content, f.Source: f.Shim} {
			if content == nil {
				continue
			}
			rel, err := filepath.Rel(b.dir("plain"), name)
			if err != nil {
				return err
			}
			if err := writeFile(filepath.Join(b.dir("callback"), rel), content); err != nil {
				return err
			}
		}
	}
	names := report.Names{Dir: b.dir("plain")}
	for _, f := range out.Funcs {
		r := b.of(f.Pos.Filename)
		r.Functions++
		if !f.Converted {
			r.Refused = append(r.Refused, names.Line(convert.Refusal(f)))
		}
	}
	for _, m := range out.Problems {
		b.of(m.Pos.Filename).fail(NoCompile, names.Line(m))
	}
	for _, e := range out.Errors {
		for _, m := range e.Messages {
			if r := b.of(m.Pos.Filename); r != nil {
				r.fail(NoCompile, names.Line(m))
			} else if r := b.results[strings.Split(e.Package+"/", "/")[1]]; r != nil {
				r.fail(NoCompile, m.Text)
			}
		}
	}
	return nil
}

// of finds the result that a file belongs to.
func (b *batch) of(name string) *Result {
	rel, err := filepath.Rel(b.dir("plain"), name)
	if err != nil {
		return nil
	}
	return b.results[strings.Split(filepath.ToSlash(rel), "/")[0]]
}

func (b *batch) environ() []string {
	return append(os.Environ(), slices.Concat(b.build.env, []string{"GOFLAGS=", "GOWORK=off"})...)
}

// command is how a program is run that was built as to says.
func (b *batch) command(p *program, to string) programs.Command {
	c := programs.Command{
		Limit: b.o.timeout, Dir: b.o.root, Name: b.exe(p, to), Args: p.recipe.args, As: p.slug(),
		Env: append(os.Environ(), b.runEnv()...),
	}
	if p.test {
		c.Args = []string{"-test.v", "-test.count=1"}
	}
	if p.test || actions[p.recipe.action] {
		c.Dir = b.dir("plain")
	}
	return c
}

// exe is the file of a program that was built into the folder to.
func (b *batch) exe(p *program, to string) string {
	name := p.slug()
	if p.test {
		name += ".test"
	}
	return filepath.Join(b.dir("bin"), safe(to), name+exeSuffix)
}

// runEnv is what of the environment is for the program itself.
func (b *batch) runEnv() []string {
	return slices.DeleteFunc(slices.Clone(b.build.env), func(v string) bool { return !strings.HasPrefix(v, "GODEBUG=") })
}

// compare runs a program in all its forms.
func (b *batch) compare(ctx context.Context, p *program, r *Result) {
	defer b.o.spent.add(&b.o.spent.run, time.Now())
	want, err := b.outcome(ctx, p, "plain")
	switch {
	case err != nil:
		r.fail(NoOracle, err.Error())
		return
	case want.TimedOut:
		r.fail(NoOracle, "the untouched program timed out")
		return
	}
	for _, mode := range b.o.modes {
		run := &Run{Status: Passed, want: want}
		r.Modes[mode] = run
		run.got, err = b.outcome(ctx, p, mode)
		run.Seconds = run.got.Time.Seconds()
		if err != nil {
			run.Status, run.Detail = NoCompile, err.Error()
			continue
		}
		if run.got.TimedOut {
			run.Status, run.Detail = TimedOut, fmt.Sprintf("the untouched program takes %.1fs", want.Time.Seconds())
			continue
		}
		if run.Detail = programs.Difference(want, run.got, true); run.Detail == "" {
			continue
		}
		run.Status = Wrong
		if again, err := b.outcome(ctx, p, "plain"); err == nil && programs.Difference(want, again, true) != "" {
			run.Status = Unstable
		}
	}
	r.Output = want.Stdout
}

// accidents are what package testing prints that is not the tests' own: how long
// they took, and the line of the code that logs something, which the caller of
// t.Log is asked for.
var accidents = regexp.MustCompile(`\(\d+\.\d+s\)|(?m:^ +\w+_test\.go:\d+: )`)

func (b *batch) outcome(ctx context.Context, p *program, to string) (programs.Outcome, error) {
	out, err := b.command(p, to).Run(ctx)
	if p.test {
		out.Stdout = accidents.ReplaceAllString(out.Stdout, "")
	}
	return out, err
}
