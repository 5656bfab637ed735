package govet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/gocmd"
)

// A Config says what to run.
type Config struct {
	Dir      string
	Env      []string
	Tool     string   // the executable that go vet is to use
	Build    []string // build flags
	Flags    []string // the tool's own flags
	Patterns []string // packages
}

// Run reports what is wrong with packages.
func Run(ctx context.Context, cfg Config) (*Outcome, error) {
	got, err := cfg.vet(ctx, "-json")
	if err != nil {
		return nil, err
	}
	o := &Outcome{dir: cfg.Dir}
	rest := o.read(got.stdout + got.stderr)
	if got.failed {
		o.errors(rest)
	}
	if len(o.Diagnostics) > 0 {
		named, err := cfg.folders(ctx)
		if err != nil {
			return nil, err
		}
		o.Diagnostics = slices.DeleteFunc(o.Diagnostics, func(d Diagnostic) bool { return !named[filepath.Dir(d.Pos.Filename)] })
	}
	o.sort()
	return o, nil
}

// Apply applies the first fix of each diagnostic that has one.
func Apply(ctx context.Context, cfg Config) error {
	_, err := cfg.vet(ctx, "-fix")
	return err
}

// Diff returns what Apply would change, as a unified diff with the names that name
// makes of files, and why packages could not be looked at.
func Diff(ctx context.Context, cfg Config, name func(string) string) (diff string, errs []Error, err error) {
	got, err := cfg.vet(ctx, "-fix", "-diff")
	if err != nil {
		return "", nil, err
	}
	o := &Outcome{dir: cfg.Dir}
	if got.failed {
		o.errors(got.stderr)
		o.sort()
	}
	if got.stdout == "" {
		return "", o.Errors, nil
	}
	named, err := cfg.folders(ctx)
	return sortDiff(got.stdout, named, name), o.Errors, err
}

// sortDiff puts the parts of a diff, which come in the order in which packages were
// done, into that of their files' names, and leaves out those that are not in the
// folders asked about. A part begins with two lines:
//
//	--- /dir/x.go (old)
//	+++ /dir/x.go (new)
func sortDiff(diff string, named map[string]bool, name func(string) string) string {
	lines := strings.SplitAfter(diff, "\n")
	var parts []string
	shown := false
	for i := 0; i < len(lines); i++ {
		if i+1 < len(lines) {
			before, isOld := strings.CutSuffix(strings.TrimPrefix(lines[i], "--- "), " (old)\n")
			after, isNew := strings.CutSuffix(strings.TrimPrefix(lines[i+1], "+++ "), " (new)\n")
			if isOld && isNew && before == after {
				if shown = named[filepath.Dir(before)]; shown {
					parts = append(parts, "--- "+name(before)+"\n+++ "+name(before)+"\n")
				}
				i++
				continue
			}
		}
		if shown {
			parts[len(parts)-1] += lines[i]
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "")
}

// vet runs go vet, a second time without the packages that cannot be loaded if
// there are any. That it finds something is not an error.
func (cfg Config) vet(ctx context.Context, flags ...string) (result, error) {
	args := slices.Concat([]string{"go", "vet", "-vettool=" + cfg.Tool}, flags, cfg.Build, cfg.Flags, []string{"--"})
	got, err := cfg.run(ctx, slices.Concat(args, cfg.Patterns))
	if err != nil || !got.failed || got.stdout != "" || strings.Contains("\n"+got.stderr, "\n# ") {
		return got, err
	}
	sound, err := cfg.sound(ctx)
	if err != nil || len(sound) == 0 {
		return got, err
	}
	again, err := cfg.run(ctx, slices.Concat(args, sound))
	again.stderr = got.stderr + again.stderr
	again.failed = true
	return again, err
}

// A result is what a command printed, and whether it failed.
type result struct {
	stdout, stderr string
	failed         bool
}

// run runs a command. That it fails is not an error, but that it cannot be run is.
func (cfg Config) run(ctx context.Context, args []string) (result, error) {
	var out, errs bytes.Buffer
	c := gocmd.Command{Dir: cfg.Dir, Env: cfg.Env, Args: args, Stdout: &out, Stderr: &errs}
	err := c.Run(ctx)
	if errors.Is(err, exec.ErrNotFound) {
		return result{}, errors.New("cannot find the go command: install Go, or put its bin folder on the PATH")
	}
	got := result{out.String(), errs.String(), gocmd.Failed(err)}
	if got.failed {
		err = nil
	}
	return got, err
}

// folders are those of the packages named. Diagnostics of others come from the build
// cache, or from what package vettool does to get them there.
func (cfg Config) folders(ctx context.Context) (map[string]bool, error) {
	got, err := cfg.run(ctx, slices.Concat([]string{"go", "list", "-e", "-find", "-f={{.Dir}}"}, cfg.Build, []string{"--"}, cfg.Patterns))
	named := make(map[string]bool)
	for dir := range strings.Lines(got.stdout) {
		named[strings.TrimRight(dir, "\r\n")] = true
	}
	return named, err
}

// sound lists the packages, among those named, that can be loaded together with
// their tests.
func (cfg Config) sound(ctx context.Context) ([]string, error) {
	args := slices.Concat([]string{"go", "list", "-e", "-test", "-json=ImportPath,ForTest,Name,Incomplete"}, cfg.Build, []string{"--"}, cfg.Patterns)
	got, err := cfg.run(ctx, args)
	if err != nil {
		return nil, err
	}
	var paths []string
	broken := make(map[string]bool)
	for d := json.NewDecoder(strings.NewReader(got.stdout)); ; {
		var p struct {
			ImportPath, ForTest, Name string
			Incomplete                bool
		}
		if err := d.Decode(&p); err != nil {
			break // the end
		}
		path, isTest := p.ForTest, p.ForTest != ""
		if !isTest {
			path = strings.TrimSuffix(p.ImportPath, ".test")
			isTest = path != p.ImportPath && p.Name == "main"
		}
		if p.Incomplete || p.Name == "" {
			broken[path] = true
		}
		if !isTest {
			paths = append(paths, path)
		}
	}
	return slices.DeleteFunc(paths, func(path string) bool { return broken[path] }), nil
}
