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
	name string
	args []string
	wall []time.Duration
	cpu  []time.Duration // of the go command and all that it started
}

// measure has three states of the build cache: empty, everything compiled and nothing
// vetted, and everything done.
func (b *bench) measure(ctx context.Context, dir, trivial string) error {
	both := func(state string) []*series {
		return []*series{
			{name: "go vet, trivial tool, " + state, args: []string{"vet", "-vettool=" + trivial, "./..."}},
			{name: "go vet, evert, " + state, args: []string{"vet", "-vettool=" + b.evert, "./..."}},
		}
	}
	cold, compiled, done := both("cold"), both("all compiled"), both("all done")
	list := []*series{
		{name: "go list ./...", args: []string{"list", "./..."}},
		{name: "go list -deps -test ./...", args: []string{"list", "-deps", "-test", "./..."}},
	}
	base := filepath.Join(b.dir, "compiled")
	fill := &series{args: []string{"list", "-export", "-deps", "-test", "./..."}}
	if err := fill.run(ctx, dir, base); err != nil {
		return err
	}
	for round := range b.rounds {
		for i := range 2 { // in turns, so that neither is always the first
			if err := b.once(ctx, compiled[(i+round)%2], dir, base); err != nil {
				return err
			}
		}
	}
	if err := done[0].run(ctx, dir, base); err != nil { // from here on, nothing is left to do
		return err
	}
	done[0].wall, done[0].cpu = nil, nil
	warm := slices.Concat(list, done)
	if err := (&series{args: done[1].args}).run(ctx, dir, base); err != nil {
		return err
	}
	for range max(b.rounds, 3) {
		for _, s := range warm {
			if err := s.run(ctx, dir, base); err != nil {
				return err
			}
		}
	}
	printSeries(compiled, warm)
	fmt.Printf("all compiled, evert to trivial: %s\n", ratio(compiled[1], compiled[0]))
	fmt.Printf("all done, evert to go list: %s; to go list -deps -test: %s; to trivial: %s\n",
		ratio(done[1], list[0]), ratio(done[1], list[1]), ratio(done[1], done[0]))
	for round := range b.rounds {
		for i := range 2 {
			if err := b.once(ctx, cold[(i+round)%2], dir, ""); err != nil {
				return err
			}
		}
	}
	printSeries(cold)
	fmt.Printf("cold, evert to trivial: %s\n", ratio(cold[1], cold[0]))
	return nil
}

// once runs a command with a cache of its own, which begins as a copy of another.
func (b *bench) once(ctx context.Context, s *series, dir, from string) error {
	cache, err := os.MkdirTemp(b.dir, "cache")
	if err != nil {
		return err
	}
	if from != "" {
		if err := os.CopyFS(cache, os.DirFS(from)); err != nil {
			return err
		}
	}
	if err := s.run(ctx, dir, cache); err != nil {
		return err
	}
	return os.RemoveAll(cache)
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
	s.wall = append(s.wall, time.Since(begin).Round(time.Millisecond))
	s.cpu = append(s.cpu, (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Round(time.Millisecond))
	return nil
}

func printSeries(lists ...[]*series) {
	for _, s := range slices.Concat(lists...) {
		fmt.Printf("%-35s %8.2fs, processor time %8.2fs\n", s.name, median(s.wall).Seconds(), median(s.cpu).Seconds())
	}
}

func median(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(times))[len(times)/2]
}

// ratio is of elapsed and of processor time: the latter hardly depends on what else
// the machine does.
func ratio(a, b *series) string {
	return fmt.Sprintf("%.2f (processor time %.2f)", float64(median(a.wall))/float64(median(b.wall)), float64(median(a.cpu))/float64(median(b.cpu)))
}
