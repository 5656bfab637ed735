// Package bound has a function that the compiler treats in a special way. Its
// callback form would not be treated so.
package bound

import "time"

//evert:callback
//go:nosplit
func Quick(wait bool) { // refused
	if wait {
		time.Sleep(time.Millisecond)
	}
}
