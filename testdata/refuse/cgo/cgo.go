// Package cgo has a file that uses cgo. The generated file would have to have the
// same preamble, and what it declares would then be declared twice.
package cgo

// static int answer(void) { return 42; }
import "C"

import "time"

//evert:callback
func Answer() int { // refused
	time.Sleep(time.Millisecond)
	return int(C.answer())
}
