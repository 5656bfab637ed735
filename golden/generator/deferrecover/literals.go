package deferrecover

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Literal has a func literal that waits, with a deferred call of its own, and deferred
// calls that read what it changes.
//
//evert:callback
func Literal(n int) (s string, err error) {
	total := 0
	step := func(k int) (int, error) {
		defer func() { total += k }()
		v, err := trace.Boom(k)
		total += v
		return v, err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("recovered %v at %d", p, total)
		}
		trace.Emit("total", total, s)
	}()
	v, err := step(n)
	if err != nil {
		return "bad", err
	}
	defer trace.Emit("step", v, total)
	w, err := step(n + 1)
	s = fmt.Sprint(v, w, total)
	return
}

// LiteralTurns has func literals that wait, and deferred calls, in the turns of a loop.
//
//evert:callback
func LiteralTurns(n int) (s string, err error) {
	for i := range n % 4 {
		x := i
		tell := func(what string) {
			s += what + trace.Text(x)
			x++
		}
		defer func() { trace.Emit("turn", i, x, s) }()
		tell("t")
		defer trace.Emit("later", i, x)
		if i == 2 {
			panic(s)
		}
		trace.Do(x)
		tell(strconv.Itoa(i))
	}
	return s + "over", nil
}

// LiteralOnce calls a literal that waits on the spot, which sets a result and recovers,
// with a deferred call around it that has the result.
//
//evert:callback
func LiteralOnce(n int) (s string, err error) {
	defer func() { s = fmt.Sprint(s, " then ", err) }()
	func() {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("inside %v", p)
			}
		}()
		v, e := trace.Boom(n)
		s, err = strconv.Itoa(v), e
	}()
	trace.Do(n)
	if err != nil {
		return
	}
	return s + trace.Text(n), nil
}

// Alone waits for nothing but its deferred calls.
//
//evert:callback
func Alone(n int) (s string, err error) {
	x := n
	add := func() { x++ }
	defer func() { s += fmt.Sprint(x, recover()) }()
	if n > 2 {
		defer trace.Do(n)
		x++
	}
	defer trace.Do(x)
	defer add()
	if n == 4 {
		panic("four")
	}
	return "alone", nil
}

// last is Alone without names for its results.
func last(n int) (int, error) {
	defer trace.Do(n)
	return n, nil
}

// Twice waits for a function that waits for a deferred call.
//
//evert:callback
func Twice(n int) (string, error) {
	v, err := last(n)
	if err != nil {
		return "", err
	}
	w, err := last(v + 1)
	return strconv.Itoa(w), err
}
