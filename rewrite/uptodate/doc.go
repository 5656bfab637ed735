// Package uptodate is rule EV205 as an analyzer: it finds callback forms that are
// missing or out of date, and has fixes that generate them.
//
// # How
//
// It runs the rewriter on the package and compares what comes of it with the
// generated files of the package. The rewriter takes syntax apart and must not see
// earlier output, so that the source files are parsed and type-checked anew, as
// they are in the editor, with the imports of the package that is analyzed and the
// facts of those. Where source refers to callback forms, these must be declared,
// which evert does in two passes (package load of the command). Here the first
// thing to try is the declarations in the generated files that are there: if the
// rewriter makes the same files again with them, everything is up to date. Only
// otherwise are there two passes, whose outcome depends on nothing generated.
//
// A package with nothing to generate costs a look at its functions' facts. Another
// one costs about what it takes to type-check it three times.
//
// # What it cannot know
//
// An analyzer sees one package at a time, and no command line.
//
// Functions that are wanted only since another package reaches them have callback
// forms that nothing in their own package asks for. So a form that has been
// generated stays wanted as long as its function is there. Evert itself removes it
// if nobody wants it any more, or adds it for another package.
//
// Calls of functions of other packages use the callback forms that are there, as evert
// does when it is run for a package alone.
//
// The flags that evert is run with are taken from a go:generate line of the
// package. Without one, forms stay in the style that they are in.
//
// The lines of the source that a generated file tells, for the trails of failures,
// do not count: they change with every line that is added.
//
// Test files do not take part: evert generates nothing for them. Packages that use
// cgo are left alone, and so are those that do not type-check, as long as that is
// not the fault of a missing or outdated callback form.
package uptodate
