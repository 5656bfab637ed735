// Package names has variables, parameters and types with the names that
// generated code likes to use, or that Go or an import already uses.
package names

import (
	"fmt"
	str "strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Reactor has variables named like the packages of the generated code.
//
//evert:callback
func Reactor(n int) (string, error) {
	r, reactor, deferred, threads := n, n+1, n+2, n+3
	loop := trace.Get(r)
	rest := trace.Get(reactor)
	scope := trace.Get(deferred)
	afterIf := 0
	if n > 2 {
		afterIf = trace.Get(threads)
	}
	return fmt.Sprint(r, reactor, deferred, threads, loop, rest, scope, afterIf), nil
}

// Parameter has a parameter with the name of the reactor's.
//
//evert:callback
func Parameter(r int) (string, error) {
	v, err := trace.Fetch(r)
	return str.Itoa(v + r), err
}

// Builtins hides what is predeclared.
//
//evert:callback
func Builtins(n int) (string, error) {
	len := trace.Get(n)
	string := trace.Text(n)
	nil := len > 102
	true := 0
	for error := range n {
		true += trace.Get(error)
	}
	if nil {
		true = -true
	}
	return fmt.Sprint(len, string, nil, true), trace.Check(n)
}

// Import has a variable that hides an import, in part of the function.
//
//evert:callback
func Import(n int) (string, error) {
	a := fmt.Sprint(n)
	{
		fmt := trace.Text(n)
		a += fmt
	}
	trace := trace.Get(n)
	return fmt.Sprint(a, trace), nil
}

type v struct{ err int }

// Type has a local variable with the name of a type, and a type with the name
// of a variable.
//
//evert:callback
func Type(n int) (string, error) {
	x := v{trace.Get(n)}
	{
		v := x
		v.err += trace.Get(1)
		x.err *= 2
		trace.Emit(v)
	}
	type x2 struct{ v }
	y := x2{v{trace.Get(n)}}
	return fmt.Sprint(x, y), nil
}

// Again declares the same name in one scope after another.
//
//evert:callback
func Again(n int) (string, error) {
	v, err := trace.Fetch(n)
	if v, err := trace.Fetch(n + 1); err != nil {
		return fmt.Sprint(v), err
	}
	w, err := trace.Fetch(v + 2)
	if err != nil {
		v := "hidden"
		trace.Emit(v)
		err := trace.Check(n)
		return v, err
	}
	for v := range v {
		v, err := trace.Fetch(v)
		if err != nil {
			break
		}
		w += v
	}
	return fmt.Sprint(v, w), err
}

// Redeclare assigns to variables with := that nobody has read yet, or nobody reads
// any more.
//
//evert:callback
func Redeclare(n int) (string, error) {
	v, s, err := trace.Three(n)
	w, s, err := trace.Three(n + 1)
	w, t, err := trace.Three(n + 2)
	x, t, err := trace.Three(n + 3)
	y, t := x+1, "plain"
	y, u := trace.Get(y), 1
	_, _, _, _, _ = v, s, w, t, u
	return fmt.Sprint(x, y), err
}

// result has a result with the name of the function.
func result(d int) (result int) {
	result = trace.Get(d)
	return
}

// Function has a variable that hides the function it holds the result of.
//
//evert:callback
func Function(n int) (string, error) {
	result := result(n)
	return str.Itoa(trace.Get(result)), nil
}

// Redeclared assigns to its parameter with :=, which closures see.
//
//evert:callback
func Redeclared(n int) (string, error) {
	show := func() int { return n }
	n, err := trace.Fetch(n)
	if err == nil {
		n, err := trace.Fetch(n)
		trace.Emit(n, err)
	}
	return fmt.Sprint(n, show()), err
}

// Length ranges where something else is called len.
//
//evert:callback
func Length(n int) (string, error) {
	type text string
	out := ""
	len := 0
	for _, s := range []string{"a", "bc"} {
		for i, c := range text(s + str.Itoa(n)) {
			out += fmt.Sprint(trace.Get(i), c)
		}
		len += trace.Get(n)
	}
	return fmt.Sprint(out, len), nil
}

// Operand assigns with := to a variable that a closure knows, where an operand of the
// assignment itself waits.
//
//evert:callback
func Operand(n int) (string, error) {
	v := n
	show := func() int { return v }
	w, v := v, trace.Get(n)+1
	return fmt.Sprint(w, v, show()), nil
}

// First assigns with := to a result that nothing has read before.
//
//evert:callback
func First(n int) (text string, err error) {
	if n > 6 {
		return "", nil
	}
	v, err := str.Atoi(trace.Text(n))
	return fmt.Sprint(v), err
}
