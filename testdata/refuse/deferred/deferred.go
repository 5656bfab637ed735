// Package deferred has a function that defers one which blocks and recovers.
package deferred

import (
	"fmt"
	"time"
)

// report has to be deferred directly for recover to work: by another goroutine, or
// from a continuation, it is not.
//
//evert:thread
func report(name string) {
	if p := recover(); p != nil {
		time.Sleep(time.Millisecond)
		fmt.Println(name, p)
	}
}

//evert:callback
func Do(f func()) {
	defer report("do") // refused
	time.Sleep(time.Millisecond)
	f()
}
