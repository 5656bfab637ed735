// Package channels waits for channels.
package channels

import (
	"fmt"

	"github.com/evert-go/evert/internal/trace"
)

// Buffered sends and receives where nothing has to wait.
//
//evert:callback
func Buffered(n int) (string, error) {
	c := make(chan int, 2)
	c <- n
	c <- trace.Get(n)
	close(c)
	a, ok := <-c
	b := <-c
	z, open := <-c
	return fmt.Sprint(a, ok, b, z, open), nil
}

// Unbuffered has a goroutine on the other side.
//
//evert:callback
func Unbuffered(n int) (string, error) {
	ask, answer := make(chan int), make(chan string)
	go func() {
		answer <- fmt.Sprint("got ", <-ask)
	}()
	ask <- trace.Get(n)
	return <-answer, nil
}

// Order receives in expressions, left to right.
//
//evert:callback
func Order(n int) (string, error) {
	c := make(chan int, 4)
	for i := range 4 {
		c <- n + i
	}
	a := <-c - <-c*trace.Side(2)
	s := []int{<-c, trace.Get(<-c)}
	return fmt.Sprint(a, s), nil
}

// Operands waits for the channel and for the value of a send.
//
//evert:callback
func Operands(n int) (string, error) {
	cs := map[string]chan string{"one": make(chan string, 1), "two": make(chan string, 1)}
	cs[trace.Text(1)] <- trace.Text(n)
	cs[trace.Text(2)] <- <-cs["one"]
	v, ok := <-cs[trace.Text(2)]
	return fmt.Sprint(v, ok), nil
}

// Ping passes a number to and fro.
//
//evert:callback
func Ping(n int) (string, error) {
	there, back := make(chan int), make(chan int)
	go func() {
		defer close(back)
		for v := range there {
			back <- v * 2
		}
	}()
	sum := 0
	for i := range n {
		there <- i
		sum += <-back
	}
	close(there)
	_, open := <-back
	return fmt.Sprint(sum, open), nil
}

// Closed panics by a send on a closed channel.
//
//evert:callback
func Closed(n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	c := make(chan int, 1)
	trace.Do(n)
	if n > 1 {
		close(c)
	}
	c <- n
	return "sent", nil
}

// results has a wait that a goroutine does by the blocking form.
func results(n int) <-chan string {
	c := make(chan string)
	go func() {
		defer close(c)
		for i := range n {
			c <- fmt.Sprint(i)
		}
	}()
	return c
}

// Range ranges over the results of a goroutine.
//
//evert:callback
func Range(n int) (string, error) {
	all := ""
	for s := range results(n) {
		all += s + trace.Text(len(all))
	}
	return all, nil
}

// Forms has ranges over channels of every form.
//
//evert:callback
func Forms(n int) (string, error) {
	all, last := "", ""
	for last = range results(n) {
		all += trace.Text(len(last))
	}
	for range results(n) {
		all += trace.Text(n)
	}
	c := results(n)
turns:
	for s := range c {
		s := s + "!"
		show := func() string { return s }
		switch {
		case trace.Pos(n - 5):
			continue turns
		case len(all) > 60:
			break turns
		}
		all += show()
	}
	return all + last, nil
}
