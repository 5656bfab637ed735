// os.Exit with a code, past deferred calls.
package main

import (
	"fmt"
	"os"
)

func cleanup() { fmt.Println("must not be printed") }

func step(n int) int {
	defer fmt.Println("step", n)
	if n == 3 {
		leave(n)
	}
	return n + 1
}

func leave(n int) {
	fmt.Println("leaving")
	os.Exit(40 + n)
}

func main() {
	defer cleanup()
	n := 0
	for {
		n = step(n)
	}
}
