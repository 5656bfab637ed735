// Package selects has select statements.
package selects

import (
	"fmt"
	"time"

	"github.com/evert-go/evert/internal/trace"
)

// Receive has one case that is ready.
//
//evert:callback
func Receive(n int) (string, error) {
	a, b := make(chan int, 1), make(chan string, 1)
	if n%2 == 0 {
		a <- n
	} else {
		b <- "text"
	}
	select {
	case v := <-a:
		return fmt.Sprint("a ", trace.Get(v)), nil
	case s, ok := <-b:
		return fmt.Sprint("b ", s, ok), trace.Check(n)
	}
}

// Default has a default, and so never waits itself.
//
//evert:callback
func Default(n int) (string, error) {
	c := make(chan int, 1)
	got := "empty"
	if n > 2 {
		c <- n
	}
	select {
	case v := <-c:
		trace.Do(v)
		got = "full"
	default:
		got += trace.Text(n)
	}
	return got, nil
}

// Place has a default, and receives into places that wait: they are evaluated
// after the receive, and only if their case is chosen.
//
//evert:callback
func Place(n int) (string, error) {
	c := make(chan int, 3)
	slot := make([]any, 3)
	open := map[int]bool{}
	var none chan int
	for range 4 {
		select {
		case slot[trace.Get(n%4)] = <-c:
			trace.Do(len(c))
		default:
			c <- n
			trace.Do(-1)
		}
		select {
		case slot[trace.Side(0)], open[trace.Get(n)] = <-c:
		case _, open[trace.Get(1)] = <-none:
		default:
			trace.Do(-2)
			close(c)
		}
		if n > 5 {
			break
		}
	}
	return fmt.Sprint(slot, open), nil
}

// Send has a send and a receive; a nil channel is never ready.
//
//evert:callback
func Send(n int) (string, error) {
	in, out := make(chan int, 1), make(chan int, 1)
	if n%2 == 0 {
		in = nil
	} else {
		out = nil
		in <- n
	}
	select {
	case out <- trace.Get(n):
		return fmt.Sprint("sent ", <-out), nil
	case v := <-in:
		return fmt.Sprint("received ", v), nil
	}
}

// Operands evaluates all operands, once, in source order.
//
//evert:callback
func Operands(n int) (string, error) {
	c := make(chan int, 1)
	c <- n
	pick := func(k int, c chan int) chan int {
		trace.Emit("pick", k)
		return c
	}
	var slot [2]int
	select {
	case pick(1, nil) <- trace.Get(1):
	case slot[trace.Side(1)] = <-pick(2, c):
	case <-pick(trace.Get(3), nil):
	}
	return fmt.Sprint(slot), nil
}

// Loop selects until both channels are closed.
//
//evert:callback
func Loop(n int) (string, error) {
	a, b := make(chan int, 4), make(chan int, 4)
	for i := range n % 4 {
		a <- i
	}
	close(a)
	sum := 0
loop:
	for {
		select {
		case v, ok := <-a:
			if !ok {
				a = nil
				close(b)
				continue
			}
			sum += trace.Get(v)
		case _, ok := <-b:
			if !ok {
				break loop
			}
		}
		if sum > 250 {
			break
		}
	}
	return fmt.Sprint(sum), nil
}

// Timeout waits for a time that is sure to come first.
//
//evert:callback
func Timeout(n int) (string, error) {
	never := make(chan int)
	select {
	case <-never:
		return "impossible", nil
	case <-time.After(time.Millisecond):
	}
	time.Sleep(time.Millisecond)
	return trace.Text(n), nil
}

// Break leaves the select only.
//
//evert:callback
func Break(n int) (string, error) {
	c := make(chan int, 1)
	c <- n
	got := "a"
	select {
	case v := <-c:
		if trace.Pos(v - 2) {
			break
		}
		got += "b"
	}
	got += "c"
	return got, nil
}

// Labelled is reached by a goto, and left by its label.
//
//evert:callback
func Labelled(n int) (string, error) {
	c := make(chan int, 8)
	for i := range n {
		c <- i
	}
	close(c)
	sum := 0
again:
	select {
	case v, ok := <-c:
		sum += trace.Get(v)
		if ok && sum < 320 {
			goto again
		}
		for i := 0; ; i++ {
			if trace.Pos(i) {
				break again
			}
			sum++
		}
	}
	return fmt.Sprint(sum), nil
}

// Hides has names in a clause that hide those of what the clause receives.
//
//evert:callback
func Hides(n int) (string, error) {
	c := make(chan int, 2)
	c <- n
	c <- n + 1
	s := ""
	select {
	case v, ok := <-c:
		s += fmt.Sprint(v)
		switch v := trace.Get(v); {
		case trace.Pos(v), ok:
			s += fmt.Sprint(v)
		}
	default:
	}
	switch v := any(<-c).(type) {
	case int:
		{
			s, v := trace.Text(v), "hidden"
			trace.Emit(s, v)
		}
	}
	return s, nil
}
