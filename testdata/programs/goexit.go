// runtime.Goexit runs deferred calls, in goroutines and through callers.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func leave(n int) {
	defer fmt.Println("leave deferred", n)
	if n == 0 {
		runtime.Goexit()
	}
	leave(n - 1)
	fmt.Println("not reached")
}

func worker(wg *sync.WaitGroup, n int) {
	defer wg.Done()
	defer func() { fmt.Println("recover in Goexit:", recover()) }()
	leave(n)
}

func panicDuring(wg *sync.WaitGroup) {
	defer wg.Done()
	defer func() { fmt.Println("recovered:", recover()) }()
	defer func() { panic("during Goexit") }()
	runtime.Goexit()
}

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go worker(&wg, 2)
	wg.Wait()
	wg.Add(1)
	go panicDuring(&wg)
	wg.Wait()
	done := make(chan bool)
	go func() {
		defer close(done)
		func() {
			defer fmt.Println("inner")
			runtime.Goexit()
		}()
		fmt.Println("not reached")
	}()
	<-done
	fmt.Println("main over")
}
