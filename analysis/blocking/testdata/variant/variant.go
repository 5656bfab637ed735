// Package variant has tests of its own, inside and outside.
package variant

import "time"

func Slow() { time.Sleep(1) } // want Slow:"^blocks sleep: time.Sleep$"

//evert:blocking
func Leaf() {} // want Leaf:"^blocks wait; leaf$"
