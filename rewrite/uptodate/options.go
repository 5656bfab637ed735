package uptodate

import (
	"flag"
	"go/ast"
	"io"
	"path"
	"strings"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/rewrite"
)

// options are those that evert is run with for a package, as far as its files
// tell. alone is set if it is run for this package and no other.
func options(sources []*ast.File, own map[string][]byte) (opts rewrite.Options, alone bool) {
	opts = rewrite.Options{Threads: true, Style: rewrite.Chain}
	for _, content := range own {
		switch text := string(content); {
		case strings.Contains(text, "deferred.Generate("):
			opts.Style = rewrite.Generator
		case strings.Contains(text, "\""+evert.Path+"/frames\""):
			opts.Style = rewrite.Frames
		}
	}
	for _, file := range sources {
		for _, group := range file.Comments {
			for _, c := range group.List {
				line, ok := strings.CutPrefix(c.Text, "//go:generate ")
				if !ok {
					continue
				}
				if found, alone, ok := flags(line); ok {
					return found, alone
				}
			}
		}
	}
	return opts, false
}

// flags reads the flags of a command that runs evert for the package it is in.
func flags(command string) (read rewrite.Options, alone, ok bool) {
	words := strings.Fields(command)
	for len(words) > 0 && !isEvert(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return read, false, false
	}
	words = words[1:]
	if len(words) > 0 && words[0] == "generate" {
		words = words[1:]
	}
	set := flag.NewFlagSet("evert", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.BoolVar(&read.All, "all", false, "")
	set.BoolVar(&read.Marked, "marked", false, "")
	threads := set.String("threads", "on", "")
	set.StringVar(&read.Style, "style", rewrite.Chain, "")
	set.Bool("v", false, "")
	set.Bool("json", false, "")
	set.String("tags", "", "")
	if set.Parse(words) != nil {
		return read, false, false // something else than generating files beside the sources
	}
	read.Threads = *threads != "off"
	if set.NArg() == 0 {
		return read, true, true
	}
	for _, pattern := range set.Args() {
		if pattern == "." || pattern == "./..." || strings.HasSuffix(pattern, ".go") {
			return read, set.NArg() == 1 && pattern != "./...", true
		}
	}
	return read, false, false // for other packages, or another command
}

// isEvert reports a word that names the command, such as evert, or
// github.com/evert-go/evert/cmd/evert@latest.
func isEvert(word string) bool {
	word, _, _ = strings.Cut(word, "@")
	return strings.TrimSuffix(path.Base(strings.ReplaceAll(word, `\`, "/")), ".exe") == "evert"
}
