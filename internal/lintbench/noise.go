package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/evert-go/evert/internal/govet"
	"github.com/evert-go/evert/internal/report"
)

// noise fails if anything is found. Some modules have tests that do not build with
// a Go that is newer than they are.
func (b *bench) noise(ctx context.Context) error {
	found := 0
	look := func(name, dir string, patterns ...string) error {
		begin := time.Now()
		out, err := b.vet(ctx, dir, patterns...)
		if err != nil {
			return err
		}
		fmt.Printf("%-45s %d diagnostics, %d packages do not build, %.0fs\n", name, len(out.Diagnostics), out.Broken(), time.Since(begin).Seconds())
		print(out, dir)
		found += len(out.Diagnostics)
		return nil
	}
	for i, name := range b.modules {
		m, err := b.fetch(name, i)
		if err != nil {
			return err
		}
		if err := look(name, m.Dir, "./..."); err != nil {
			return err
		}
	}
	packages, diagnostics, err := library(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("the %d packages of std, under other names: %d diagnostics\n", packages, len(diagnostics))
	for _, d := range diagnostics {
		fmt.Println("\t" + d.Message)
	}
	found += len(diagnostics)
	if err := look("std, cmd", b.dir, "std", "cmd"); err != nil {
		return err
	}
	if found > 0 {
		return fmt.Errorf("%d diagnostics, where there should be none", found)
	}
	return nil
}

// vet runs the linter.
func (b *bench) vet(ctx context.Context, dir string, patterns ...string) (*govet.Outcome, error) {
	return govet.Run(ctx, govet.Config{Dir: dir, Env: environ(), Tool: b.evert, Patterns: patterns})
}

func print(out *govet.Outcome, dir string) {
	names := report.Names{Dir: dir}
	for _, e := range out.Errors {
		fmt.Println("\t" + strings.TrimSpace(e.Package+" "+names.Line(e.Message)))
	}
	for _, d := range out.Diagnostics {
		fmt.Println("\t" + names.Line(report.Message{Pos: d.Pos, Text: d.Rule + ": " + d.Message}))
	}
}
