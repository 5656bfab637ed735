//go:build race

package threads_test

// The race detector links C code in, and with that the runtime does not look
// for deadlocks.
func init() { findsDeadlocks = false }
