package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/overlay"
)

// test runs the packages' own tests through callback forms.
func (a *app) test(ctx context.Context, args []string) error {
	var forGo []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, forGo = args[:i], args[i+1:]
	}
	f := newOverlayFlags("test", "never", "always")
	if err := f.parse(a, args); err != nil {
		return err
	}
	flags := f.goFlags.args(f.common, forGo)
	patterns, err := f.patterns(f.set.Args())
	if err != nil {
		return err
	}
	cfg, err := f.config(ctx, a, patterns)
	if err != nil {
		return err
	}
	cfg.Load.Tests = true
	out, err := f.convert(ctx, a, cfg, flags)
	if err != nil {
		return err
	}
	b, done, err := f.builder(a, cfg, out, flags)
	if err != nil {
		return err
	}
	defer done()
	b.Packages = testPackages(a, f.set.Args(), out)
	if len(out.Errors) > 0 {
		if len(b.Packages) == 0 {
			return errSilent
		}
		err = errSilent
	}
	if e := a.testModes(ctx, f, b); e != nil {
		err = e
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, overlay.ErrGenerated) {
		return f.explainBuild(a, err)
	}
	f.sum(a, out)
	return err
}

// testPackages are the packages for go test: as they were named, so that it
// behaves as it does for the user; but if some of them do not build, the others.
func testPackages(a *app, named []string, out *convert.Outcome) []string {
	if len(out.Errors) == 0 {
		return withGenerated(a, named, out)
	}
	var paths []string
	for _, p := range out.Roots {
		path := p.PkgPath
		if p.ForTest != "" {
			path = p.ForTest
		}
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// testModes runs the tests in each mode. The first run prints what go test
// prints; a further one, whose output would be the same again, only speaks up
// if it fails.
func (a *app) testModes(ctx context.Context, f *overlayFlags, b *overlay.Builder) error {
	var failed error
	for i, mode := range f.suspend.modes {
		run := *b
		var kept locked
		if i > 0 {
			run.Stdout, run.Stderr = &kept, &kept
		}
		err := run.Test(ctx, mode)
		if err == nil {
			continue
		}
		if i > 0 {
			fmt.Fprintf(a.stderr, "evert: with -suspend=%s:\n", mode)
			a.stdout.Write(kept.b.Bytes())
		}
		if !gocmd.Failed(err) {
			return err
		}
		failed = errSilent
	}
	return failed
}

// A locked buffer takes what two streams write to it.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

const testHelp = `usage: evert test [flags] [packages] [-- go test flags]

Test runs the packages' own tests through callback forms: every function that
is converted delegates to its callback form, and the tests must still pass. It
works in any module as it is; go.mod and the tree stay untouched.

By default the tests run twice: once with waits that are already over going on
in place, and once with every wait forced to a later turn of the reactor. The
output is that of go test; the second run is silent unless it fails.

	evert test ./...                    functions that are marked, and what they reach
	evert test -all ./...               all functions of the packages
	evert test -all . -- -run TestX -v  flags of go test come after --
	evert test -suspend=random:42 .     mix waits at random, repeatably

Flags:
` + overlayHelp

// overlayHelp is shared by test and run.
const overlayHelp = `	-all            convert every function of the packages
	-marked         only functions marked //evert:callback, and what they reach
	-suspend=WHEN   which waits that are over go on in a later turn:
	                never, always, or random:SEED
	-v              list the functions that were refused, with position and reason
	-json           end with JSON on standard error instead of the counts
	-work           print the temporary folder, and keep it
	-threads=off    make an error of whatever would need a thread
	-style=STYLE    how callback forms are written: chain (the default), frames or
	                generator
	-tags, -race, -ldflags, -gcflags, -modfile
	                as for go build
	-target OS/ARCH as for another system, js/wasm say: the go command must find a
	                program that runs what it builds
`
