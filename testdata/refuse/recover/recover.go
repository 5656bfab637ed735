// Package recover has a function that calls recover itself.
package recover

import (
	"fmt"
	"time"
)

// report is deferred by Do. Recover works in a function that is deferred directly,
// and not in the continuations that report would be split into.
//
//evert:callback
func report(name string) { // refused
	if p := recover(); p != nil {
		time.Sleep(time.Millisecond)
		fmt.Println(name, p)
	}
}

//evert:callback
func Do(f func()) {
	defer report("do")
	time.Sleep(time.Millisecond)
	f()
}
