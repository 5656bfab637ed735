// A panic in a goroutine that nobody recovers ends the program.
package main

import (
	"errors"
	"fmt"
)

func work(n int) error {
	if n == 2 {
		panic(errors.New("worker died"))
	}
	return nil
}

func main() {
	defer fmt.Println("never printed")
	done := make(chan error)
	for i := range 5 {
		go func() { done <- work(i) }()
		fmt.Println(i, <-done)
	}
}
