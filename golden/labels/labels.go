// Package labels leaves and continues loops, switches and blocks by name.
package labels

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Outer continues and leaves an outer loop, and returns from the inner.
//
//evert:callback
func Outer(n int) (string, error) {
	sum := 0
	var keep []func() int
outer:
	for i := 0; i < n; i++ {
		keep = append(keep, func() int { return i })
		for j := range 4 {
			v, err := trace.Fetch(i + j)
			if err != nil {
				continue outer
			}
			if v > 60 {
				break outer
			}
			if v == 50 && n == 4 {
				return "fifty", nil
			}
			sum += v
		}
	}
	for _, k := range keep {
		sum = sum*2 + k()
	}
	return strconv.Itoa(sum), nil
}

// Range continues an outer range loop from a switch in an inner loop.
//
//evert:callback
func Range(n int) (string, error) {
	var got []string
words:
	for i, word := range []string{"a", "b", "c"} {
		for j := 0; ; j++ {
			switch v := trace.Get(i + j); {
			case v > 103:
				break words
			case v > 100+n:
				continue words
			case v == 101:
				continue
			}
			got = append(got, word+strconv.Itoa(j))
		}
	}
	return fmt.Sprint(got), nil
}

// Switch leaves a switch by name from a loop in it.
//
//evert:callback
func Switch(n int) (string, error) {
	where := "nowhere"
choose:
	switch {
	case n > 1:
		for i := 0; ; i++ {
			if trace.Pos(i - n) {
				where = strconv.Itoa(i)
				break choose
			}
			if i == 4 {
				break
			}
		}
		where = "after the loop"
	default:
		trace.Do(n)
	}
	return where, nil
}

// Block leaves a switch that is only there to be left.
//
//evert:callback
func Block(n int) (string, error) {
	done := ""
block:
	switch {
	default:
		if trace.Pos(n) {
			done += "a"
			if n > 3 {
				break block
			}
			done += "b"
		}
		trace.Do(n)
		done += "c"
	}
	done += "d"
	return done, trace.Check(n)
}

// Three has three loops in one another, and jumps to each.
//
//evert:callback
func Three(n int) (string, error) {
	steps := 0
a:
	for i := 0; i < 3; i++ {
	b:
		for j := 0; j < 3; j++ {
			for k := 0; k < 3; k++ {
				steps++
				switch (trace.Get(i+j+k) + n) % 5 {
				case 0:
					continue a
				case 1:
					break b
				case 2:
					continue b
				case 3:
					break
				case 4:
					if steps > 12 {
						break a
					}
				}
				trace.Emit(i, j, k)
			}
		}
	}
	return strconv.Itoa(steps), nil
}

// Unused has labels, of loops that wait, that nothing asks for but themselves.
//
//evert:callback
func Unused(n int) (string, error) {
loop:
	for i := 0; i < n; i++ {
		if i == 1 {
			continue loop
		}
		trace.Do(i)
	}
	return "", nil
}
