package threads_test

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
	"github.com/evert-go/evert/threads"
)

// drive runs a loop until d has fired.
func drive[T any](loop *reactor.Loop, d *deferred.Deferred[T]) *deferred.Deferred[T] {
	loop.RunUntil(d.Fired)
	return d
}

func ExampleDeferToThreadErr() {
	loop := reactor.New()
	defer loop.Close()
	saved := threads.DeferToThreadErr(loop, func() error {
		time.Sleep(time.Millisecond) // anything that blocks
		return errors.New("the disk is full")
	})
	fmt.Println(saved.Fired())
	fmt.Println(drive(loop, saved).Result())
	// Output:
	// false
	// {} the disk is full true
}

// A pool for what is scarce: here one thing at a time.
func ExamplePool() {
	loop := reactor.New()
	defer loop.Close()
	pool := threads.NewPool(1)
	defer pool.Close()
	var last *deferred.Deferred[int]
	for i := 1; i <= 3; i++ {
		i := i
		last = threads.DeferToPool(loop, pool, func() (int, error) {
			fmt.Println("query", i)
			return i, nil
		})
	}
	fmt.Println(drive(loop, last).Result())
	// Output:
	// query 1
	// query 2
	// query 3
	// 3 <nil> true
}

// A pool may run everything that needs a thread on a loop.
func ExampleNewPool() {
	loop := reactor.New()
	defer loop.Close()
	pool := threads.NewPool(4)
	loop.SetThreads(pool)
	fmt.Println(drive(loop, threads.DeferToThread1(loop, func() string { return "done" })).Result())
	pool.Close()
	_, err, _ := threads.DeferToThread1(loop, func() string { return "done" }).Result()
	fmt.Println(err)
	// Output:
	// done <nil> true
	// cannot run in the pool: it has been closed
}

func ExamplePoolStats() {
	loop := reactor.New()
	defer loop.Close()
	pool := threads.NewPool(1)
	defer pool.Close()
	gate, begun := make(chan bool), make(chan bool)
	query := func() (bool, error) {
		begun <- true
		return <-gate, nil
	}
	first := threads.DeferToPool(loop, pool, query)
	<-begun
	threads.DeferToPool(loop, pool, query).Cancel()
	threads.DeferToPool(loop, pool, query)
	stats := pool.Stats()
	fmt.Println("workers:", stats.Workers, "queued:", stats.Queued, "dropped:", stats.Dropped)
	gate <- true
	fmt.Println(drive(loop, first).Result())
	<-begun
	gate <- true
	// Output:
	// workers: 1 queued: 1 dropped: 1
	// true <nil> true
}

func ExampleDeferToPool() {
	loop := reactor.New()
	defer loop.Close()
	pool := threads.NewPool(2)
	defer pool.Close()
	d := threads.DeferToPool(loop, pool, func() (int, error) { panic("broken") })
	fmt.Println(drive(loop, d).Result())
	// Output:
	// 0 panic: broken true
}

// What is there is received in place. For the rest a thread waits.
func ExampleReceive() {
	loop := reactor.New()
	defer loop.Close()
	c := make(chan string, 1)
	c <- "first"
	fmt.Println(threads.Receive(loop, c).Result())
	second := threads.Receive(loop, c)
	fmt.Println(second.Fired())
	c <- "second"
	fmt.Println(drive(loop, second).Result())
	// Output:
	// first <nil> true
	// false
	// second <nil> true
}

func ExampleReceiveOK() {
	loop := reactor.New()
	defer loop.Close()
	c := make(chan int)
	close(c)
	v, _, _ := threads.ReceiveOK(loop, c).Result()
	fmt.Println(v.Unpack())
	// Output:
	// 0 false
}

func ExampleSend() {
	loop := reactor.New()
	defer loop.Close()
	c := make(chan int, 1)
	fmt.Println(threads.Send(loop, c, 1).Fired())
	second := threads.Send(loop, c, 2)
	fmt.Println(second.Fired())
	fmt.Println(<-c)
	fmt.Println(drive(loop, second).Fired())
	// Output:
	// true
	// false
	// 1
	// true
}

func ExampleSelect() {
	loop := reactor.New()
	defer loop.Close()
	words, numbers := make(chan string, 1), make(chan int)
	words <- "hello"
	word := threads.OnReceive(words)
	fmt.Println(threads.Select(loop, word, threads.OnSend(numbers, 1)).Result())
	fmt.Println(word.Value, word.OK)
	// Output:
	// 0 <nil> true
	// hello true
}

// The cases of a select may be any number.
func ExampleCase() {
	loop := reactor.New()
	defer loop.Close()
	var cases []threads.Case
	for i := 0; i < 3; i++ {
		cases = append(cases, threads.OnReceive(make(chan int)))
	}
	c := make(chan int, 1)
	cases = append(cases, threads.OnSend(c, 7))
	fmt.Println(threads.Select(loop, cases...).Result())
	fmt.Println(<-c)
	// Output:
	// 3 <nil> true
	// 7
}

func ExampleOnSend() {
	loop := reactor.New()
	defer loop.Close()
	c := make(chan int)
	sent := threads.Select(loop, threads.OnSend(c, 7))
	fmt.Println(<-c)
	fmt.Println(drive(loop, sent).Result())
	// Output:
	// 7
	// 0 <nil> true
}

func ExampleOnReceive() {
	loop := reactor.New()
	defer loop.Close()
	c := make(chan int)
	got := threads.OnReceive(c)
	chosen := threads.Select(loop, got)
	c <- 7
	drive(loop, chosen)
	fmt.Println(got.Value)
	// Output:
	// 7
}

// A Receiving holds what came: here, that the channel was closed.
func ExampleReceiving() {
	loop := reactor.New()
	defer loop.Close()
	c := make(chan int)
	close(c)
	var got *threads.Receiving[int] = threads.OnReceive(c)
	fmt.Println(threads.Select(loop, got).Fired(), got.Value, got.OK)
	// Output:
	// true 0 false
}

// A lock that goroutines hold as well.
func ExampleLock() {
	loop := reactor.New()
	defer loop.Close()
	var mu sync.Mutex
	fmt.Println("free:", threads.Lock(loop, &mu).Fired())
	second := threads.Lock(loop, &mu)
	fmt.Println("held:", second.Fired())
	mu.Unlock()
	fmt.Println(drive(loop, second).Fired())
	// Output:
	// free: true
	// held: false
	// true
}

func ExampleRLock() {
	loop := reactor.New()
	defer loop.Close()
	var mu sync.RWMutex
	fmt.Println(threads.RLock(loop, &mu).Fired(), threads.RLock(loop, &mu).Fired(), threads.Lock(loop, &mu).Fired())
	mu.RUnlock()
	mu.RUnlock()
	// Output:
	// true true false
}

func ExampleWait() {
	loop := reactor.New()
	defer loop.Close()
	var work sync.WaitGroup
	work.Add(1)
	over := threads.Wait(loop, &work)
	go work.Done()
	fmt.Println(drive(loop, over).Fired())
	// Output:
	// true
}

// A goroutine asks the reactor, and waits for the answer.
func ExampleBlockingCallFromThread() {
	loop := reactor.New()
	go func() {
		v, err := threads.BlockingCallFromThread(loop, func() *deferred.Deferred[string] {
			return deferred.Map(reactor.Sleep(loop, time.Millisecond), func(deferred.Void) string { return "slept" })
		})
		fmt.Println(v, err)
		loop.Stop()
	}()
	_ = loop.CallSoon(func() {
		_, err := threads.BlockingCallFromThread(loop, deferred.Done)
		fmt.Println(err)
	})
	_ = loop.Run()
	// Output:
	// cannot wait for the reactor on its own goroutine
	// slept <nil>
}
