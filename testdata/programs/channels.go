// Channels: pipelines, semaphores, nil channels, direction and order.
package main

import (
	"fmt"
	"sync"
)

func gen(n int) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 2; i < n; i++ {
			c <- i
		}
	}()
	return c
}

func filter(in <-chan int, p int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for v := range in {
			if v%p != 0 {
				out <- v
			}
		}
	}()
	return out
}

func primes(n int) (ps []int) {
	c := gen(n)
	for {
		p, ok := <-c
		if !ok {
			return ps
		}
		ps = append(ps, p)
		c = filter(c, p)
	}
}

type request struct {
	n     int
	reply chan<- int
}

func server(reqs <-chan request) {
	state := 0
	for r := range reqs {
		state += r.n
		r.reply <- state
	}
}

func ask(reqs chan<- request, n int) int {
	reply := make(chan int)
	reqs <- request{n, reply}
	return <-reply
}

func merge(cs ...<-chan int) <-chan int {
	var wg sync.WaitGroup
	out := make(chan int)
	for _, c := range cs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for v := range c {
				out <- v
			}
		}()
	}
	go func() { wg.Wait(); close(out) }()
	return out
}

func main() {
	fmt.Println(primes(40))
	reqs := make(chan request)
	go server(reqs)
	fmt.Println(ask(reqs, 1)+ask(reqs, 2)*10, ask(reqs, 3))
	close(reqs)
	sum := 0
	for v := range merge(gen(10), gen(20), gen(5)) {
		sum += v
	}
	fmt.Println(sum)
	c := make(chan chan int, 1)
	c <- make(chan int, 1)
	inner := <-c
	inner <- 42
	c <- inner
	fmt.Println(<-<-c, len(c), cap(c))
	sem := make(chan struct{}, 2)
	var wg sync.WaitGroup
	var mu sync.Mutex
	running, most := 0, 0
	for range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- struct{}{}
			defer func() { <-sem }()
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			mu.Lock()
			running--
			mu.Unlock()
		}()
	}
	wg.Wait()
	fmt.Println(running, most <= 2)
	func() {
		defer func() { fmt.Println(recover()) }()
		var done chan bool
		close(done)
	}()
}
