// Evert generates callback forms of blocking Go functions. Run "evert help" for
// what it does, and "evert help CMD" for each command with examples.
//
// This package is the skin: flags, subcommands, and the wording of messages.
// What they do is in the internal packages:
//
//	load      packages with syntax and types, without earlier output
//	convert   from packages to generated files, refusals and problems
//	write     generated files into the tree, or a diff
//	overlay   builds, tests and runs as if they were in the tree
//	gocmd     runs the go command
//	govet     runs go vet, with evert as its tool
//	vettool   is that tool: evert, when go vet or go fix calls it
//	gopls     a gopls with Evert's analyzers
//	report    messages with positions
//
// Exit codes: 0 fine; 1 something was refused or failed, or a diff is not
// empty; 2 the command line is wrong.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/evert-go/evert/internal/gocmd"
	"github.com/evert-go/evert/internal/report"
	"github.com/evert-go/evert/internal/vettool"
)

func main() { os.Exit(Main()) }

// Main runs the command with the arguments and streams of the process, and
// returns the exit code.
func Main() int {
	if vettool.Asked(os.Args[1:]) {
		vettool.Main(os.Args[1:])
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintf(os.Stderr, "evert: cannot find the current directory: %v\n", err)
		return 1
	}
	a := &app{
		dir: dir, env: os.Environ(), names: report.Names{Dir: dir},
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
	}
	return a.exitCode(a.run(ctx, os.Args[1:]))
}

// An app is what the subcommands work with.
type app struct {
	dir            string
	env            []string
	names          report.Names
	stdin          io.Reader
	stdout, stderr io.Writer
}

// A subcommand is a name with what it does and its help text.
type subcommand struct {
	name string
	run  func(a *app, ctx context.Context, args []string) error
	help string
}

// subcommands in the order of the help text. The first is what evert does when
// the first argument names none.
var subcommands []subcommand

func init() { // a variable would refer to itself through the help command
	subcommands = []subcommand{
		{"generate", (*app).generate, generateHelp},
		{"test", (*app).test, testHelp},
		{"run", (*app).runProgram, runHelp},
		{"explain", (*app).explain, explainHelp},
		{"vet", (*app).vet, vetHelp},
		{"gopls", (*app).gopls, goplsHelp},
		{"version", (*app).version, versionHelp},
		{"help", (*app).help, helpHelp},
	}
}

func lookup(name string) (subcommand, bool) {
	for _, s := range subcommands {
		if s.name == name {
			return s, true
		}
	}
	return subcommand{}, false
}

func (a *app) run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		if s, ok := lookup(args[0]); ok {
			return s.run(a, ctx, args[1:])
		}
	}
	return a.generate(ctx, args)
}

// errSilent means exit code 1; everything has been said.
var errSilent = errors.New("failed")

// A usageError is a mistake in the command line.
type usageError struct {
	command string
	message string
}

func (e *usageError) Error() string { return e.message }

// exitCode prints what is left to say about an error.
func (a *app) exitCode(err error) int {
	var usage *usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 0 // it was asked for, and printed
	case errors.As(err, &usage):
		fmt.Fprintf(a.stderr, "evert: %s\nRun 'evert help %s' for usage.\n", usage.message, usage.command)
		return 2
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "evert: interrupted: nothing was written")
	case errors.Is(err, errSilent):
	default:
		fmt.Fprintf(a.stderr, "evert: %v\n", err)
	}
	return 1
}

// goEnv asks the go command for its environment.
func (a *app) goEnv(ctx context.Context) (*gocmd.Env, error) {
	return gocmd.ReadEnv(ctx, a.dir, a.env)
}
