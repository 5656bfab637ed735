// All goroutines are asleep.
package main

import "fmt"

func wait(c chan int) int { return <-c }

func main() {
	fmt.Println("before")
	c := make(chan int, 1)
	c <- 1
	fmt.Println(wait(c))
	fmt.Println(wait(c))
}
