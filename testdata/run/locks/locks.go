// Package locks waits for mutexes and wait groups.
package locks

import (
	"fmt"
	"sync"

	"github.com/evert-go/evert/internal/trace"
)

// An account is shared.
type account struct {
	mu      sync.RWMutex
	balance int
}

func (a *account) deposit(n int) int {
	a.mu.Lock() //evert:allow EV301 it is to be held
	defer a.mu.Unlock()
	before := a.balance
	trace.Do(n)
	a.balance = before + n
	return a.balance
}

func (a *account) read() int {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.balance
}

// Deposit holds a lock during a wait.
//
//evert:callback
func Deposit(n int) (string, error) {
	var a account
	for i := range n {
		a.deposit(i)
	}
	return fmt.Sprint(a.read()), nil
}

// Embedded locks a mutex that is embedded.
//
//evert:callback
func Embedded(n int) (string, error) {
	var c struct {
		sync.Mutex
		n int
	}
	c.Lock()
	c.n = trace.Get(n)
	c.Unlock()
	return fmt.Sprint(c.n), nil
}

// Group waits for goroutines.
//
//evert:callback
func Group(n int) (string, error) {
	var wg sync.WaitGroup
	got := make([]int, n)
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			got[i] = i * i
		}()
	}
	wg.Wait()
	return fmt.Sprint(got, trace.Text(n)), nil
}

// Once runs a function once that does not wait.
//
//evert:callback
func Once(n int) (string, error) {
	var once sync.Once
	v := 0
	for range 3 {
		once.Do(func() { v += n })
		trace.Do(v)
	}
	return fmt.Sprint(v), nil
}
