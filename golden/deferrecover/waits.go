package deferrecover

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"github.com/evert-go/evert/internal/trace"
)

// WaitsInOrder has deferred literals that wait among others, which run in their turn.
//
//evert:callback
func WaitsInOrder(n int) (s string, err error) {
	x := n
	defer func() { trace.Emit("first", s, err, x) }()
	defer func() {
		s += trace.Text(x)
		x++
	}()
	defer trace.Emit("between", x)
	v, err := trace.Fetch(n)
	if err != nil {
		return "bad", err
	}
	x += v
	defer trace.Do(x)
	defer func() {
		x *= 2
		trace.Do(x)
		x++
	}()
	defer func() { trace.Emit("last", s, err, x) }()
	return trace.Text(v), nil
}

// WaitsEarly registers a deferred literal that waits on some ways only, and leaves on all
// of them.
//
//evert:callback
func WaitsEarly(n int) (s string, err error) {
	trace.Do(n)
	if n%2 == 0 {
		inner := n
		defer func() {
			trace.Do(inner)
			s += fmt.Sprint("even", inner)
		}()
		inner++
		if n == 2 {
			return trace.Text(inner), nil
		}
	} else {
		defer func() {
			if n == 3 {
				return
			}
			if e := trace.Check(n); e != nil {
				err = errors.Join(err, e)
				return
			}
			s += "odd"
		}()
	}
	s, err = trace.Text(n), trace.Check(n+1)
	return
}

// WaitsRecovering recovers before the waits of a deferred literal, between and after them,
// or not.
//
//evert:callback
func WaitsRecovering(n int) (s string, err error) {
	defer func() { trace.Emit("outermost", recover(), s, err) }()
	defer func() {
		switch n % 4 {
		case 0:
			err = fmt.Errorf("got %v", recover())
			trace.Do(n)
		case 1:
			trace.Do(n)
			err = fmt.Errorf("got %v", recover())
			s += trace.Text(n)
		case 2:
			trace.Do(n)
			trace.Do(n + 1)
			trace.Emit("got", recover(), recover())
		default:
			s += trace.Text(n)
		}
	}()
	if n > 5 {
		trace.Do(n)
	}
	panic(fmt.Sprint("at ", n))
}

// WaitsPanicking has deferred literals that panic before and after they have waited, and
// others that see which panic is in progress.
//
//evert:callback
func WaitsPanicking(n int) (s string, err error) {
	defer func() {
		p := recover()
		trace.Do(n)
		s = fmt.Sprint(s, " outer ", p)
	}()
	defer func() {
		s += trace.Text(n)
		if n%2 == 0 {
			panic(s + "second")
		}
	}()
	defer func() {
		if n%3 == 0 {
			panic("third")
		}
		if n%3 == 1 {
			trace.Emit("middle", recover())
		}
		trace.Do(n)
		if n == 5 {
			panic("fifth")
		}
	}()
	v, err := trace.Boom(n)
	return strconv.Itoa(v), err
}

// WaitsPassing has deferred literals that wait while a panic passes.
//
//evert:callback
func WaitsPassing(n int) (s string, err error) {
	defer func() {
		trace.Do(n)
		s += "passed"
	}()
	if n > 2 {
		trace.Do(n)
	}
	if n%2 == 0 {
		panic(fmt.Sprint("even ", n))
	}
	return "odd", nil
}

// WaitsExiting calls runtime.Goexit in deferred literals that wait, and before them.
//
//evert:callback
func WaitsExiting(n int) (s string, err error) {
	defer func() { trace.Emit("after", s, err, recover()) }()
	defer func() {
		if n%2 == 0 {
			runtime.Goexit()
		}
		trace.Do(n)
		if n == 3 {
			runtime.Goexit()
		}
		s += "kept"
	}()
	trace.Do(n)
	if n > 6 {
		panic(n)
	}
	return strconv.Itoa(n), nil
}

// WaitsWithin has deferred literals within a deferred literal, and a loop.
//
//evert:callback
func WaitsWithin(n int) (s string, err error) {
	defer func() {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("inside %v", p)
			}
			trace.Do(n)
		}()
		for i := range n % 4 {
			v, e := trace.Boom(n + i)
			if e != nil {
				err = e
				continue
			}
			if i == 2 {
				break
			}
			s += strconv.Itoa(v)
		}
	}()
	return trace.Text(n), nil
}

// WaitsThread shares a result with goroutines of a deferred literal that it waits for.
//
//evert:callback
func WaitsThread(n int) (s string, err error) {
	defer func() {
		var group sync.WaitGroup
		group.Add(1)
		go func() {
			defer group.Done()
			s += strconv.Itoa(n)
		}()
		group.Wait()
		s += "."
	}()
	if n%2 == 0 {
		return "even", nil
	}
	trace.Do(n)
	return trace.Text(n), nil
}

// WaitsHidden returns where other variables have the names of results, which a goroutine
// of a deferred literal has.
//
//evert:callback
func WaitsHidden(n int) (s string, err error) {
	defer func() {
		done := make(chan bool)
		go func() {
			s, err = fmt.Sprint(s, err), nil
			close(done)
		}()
		<-done
	}()
	if err := even(n); err != nil {
		return "odd", err
	}
	return trace.Text(n), nil
}

// even tells what is wrong with odd numbers.
func even(n int) error {
	if n%2 != 0 {
		return fmt.Errorf("%d is odd", n)
	}
	return nil
}

// WaitsUnder unlocks what a deferred literal has waited under.
//
//evert:callback
func WaitsUnder(n int) (_ string, err error) {
	var mu sync.Mutex
	mu.Lock() //evert:allow EV301 it is to be held
	defer mu.Unlock()
	defer func() {
		if e := trace.Check(n); e != nil && err == nil {
			err = e
		}
	}()
	if err := trace.Check(n + 1); err != nil {
		return "", err
	}
	return trace.Text(n), nil
}

// waitsLast has a deferred literal that waits and gives what it has back.
func waitsLast(n int) (v int, err error) {
	defer func() {
		if p := recover(); p != nil {
			trace.Do(n)
			v, err = -1, fmt.Errorf("last %v", p)
		}
	}()
	return trace.Boom(n)
}

// WaitsCalled calls a function with such a literal, and has one that sees its panic.
//
//evert:callback
func WaitsCalled(n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			trace.Do(n)
			err = fmt.Errorf("called %v", p)
		}
	}()
	v, err := waitsLast(n)
	s, err = WaitsPassing(v)
	return
}

// WaitsRaising waits in a deferred literal that recovers and raises again.
//
//evert:callback
func WaitsRaising(n int) (s string, err error) {
	defer func() { trace.Emit("end", s, err, recover()) }()
	defer func() {
		if p := recover(); p != nil {
			s += trace.Text(n)
			panic(p)
		}
	}()
	v, err := trace.Boom(n)
	if n%4 == 3 {
		var list []int
		return strconv.Itoa(list[v]), nil
	}
	return strconv.Itoa(v), err
}

// waitsLeaving has a deferred literal that waits, and calls runtime.Goexit before it does.
func waitsLeaving(n int) (err error) {
	defer func() {
		trace.Emit("leaving", recover())
		if n%3 == 0 {
			runtime.Goexit()
		}
		err = trace.Check(n)
	}()
	if n%2 == 0 {
		panic(n)
	}
	return nil
}

// WaitsLeft waits, and calls it: its own deferred calls run, and nothing else of it.
//
//evert:callback
func WaitsLeft(n int) (s string, err error) {
	defer func() { trace.Emit("left", s, err, recover()) }()
	trace.Do(n)
	if err := waitsLeaving(n); err != nil {
		return "leaving", err
	}
	s = trace.Text(n)
	return s, waitsLeaving(n + 1)
}
