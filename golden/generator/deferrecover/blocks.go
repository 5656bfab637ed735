package deferrecover

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Blocks defers calls with variables of blocks that end before the next wait.
//
//evert:callback
func Blocks(n int) (s string, err error) {
	defer func() { s = fmt.Sprint(s, recover()) }()
	if n > 1 {
		inner := n
		add := func() { inner++ }
		defer func() { trace.Emit("inner", inner) }()
		add()
	}
	defer trace.Emit("between")
	trace.Do(n)
	if x := n * 2; x > 6 {
		defer trace.Emit("x was", x)
		x++
		defer func() {
			trace.Emit("x", x, recover() != nil)
			s += "recovered "
		}()
	}
	switch v := any(n).(type) {
	case int:
		p := &v
		defer func() { trace.Emit("v", v) }()
		defer trace.Do(n)
		*p++
	}
	trace.Do(n)
	if n == 5 {
		panic("five")
	}
	{
		what := trace.Text(n)
		defer func() { trace.Emit("what", what) }()
		what += "!"
	}
	_, err = trace.Boom(n)
	return "whole", err
}

// Resumed has blocks in which nothing waits, after a wait, with deferred calls.
//
//evert:callback
func Resumed(n int) (s string, err error) {
	trace.Do(n)
	switch v := any(n % 3).(type) {
	case int:
		defer func() { s += fmt.Sprint(v) }()
	case string:
		s = v
	}
	if n > 1 {
		var inner, other = n, 0
		defer func() { trace.Emit("inner", inner) }()
		inner, err = inner+1, errors.New(strconv.Itoa(inner))
		inner += other
	}
	select {
	case v, ok := <-full(n):
		defer func() { trace.Emit("received", v, ok) }()
		v++
	default:
	}
	return s + "end", err
}

// full is a channel with a value.
func full(n int) chan int {
	c := make(chan int, 1)
	c <- n
	return c
}

// Hidden has other variables of the same name where it waits.
//
//evert:callback
func Hidden(n int) (string, error) {
	v := n
	defer func() { trace.Emit("v", v) }()
	v++
	if v, err := trace.Fetch(v); err == nil {
		v := trace.Text(v)
		trace.Do(len(v))
		return v, nil
	}
	return strconv.Itoa(v), nil
}

// Inner waits where variables of blocks hide its results and its parameter, which a
// deferred call sees. A func literal keeps the parameter.
//
//evert:callback
func Inner(n int) (s string, err error) {
	more := func() { n += 2 }
	defer func() { s += fmt.Sprint(n, err, recover()) }()
	for i := range 2 {
		v, err := trace.Fetch(n + i)
		if err != nil {
			return "first", err
		}
		s, err := strconv.Itoa(v), trace.Check(n)
		if err != nil {
			trace.Do(len(s))
			return s, err
		}
		more()
		trace.Emit(s)
	}
	for n := n; n < 9; n += 4 {
		if s, err := trace.Boom(n); err == nil {
			trace.Do(s)
			n++
		}
	}
	n++
	trace.Do(n)
	return s + "end", nil
}

// Unkept is Inner with results that nothing keeps.
//
//evert:callback
func Unkept(n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("recovered %v of %s %v", p, s, err)
		}
	}()
	s, err = "begin", errors.New("none")
	if v, err := trace.Fetch(n); err == nil {
		s := trace.Text(v)
		w, err := trace.Boom(n)
		trace.Emit(s, w, err)
		trace.Do(w)
	}
	return
}
