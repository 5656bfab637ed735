// Package busy waits by turning.
package busy

import (
	"runtime"
	"sync/atomic"
)

var done atomic.Bool
var flag int32

//evert:nonblocking
func wait(q []int) {
	for !done.Load() { // want `EV102: loop waits by turning`
	}
	for atomic.LoadInt32(&flag) == 0 { // want `EV102: loop waits`
		runtime.Gosched()
	}
	for { // want `EV102: loop waits`
	}
}

//evert:nonblocking
func work(q []int, next func() bool) {
	for len(q) > 0 {
		q = q[1:]
	}
	for next() {
	}
	for i := 0; i < 3; i++ {
	}
}

func elsewhere() {
	for !done.Load() {
	}
}
