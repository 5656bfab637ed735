// Package styles has functions whose directives say which style they are in, and that
// call each other.
package styles

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Sum is in frames style, and calls one function in each style.
//
//evert:callback style=frames
func Sum(n int) (string, error) {
	sum := 0
	for i := range n {
		a, err := split(i)
		if err != nil {
			return strconv.Itoa(sum), fmt.Errorf("split: %w", err)
		}
		b, err := whole(i)
		if err != nil {
			return "", err
		}
		sum += a*b + half(i)
	}
	return strconv.Itoa(sum), nil
}

// half is in frames style, so that Sum calls its fast body.
//
//evert:callback style=frames
func half(n int) int {
	if !trace.Pos(n) {
		return 0
	}
	return n / 2
}

// split is in chain style, whichever is that of the others.
//
//evert:callback style=chain
func split(n int) (int, error) {
	v, err := trace.Fetch(n)
	if err != nil {
		return 0, err
	}
	return v + half(n), nil
}

// whole is in generator style.
//
//evert:callback style=generator
func whole(n int) (sum int, err error) {
	defer func() {
		if p := recover(); p != nil {
			trace.Emit("recovered", p, half(n))
			sum = -1
		}
	}()
	for i := range n {
		v, err := trace.Fetch(i)
		if err != nil {
			panic(err)
		}
		sum += v
	}
	return sum, nil
}

// Guarded has what only a function in generator style may have: what it defers recovers.
//
//evert:callback style=generator
func Guarded(n int) (text string, err error) {
	defer rescue(&text)
	if !trace.Pos(n - 3) {
		panic(n)
	}
	return Sum(n)
}

// rescue recovers for who defers it.
//
//evert:callback style=generator
func rescue(text *string) {
	if p := recover(); p != nil {
		*text = fmt.Sprint("rescued ", p)
	}
}

// Any has no directive of its own besides: it is in the style of the run.
//
//evert:callback
func Any(n int) (string, error) {
	text, err := Guarded(n)
	if err != nil {
		return text, fmt.Errorf("any: %w", err)
	}
	return text + Shared(n), nil
}

// Shared asks for frames style, and a closure keeps its variable over waits.
//
//evert:callback style=frames
func Shared(n int) string {
	text := "shared"
	add := func(s string) { text += s }
	for i := range n {
		add(strconv.Itoa(half(i)))
	}
	return text
}
