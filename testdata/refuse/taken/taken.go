// Package taken has a function whose callback form's name is taken.
package taken

import "time"

//evert:callback
func Poll() { // refused
	time.Sleep(time.Millisecond)
}

// PollDeferred is no callback form, but only called so.
func PollDeferred() bool { return true }
