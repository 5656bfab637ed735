package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/overlay"
)

// modeSymbol is the variable that says which waits suspend.
const modeSymbol = overlay.Path + "/shim.mode"

// linked is the mode that a program is linked with, to be replaced.
const linked = "random:0000000000417290653"

// buildModes builds the callback forms for all modes. Linking takes a good part
// of the time, so it is done once where a program may be changed: the mode is a
// string in it.
func (b *batch) buildModes(ctx context.Context) error {
	if runtime.GOOS != "linux" {
		for _, mode := range b.o.modes {
			if err := b.goBuild(ctx, "callback", mode, "-X "+modeSymbol+"="+mode); err != nil {
				return err
			}
		}
		return nil
	}
	if err := b.goBuild(ctx, "callback", "linked", "-X "+modeSymbol+"="+linked); err != nil {
		return err
	}
	for _, p := range b.list {
		r := b.results[p.slug()]
		if r.Problem != "" {
			continue
		}
		program, err := os.ReadFile(b.exe(p, "linked"))
		if err != nil {
			return err
		}
		// If it is not there, nothing in the program waits.
		at := bytes.Index(program, []byte(linked))
		if bytes.Count(program, []byte(linked)) > 1 {
			return fmt.Errorf("%s: cannot tell which string in the program is the mode", p.name)
		}
		for _, mode := range b.o.modes {
			if at >= 0 {
				copy(program[at:], fmt.Sprintf("%-*s", len(linked), mode))
			}
			if err := os.MkdirAll(filepath.Dir(b.exe(p, mode)), 0o777); err != nil {
				return err
			}
			if err := writeProgram(b.exe(p, mode), program); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeProgram writes a file that is to be executed. A process that another job
// starts meanwhile must not have it open for writing.
func writeProgram(name string, data []byte) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(name, data, 0o777)
}

// compiled is the line above what the compiler says about a package.
var compiled = regexp.MustCompile(`(?m)^# ` + module + `/([^/\s.]+).*\n`)

// goBuild builds the programs that are in a folder, and puts them into the
// folder to. What does not compile in its untouched form is no test.
func (b *batch) goBuild(ctx context.Context, from, to, set string) error {
	args := []string{"build"}
	if b.list[0].test {
		args = []string{"test", "-c"}
	}
	target := b.dir("bin") + string(filepath.Separator) + safe(to) + string(filepath.Separator)
	if err := os.MkdirAll(target, 0o777); err != nil {
		return err
	}
	// Without the folder's name in the action, the build cache serves a second
	// run too, and without the symbols linking takes a fraction of the time.
	args = append(args, "-trimpath", "-o", target)
	flags := gocmd.ParseFlags(b.build.flags)
	args = append(args, flags.Rest...)
	args = append(args, "-ldflags="+strings.TrimSpace(strings.Join(append(slices.Clone(flags.Ldflags), "-s -w", set), " ")))
	n := 0
	for _, p := range b.list {
		if r := b.results[p.slug()]; r.Problem == "" {
			args = append(args, module+"/"+p.slug())
			n++
		}
	}
	if n == 0 {
		return nil
	}
	begin := time.Now()
	defer b.o.spent.add(&b.o.spent.build, begin)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = b.dir(from), b.environ()
	text, err := cmd.CombinedOutput()
	if err != nil && !gocmd.Failed(err) {
		return err
	}
	b.blame(from, string(text), err)
	return ctx.Err()
}

// blame finds out which programs the errors of a build are about.
func (b *batch) blame(from, text string, err error) {
	status := NoCompile
	if from == "plain" {
		status = NoOracle
	}
	at := compiled.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if r := b.results[text[m[2]:m[3]]]; r != nil && err != nil {
			r.fail(status, strings.TrimSpace(text[m[1]:end]))
		}
	}
	if err == nil || len(at) > 0 {
		return
	}
	for _, r := range b.results { // something else: it goes for all
		r.fail(status, strings.TrimSpace(text))
	}
}
