// Package recover has a function that calls recover itself.
package recover

import (
	"fmt"
	"time"
)

// report is for others to defer. Recover works in a function that is deferred
// directly, and not in the continuations that report would be split into.
//
//evert:callback
func report(name string) { // refused
	if p := recover(); p != nil {
		time.Sleep(time.Millisecond)
		fmt.Println(name, p)
	}
}
