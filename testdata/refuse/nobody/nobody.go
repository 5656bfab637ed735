// Package nobody has a function whose body is not in Go.
package nobody

//evert:callback
func Wait(n int) int // refused

//evert:callback
func Twice(n int) int {
	return Wait(n) + Wait(n)
}
