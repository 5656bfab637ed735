// Package ranges has range loops that wait, over everything that Go has a
// range for.
package ranges

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/evert-go/evert/internal/trace"
)

// Slice grows and changes the slice during the loop: its length is taken once.
//
//evert:callback
func Slice(n int) (string, error) {
	s := []int{n, n + 1, n + 2}
	var got []int
	for i, v := range s {
		if i == 0 {
			s[1] = 50
			s = append(s, 99)
			s[2] = 60
		}
		got = append(got, trace.Get(v))
	}
	return fmt.Sprint(got, s), nil
}

// Index has no use for the elements.
//
//evert:callback
func Index(n int) (string, error) {
	s := make([]int, n)
	for i := range s {
		s[i] = trace.Get(i)
	}
	for range s {
		trace.Do(n)
	}
	return fmt.Sprint(s), nil
}

// Array ranges over a copy of an array, and over the array itself by pointer.
//
//evert:callback
func Array(n int) (string, error) {
	a := [3]int{1, 2, 3}
	var got []int
	for i, v := range a {
		a[2] = 10 * n
		got = append(got, trace.Get(i+v))
	}
	for i, v := range &a {
		a[2] = 20 * n
		got = append(got, trace.Get(i+v))
	}
	return fmt.Sprint(got), nil
}

// Runes ranges over a string, with a byte in it that is no rune.
//
//evert:callback
func Runes(n int) (string, error) {
	var b strings.Builder
	for i, c := range "aé\xff€"[:n%8] {
		fmt.Fprint(&b, trace.Get(i), ":", c, " ")
	}
	return b.String(), nil
}

// Map deletes during the loop: what is deleted before its turn has none.
//
//evert:callback
func Map(n int) (string, error) {
	m := map[int]string{1: "a", 2: "b", 3: "c", 4: "d"}
	turns := 0
	for k, v := range m {
		if trace.Pos(len(v)) {
			turns++
		}
		for other := range m {
			if other != k && len(m) > n {
				delete(m, other)
			}
		}
	}
	return fmt.Sprint(turns, len(m)), nil
}

// Integer ranges over an int of a type of its own.
//
//evert:callback
func Integer(n int) (string, error) {
	type size uint8
	var got []size
	for i := range size(n) {
		trace.Do(int(i))
		got = append(got, i)
	}
	for range n {
		trace.Do(n)
	}
	return fmt.Sprint(got), nil
}

// Channel ranges over a channel until it is closed.
//
//evert:callback
func Channel(n int) (string, error) {
	c := make(chan int, n)
	for i := range n {
		c <- i
	}
	close(c)
	sum := 0
	for v := range c {
		sum += trace.Get(v)
	}
	return fmt.Sprint(sum), nil
}

// Function ranges over functions of 0, 1 and 2 values.
//
//evert:callback
func Function(n int) (string, error) {
	var got []int
	for v := range count(n) {
		if v == 3 {
			break
		}
		got = append(got, trace.Get(v))
	}
	for i, v := range slices.Backward([]int{7, 8, 9}) {
		w, err := trace.Fetch(n + i)
		if err != nil {
			return fmt.Sprint(got, v), err
		}
		got = append(got, w+v)
	}
	for range func(yield func() bool) { _ = yield() && yield() && yield() } {
		trace.Do(n)
	}
	return fmt.Sprint(got), nil
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer trace.Emit("counted")
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

// Operand waits in the operand, which is evaluated once.
//
//evert:callback
func Operand(n int) (string, error) {
	var got []string
	for i, c := range trace.Text(n) {
		got = append(got, fmt.Sprint(i, c))
	}
	for i := range trace.Get(n) - 98 {
		got = append(got, trace.Text(i))
	}
	return fmt.Sprint(got), nil
}

// Assign uses variables that were there before, and keeps what they had last.
//
//evert:callback
func Assign(n int) (string, error) {
	var i int
	var at struct{ v int }
	for i, at.v = range []int{n, n * 2, n * 3} {
		trace.Do(at.v)
	}
	return fmt.Sprint(i, at.v), nil
}

// AssignPlaces uses places that are evaluated in every turn, in order, and that
// wait; the last item has no place, or its place is written over.
//
//evert:callback
func AssignPlaces(n int) (string, error) {
	var keys, values [3]int
	for keys[trace.Side(0)], values[trace.Get(n)%3] = range []int{n, n * 2} {
		trace.Do(n)
	}
	for keys[trace.Get(1)], values[trace.Side(2)] = range map[int]int{n: n + 1} {
	}
	for keys[trace.Side(2)], values[trace.Get(n)] = range slices.All([]int{n, n * 2, n * 3}) {
		trace.Do(n)
	}
	return fmt.Sprint(keys, values), nil
}

// Keep keeps a closure from every turn.
//
//evert:callback
func Keep(n int) (string, error) {
	var keep []func() string
	for k, v := range strings.Fields("a b c d")[:n%5] {
		trace.Do(k)
		keep = append(keep, func() string { return fmt.Sprint(k, v) })
	}
	var got []string
	for _, f := range keep {
		got = append(got, f())
	}
	return strings.Join(got, ","), nil
}

// Named ranges over values of named types.
//
//evert:callback
func Named(n int) (string, error) {
	type list []int
	type dict map[string]list
	d := dict{"one": {n}}
	for name, l := range d {
		for _, v := range l {
			trace.Emit(name, trace.Get(v))
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(d)), " "), nil
}

// Nil ranges over nothing.
//
//evert:callback
func Nil(n int) (string, error) {
	var s []int
	var m map[int]int
	for range s {
		trace.Do(1)
	}
	for range m {
		trace.Do(2)
	}
	for range "" {
		trace.Do(3)
	}
	return trace.Text(n), nil
}

// Effects evaluates an array only for its effect: its length is known.
//
//evert:callback
func Effects(n int) (string, error) {
	var out []int
	for range [3]int{trace.Get(n), 1, 2} {
		out = append(out, trace.Get(len(out)))
	}
	for i := range [2]int{trace.Side(n)} {
		out = append(out, trace.Get(i))
	}
	return fmt.Sprint(out), nil
}

// Unread ranges over the indices of arrays that nothing else reads.
//
//evert:callback
func Unread(n int) (string, error) {
	var out []int
	var nowhere *[2]int
	for i := range nowhere {
		out = append(out, trace.Get(n+i))
	}
	var s struct{ in [3]int }
	for range s.in {
		out = append(out, trace.Get(len(out)))
	}
	return fmt.Sprint(out), nil
}

// AssignTurn ranges over a function with variables that depend on each other: each
// value is assigned before the operands of the next variable are evaluated.
//
//evert:callback
func AssignTurn(n int) (string, error) {
	var at int
	var got [4]int
	pairs := func(yield func(int, int) bool) {
		for i := range 3 {
			if !yield(i, n+i) {
				return
			}
		}
	}
	for at, got[at] = range pairs {
		trace.Do(at)
	}
	for at, got[trace.Get(at+1)%4] = range pairs {
		trace.Emit(at, got)
	}
	return fmt.Sprint(at, got), nil
}

// Hides ranges over functions with bodies that hide the loop's variables.
//
//evert:callback
func Hides(n int) (string, error) {
	var out []int
	for i := range func(yield func(int) bool) { _ = yield(n) && yield(n+1) } {
		out = append(out, i)
		i := trace.Get(i)
		out = append(out, i)
	}
	for i, v := range []int{n, n + 1} {
		out = append(out, i, v)
		v := trace.Get(v)
		out = append(out, v)
	}
	return fmt.Sprint(out), nil
}
