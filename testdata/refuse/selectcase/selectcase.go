// Package selectcase has a select statement with a default, which receives into a
// place that has to be waited for.
package selectcase

import "time"

func place(n int) int {
	time.Sleep(time.Millisecond)
	return n
}

//evert:callback
func Try(c chan int) (got [2]int) {
	select {
	case got[place(0)] = <-c: // refused
	default:
	}
	return got
}
