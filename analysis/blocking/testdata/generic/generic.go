// Package generic has type parameters.
package generic

import "time"

type Box[T any] struct{ v T }

func (b *Box[T]) Wait() T { time.Sleep(1); return b.v } // want Wait:"^blocks sleep: time.Sleep$"

func Map[T, U any](list []T, f func(T) U) []U { // want Map:`^calls \[1\]$`
	var out []U
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

func uses(b *Box[int]) { b.Wait() } // want uses:`^blocks sleep: example.com/generic.\(\*Box\).Wait < time.Sleep$`

func explicit()       { Slow[int](1) }  // want explicit:"^blocks sleep: example.com/generic.Slow < time.Sleep$"
func implicit()       { Slow("x") }     // want implicit:"^blocks sleep: example.com/generic.Slow < time.Sleep$"
func Slow[T any](v T) { time.Sleep(1) } // want Slow:"^blocks sleep: time.Sleep$"

func maps() { // want maps:"^blocks sleep: example.com/generic.Map < example.com/generic.Slow < time.Sleep$"
	Map([]int{1}, func(n int) int { Slow(n); return n })
}

type Waiter interface {
	//evert:blocking
	Wait() // want Wait:"^blocks wait; leaf$"
}

func constrained[W Waiter](w W) { w.Wait() } // want constrained:"^blocks wait: example.com/generic.Waiter.Wait; annotated$"

func anyChan[C ~chan int](c C) { // want anyChan:"^blocks channel: range over channel$"
	for range c {
	}
}
