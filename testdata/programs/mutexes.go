// Mutexes, wait groups, conditions, once and atomics.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type account struct {
	sync.Mutex
	balance int
}

func (a *account) deposit(n int) int {
	a.Lock()
	defer a.Unlock()
	return a.add(n)
}

func (a *account) add(n int) int { a.balance += n; return a.balance }

type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []int
	done  bool
}

func newQueue() *queue {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *queue) put(n int) {
	q.mu.Lock()
	q.items = append(q.items, n)
	q.mu.Unlock()
	q.cond.Signal()
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done = true
	q.cond.Broadcast()
}

func (q *queue) get() (n int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.done {
		q.cond.Wait()
	}
	if len(q.items) == 0 {
		return 0, false
	}
	n, q.items = q.items[0], q.items[1:]
	return n, true
}

type cache struct {
	mu sync.RWMutex
	m  map[int]string
}

func (c *cache) get(n int, make func(int) string) string {
	c.mu.RLock()
	s, ok := c.m[n]
	c.mu.RUnlock()
	if ok {
		return s
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.m[n]; !ok {
		c.m[n] = make(n)
	}
	return c.m[n]
}

func main() {
	var a account
	var wg sync.WaitGroup
	for i := 1; i <= 20; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.deposit(i)
		}()
	}
	wg.Wait()
	fmt.Println(a.deposit(0))

	q := newQueue()
	sum := make(chan int)
	go func() {
		total := 0
		for {
			n, ok := q.get()
			if !ok {
				sum <- total
				return
			}
			total += n
		}
	}()
	for i := range 10 {
		q.put(i)
	}
	q.close()
	fmt.Println(<-sum)

	c := cache{m: map[int]string{}}
	var calls atomic.Int32
	for i := range 6 {
		fmt.Print(c.get(i%3, func(n int) string { calls.Add(1); return fmt.Sprint("<", n, ">") }), " ")
	}
	fmt.Println(calls.Load())
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once", a.deposit(1)) })
	}
	value := sync.OnceValue(func() int { fmt.Println("computing"); return a.deposit(2) })
	fmt.Println(value(), value())
	var m sync.Map
	for i := range 3 {
		m.LoadOrStore(i%2, fmt.Sprint(i))
	}
	m.Range(func(k, v any) bool { a.deposit(k.(int)); return true })
	fmt.Println(a.balance)
	if a.TryLock() {
		fmt.Println(a.add(1), a.TryLock())
		a.Unlock()
	}
}
