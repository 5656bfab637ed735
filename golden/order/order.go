// Package order has expressions in which several operands have an effect, or
// are changed by the effect of another: what happens first is what happens
// first when the compiler orders it.
package order

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Arguments are evaluated left to right.
//
//evert:callback
func Arguments(n int) (string, error) {
	s := fmt.Sprint(trace.Side(1), trace.Get(n), trace.Side(2), trace.Get(n+1), trace.Side(3))
	return s, nil
}

// Operators evaluate their operands left to right.
//
//evert:callback
func Operators(n int) (string, error) {
	a := trace.Get(1) - trace.Get(n)*trace.Side(2)
	b := trace.Side(n) + trace.Get(n)<<trace.Side(1)
	return fmt.Sprint(a, b, -trace.Get(n), trace.Get(n) == trace.Side(n)), nil
}

// Late reads variables after the calls in the same expression.
//
//evert:callback
func Late(n int) (string, error) {
	x := n
	bump := func() int {
		x += 10
		return x
	}
	s := fmt.Sprint(x, bump(), trace.Get(x), x)
	y := x + trace.Get(1) + bump()
	return fmt.Sprint(s, " ", y, x), nil
}

// Literals evaluates the elements of composite literals in order.
//
//evert:callback
func Literals(n int) (string, error) {
	type point struct{ x, y int }
	p := point{y: trace.Get(1), x: trace.Side(2)}
	s := []int{2: trace.Get(n), 0: trace.Side(4), trace.Get(5)}
	m := map[int]string{trace.Get(6): trace.Text(6), trace.Side(7): trace.Text(7)}
	a := [...]point{{trace.Side(8), trace.Get(9)}, {x: trace.Get(n)}}
	return fmt.Sprint(p, s, m, a, &point{trace.Get(1), n}), nil
}

// Index uses the index as it is after the call on the right.
//
//evert:callback
func Index(n int) (string, error) {
	s := []int{1, 2, 3, 4}
	i := 0
	next := func() int {
		i++
		return trace.Get(i)
	}
	s[i] = next()
	s[i] += next()
	s[next()-101] = s[i] + trace.Get(n)
	return fmt.Sprint(s, i), nil
}

// Maps has assignments to map elements.
//
//evert:callback
func Maps(n int) (string, error) {
	m := map[string]int{}
	m[trace.Text(n)] = trace.Get(n)
	m["sum"] += trace.Get(1)
	m["sum"]++
	v, ok := m[trace.Text(n+1)]
	delete(m, trace.Text(n))
	return fmt.Sprint(m, v, ok), nil
}

// Entries are inserted into a map one after the other, and the map is made before
// the calls to its right.
//
//evert:callback
func Entries(n int) (string, error) {
	text, k := "abcde", 0
	next := func() int { k++; return trace.Get(k) }
	s := fmt.Sprint(map[string]int{"k": k, "byte": int(text[n]), "next": next(), "last": k}, next(), k)
	return fmt.Sprint(s, map[int][]int{k: {k, next()}, k + 1: {k}}, next()), nil
}

// Phases has assignments of several values: the operands of the left come
// first, then the right, then the values are assigned left to right.
//
//evert:callback
func Phases(n int) (string, error) {
	i, s := 0, []int{5, 6, 7}
	i, s[i] = trace.Get(n)-100, 9
	a, b := 1, 2
	a, b = b, a+trace.Get(a)
	s[0], s[1], s[2] = s[2], trace.Get(s[0]), s[1]
	p := &s[0]
	p, *p = nil, trace.Get(3)
	return fmt.Sprint(i, s, a, b, p == nil), nil
}

// Panics has an operand that panics, after the calls to its right.
//
//evert:callback
func Panics(n int) (s string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	var m map[string]int
	var p *struct{ v int }
	zero := 0
	list := []int{1}
	switch n {
	case 0:
		s = fmt.Sprint(list[n+3], trace.Get(n))
	case 1:
		s = fmt.Sprint(p.v, trace.Get(n))
	case 2:
		s = fmt.Sprint(n/zero, trace.Get(n))
	case 3:
		m["x"] = trace.Get(n)
	case 4:
		var x any = "text"
		s = fmt.Sprint(x.(int), trace.Get(n))
	case 5:
		s = fmt.Sprint(list[:n+3], trace.Get(n))
	}
	return s, nil
}

// Convert has calls in conversions, assertions, slices and dereferences.
//
//evert:callback
func Convert(n int) (string, error) {
	f := float64(trace.Get(n)) / 8
	s := trace.Text(n)[trace.Side(0):trace.Get(-98)]
	v := any(trace.Get(n)).(int)
	b := []byte(trace.Text(n))[:trace.Get(-99)]
	p := *point(n)
	return fmt.Sprint(f, s, v, string(b), p), nil
}

func point(n int) *int {
	v := trace.Get(n)
	return &v
}

// Func reads the function variable after the call in its arguments.
//
//evert:callback
func Func(n int) (string, error) {
	f := func(s string) string { return "old " + s }
	change := func() string {
		f = func(s string) string { return "new " + s }
		return trace.Text(n)
	}
	return f(change()), nil
}

// Builtins has calls in the arguments of builtins.
//
//evert:callback
func Builtins(n int) (string, error) {
	s := append([]int{trace.Side(1)}, trace.Get(n), trace.Side(2))
	s = append(s, s[trace.Get(n)-100-n:]...)
	t := make([]int, trace.Get(-98), trace.Get(-90))
	k := copy(t[trace.Get(-99):], s)
	m := max(trace.Get(1), n, trace.Side(50))
	return fmt.Sprint(s, t, k, m, len(trace.Text(n)), cap(t), complex(float64(trace.Get(n)), 1)), nil
}

// Declared has declarations with several values.
//
//evert:callback
func Declared(n int) (string, error) {
	var a, b = trace.Get(n), trace.Text(n)
	var (
		c int = trace.Get(a)
		d any = b
	)
	const e = 5
	return strconv.Itoa(a+c+e) + b + fmt.Sprint(d), nil
}

// Within has calls left of a wait in an expression that waits itself.
//
//evert:callback
func Within(n int) (string, error) {
	var s [4]int
	s[trace.Side(trace.Get(1))&1] = trace.Get(n)
	s[trace.Side(trace.Get(2))&3] += trace.Get(n + 1)
	x := []int{trace.Get(n), trace.Side(3)}[trace.Get(n)&1]
	return fmt.Sprint(s, x), nil
}

// Elided has literals without their types among the entries of a map.
//
//evert:callback
func Elided(n int) (string, error) {
	type point struct{ x, y any }
	at := &point{x: n, y: n}
	m := map[int]*point{
		0: {x: at.x, y: n == at.y},
		1: {y: trace.Get(n), x: at.x},
		2: {at.y, trace.Get(n + 1)},
		3: {x: at},
	}
	var out []any
	for i := range 3 {
		out = append(out, *m[i])
	}
	return fmt.Sprint(out...), nil
}
