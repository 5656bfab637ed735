// Package steps has functions with many waits in a row, which become steps side
// by side instead of continuations inside each other.
package steps

import (
	"errors"
	"fmt"
	"strings"

	"github.com/evert-go/evert/internal/trace"
)

// Straight passes errors on, and keeps values over many waits.
//
//evert:callback
func Straight(n int) (string, error) {
	a, err := trace.Fetch(n)
	if err != nil {
		return "", err
	}
	b, err := trace.Fetch(n + 2)
	if err != nil {
		return "", err
	}
	c := trace.Get(a + b)
	trace.Do(1)
	trace.Do(2)
	// The second half.
	d := trace.Get(c)
	trace.Do(3)
	e := trace.Text(d)
	trace.Do(4)
	f, g := trace.Two(n)
	trace.Do(5)
	if err := trace.Check(n); err != nil {
		return "", fmt.Errorf("check: %w", err)
	}
	h, err := trace.Fetch(n + 1)
	if err != nil {
		trace.Emit("no h", err)
	}
	trace.Do(6)
	trace.Do(7)
	return fmt.Sprint(a, c, e, f, g, h), err
}

// Branches has a name for what follows each.
//
//evert:callback
func Branches(n int) (string, error) {
	sum := 0
	if n > 1 {
		sum += trace.Get(n)
	}
	before := sum
	for i := range n {
		if i == 5 {
			break
		}
		sum += trace.Get(i)
	}
	switch n {
	case 2:
		sum -= trace.Get(2)
	case 3:
		return "three", nil
	}
	if v, err := trace.Fetch(n); err == nil && trace.Pos(v) {
		sum += v
	}
	return fmt.Sprint(before, sum), nil
}

// Turns has steps in each turn of a loop, whose variables closures keep.
//
//evert:callback
func Turns(n int) (string, error) {
	var keep []func() string
outer:
	for i := range 3 {
		first := trace.Get(n + i)
		if trace.Pos(first) {
			trace.Do(i)
		}
		second, err := trace.Fetch(n + i)
		if err != nil {
			trace.Emit("turn", i, err)
			continue
		}
		keep = append(keep, func() string { return fmt.Sprint(i, first, second) })
		for j := range n {
			if trace.Get(j) > 40 {
				continue outer
			}
		}
		second++
		if n == 6 {
			trace.Do(n)
			break outer
		}
		first += trace.Get(second)
		trace.Do(first)
	}
	var out []string
	for _, k := range keep {
		out = append(out, k())
	}
	return strings.Join(out, " "), nil
}

// Shadow has names that mean something else until they are declared, and types and
// constants between the waits.
//
//evert:callback
func Shadow(n int) (string, error) {
	trace.Do(0)
	n2 := n
	{
		n := trace.Get(n)
		trace.Do(n)
		n2 += n
	}
	if trace.Pos(n) {
		n2++
		trace.Do(1)
	}
	const limit = 3
	type pair struct{ a, b int }
	p := pair{n, trace.Get(limit)}
	if p.b > limit {
		p.a += trace.Get(p.b)
	}
	q := pair{b: trace.Get(p.a)}
	if q.b > p.b {
		trace.Do(q.b)
	}
	len := len(strings.Repeat("x", limit))
	if trace.Pos(len) {
		trace.Do(len)
	}
	return fmt.Sprint(n2, p, q, len), nil
}

// Declared declares in every way that there is.
//
//evert:callback
func Declared(n int) (s string, err error) {
	defer func() { s = s + "." }()
	var a, b = trace.Get(n), n
	var c int
	if trace.Pos(n) {
		c = trace.Get(b)
	}
	var (
		d    = a + c
		e, f fmt.Stringer
	)
	x, err := trace.Fetch(d)
	if err != nil {
		err = errors.Join(err, errors.New("again"))
		trace.Do(x)
	}
	g, h := trace.Two(n)
	if e == nil && trace.Pos(g) {
		trace.Do(2)
	}
	k, ok := any(h).(string)
	if !ok || f != nil {
		return "", errors.New("never")
	}
	for range 2 {
		a += trace.Get(a)
	}
	y, err := trace.Fetch(n + 1)
	if err != nil {
		return k, err
	}
	return fmt.Sprint(a, b, c, d, x, y, h, k), nil
}

// Temporaries has one expression with many waits: what is computed first is kept
// until the last has come.
//
//evert:callback
func Temporaries(n int) (string, error) {
	all := []int{
		trace.Get(n), trace.Get(n + 1), trace.Get(n + 2), trace.Get(n + 3), trace.Get(n + 4),
		trace.Get(n + 5), trace.Get(n + 6), trace.Get(n + 7), trace.Get(n + 8), trace.Get(n + 9),
		trace.Get(n + 10), trace.Get(n + 11), trace.Get(n + 12), trace.Get(n + 13),
	}
	return fmt.Sprint(all), nil
}

// Literals are held in variables, and called in later steps.
//
//evert:callback
func Literals(n int) (string, error) {
	count := trace.Get(n)
	add := func(by int) int {
		count += trace.Get(by)
		return count
	}
	if trace.Pos(n) {
		add(1)
	}
	other := func() string { return fmt.Sprint("count ", count) }
	for i := range 2 {
		add(i)
	}
	if n > 3 {
		add(n)
	}
	if n > 4 {
		count -= add(2)
	}
	return other(), nil
}

// Deferred has deferred calls in its steps, one of which looks at a variable of
// another step.
//
//evert:callback
func Deferred(n int) (result string, err error) {
	first := trace.Get(n)
	defer trace.Do(first)
	if n > 2 {
		trace.Do(1)
	}
	second := "second"
	defer func() {
		if p := recover(); p != nil {
			result = fmt.Sprint(second, " ", p)
		}
	}()
	for i := range n {
		defer trace.Emit("deferred", i, first)
		trace.Do(i)
	}
	if n == 5 {
		second, err = "changed", trace.Check(n)
		_, _ = trace.Boom(n)
	}
	first++
	third := trace.Text(first)
	return third, err
}

// Parameters are declared anew by `:=`, and used in later steps.
//
//evert:callback
func Parameters(n int, errs ...error) (string, error) {
	v, err := trace.Fetch(n)
	n, ok := v+1, err == nil
	if ok {
		n = trace.Get(n)
	}
	n, text := trace.Two(n)
	if n > 3 {
		trace.Do(n)
	}
	n++
	if text != "" {
		n += trace.Get(n)
	}
	if trace.Pos(n) {
		trace.Do(n)
	}
	return fmt.Sprint(n, text, len(errs)), err
}
