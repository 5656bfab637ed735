package main

import (
	"context"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/convert"
	"github.com/evert-go/evert/rewrite"
)

// explain prints the decision about every call.
func (a *app) explain(ctx context.Context, args []string) error {
	f := newFlags("explain")
	dot := f.set.Bool("dot", false, "")
	svg := f.set.Bool("svg", false, "")
	file := f.set.String("o", "", "")
	if err := f.parse(a, args); err != nil {
		return err
	}
	if _, err := f.patterns(f.set.Args()); err != nil {
		return err
	}
	format, err := pictureFormat(f, *dot, *svg)
	if err != nil {
		return err
	}
	if *file != "" && format == "" {
		return f.wrong("-o is for pictures: give -svg or -dot, too")
	}
	patterns, functions := a.splitExplain(f.set.Args())
	cfg, err := f.config(ctx, a, patterns)
	if err != nil {
		return err
	}
	out, decisions, err := convert.Decide(ctx, cfg)
	if err != nil {
		return err
	}
	a.printErrors(out)
	a.printMessages(out, false)
	if len(functions) > 0 {
		decisions = slices.DeleteFunc(decisions, func(d rewrite.Decision) bool { return !names(functions, d.Func) })
	}
	switch {
	case f.json:
		if err := a.printJSON(a.stdout, jsonDecisions(a.names, decisions)); err != nil {
			return err
		}
	case len(decisions) == 0 && len(functions) > 0:
		return fmt.Errorf("%s: no such function, or it calls nothing, in %s",
			strings.Join(functions, ", "), strings.Join(patterns, " "))
	case format != "":
		if err := a.drawTo(ctx, *file, format, f.set.Args(), decisions); err != nil {
			return err
		}
	default:
		for _, d := range decisions {
			fmt.Fprintln(a.stdout, a.decision(d))
		}
	}
	if len(out.Errors) > 0 || len(out.Problems) > 0 {
		return errSilent
	}
	return nil
}

// decision is one line, such as
//
//	x.go:7:2: F: time.Sleep: thread: no callback form (a < b < time.Sleep)
func (a *app) decision(d rewrite.Decision) string {
	parts := []string{a.names.Position(d.Pos), d.Func, d.Call, d.What}
	if d.Reason != "" {
		parts = append(parts, d.Reason)
	}
	line := strings.Join(parts, ": ")
	if len(d.Chain) > 0 {
		line += " (" + strings.Join(d.Chain, " < ") + ")"
	}
	return line
}

// splitExplain tells packages from functions among the arguments: F, T.M and
// (*T).M are functions of the current package, and path.F one of another.
func (a *app) splitExplain(args []string) (patterns, functions []string) {
	for _, arg := range args {
		path, name := a.splitFunction(arg)
		if path != "" && !slices.Contains(patterns, path) {
			patterns = append(patterns, path)
		}
		if name != "" {
			functions = append(functions, name)
		}
	}
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	return patterns, functions
}

func (a *app) splitFunction(arg string) (path, name string) {
	if strings.HasSuffix(arg, ".go") || strings.Contains(arg, "...") {
		return arg, ""
	}
	if info, err := os.Stat(filepath.Join(a.dir, arg)); err == nil && info.IsDir() {
		return arg, ""
	}
	dir, last := "", arg
	if i := strings.LastIndexByte(arg, '/'); i >= 0 {
		dir, last = arg[:i+1], arg[i+1:]
	}
	words := strings.Split(plain(last), ".")
	if slices.ContainsFunc(words, func(w string) bool { return !token.IsIdentifier(w) }) {
		return arg, "" // such as a domain's name, or a folder that is not there
	}
	if dir == "" {
		return "", last
	}
	if len(words) == 1 || isVersion(words[1]) {
		return arg, ""
	}
	_, rest, _ := strings.Cut(last, ".")
	return dir + words[0], rest
}

// isVersion matches the end of paths such as gopkg.in/yaml.v3.
func isVersion(word string) bool {
	return len(word) > 1 && word[0] == 'v' && strings.Trim(word[1:], "0123456789") == ""
}

// plain is a function's name without the parentheses and the star of a
// receiver.
func plain(name string) string {
	return strings.NewReplacer("(", "", ")", "", "*", "").Replace(name)
}

// names reports whether one of the functions is the one called name in
// messages, or contains it as a literal.
func names(functions []string, name string) bool {
	name = plain(name)
	return slices.ContainsFunc(functions, func(f string) bool {
		f = plain(f)
		return name == f || strings.HasSuffix(name, "."+f) || strings.HasPrefix(name, f+".func")
	})
}

const explainHelp = `usage: evert explain [flags] [packages or functions]

Explain prints, for every call in the functions that would be split, what
becomes of it and why, with the chain of calls that makes the callee block.

	evert explain                  the package in the current directory
	evert explain ./...            all packages below it
	evert explain Fetch            one function of the current package
	evert explain '(*Client).Get'  a method
	evert explain ./store.Load     a function of another package

A line is position, function, call, decision, reason and chain:

	fetch.go:12:10: Fetch: lib.Get: thread: no callback form (lib.Get < net.Dial)

A picture shows which functions are split and what they wait for, and where threads
are entered; the mouse on an arrow shows the calls:

	evert explain -svg ./... >calls.svg
	evert explain -svg -o calls.svg ./...     the same, for //go:generate

Flags:
	-all            as if every function were marked
	-marked         only functions marked //evert:callback, and what they reach
	-svg            print a picture of who calls what, as SVG
	-dot            the same in the language of Graphviz
	-o FILE         write the picture to a file: a new one, or an earlier picture
	-json           print JSON
	-threads=off    as for a host without threads
	-style=STYLE    how callback forms are written: chain (the default), frames or
	                generator
	-tags LIST      build tags, as for go build
	-target OS/ARCH as for another system, js/wasm say
`
