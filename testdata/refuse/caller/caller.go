// Package caller has a function that looks at its own call stack.
package caller

import (
	"fmt"
	"runtime"
	"time"
)

//evert:callback
func Where() string {
	time.Sleep(time.Millisecond)
	_, file, line, _ := runtime.Caller(1) // refused
	return fmt.Sprintf("%s:%d", file, line)
}
