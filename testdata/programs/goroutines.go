// go statements: operands in place, bodies concurrently, panics recovered there.
package main

import (
	"fmt"
	"sync"
)

type acc struct {
	mu sync.Mutex
	m  map[string]int
	wg sync.WaitGroup
}

func (a *acc) add(k string, n int) {
	defer a.wg.Done()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.m[k] += n
}

func (a *acc) named(k string) func(int) {
	fmt.Println("named", k)
	return func(n int) { a.add(k, n) }
}

func arg(n int) int { fmt.Println("arg", n); return n }

func safely(f func()) (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("goroutine: %v", p)
			}
		}()
		f()
	}()
	<-done
	return err
}

func parallel[T, U any](in []T, f func(T) U) []U {
	out := make([]U, len(in))
	var wg sync.WaitGroup
	for i, x := range in {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = f(x)
		}()
	}
	wg.Wait()
	return out
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	c := make(chan int)
	go func() { c <- fib(n - 1) }()
	b := fib(n - 2)
	return <-c + b
}

func main() {
	a := &acc{m: map[string]int{}}
	a.wg.Add(4)
	go a.add("x", arg(1))
	go a.named("y")(arg(2))
	f := a.add
	go f("z", arg(3))
	go (*acc).add(a, "x", arg(4))
	a.wg.Wait()
	fmt.Println(a.m)
	fmt.Println(safely(func() { panic("inside") }), safely(func() {}), safely(func() { var m map[int]int; m[1] = 1 }))
	fmt.Println(parallel([]int{1, 2, 3}, func(n int) string { return fmt.Sprint(n * n) }))
	fmt.Println(fib(9))
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	v := 0
	for range 5 {
		ping <- v
		v = <-pong
	}
	close(ping)
	_, ok := <-pong
	fmt.Println(v, ok)
}
