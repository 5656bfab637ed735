// Package vettool makes evert a tool of go vet and go fix, and of whatever else
// speaks their protocol:
//
//	go vet -vettool=$(which evert) ./...
//	go fix -fixtool=$(which evert) -diff ./...
//
// The go command runs the tool once for each package, dependencies and the
// standard library first, with a file that says where everything is; it keeps what
// the tool writes, facts and diagnostics, in its build cache. x/tools does the work
// (package unitchecker). Four things are done better here:
//
//   - Of a package of the standard library nothing but facts is wanted, and there
//     are none, since Evert has a table of it: so it is neither read nor
//     type-checked. That is most of what a vet tool does on a cold cache.
//   - Where only facts are wanted, the rules are not run.
//   - Go 1.26 takes what it has cached of a package as a dependency for its answer
//     when it is asked about that package, so that diagnostics are lost. So they
//     are printed for dependencies, too, within the user's modules; go vet shows
//     them, and evert vet leaves out what was not asked for.
//   - A crash is a defect of Evert's, and is reported as one, without a dump of
//     all goroutines for each package.
package vettool
