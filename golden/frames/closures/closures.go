// Package closures has function literals that wait.
package closures

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/evert-go/evert/internal/trace"
)

// Spot calls a literal on the spot.
//
//evert:callback
func Spot(n int) (string, error) {
	v := func(add int) int {
		n++
		return trace.Get(n) + add
	}(n)
	return fmt.Sprint(n, v), nil
}

// Held holds a literal in a variable and calls it several times. What it
// captures stays shared.
//
//evert:callback
func Held(n int) (string, error) {
	calls := 0
	fetch := func(k int) (int, error) {
		calls++
		return trace.Fetch(k)
	}
	v, err := fetch(n)
	if err != nil {
		v = -1
	}
	calls *= 10
	w, err := fetch(n + 1)
	return fmt.Sprint(v, w, calls), err
}

// Recursive calls itself through its variable.
//
//evert:callback
func Recursive(n int) (string, error) {
	var walk func(depth int) (int, error)
	walk = func(depth int) (int, error) {
		if depth == 0 {
			return 0, nil
		}
		v, err := trace.Fetch(depth)
		if err != nil {
			return 0, err
		}
		rest, err := walk(depth - 1)
		return v + rest, err
	}
	sum, err := walk(n)
	return strconv.Itoa(sum), err
}

// Mutual has two literals that call each other.
//
//evert:callback
func Mutual(n int) (string, error) {
	var even, odd func(int) bool
	even = func(k int) bool { return !trace.Pos(k) || odd(k-1) }
	odd = func(k int) bool { return trace.Pos(k) && even(k-1) }
	return fmt.Sprint(even(n), odd(n)), nil
}

// Operands has several calls that threads make in one expression.
//
//evert:callback
func Operands(n int) (string, error) {
	var low, high func(int) bool
	low = func(k int) bool { return trace.Pos(k) }
	high = func(k int) bool { return !trace.Pos(-k) }
	return fmt.Sprint(low(n), high(n), low(n-1), high(n-2)), nil
}

// Again assigns another function to the same variable.
//
//evert:callback
func Again(n int) (string, error) {
	step := func(k int) int { return trace.Get(k) }
	if n%2 == 0 {
		step = func(k int) int { return k + 1 }
	}
	v := step(n)
	if n > 3 {
		step = nil
	}
	if step == nil {
		return "", errors.New("no step")
	}
	return strconv.Itoa(step(v)), nil
}

// Quiet has literals that do not wait: they stay as they are.
//
//evert:callback
func Quiet(n int) (string, error) {
	twice := func(s string) string { return s + s }
	words := []string{"b", "c", "a"}
	sort.Slice(words, func(i, j int) bool { return words[i] < words[j] })
	v := trace.Text(n)
	return twice(v) + strings.Join(words, ""), nil
}

// Shared has a closure that sees what is assigned after a wait.
//
//evert:callback
func Shared(n int) (string, error) {
	x := 1
	show := func() string { return strconv.Itoa(x) }
	x = trace.Get(n)
	before := show()
	x += trace.Get(x)
	return before + " " + show(), nil
}

// adder returns a function that does not wait, after a wait.
func adder(n int) func(int) int {
	base := trace.Get(n)
	return func(k int) int {
		base += k
		return base
	}
}

// Returned calls the function that another returned.
//
//evert:callback
func Returned(n int) (string, error) {
	add := adder(n)
	trace.Do(add(1))
	return fmt.Sprint(add(2), adder(n)(3)), nil
}

// each calls f for the numbers below n, until one fails.
func each(n int, f func(int) error) error {
	for i := range n {
		if err := f(i); err != nil {
			return fmt.Errorf("each: %w", err)
		}
	}
	return nil
}

// Passed passes a literal that waits to a function that calls it.
//
//evert:callback
func Passed(n int) (string, error) {
	sum := 0
	err := each(n, func(i int) error {
		v, err := trace.Fetch(i)
		sum += v
		return err
	})
	return strconv.Itoa(sum), err
}

// Loop makes a literal in every turn and calls it later.
//
//evert:callback
func Loop(n int) (string, error) {
	var later []func() int
	for i := range n {
		later = append(later, func() int { return trace.Get(i) })
	}
	sum := 0
	for _, f := range later {
		sum += f()
	}
	return strconv.Itoa(sum), nil
}

// Nested has literals in literals, all of which wait.
//
//evert:callback
func Nested(n int) (string, error) {
	outer := func(a int) (string, error) {
		inner := func(b int) string {
			return trace.Text(a) + trace.Text(b)
		}
		if err := trace.Check(a); err != nil {
			return inner(0), err
		}
		return inner(a + 1), nil
	}
	return outer(n)
}

// Defers has a literal with a deferred call and named results.
//
//evert:callback
func Defers(n int) (string, error) {
	try := func(k int) (v int, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("tried %v", p)
			}
		}()
		return trace.Boom(k)
	}
	v, err := try(n)
	if err != nil {
		return "no", err
	}
	return strconv.Itoa(v), nil
}

// Cases has a func literal with a switch that waits inside of one that does, too.
//
//evert:callback
func Cases(n int) (string, error) {
	switch trace.Get(n) % 20 {
	case 0:
		name := func(k int) string {
			switch {
			case k > 2:
				return trace.Text(k)
			case k > 1:
				trace.Emit("two")
				trace.Pos(k)
			default:
				trace.Pos(-k)
			}
			return "small"
		}
		return name(n), nil
	default:
		for i := range seq(n) {
			switch i {
			case 1:
				trace.Emit("one", trace.Get(i))
			default:
				trace.Emit("other", trace.Get(i))
			}
		}
	}
	return "odd", nil
}

func seq(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}
