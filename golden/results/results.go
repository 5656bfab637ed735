// Package results has functions with none, one and many results, named and
// not, and calls that use them.
package results

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// none has no result.
func none(n int) {
	trace.Do(n)
	if n > 3 {
		return
	}
	trace.Do(n + 1)
}

// named has results that are assigned on the way.
func named(n int) (v int, s string, err error) {
	v = trace.Get(n)
	if n == 1 {
		return
	}
	s = trace.Text(n)
	if n == 2 {
		return v, "two", nil
	}
	v, err = trace.Fetch(n)
	return
}

// swap uses its results as variables in the return statement.
func swap(n int) (a, b int) {
	a, b = trace.Get(n), n
	return b, a
}

// hidden has a variable that hides a result, where it has to be returned.
func hidden(n int) (v int, err error) {
	if v, err := trace.Fetch(n); err == nil {
		return v, nil
	}
	v = 7
	{
		err := trace.Check(n)
		trace.Emit("hidden", err)
	}
	return
}

// blank has results without a name that can be used.
func blank(n int) (_ int, _ string, err error) {
	err = trace.Check(n)
	return 1, "one", err
}

// four has four results and an error.
func four(n int) (int, string, bool, float64, error) {
	s := trace.Text(n)
	return n, s, n > 1, 1.5, trace.Check(n)
}

// None calls a function without a result.
//
//evert:callback
func None(n int) (string, error) {
	none(n)
	return "none", nil
}

// Named calls the function with named results.
//
//evert:callback
func Named(n int) (string, error) {
	v, s, err := named(n)
	return fmt.Sprint(v, s), err
}

// Swap has a two-phase assignment of results.
//
//evert:callback
func Swap(n int) (string, error) {
	a, b := swap(n)
	a, b = b, a
	m := map[int]int{}
	m[a], m[b] = swap(a)
	return fmt.Sprint(a, b, len(m), m[a], m[b]), nil
}

// Hidden calls the function whose result is hidden.
//
//evert:callback
func Hidden(n int) (string, error) {
	v, err := hidden(n)
	return strconv.Itoa(v), err
}

// Blank drops some results.
//
//evert:callback
func Blank(n int) (string, error) {
	_, s, _ := blank(n)
	v, _, err := blank(n + 1)
	return fmt.Sprint(s, v), err
}

// Four unpacks many results.
//
//evert:callback
func Four(n int) (string, error) {
	a, b, c, d, err := four(n)
	return fmt.Sprint(a, b, c, d), err
}

func join(n int, s string) string { return strconv.Itoa(n) + s }

func wait(n int, s string) (string, error) { return trace.Text(n) + s, trace.Check(n) }

// Spread passes the results of one call on as the arguments of the next.
//
//evert:callback
func Spread(n int) (string, error) {
	trace.Emit(join(trace.Two(n)))
	trace.Emit(trace.Two(n))
	return wait(trace.Two(n))
}

// Tail returns the results of a call as its own.
//
//evert:callback
func Tail(n int) (string, error) {
	if n > 2 {
		return tail(n)
	}
	return (&trace.Mem{Name: "m", Size: 2}).Load(n)
}

func tail(n int) (string, error) { return wait(n, "!") }

// Convert returns a concrete error type and value through interfaces.
//
//evert:callback
func Convert(n int) (string, error) {
	v, err := boxed(n)
	return fmt.Sprintf("%T", v), err
}

func boxed(n int) (any, error) {
	switch n {
	case 1:
		return trace.Get(n), nil
	case 2:
		return (*trace.FetchError)(nil), nil
	case 3:
		return nil, &trace.FetchError{N: n}
	}
	return trace.Fetch(n)
}

// Ranged has a result that nothing reads: a range assigns it.
//
//evert:callback
func Ranged(n int) (string, error) {
	last := func() (last int) {
		for _, last = range []int{n, n + 1} {
			trace.Do(n)
		}
		return n
	}()
	return fmt.Sprint(last), nil
}

// Unread assigns results to variables that were read before, and are not any more.
//
//evert:callback
func Unread(n int) (string, error) {
	a, b, err := trace.Get(n), trace.Get(n+1), trace.Check(n)
	trace.Emit(a, b, err)
	c, b, err := pairOf(n)
	return fmt.Sprint(a, c), nil
}

func pairOf(n int) (int, int, error) {
	v, err := trace.Fetch(n)
	return v, n, err
}

// total belongs to the package.
var total int

// Global has waits whose results go to a variable of the package, and are read by what
// it calls.
func Global(n int) (string, error) {
	total = 0
	var err error
	total, err = trace.Fetch(n)
	if err != nil {
		return "", err
	}
	add(trace.Get(n))
	return strconv.Itoa(total), nil
}

func add(n int) { total += n }
