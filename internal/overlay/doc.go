// Package overlay lets the go command build a tree as if generated files were
// part of it, without writing into the tree.
//
// Two things are laid over what is on disk, both by means of the go command's
// own -overlay flag, whose file says for each path what to read instead:
//
//   - The generated files, beside their sources, and where the blocking forms
//     are to delegate to callback forms also those sources. Output of earlier
//     runs that would no longer be generated is hidden.
//   - What it takes to find the runtime (see [Module]): generated code imports
//     packages of Evert's module, which the user's module need not require.
//
// Overlaid files keep their place: positions in messages and panics, embedded
// files and relative paths are those of the user's tree.
//
// # Finding the runtime
//
// The runtime's sources are written to a folder, a module of their own without
// dependencies. How a build comes to see it depends on the user's side:
//
//	a module                a copy of go.mod with a require and a replace, by -modfile
//	one with vendor/        the same, and each vendored module replaced by its folder
//	                        there, since vendor/ must agree with go.mod otherwise
//	a workspace             a copy of go.work that uses the runtime's folder too;
//	                        -modfile is not available there
//	.go files outside       a go.mod in the current directory that exists in the
//	                        overlay only
//	Evert itself            nothing: the runtime is there
//
// The go line is never changed: it decides what the user's code means.
package overlay
