package deferrecover

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// WaitsTurns has deferred literals that wait in a loop, of which each keeps the variables
// of its turn.
//
//evert:callback
func WaitsTurns(n int) (s string, err error) {
	defer func() { trace.Emit("all", s, err, recover()) }()
	for i := range n % 5 {
		x := i * 10
		defer func() {
			s += trace.Text(x)
			x++
			s += strconv.Itoa(x)
		}()
		defer trace.Emit("turn", i, x)
		if i == 2 {
			trace.Do(i)
		}
		x += i
		defer trace.Do(x)
		defer func() {
			x++
			if i == 1 && n == 8 {
				panic(s)
			}
		}()
		if i == 3 {
			panic(fmt.Sprint("turn ", i))
		}
	}
	return s + "over", trace.Check(n)
}

// WaitsTurnsOnly has no wait but those of the deferred calls of a loop.
//
//evert:callback
func WaitsTurnsOnly(n int) (s string, err error) {
	for i := 0; i < n%4; i++ {
		defer func() {
			trace.Emit("recovered", i, recover())
			trace.Do(i)
			s += strconv.Itoa(i)
			if i%2 == 1 {
				panic(s)
			}
		}()
		defer func() { s += "," }()
	}
	return strconv.Itoa(n), nil
}

// added waits, and tells of its operands.
func added(a, b int) {
	trace.Do(a)
	trace.Emit("added", a, b)
}

// WaitsTurnsBound binds operands of deferred calls of a loop before the waits of others.
//
//evert:callback
func WaitsTurnsBound(n int) (s string, err error) {
	k := n
	next := func() int { k++; return k }
	for i := range n % 4 {
		defer func(a, b int) {
			trace.Do(a)
			s += fmt.Sprint(a, b, ";")
		}(next(), trace.Get(i))
		defer func(a, b int) { s += fmt.Sprint(a, b, ".") }(next(), trace.Get(i))
		defer trace.Emit("bound", next(), trace.Get(i))
		defer added(next(), trace.Get(i))
	}
	return "", nil
}

// WaitsBlock has deferred calls that wait, with variables of a block that ends before
// others wait.
//
//evert:callback
func WaitsBlock(n int) (s string, err error) {
	if n > 2 {
		x, name := n*2, "x"
		k := x
		defer added(x, k)
		defer func(k int) {
			s += fmt.Sprint(name, trace.Get(x), k)
		}(x)
		x++
		name += "y"
		k = x
	}
	switch k := n % 3; k {
	case 1:
		y := k
		defer func() {
			trace.Emit("one", recover(), y)
			trace.Do(y)
		}()
		y++
	case 2:
		defer trace.Do(k)
		k++
	}
	v, err := trace.Boom(n)
	return s + strconv.Itoa(v), err
}

// WaitsHeld defers a func literal that waits and is held in a variable.
//
//evert:callback
func WaitsHeld(n int) (s string, err error) {
	clean := func(what string) {
		s += what
		trace.Do(len(s))
		s += what
	}
	defer clean("a")
	defer func() { clean("b") }()
	for i := range n % 3 {
		defer clean(strconv.Itoa(i))
	}
	s = trace.Text(n)
	clean("now")
	return s, nil
}
