// Package results has a function with nine results; the largest tuple has eight.
package results

import "time"

//evert:callback
func Nine() (a, b, c, d, e, f, g, h, i int) { // refused
	time.Sleep(time.Millisecond)
	return 1, 2, 3, 4, 5, 6, 7, 8, 9
}
