package gopls

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Tried is the version of gopls that the wrapper was written for and is tested
// with.
const Tried = "v0.23.0"

// Config says what to build.
type Config struct {
	Env     []string // of the go command
	Version string   // of gopls
	Evert   Source
	Output  string // the program to write
	Keep    bool   // the temporary folder

	// Progress, if set, is told how many packages have been compiled.
	Progress func(packages int)
}

// A BuildError is that of the go command, or of the program that came of it.
type BuildError struct {
	What   string // what failed, as in "cannot build gopls v0.23.0"
	Output string
	Work   string // the temporary folder, if it was kept
}

func (e *BuildError) Error() string { return e.What + ":\n" + strings.TrimRight(e.Output, "\n") }

// A builder is one build.
type builder struct {
	cfg  Config
	work string // the wrapper's module
}

// Build builds gopls with Evert's analyzers. It returns the temporary folder if
// that is to be kept.
func Build(ctx context.Context, cfg Config) (work string, err error) {
	work, err = os.MkdirTemp("", "evert-gopls-")
	if err != nil {
		return "", fmt.Errorf("cannot make a temporary folder: %w", err)
	}
	if !cfg.Keep {
		defer os.RemoveAll(work)
	}
	b := &builder{cfg: cfg, work: work}
	if err := b.writeModule(ctx); err != nil {
		return work, err
	}
	program := filepath.Join(work, "gopls"+suffix())
	if err := b.build(ctx, program); err != nil {
		return work, err
	}
	if err := b.start(ctx, program); err != nil {
		return work, err
	}
	return work, install(program, cfg.Output)
}

func suffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// DefaultOutput is where go install would put a program named evert-gopls.
func DefaultOutput(ctx context.Context, env []string) (string, error) {
	b := &builder{cfg: Config{Env: env}}
	out, err := b.output(ctx, "env", "-json", "GOBIN", "GOPATH")
	if err != nil {
		return "", err
	}
	var e struct{ GOBIN, GOPATH string }
	if err := json.Unmarshal(out, &e); err != nil {
		return "", fmt.Errorf("cannot read the output of go env: %v", err)
	}
	dir := e.GOBIN
	if list := filepath.SplitList(e.GOPATH); dir == "" && len(list) > 0 {
		dir = filepath.Join(list[0], "bin")
	}
	if dir == "" {
		return "", errors.New("neither GOBIN nor GOPATH says where programs go: name a file with -o")
	}
	return filepath.Join(dir, "evert-gopls"+suffix()), nil
}

// command makes a command of the go command. What the environment says about the
// user's own builds does not count: this one is for the machine that it runs on.
func (b *builder) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = b.work
	cmd.Env = append(append([]string(nil), b.cfg.Env...),
		"GOWORK=off", "GOFLAGS=", "GO111MODULE=on", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH, "PWD="+b.work)
	return cmd
}

// output runs the go command and returns what it prints.
func (b *builder) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := b.command(ctx, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch {
	case err == nil:
		return out, nil
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("cannot find the go command: install Go, or put its bin folder on the PATH")
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case stderr.Len() > 0:
		return out, errors.New(strings.TrimSpace(stderr.String()))
	}
	return out, err
}

// build compiles the program.
func (b *builder) build(ctx context.Context, program string) error {
	// Paths are trimmed so that the same sources make the same program, which
	// goes on using its caches.
	cmd := b.command(ctx, "build", "-v", "-trimpath", "-mod=readonly", "-tags="+tag,
		"-ldflags=-X main.evertVersion="+strings.ReplaceAll(b.cfg.Evert.label(), " ", "@"), "-o", program, ".")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	var stdout, text bytes.Buffer
	cmd.Stdout = &stdout
	if err := cmd.Start(); err != nil {
		return err
	}
	b.follow(stderr, &text)
	err = cmd.Wait()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return b.failed("cannot build gopls "+b.cfg.Version, text.String()+stdout.String())
}

// follow reads what go build -v prints: the names of packages as they are
// compiled, among its errors, which it keeps.
func (b *builder) follow(r io.Reader, errs *bytes.Buffer) {
	n := 0
	for s := bufio.NewScanner(r); s.Scan(); {
		line := s.Text()
		if strings.HasPrefix(line, "go: downloading ") {
			continue
		}
		if strings.ContainsAny(line, " \t:") || line == "" {
			errs.WriteString(line + "\n")
			continue
		}
		if n++; b.cfg.Progress != nil {
			b.cfg.Progress(n)
		}
	}
}

// start runs the program once: it stops with an error if it does not find in
// gopls what it needs.
func (b *builder) start(ctx context.Context, program string) error {
	out, err := exec.CommandContext(ctx, program, "version").CombinedOutput()
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return b.failed(fmt.Sprintf("gopls %s was built, but does not start (%v)", b.cfg.Version, err), string(out))
}

// failed makes the error of a build that went wrong.
func (b *builder) failed(what, output string) error {
	e := &BuildError{What: what, Output: output}
	if b.cfg.Keep {
		e.Work = b.work
	}
	return e
}

// label is how the program calls the Evert that it contains.
func (s Source) label() string {
	if s.Dir != "" {
		return "(devel)"
	}
	return s.String()
}

// install moves the program to its place, whole or not at all, also if the one
// that is there runs.
func install(program, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	in, err := os.Open(program)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(to), ".evert-gopls-*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name()) // fails if all went well
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Chmod(0o755)
	}
	if e := out.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(out.Name(), to)
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", to, err)
	}
	return nil
}
