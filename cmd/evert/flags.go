package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/load"
	"github.com/evert-go/evert/rewrite"
)

// common are the flags that several subcommands have.
type common struct {
	set     *flag.FlagSet
	command string

	all, marked   bool
	style         string
	threads       string
	tags          string
	target        string
	json, verbose bool
}

// newFlags returns the flags of a subcommand that converts.
func newFlags(command string) *common {
	c := &common{command: command, set: flag.NewFlagSet(command, flag.ContinueOnError)}
	c.set.SetOutput(io.Discard) // messages are ours
	c.set.BoolVar(&c.all, "all", false, "")
	c.set.BoolVar(&c.marked, "marked", false, "")
	c.set.StringVar(&c.style, "style", rewrite.Chain, "")
	c.set.StringVar(&c.threads, "threads", "on", "")
	c.set.StringVar(&c.tags, "tags", "", "")
	c.set.StringVar(&c.target, "target", "", "")
	c.set.BoolVar(&c.json, "json", false, "")
	c.set.BoolVar(&c.verbose, "v", false, "")
	return c
}

// parse parses the arguments and checks what the flags have in common.
func (c *common) parse(a *app, args []string) error {
	err := c.set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		a.printHelp(c.command)
		return err
	}
	if err != nil {
		return c.wrong("%v", err)
	}
	switch {
	case c.style != rewrite.Chain && c.style != rewrite.Frames && c.style != rewrite.Generator:
		return c.wrong("-style=%s: the value is chain, frames or generator", c.style)
	case c.threads != "on" && c.threads != "off":
		return c.wrong("-threads=%s: the value is on or off", c.threads)
	case c.all && c.marked:
		return c.wrong("-all and -marked contradict each other: give one of them")
	}
	if err := a.setTarget(c.target); err != nil {
		return c.wrong("%v", err)
	}
	return nil
}

// setTarget makes everything that follows be done as for another system: target is
// that of -target, OS/ARCHITECTURE as go tool dist list prints them, or empty. A flag
// is needed where GOOS in the environment would also build evert itself for that
// system: in go run evert, as in lines of go generate.
func (a *app) setTarget(target string) error {
	if target == "" {
		return nil
	}
	system, arch, ok := strings.Cut(target, "/")
	if !ok || system == "" || arch == "" || strings.Contains(arch, "/") {
		return fmt.Errorf("-target=%s: the value is a system and an architecture, as in js/wasm", target)
	}
	a.env = append(slices.Clip(a.env), "GOOS="+system, "GOARCH="+arch)
	return nil
}

// wrong is a mistake in the command line.
func (c *common) wrong(format string, args ...any) error {
	return &usageError{c.command, fmt.Sprintf(format, args...)}
}

// patterns are the named packages: by default the one in the current directory,
// which is where go generate runs.
func (c *common) patterns(args []string) ([]string, error) {
	for _, arg := range args {
		if strings.HasPrefix(arg, "-") {
			return nil, c.wrong("%s: flags come before packages", arg)
		}
	}
	if len(args) == 0 {
		return []string{"."}, nil
	}
	return args, nil
}

func (c *common) options() rewrite.Options {
	return rewrite.Options{
		All: c.all, Marked: c.marked, Style: c.style, Threads: c.threads == "on", Version: moduleVersion(),
	}
}

// buildFlags are those that decide which files belong to a package.
func (c *common) buildFlags() []string {
	if c.tags == "" {
		return nil
	}
	return []string{"-tags=" + c.tags}
}

// config is what the converter needs to know.
func (c *common) config(ctx context.Context, a *app, patterns []string) (convert.Config, error) {
	env, err := a.goEnv(ctx)
	if err != nil {
		return convert.Config{}, err
	}
	return convert.Config{
		Go:      env,
		Options: c.options(),
		Load: load.Config{
			Dir: a.dir, Env: a.env, GOROOT: env.GOROOT, Flags: c.buildFlags(), Patterns: patterns, Progress: a.progress(),
		},
	}, nil
}

// A suspension says which waits that are over go on in a later turn.
type suspension struct{ modes []string }

func (s *suspension) String() string { return strings.Join(s.modes, ",") }

func (s *suspension) Set(value string) error {
	if seed, ok := strings.CutPrefix(value, "random:"); ok {
		if _, err := strconv.ParseInt(seed, 10, 64); err != nil {
			return errors.New("the seed is a whole number, as in random:42")
		}
	} else if !slices.Contains([]string{"never", "always"}, value) {
		return errors.New("the value is never, always or random:SEED")
	}
	s.modes = []string{value}
	return nil
}

// goFlags are flags of go build that run and test understand themselves.
type goFlags struct {
	ldflags, gcflags, modfile string
	race                      bool
}

func (f *goFlags) register(set *flag.FlagSet) {
	set.StringVar(&f.ldflags, "ldflags", "", "")
	set.StringVar(&f.gcflags, "gcflags", "", "")
	set.StringVar(&f.modfile, "modfile", "", "")
	set.BoolVar(&f.race, "race", false, "")
}

// args returns them, and those that c has, as go flags, with more behind them.
func (f *goFlags) args(c *common, more []string) gocmd.Flags {
	args := c.buildFlags()
	for name, value := range map[string]string{"ldflags": f.ldflags, "gcflags": f.gcflags, "modfile": f.modfile} {
		if value != "" {
			args = append(args, "-"+name+"="+value)
		}
	}
	slices.Sort(args)
	if f.race {
		args = append(args, "-race")
	}
	return gocmd.ParseFlags(append(args, more...))
}
