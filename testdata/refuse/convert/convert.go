// Package convert has a declaration that converts several results of a wait.
package convert

import "time"

func two() (int, error) {
	time.Sleep(time.Millisecond)
	return 1, nil
}

//evert:callback
func Any() (any, any) {
	var a, b any = two() // refused
	return a, b
}
