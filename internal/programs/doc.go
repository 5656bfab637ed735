// Package programs runs whole main programs twice, untouched with go run and
// in callback form with evert run, and compares what they did.
//
// A program is the best oracle there is: whatever it prints and whatever it
// exits with has to be the same, whichever of its calls wait. What may differ
// are stack traces, so of what a program writes to standard error only the
// part before the first trace is compared.
//
// The test of this package does so for the programs under testdata/programs;
// command internal/conformance does for the test programs of the Go
// distribution.
package programs
