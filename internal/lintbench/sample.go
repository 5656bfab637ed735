package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/govet"
	"github.com/evert-go/evert/internal/report"
)

// A finding is a diagnostic in a module.
type finding struct {
	module string
	where  string // relative to the module
	line   string // of the source
	govet.Diagnostic
}

// sample prints diagnostics drawn by lot, as a table to write verdicts into.
func (b *bench) sample(ctx context.Context) error {
	var all []finding
	for i, name := range b.modules {
		m, err := b.fetch(name, i)
		if err != nil {
			return err
		}
		marked, err := markUsers(ctx, m.Dir)
		if err != nil {
			return err
		}
		out, err := b.vet(ctx, m.Dir, "./...")
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%-45s %d functions marked, %d diagnostics, %d packages do not build\n",
			name, marked, len(out.Diagnostics), out.Broken())
		for _, d := range out.Diagnostics {
			names := report.Names{Dir: m.Dir}
			all = append(all, finding{name, names.Position(d.Pos), sourceLine(d.Pos.Filename, d.Pos.Line), d})
		}
	}
	fmt.Printf("| | where | code | diagnostic | verdict |\n|---|---|---|---|---|\n")
	for i, f := range draw(all, b.seed, b.n) {
		fmt.Printf("| %d | %s %s | `%s` | %s: %s | |\n", i+1, f.module, f.where, f.line, f.Rule, f.Message)
	}
	return nil
}

// draw draws n findings. Each has a lot of its own, so that most of a sample stays as
// it is when the linter, or the list of modules, changes.
func draw(all []finding, seed uint64, n int) []finding {
	lots := make(map[uint64]finding)
	for _, f := range all {
		h := fnv.New64a()
		fmt.Fprint(h, seed, f.module, f.where, f.Rule, f.Message)
		lots[h.Sum64()] = f
	}
	var drawn []finding
	for _, lot := range slices.Sorted(maps.Keys(lots)) {
		if len(drawn) < n {
			drawn = append(drawn, lots[lot])
		}
	}
	return drawn
}

func sourceLine(name string, n int) string {
	data, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	lines := strings.Split(string(data), "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.ReplaceAll(strings.TrimSpace(lines[n-1]), "|", "\\|")
}
