// Package gocmd runs the go command: it asks for its environment, runs builds
// and tests in the foreground, and understands the few of its flags that
// matter to Evert.
//
// # Signals
//
// A child in the foreground belongs to the user, as under go run. An interrupt
// typed at a terminal reaches the whole process group, so Evert does not pass
// it on: it waits for the child and then cleans up. A termination request
// reaches Evert alone, so that one is passed on.
package gocmd
