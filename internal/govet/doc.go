// Package govet runs evert as a tool of go vet, for evert vet.
//
// The go command does the work: it knows what has changed, and keeps facts and
// diagnostics in its build cache. What it prints depends on its version, so that
// it is asked for JSON, which is put together here: sorted, each diagnostic once.
//
// Packages that cannot be loaded, since what they import is missing, make go vet
// give up; then it runs a second time, with the others. Packages that do not
// type-check have their first error reported, as go vet does it.
package govet
