package main

import (
	"context"

	"github.com/evert-go/evert/internal/convert"
)

// vet reports what is wrong with directives.
func (a *app) vet(ctx context.Context, args []string) error {
	f := newFlags("vet")
	if err := f.parse(a, args); err != nil {
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
	cfg.Load.Tests = true
	out, err := convert.Check(ctx, cfg)
	if err != nil {
		return err
	}
	if f.json {
		err = a.printJSON(a.stdout, jsonOf(a.names, out, nil))
	} else {
		a.printErrors(out)
		a.printMessages(out, false)
	}
	if err == nil && len(out.Errors)+len(out.Problems) > 0 {
		return errSilent
	}
	return err
}

const vetHelp = `usage: evert vet [flags] [packages]

Vet checks the directives of the packages, tests included: unknown names, bad
arguments, contradictions, and directives that mark nothing.

	evert vet ./...

Flags:
	-json           print JSON
	-tags LIST      build tags, as for go build
`
