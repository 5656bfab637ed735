// Package clause has a loop whose variable is kept by a closure in the for clause
// itself, where one turn's variable ends and the next one's begins.
package clause

import "time"

//evert:callback
func Count() int {
	last := func() int { return 0 }
	for i := 0; i < 3; last = func() int { return i } { // refused
		time.Sleep(time.Millisecond)
		i++
	}
	return last()
}
