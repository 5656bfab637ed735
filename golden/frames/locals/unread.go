package locals

import (
	"fmt"

	"github.com/evert-go/evert/internal/trace"
)

// split is a call that does not wait.
func split(n int) (int, string) { return trace.Side(n), fmt.Sprint("s", n) }

// Unread has variables that a wait sets before anybody reads them.
//
//evert:callback
func Unread(n int) (string, error) {
	trace.Do(n)
	i, s := trace.Two(n)
	j, s := trace.Two(i)
	j, t := trace.Two(j)
	k, t := trace.Two(n + 1)
	return fmt.Sprint(i, s, j, k, t), nil
}

// UnreadTurns declares one in each turn, and nothing is done with it before the wait.
//
//evert:callback
func UnreadTurns(n int) (string, error) {
	out, rest := "", n
	for rest > 0 {
		var s string
		_, s = trace.Two(rest)
		rest -= 2
		out += s
	}
	return out, nil
}

// UnreadKinds declares them in all ways.
//
//evert:callback
func UnreadKinds(n int) (string, error) {
	trace.Do(n)
	a, b := split(n)
	var c int
	var d, e = split(a)
	var (
		f = trace.Side(d)
		g int
	)
	if a > 2 {
		b, c, g = "more", a, d
	}
	_, b = trace.Two(n)
	trace.Emit(b)
	c = trace.Get(n)
	trace.Emit(c)
	_, e = trace.Two(n + 1)
	trace.Emit(e)
	f = trace.Get(n)
	trace.Emit(f)
	g = trace.Get(n)
	return fmt.Sprint(g), nil
}

// UnreadHeads declares them in the heads of statements.
//
//evert:callback
func UnreadHeads(n int) (string, error) {
	trace.Do(n)
	out := ""
	if a, b := split(n); a > 2 {
		_, b = trace.Two(a)
		out += b
	}
	switch a, b := split(n + 1); {
	case a > 3:
		b = "none"
		_, b = trace.Two(a)
		out += b
	}
	var v any = n
	if n > 3 {
		v = out
	}
	switch x := v.(type) {
	case int:
		x = trace.Get(n)
		out += fmt.Sprint(x)
	case string:
		out += "string"
	}
	return out, nil
}

// UnreadReceived receives one.
//
//evert:callback
func UnreadReceived(n int) (string, error) {
	trace.Do(n)
	c := make(chan int, 1)
	if n > 1 {
		c <- n
	}
	select {
	case v, ok := <-c:
		v = trace.Get(n)
		return fmt.Sprint(v, ok), nil
	default:
		return "none", nil
	}
}

// Signatures mentions a local type in the signature of a func literal, and nowhere else.
//
//evert:callback
func Signatures(n int) (string, error) {
	type text string
	trace.Do(n)
	show := func(x any) any { return x }
	trace.Do(n + 1)
	return fmt.Sprintf("%T", show(func(a text) bool { return a == "" }))[:4], nil
}

// Temporaries has values in the places of names that generated code uses.
//
//evert:callback
func Temporaries(n int) (string, error) {
	trace.Do(n)
	swapped := pairOf[any, string](n, "b").swap(n)
	return fmt.Sprint(failing(n), of[error](nil) == nil, n > 2 && of[error](failing(n)) != nil, swapped), nil
}

// ErrorValues waits for an error that is a value, and not what the call fails with.
//
//evert:callback
func ErrorValues(n int) (string, error) {
	trace.Do(n)
	return fmt.Sprint(of[error](nil) == nil, of(n)), nil
}

// of returns its argument.
func of[T any](x T) T {
	trace.Do(1)
	return x
}

// failing returns an error as its value.
func failing(n int) (failure error) {
	_, failure = trace.Fetch(n)
	return failure
}

// v are two values, which a wait exchanges.
type v[A, B any] struct {
	a A
	b B
}

func pairOf[A, B any](a A, b B) v[A, B] {
	trace.Do(2)
	return v[A, B]{a, b}
}

func (p v[A, B]) swap(n int) v[B, A] {
	trace.Do(n)
	return v[B, A]{p.b, p.a}
}
