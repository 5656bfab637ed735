package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// cost measures in rounds, so that what else the machine does meets all alike, and
// prints medians.
func (b *bench) cost(ctx context.Context) error {
	trivial := filepath.Join(b.dir, "trivial")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", trivial, "./internal/lintbench/trivial").CombinedOutput(); err != nil {
		return fmt.Errorf("%v\n%s", err, out)
	}
	for i, name := range b.modules {
		m, err := b.fetch(name, i)
		if err != nil {
			return err
		}
		list, err := exec.CommandContext(ctx, "go", "-C", m.Dir, "list", "./...").Output()
		if err != nil {
			return err
		}
		fmt.Printf("%s: %d packages\n", name, strings.Count(string(list), "\n"))
		if err := b.measure(ctx, m.Dir, trivial); err != nil {
			return err
		}
	}
	return nil
}

// A series is a command that is measured, and what it took.
type series struct {
	name  string
	args  []string
	times []time.Duration
}

func (b *bench) measure(ctx context.Context, dir, trivial string) error {
	cold := []*series{
		{name: "go vet with a trivial tool, cold", args: []string{"vet", "-vettool=" + trivial, "./..."}},
		{name: "go vet with evert, cold", args: []string{"vet", "-vettool=" + b.evert, "./..."}},
	}
	warm := []*series{
		{name: "go list ./..., warm", args: []string{"list", "./..."}},
		{name: "go list -deps -test ./..., warm", args: []string{"list", "-deps", "-test", "./..."}},
		{name: "go vet with a trivial tool, warm", args: cold[0].args},
		{name: "go vet with evert, warm", args: cold[1].args},
	}
	for round := range b.rounds {
		for i := range cold {
			cache, err := os.MkdirTemp(b.dir, "cache")
			if err != nil {
				return err
			}
			// In turns, so that neither is always the first.
			if err := cold[(i+round)%2].run(ctx, dir, cache); err != nil {
				return err
			}
			if i == 1 { // one cache serves all warm runs
				if err := warmRuns(ctx, warm, dir, cache); err != nil {
					return err
				}
			}
			if err := os.RemoveAll(cache); err != nil {
				return err
			}
		}
	}
	for _, s := range slices.Concat(cold, warm) {
		fmt.Printf("%-40s %7.2fs  %v\n", s.name, s.median().Seconds(), s.times)
	}
	fmt.Printf("cold, evert to trivial: %.2f\n", ratio(cold[1], cold[0]))
	fmt.Printf("warm, evert to go list: %.2f; to go list -deps -test: %.2f\n", ratio(warm[3], warm[0]), ratio(warm[3], warm[1]))
	return nil
}

func warmRuns(ctx context.Context, warm []*series, dir, cache string) error {
	for _, s := range warm { // once to fill the cache
		if err := (&series{args: s.args}).run(ctx, dir, cache); err != nil {
			return err
		}
	}
	for range 3 {
		for _, s := range warm {
			if err := s.run(ctx, dir, cache); err != nil {
				return err
			}
		}
	}
	return nil
}

// run runs the command once. That go vet finds something is not an error here.
func (s *series) run(ctx context.Context, dir, cache string) error {
	cmd := exec.CommandContext(ctx, "go", s.args...)
	cmd.Dir, cmd.Env = dir, environ("GOCACHE="+cache)
	begin := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil && len(out) == 0 {
		return fmt.Errorf("%s: %v", s.name, err)
	}
	s.times = append(s.times, time.Since(begin).Round(time.Millisecond))
	return nil
}

func (s *series) median() time.Duration {
	sorted := slices.Sorted(slices.Values(s.times))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2]
}

func ratio(a, b *series) float64 { return a.median().Seconds() / b.median().Seconds() }
