package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/overlay"
)

// runProgram runs a main package through callback forms.
func (a *app) runProgram(ctx context.Context, args []string) error {
	f := newOverlayFlags("run", "never")
	if err := f.parse(a, args); err != nil {
		return err
	}
	packages, args := splitRun(f.set.Args())
	if len(packages) == 0 {
		return f.wrong("name a main package or .go files, as in: evert run . ")
	}
	flags := f.goFlags.args(f.common, nil)
	cfg, err := f.config(ctx, a, packages)
	if err != nil {
		return err
	}
	cfg.Load.Imported = true
	out, err := f.convert(ctx, a, cfg, flags)
	if err != nil {
		return err
	}
	if len(out.Errors) > 0 {
		return errSilent
	}
	if err := oneMain(out, packages); err != nil {
		return err
	}
	b, done, err := f.builder(a, cfg, out, flags)
	if err != nil {
		return err
	}
	defer done()
	b.Packages = withGenerated(a, packages, out)
	exe := overlay.Exe(filepath.Dir(b.Overlay), packages)
	if err := os.MkdirAll(filepath.Dir(exe), 0o777); err != nil {
		return err
	}
	if err := b.Build(ctx, f.suspend.modes[0], exe); err != nil {
		if gocmd.Failed(err) {
			return errSilent // the go command has said why
		}
		return f.explainBuild(a, err)
	}
	err = b.Run(ctx, exe, args)
	if gocmd.Failed(err) {
		fmt.Fprintln(a.stderr, err) // "exit status 2", as go run
		err = errSilent
	}
	if !errors.Is(err, context.Canceled) {
		f.sum(a, out)
	}
	return err
}

// oneMain makes sure that there is a program to run. Only named packages can be
// main packages: no other can be imported.
func oneMain(out *convert.Outcome, packages []string) error {
	var mains []string
	for _, p := range out.Roots {
		if p.Name == "main" {
			mains = append(mains, p.PkgPath)
		}
	}
	switch len(mains) {
	case 0:
		return fmt.Errorf("%s: not a main package: name one that is", strings.Join(packages, " "))
	case 1:
		return nil
	}
	return fmt.Errorf("%s: several main packages: name one of %s", strings.Join(packages, " "), strings.Join(mains, ", "))
}

// splitRun separates what to run from the program's own arguments, as go run
// does: .go files as far as they go, or else one package.
func splitRun(args []string) (packages, rest []string) {
	n := 0
	for n < len(args) && strings.HasSuffix(args[n], ".go") {
		n++
	}
	if n == 0 && len(args) > 0 {
		n = 1
	}
	return args[:n], args[n:]
}

const runHelp = `usage: evert run [flags] package [arguments]
       evert run [flags] file.go... [arguments]

Run builds a main package so that every function that is converted, main itself
included, delegates to its callback form, and runs it. What it imports from the
same module is converted too. It takes what go run takes: a package, or .go
files named one by one, in a module or outside.

	evert run .                        the package in the current directory
	evert run -all ./cmd/serve :8080   every function, with an argument
	evert run -all -suspend=always x.go
	                                   a file, every wait forced to a later turn

If the program fails, run prints its exit status and exits with 1, as go run.

Flags:
` + overlayHelp
