package main

import (
	"context"
	"fmt"
)

func (a *app) help(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(a.stdout, overview)
		return nil
	}
	s, ok := lookup(args[0])
	if !ok {
		return &usageError{"", args[0] + ": no such command: evert help lists them"}
	}
	if s.name == "help" {
		fmt.Fprint(a.stdout, overview)
		return nil
	}
	fmt.Fprint(a.stdout, s.help)
	return nil
}

// printHelp prints the help text of a command to which -h was given.
func (a *app) printHelp(command string) {
	if s, ok := lookup(command); ok {
		fmt.Fprint(a.stdout, s.help)
	}
}

const helpHelp = ""

const overview = `Evert turns blocking Go functions into callback form.

	//evert:callback
	func Fetch(url string) (string, error) { ... }

in x.go makes evert write FetchDeferred beside it, in x_deferred.go:

	func FetchDeferred(r reactor.Reactor, url string) *deferred.Deferred[string]

Usage:

	evert [flags] [packages]          generate callback forms
	evert -d [packages]               show what would change, as a diff
	evert test [packages]             run the tests through callback forms
	evert run package [arguments]     run a program through callback forms
	evert explain [packages]          what becomes of each call, and why
	evert vet [packages]              find what blocks where nothing may: the linter
	evert gopls                       build a gopls that has Evert's analyzers
	evert version                     print the version
	evert help COMMAND                tell more about a command, by example

Packages are named as for the go command; the default is the current one. In a
source file,

	//go:generate evert

keeps the generated files up to date with go generate.

Exit codes: 0 fine; 1 something was refused or failed, or the diff is not empty;
2 the command line is wrong.
`

const generateHelp = `usage: evert [flags] [packages]

Generate writes, for each file x.go with something to generate, x_deferred.go
beside it, and removes output of earlier runs that is out of date. It prints one
line for each file that changed. Files that evert did not generate are never
touched.

	evert                      the package in the current directory
	evert ./...                all packages below it
	evert -d ./...             show a diff; exit with 1 if there is any (for CI)
	evert -all ./server        every function, marked or not
	evert -overlay /tmp/o .    write nothing into the tree; then build with
	                           go build -overlay /tmp/o/overlay.json

	evert -style=frames .      no Deferred, closure or allocation for a wait inside
	evert -style=generator .   functions stay whole, and run as coroutines
	evert -w ./...             callback forms in the places of blocking forms

What is generated: functions marked //evert:callback, the blocking functions
that they reach, and functions that call one marked //evert:blocking.

Styles: chain splits a function at its waits, into continuations that are chained
on Deferreds; it needs no goroutine. Generator keeps the body as it is and runs it
as a coroutine that stands still while it waits, which takes a goroutine for each
call that is under way. It can do what chain refuses: the message says so.

	v, err := fetchDeferred(r, n).Await(g)    // v, err := fetch(n)

Frames is for code where every wait counts. FooDeferred is what it is in chain style;
between functions of a package there is fooFast, which returns what Foo returns if
nothing has to wait, and otherwise keeps what it needs in a frame that is used again.
A function that it has no form for is written in chain style, in the same file: -v
lists them, and evert explain -style=frames says why.

A directive says the style of one function, whichever is that of the others:

	//evert:callback style=frames

In place: with -w the source files themselves change, for a port that you keep by
hand. FooDeferred takes the place of Foo, with its doc comment, and x_deferred.go
goes. A blocking form that is used still, by code that is not converted, a test, a
go statement or an interface, stays beside its callback form, is marked
//evert:blocking callback=FooDeferred, and is listed with one of its uses; the next
run goes on with its callers. Only uses in the packages that are named, and their
tests, are seen, as they are built here: so name all that use the functions. The
packages type-check afterwards, or nothing is written. With -d the difference is
shown instead.

Flags:
	-d              print a unified diff instead of writing
	-w              write callback forms into the source files
	-all            every function that the packages declare
	-marked         only functions marked //evert:callback, and what they reach
	-overlay DIR    write the files to DIR, with overlay.json for go build
	-shim           with -overlay: blocking forms delegate to callback forms
	-suspend        with -shim: waits ask the suspension policy of the build
	-threads=off    make an error of whatever would need a thread
	-style=STYLE    how callback forms are written: chain (the default), frames or
	                generator
	-json           print JSON
	-v              count the functions, and list all that could be marked, and with
	                -style=frames those in chain style
	-tags LIST      build tags, as for go build
	-target OS/ARCH as for another system, js/wasm say
`
