package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/overlay"
)

// overlayFlags are the flags of the commands that build through an overlay.
type overlayFlags struct {
	*common
	goFlags
	suspend suspension
	work    bool
}

func newOverlayFlags(command string, modes ...string) *overlayFlags {
	f := &overlayFlags{common: newFlags(command), suspend: suspension{modes}}
	f.goFlags.register(f.set)
	f.set.Var(&f.suspend, "suspend", "")
	f.set.BoolVar(&f.work, "work", false, "")
	return f
}

// convert converts for a build: with blocking forms that delegate, and waits
// that can be put off.
func (f *overlayFlags) convert(ctx context.Context, a *app, cfg convert.Config, flags gocmd.Flags) (*convert.Outcome, error) {
	cfg.Options.Shim, cfg.Options.Suspend = true, true
	cfg.Load.Flags = flags.Build
	if flags.Modfile != "" {
		cfg.Load.Flags = append(cfg.Load.Flags, "-modfile="+flags.Modfile)
	}
	out, err := convert.Run(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if !f.json {
		a.printMessages(out, f.verbose)
	}
	a.printErrors(out)
	if len(out.Problems) > 0 {
		return out, errSilent
	}
	return out, nil
}

// builder writes the overlay, and what the build needs besides, to a temporary
// folder; done removes it.
func (f *overlayFlags) builder(a *app, cfg convert.Config, out *convert.Outcome, flags gocmd.Flags) (b *overlay.Builder, done func(), err error) {
	work, err := os.MkdirTemp("", "evert-")
	if err != nil {
		return nil, nil, fmt.Errorf("cannot make a temporary folder: %w", err)
	}
	cleanup := func() { os.RemoveAll(work) }
	if f.work {
		fmt.Fprintf(a.stderr, "WORK=%s\n", work)
		cleanup = func() {}
	}
	defer func() {
		if err != nil {
			cleanup()
		}
	}()
	runtime, err := overlay.Runtime(work, evert.WriteRuntime)
	if err != nil {
		return nil, nil, err
	}
	module, err := overlay.Place{
		Env: cfg.Go, Dir: a.dir, Work: work, Runtime: runtime, Modfile: flags.Modfile,
		Files: convert.FilesDir(a.dir, cfg.Load.Patterns) != "",
	}.Prepare()
	if err != nil {
		return nil, nil, err
	}
	files, hidden := overlaid(out)
	list, err := overlay.Write(filepath.Join(work, "overlay"), slices.Concat(files, module.Files), hidden)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot write the overlay: %w", err)
	}
	return &overlay.Builder{
		Dir: a.dir, Env: a.env, Overlay: list, Module: module, Flags: flags, GOFLAGS: cfg.Go.GOFLAGS,
		Packages: cfg.Load.Patterns, Stdin: a.stdin, Stdout: a.stdout, Stderr: a.stderr,
	}, cleanup, nil
}

// withGenerated adds to .go files that are named one by one those generated
// from them, so that they are part of the package.
func withGenerated(a *app, patterns []string, out *convert.Outcome) []string {
	dir := convert.FilesDir(a.dir, patterns)
	if dir == "" {
		return patterns
	}
	all := slices.Clone(patterns)
	for _, f := range out.Files {
		if filepath.Dir(f.Name) == dir {
			// Written as the user did: the go command wants all of them to
			// name the same folder.
			all = append(all, filepath.Join(filepath.Dir(patterns[0]), filepath.Base(f.Name)))
		}
	}
	return all
}

// sum ends a run: with the counts, or with JSON that also has the refusals.
func (f *overlayFlags) sum(a *app, out *convert.Outcome) {
	if f.json {
		a.printJSON(a.stderr, jsonOf(a.names, out, nil))
		return
	}
	fmt.Fprintf(a.stderr, "evert: %s\n", summary(out))
}

// explainBuild explains an error of a build whose input was sound.
func (f *overlayFlags) explainBuild(a *app, err error) error {
	if !errors.Is(err, overlay.ErrGenerated) {
		return err
	}
	hint := "run again with -work to keep the generated files"
	if f.work {
		hint = "the generated files are in the folder above"
	}
	fmt.Fprintf(a.stderr, "evert: %v: this is a bug of evert, not of your code: please report it: %s\n", err, hint)
	return errSilent
}
