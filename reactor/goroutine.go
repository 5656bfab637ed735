package reactor

import "runtime"

// goroutine is the number of the calling goroutine. The runtime tells it only
// in the first line of a stack trace, "goroutine 7 [running]:", which takes a
// microsecond: for checks, not for every call.
func goroutine() uint64 {
	var buf [32]byte
	n := runtime.Stack(buf[:], false)
	id := uint64(0)
	for _, c := range buf[len("goroutine "):n] {
		if c < '0' || c > '9' {
			break
		}
		id = id*10 + uint64(c-'0')
	}
	return id
}
