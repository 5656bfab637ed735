// Select statements.
package main

import (
	"fmt"
	"time"
)

func ch(name string, c chan int) chan int { fmt.Print("chan ", name, " "); return c }
func val(n int) int                       { fmt.Print("val ", n, " "); return n }

func main() {
	a, b := make(chan int, 1), make(chan int, 1)
	a <- 1
	var arr [3]int
	select {
	case arr[val(2)] = <-ch("a", a):
		fmt.Println("received", arr)
	case ch("nil", nil) <- val(5):
		fmt.Println("sent to nil")
	}
	select {
	case v := <-a:
		fmt.Println("unexpected", v)
	default:
		fmt.Println("default")
	}
	select {
	case ch("b", b) <- val(7):
		fmt.Println("sent", <-b)
	}
	close(b)
	select {
	case v, ok := <-b:
		fmt.Println("closed", v, ok)
	}
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		select {
		case b <- val(1):
		}
	}()
	timeout := time.After(5 * time.Millisecond)
	ticks := 0
	tick := make(chan bool)
	go func() {
		for range 3 {
			tick <- true
		}
	}()
loop:
	for {
		select {
		case <-tick:
			ticks++
			if ticks == 3 {
				break loop
			}
		case <-timeout:
			timeout = nil
		}
	}
	fmt.Println("ticks", ticks)

	done := make(chan struct{})
	results := make(chan string)
	go func() {
		defer close(results)
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			case results <- fmt.Sprint("r", i):
			}
		}
	}()
	fmt.Println(<-results, <-results, <-results)
	close(done)
	select {
	case <-time.After(time.Hour):
	case <-time.After(time.Millisecond):
		fmt.Println("short wins")
	}
}
