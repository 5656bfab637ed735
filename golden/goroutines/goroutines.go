// Package goroutines has go statements: the operands are evaluated in place,
// and the blocking form runs in the goroutine.
package goroutines

import (
	"fmt"
	"sync"

	"github.com/evert-go/evert/internal/trace"
)

// Operands waits for the operands of a go statement.
//
//evert:callback
func Operands(n int) (string, error) {
	c := make(chan int, 1)
	put := func(v int) { c <- v }
	go put(trace.Get(n))
	return fmt.Sprint(<-c), nil
}

// square sends its result.
func square(n int, c chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	c <- n * n
}

// Named runs a function by name in several goroutines.
//
//evert:callback
func Named(n int) (string, error) {
	c := make(chan int, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go square(i, c, &wg)
	}
	wg.Wait()
	close(c)
	sum := 0
	for v := range c {
		sum += v
	}
	return fmt.Sprint(sum, trace.Text(n)), nil
}

// Waits has a goroutine whose body waits: it blocks there, not here.
//
//evert:callback
func Waits(n int) (string, error) {
	done := make(chan error)
	go func() {
		_, err := trace.Fetch(n)
		done <- err
	}()
	if err := <-done; err != nil {
		return "", err
	}
	return trace.Text(n), nil
}
