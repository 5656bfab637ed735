package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/version"
	"io"
	"os"
	"strings"

	"github.com/evert-go/evert/analysis/rules"
	"github.com/evert-go/evert/internal/govet"
	"github.com/evert-go/evert/internal/report"
)

// vetFlags are the flags of evert vet.
type vetFlags struct {
	set       *flag.FlagSet
	json      bool
	fix, diff bool
	context   int
	on, off   string
	tags      string
	target    string
	tests     bool
}

func newVetFlags() *vetFlags {
	f := &vetFlags{set: flag.NewFlagSet("vet", flag.ContinueOnError)}
	f.set.SetOutput(io.Discard) // messages are ours
	f.set.BoolVar(&f.json, "json", false, "")
	f.set.BoolVar(&f.fix, "fix", false, "")
	f.set.BoolVar(&f.diff, "diff", false, "")
	f.set.IntVar(&f.context, "c", -1, "")
	f.set.StringVar(&f.on, "on", "", "")
	f.set.StringVar(&f.off, "off", "", "")
	f.set.StringVar(&f.tags, "tags", "", "")
	f.set.StringVar(&f.target, "target", "", "")
	f.set.BoolVar(&f.tests, "tests", true, "")
	return f
}

// parse parses the arguments and checks them.
func (f *vetFlags) parse(args []string) error {
	if err := f.set.Parse(args); err != nil {
		return err
	}
	for _, list := range []string{f.on, f.off} {
		if _, err := rules.IDs(list); err != nil {
			return err
		}
	}
	if f.json && (f.fix || f.diff) {
		return errors.New("-json tells of fixes and applies none: leave out -fix and -diff, or -json")
	}
	for _, arg := range f.set.Args() {
		if strings.HasPrefix(arg, "-") {
			return fmt.Errorf("%s: flags come before packages", arg)
		}
	}
	return nil
}

// config is what go vet has to be given.
func (f *vetFlags) config(a *app) (govet.Config, error) {
	self, err := os.Executable()
	if err != nil {
		return govet.Config{}, fmt.Errorf("cannot find this executable, for go vet to run: %v", err)
	}
	cfg := govet.Config{Dir: a.dir, Env: a.env, Tool: self, Patterns: f.set.Args()}
	if len(cfg.Patterns) == 0 {
		cfg.Patterns = []string{"."}
	}
	if f.tags != "" {
		cfg.Build = append(cfg.Build, "-tags="+f.tags)
	}
	if f.on != "" {
		cfg.Flags = append(cfg.Flags, "-evert.on="+f.on)
	}
	if f.off != "" {
		cfg.Flags = append(cfg.Flags, "-evert.off="+f.off)
	}
	if !f.tests {
		cfg.Flags = append(cfg.Flags, "-evert.tests=false")
	}
	return cfg, nil
}

// vet is the linter.
func (a *app) vet(ctx context.Context, args []string) error {
	if len(args) > 0 && (args[0] == "-help" || args[0] == "--help") {
		return a.explainRules(args[1:])
	}
	f := newVetFlags()
	err := f.parse(args)
	if errors.Is(err, flag.ErrHelp) {
		a.printHelp("vet")
		return err
	}
	if err != nil {
		return &usageError{"vet", err.Error()}
	}
	if err := a.setTarget(f.target); err != nil {
		return &usageError{"vet", err.Error()}
	}
	cfg, err := f.config(a)
	if err != nil {
		return err
	}
	if f.fix || f.diff {
		if err := a.canFix(ctx); err != nil {
			return err
		}
	}
	if f.diff {
		return a.vetDiff(ctx, cfg)
	}
	out, err := govet.Run(ctx, cfg)
	if err == nil && f.fix {
		out, err = a.vetFix(ctx, cfg, out)
	}
	if err != nil {
		return err
	}
	if f.json {
		err = a.printJSON(a.stdout, a.jsonVet(out))
	} else {
		a.printVet(out, f.context)
	}
	if err == nil && len(out.Errors)+len(out.Diagnostics) > 0 {
		return errSilent
	}
	return err
}

// canFix reports whether go vet is able to apply fixes.
func (a *app) canFix(ctx context.Context) error {
	env, err := a.goEnv(ctx)
	if err != nil {
		return err
	}
	if old := "go" + env.Language(); version.Compare(old, "go1.26") < 0 {
		return fmt.Errorf("-fix and -diff need the go command of Go 1.26, and this is %s: -json lists the fixes", env.GOVERSION)
	}
	return nil
}

// maxRounds bounds how often fixes are applied: one may make room for another that
// overlapped it, and each round has to find less to fix than the one before.
const maxRounds = 10

// vetFix applies fixes until nothing is left that has one, and returns what is
// left.
func (a *app) vetFix(ctx context.Context, cfg govet.Config, out *govet.Outcome) (*govet.Outcome, error) {
	for range maxRounds {
		if !out.Fixable() {
			break
		}
		before := len(out.Diagnostics)
		err := govet.Apply(ctx, cfg)
		if err != nil {
			return nil, err
		}
		if out, err = govet.Run(ctx, cfg); err != nil {
			return nil, err
		}
		if len(out.Diagnostics) >= before {
			break
		}
	}
	return out, nil
}

// vetDiff shows what -fix would change. A diff that is not empty is exit code 1.
func (a *app) vetDiff(ctx context.Context, cfg govet.Config) error {
	diff, errs, err := govet.Diff(ctx, cfg, a.names.File)
	if err != nil {
		return err
	}
	fmt.Fprint(a.stdout, diff)
	a.printVet(&govet.Outcome{Errors: errs}, -1)
	if diff != "" || len(errs) > 0 {
		return errSilent
	}
	return nil
}

// printVet prints errors and diagnostics as go vet does, and the lines that these
// are about, with some around them, if context is not negative.
func (a *app) printVet(out *govet.Outcome, context int) {
	pkg := ""
	for _, e := range out.Errors {
		if e.Package != pkg {
			fmt.Fprintf(a.stderr, "# %s\n", e.Package)
			pkg = e.Package
		}
		fmt.Fprintln(a.stderr, a.names.Line(e.Message))
	}
	for _, d := range out.Diagnostics {
		fmt.Fprintln(a.stderr, a.names.Line(report.Message{Pos: d.Pos, Text: d.Rule + ": " + d.Message}))
		if context >= 0 {
			a.printLines(d.Pos.Filename, d.Pos.Line-context, d.End.Line+context)
		}
		for _, r := range d.Related {
			fmt.Fprintln(a.stderr, a.names.Line(report.Message{Pos: r.Pos, Text: "\t" + r.Message}))
		}
	}
}

func (a *app) printLines(file string, first, last int) {
	data, err := os.ReadFile(file)
	if err != nil {
		return // the position tells where to look
	}
	for i, line := range strings.Split(string(data), "\n") {
		if i+1 >= first && i+1 <= last {
			fmt.Fprintf(a.stderr, "%d\t%s\n", i+1, line)
		}
	}
}

// explainRules prints the pages of rules, or a list of them all.
func (a *app) explainRules(ids []string) error {
	if len(ids) == 0 {
		fmt.Fprint(a.stdout, ruleList())
		return nil
	}
	list, err := rules.IDs(strings.Join(ids, ","))
	if err != nil {
		return &usageError{"vet", err.Error()}
	}
	for i, id := range list {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		rule, _ := rules.Lookup(id)
		fmt.Fprint(a.stdout, rule.Page())
	}
	return nil
}

// ruleList is a line for each rule.
func ruleList() string {
	var b strings.Builder
	fmt.Fprintln(&b, "The rules of evert vet. Those with a star are off, unless -on says otherwise.\nevert vet -help EV101 tells more about a rule, with examples.")
	fmt.Fprintln(&b)
	for _, r := range rules.All() {
		star := " "
		if !r.On {
			star = "*"
		}
		line := fmt.Sprintf("%s%s %s", r.ID, star, r.Title)
		if r.Fix != "" {
			line += " (fix: " + r.Fix + ")"
		}
		fmt.Fprintln(&b, line)
	}
	return b.String()
}

const vetHelp = `usage: evert vet [flags] [packages]

Vet is the linter. It reports calls that block where nothing may block: in
functions marked //evert:nonblocking, in callback forms, and in callbacks of the
runtime; mistakes with Deferreds, threads and directives; and callbacks that are
not called exactly once.

	evert vet ./...
	evert vet -fix ./...                 apply suggested fixes, and report the rest
	evert vet -diff ./...                show what -fix would change
	evert vet -on=EV104,EV106 ./...      locks and unknown calls, too
	evert vet -help                      list the rules
	evert vet -help EV101                tell more about one, with examples

A line is left alone if it says why:

	data := cache.Get(key) //evert:allow EV101 in memory, unless it is cold

The go command does the work, tests included, and keeps what is found in its build
cache. With its own flags, and beside other tools:

	go vet -vettool=$(which evert) ./...
	go fix -fixtool=$(which evert) -diff ./...

where the flags are -evert.on, -evert.off and -evert.tests.

Flags:
	-fix            apply the first fix of each diagnostic that has one (Go 1.26)
	-diff           print a unified diff instead; exit with 1 if it is not empty
	-on RULES       rules to turn on that are off, separated by commas
	-off RULES      rules to turn off
	-tests=false    leave out what is found in test files
	-c N            show the line of each diagnostic, with N lines around it
	-json           print JSON: one list, with fixes
	-tags LIST      build tags, as for go build
	-target OS/ARCH as for another system, js/wasm say

Exit codes: 0 nothing was found; 1 something was, or is left after -fix, or a
package does not build; 2 the command line is wrong.
`
