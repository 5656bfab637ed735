package rewrite

import (
	"fmt"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/directive"
	"github.com/evert-go/evert/rewrite/internal/plan"
)

// Options choose what is generated, and how.
type Options struct {
	All     bool   // every function that the packages declare
	Marked  bool   // only functions marked callback, and what they reach
	Shim    bool   // blocking forms delegate to callback forms
	Suspend bool   // waits ask package shim whether to suspend
	Replace bool   // callback forms take the places of blocking forms
	Threads bool   // the host has threads
	Style   string // Chain, the default, Frames or Generator; of functions whose directive says none
	Steps   int    // waits in a row from which on a list is divided; 0 is the usual number
	Version string // of Evert, for messages

	// Also wants more functions, and what they reach.
	Also func(*types.Func) bool
	// Recovers tells whether a function calls recover itself, if it is of a
	// package that was loaded without syntax.
	Recovers func(*types.Func) (recovers, known bool)
}

// Styles of callback forms. A directive may say that of one function.
const (
	Chain     = directive.Chain     // split at its waits, into continuations
	Generator = directive.Generator // whole, as a coroutine
	Frames    = directive.Frames    // whole up to the first wait that is not over, and from there split into the methods of a frame
)

// File is one generated file.
type File struct {
	Source  string // the input file
	Name    string // the file to write
	Content []byte
	Shim    []byte // with Options.Shim: what Source becomes in a build
	Before  []byte // with Options.Replace, where Name is Source: what it was
}

// Func is one function that was to be converted.
type Func struct {
	Name      string
	Pos       token.Position
	Converted bool
	Reason    string // why it was refused
	InChain   string // why it is in chain style although frames were asked for
	Style     string // that its directive asks for, or ""

	Form   string         // the name of its callback form
	Decl   token.Position // of its name in its declaration; Pos may be what is in the way
	Marked bool           // callback
}

// Problem is an error in the input, with what to do about it.
type Problem struct {
	Pos     token.Position
	Message string
}

// Result is what Generate makes of the packages.
type Result struct {
	Files      []File
	Funcs      []Func
	Problems   []Problem
	Candidates []Func // functions that block and could be split if they were marked
	Kept       []Kept // with Options.Replace: blocking forms that stay
}

func (o Options) plan() plan.Options {
	return plan.Options{
		All: o.All, Marked: o.Marked, NoThreads: !o.Threads, Shim: o.Shim, Replace: o.Replace, Style: o.Style,
		Also: o.Also, Recovers: o.Recovers,
	}
}

// Generate makes the callback forms of the packages' functions.
func Generate(pkgs []*packages.Package, facts *blocking.Program, opts Options) (*Result, error) {
	switch opts.Style {
	case "", Chain, Generator, Frames:
	default:
		return nil, fmt.Errorf("cannot generate style %q: the styles are: chain, frames, generator", opts.Style)
	}
	if opts.Style == Frames && opts.Replace {
		return nil, fmt.Errorf("cannot put callback forms in frames style in the places of blocking forms")
	}
	p := plan.New(pkgs, facts, opts.plan())
	g := &generator{opts: opts, plan: p, pkgs: pkgs}
	g.clashes()
	g.notInPlace()
	g.frames = newFrames(g)
	for {
		outputs, err := g.emitAll()
		if err != nil {
			return nil, err
		}
		if !g.verify(outputs) {
			continue
		}
		if !opts.Replace {
			return g.result(outputs, nil)
		}
		kept, err := g.replace(outputs)
		if err != nil {
			return nil, err
		}
		return g.result(outputs, kept)
	}
}
