package uptodate

import (
	"flag"
	"go/ast"
	"go/types"
	"io"
	"path"
	"strings"

	"github.com/evert-go/evert"
	"github.com/evert-go/evert/rewrite"
)

// options are those that evert is run with for a package, as far as its files
// tell.
func (c *checker) options() rewrite.Options {
	opts := rewrite.Options{Threads: true, Style: c.style()}
	for _, file := range c.sources {
		for _, group := range file.Comments {
			for _, c := range group.List {
				line, ok := strings.CutPrefix(c.Text, "//go:generate ")
				if !ok {
					continue
				}
				if found, ok := flags(line); ok {
					return found
				}
			}
		}
	}
	return opts
}

// style is that of what is there already. Functions whose directives say theirs do not
// count.
func (c *checker) style() string {
	marked := make(map[string]bool)
	for _, file := range c.sources {
		for _, d := range file.Decls {
			if decl, ok := d.(*ast.FuncDecl); ok {
				fn, _ := c.pass.TypesInfo.Defs[decl.Name].(*types.Func)
				if fact, _ := c.facts.Func(fn); fn != nil && fact.Style != "" {
					marked[declName(decl)+"Deferred"] = true
				}
			}
		}
	}
	style := rewrite.Chain
	for name := range c.own {
		for _, d := range c.files[name].Decls {
			decl, ok := d.(*ast.FuncDecl)
			if !ok || !strings.HasSuffix(decl.Name.Name, "Deferred") || marked[declName(decl)] {
				continue
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && style == rewrite.Chain {
					style = styleOf(c.pass.TypesInfo.Uses[id])
				}
				return style == rewrite.Chain
			})
		}
	}
	return style
}

// styleOf is the style of what uses obj: chain style if that is nothing special.
func styleOf(obj types.Object) string {
	fn, ok := obj.(*types.Func)
	switch {
	case !ok || fn.Pkg() == nil:
	case fn.Pkg().Path() == evert.Path+"/frames":
		return rewrite.Frames
	case fn.Pkg().Path() == evert.Path+"/deferred" && strings.HasPrefix(fn.Name(), "Generate"):
		return rewrite.Generator
	}
	return rewrite.Chain
}

// flags reads the flags of a command that runs evert for the package it is in.
func flags(command string) (read rewrite.Options, ok bool) {
	words := strings.Fields(command)
	for len(words) > 0 && !isEvert(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return read, false
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
	set.String("target", "", "")
	if set.Parse(words) != nil {
		return read, false // something else than generating files beside the sources
	}
	read.Threads = *threads != "off"
	if set.NArg() == 0 {
		return read, true
	}
	for _, pattern := range set.Args() {
		if pattern == "." || pattern == "./..." || strings.HasSuffix(pattern, ".go") {
			return read, true
		}
	}
	return read, false // for other packages, or another command
}

// isEvert reports a word that names the command, such as evert, or
// github.com/evert-go/evert/cmd/evert@latest.
func isEvert(word string) bool {
	word, _, _ = strings.Cut(word, "@")
	return strings.TrimSuffix(path.Base(strings.ReplaceAll(word, `\`, "/")), ".exe") == "evert"
}
