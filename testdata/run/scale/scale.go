// Package scale has loops and recursion for a million turns: golden runs them in
// constant stack, and loops in constant memory.
package scale

import (
	"fmt"

	"github.com/evert-go/evert/deferred"
	"github.com/evert-go/evert/reactor"
)

// Later makes Tick wait for a later turn of the reactor.
var Later bool

// Tick returns n.
//
//evert:blocking callback=TickDeferred
func Tick(n int) int { return n }

// TickDeferred is the callback form of [Tick].
func TickDeferred(r reactor.Reactor, n int) *deferred.Deferred[int] {
	if !Later {
		return deferred.Succeed(n)
	}
	d := deferred.New[int]()
	if err := r.CallFromThread(func() { d.Callback(n) }); err != nil {
		return deferred.Fail[int](err)
	}
	return d
}

// Turns waits once a turn.
//
//evert:callback
func Turns(n int) (string, error) {
	sum := 0
	for i := range n {
		if Tick(i)%2 == 0 {
			continue
		}
		sum++
	}
	return fmt.Sprint(sum), nil
}

// Nested has a loop in a loop, a switch and a join in each turn.
//
//evert:callback
func Nested(n int) (string, error) {
	sum := 0
outer:
	for i := 0; i < n; i += 100 {
		for j := range min(100, n-i) {
			switch v := Tick(j); {
			case v%3 == 0:
				sum += Tick(1)
			case v > 98:
				continue outer
			}
			sum++
		}
	}
	return fmt.Sprint(sum), nil
}

// Back goes back to a label.
//
//evert:callback
func Back(n int) (string, error) {
	i := 0
again:
	if i < n {
		i += Tick(1)
		goto again
	}
	return fmt.Sprint(i), nil
}

// Deep calls itself before and after a wait.
//
//evert:callback
func Deep(n int) (string, error) {
	d, err := depth(n)
	return fmt.Sprint(d), err
}

//evert:callback
func depth(n int) (int, error) {
	if n == 0 {
		return 0, nil
	}
	v := Tick(n)
	d, err := depth(v - 1)
	if err != nil {
		return 0, fmt.Errorf("at %d: %w", n, err)
	}
	return d + Tick(1), nil
}

// Tail calls itself last.
//
//evert:callback
func Tail(n int) (string, error) {
	if n == 0 {
		return "over", nil
	}
	return Tail(Tick(n) - 1)
}

// Chan receives what a goroutine sends.
//
//evert:callback
func Chan(n int) (string, error) {
	c := make(chan int, 1)
	go func() {
		for i := range n {
			c <- i
		}
		close(c)
	}()
	sum := 0
	for v := range c {
		sum += v
	}
	return fmt.Sprint(sum), nil
}
