package overlay

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/gocmd"
)

// modeSymbol is the variable that the suspension policy of a build is set by.
const modeSymbol = Path + "/shim.mode"

// A Builder builds, tests and runs through an overlay.
type Builder struct {
	Dir      string      // the current directory
	Env      []string    // the environment
	Overlay  string      // the list for -overlay
	Module   *Module     // how the runtime is found
	Flags    gocmd.Flags // the user's own flags
	GOFLAGS  string      // flags from the environment
	Packages []string    // patterns, or .go files

	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// ErrGenerated says that generated code does not compile.
var ErrGenerated = errors.New("the generated code does not compile")

// args returns the command line of a go command for a suspension mode.
func (b *Builder) args(verb, mode string, extra ...string) []string {
	args := []string{"go", verb, "-overlay=" + b.Overlay}
	args = append(args, b.Module.Flags...)
	ldflags := b.Flags.Ldflags
	if len(ldflags) == 0 {
		// A flag on the command line hides one in GOFLAGS.
		ldflags = gocmd.ParseFlags(strings.Fields(b.GOFLAGS)).Ldflags
	}
	args = append(args, gocmd.MergeLdflags(ldflags, modeSymbol, mode)...)
	return append(args, extra...)
}

func (b *Builder) command(args []string, stdout, stderr io.Writer) *gocmd.Command {
	return &gocmd.Command{
		Dir: b.Dir, Env: b.environ(), Args: args, Stdin: b.Stdin, Stdout: stdout, Stderr: stderr,
	}
}

func (b *Builder) environ() []string {
	env := b.Env
	if env == nil {
		env = os.Environ()
	}
	return append(slices.Clone(env), b.Module.Env...)
}

// buildFailed matches what go test prints for a package that does not build,
// as text or as JSON.
var buildFailed = regexp.MustCompile(`(?m)^FAIL\t\S+ \[(build|setup) failed\]|"FailedBuild":|"Action":"build-fail"`)

// Test runs go test in a suspension mode. The error is that of the go command,
// or ErrGenerated.
func (b *Builder) Test(ctx context.Context, mode string) error {
	var out lastLines
	err := b.command(b.testArgs(mode), io.MultiWriter(b.Stdout, &out), b.Stderr).Run(ctx)
	if err == nil || !gocmd.Failed(err) || !buildFailed.Match(out.data) {
		return err
	}
	// The packages themselves type-check, or they would not have come here. Vet,
	// which is part of go test, may still have something to say about them.
	check := slices.Concat(b.args("test", mode, "-vet=off", "-run=^$"), b.Flags.Build, b.Packages)
	var quiet lastLines
	if b.command(check, &quiet, io.Discard).Run(ctx) != nil && buildFailed.Match(quiet.data) {
		return ErrGenerated
	}
	return err
}

// testArgs puts the packages before the user's flags, which may end in -args.
func (b *Builder) testArgs(mode string) []string {
	return slices.Concat(b.args("test", mode), b.Packages, b.Flags.Rest)
}

// Build builds a main package into the file exe. What the compiler says goes to
// Stderr; the error is ErrGenerated if it said anything.
func (b *Builder) Build(ctx context.Context, mode, exe string) error {
	args := slices.Concat(b.args("build", mode, "-o", exe), b.Flags.Rest, b.Packages)
	var messages bytes.Buffer
	err := b.command(args, io.Discard, io.MultiWriter(b.Stderr, &messages)).Run(ctx)
	if gocmd.Failed(err) && regexp.MustCompile(`(?m)^# `).Match(messages.Bytes()) {
		return ErrGenerated
	}
	return err
}

// Run runs a program that was built.
func (b *Builder) Run(ctx context.Context, exe string, args []string) error {
	c := b.command(append([]string{exe}, args...), b.Stdout, b.Stderr)
	c.Env = b.Env // the program's environment is the user's
	return c.Run(ctx)
}

// Exe is the name for a program's file, as go run would choose it: programs
// print it.
func Exe(work string, packages []string) string {
	name := filepath.Base(packages[0])
	if file, ok := strings.CutSuffix(name, ".go"); ok {
		name = file
	}
	if name == "." || name == ".." || name == string(filepath.Separator) {
		name = "main"
	}
	if os.PathSeparator == '\\' {
		name += ".exe"
	}
	return filepath.Join(work, "exe", name)
}

// lastLines keeps the end of what is written to it: that is where go test sums
// up, and tests may print without end.
type lastLines struct{ data []byte }

const lastSize = 1 << 20

func (l *lastLines) Write(p []byte) (int, error) {
	l.data = append(l.data, p...)
	if len(l.data) > 2*lastSize {
		l.data = append([]byte(nil), l.data[len(l.data)-lastSize:]...)
	}
	return len(p), nil
}
