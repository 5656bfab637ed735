// Package gotos jumps with goto, back and forth.
package gotos

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Retry jumps back to try again.
//
//evert:callback
func Retry(n int) (string, error) {
	tries := 0
retry:
	tries++
	v, err := trace.Fetch(n + tries)
	if err != nil && tries < 3 {
		goto retry
	}
	return fmt.Sprint(v, tries), err
}

// Fail jumps forward to where all failures end.
//
//evert:callback
func Fail(n int) (string, error) {
	var err error
	stage := "first"
	if err = trace.Check(n); err != nil {
		goto failed
	}
	stage = "second"
	if err = trace.Check(n + 1); err != nil {
		goto failed
	}
	return "fine", nil

failed:
	trace.Emit("clean up", stage)
	trace.Do(n)
	return stage, fmt.Errorf("%s: %w", stage, err)
}

// Loop is a loop made of gotos.
//
//evert:callback
func Loop(n int) (string, error) {
	i, sum := 0, 0
loop:
	if i >= n {
		goto end
	}
	sum += trace.Get(i)
	i++
	goto loop
end:
	return strconv.Itoa(sum), nil
}

// Out jumps out of loops and a switch.
//
//evert:callback
func Out(n int) (string, error) {
	i := 0
	for i = range 5 {
		switch {
		case trace.Pos(i - n):
			goto found
		}
	}
	return "none", nil
found:
	return strconv.Itoa(i), nil
}

// Quiet jumps where nothing waits.
//
//evert:callback
func Quiet(n int) (string, error) {
	v := trace.Get(n)
again:
	if v > 10 {
		v /= 2
		goto again
	}
	trace.Do(v)
	return strconv.Itoa(v), nil
}

// Redeclare assigns with := in every turn to variables that were declared before it,
// and which a closure knows.
//
//evert:callback
func Redeclare(n int) (string, error) {
	v, i := n, 0
	show := func() int { return v }
again:
	before, v := v, v+10
	i++
	trace.Emit(before, v, show())
	if trace.Pos(i) && i < 3 {
		goto again
	}
last:
	again, i := i, i+1
	trace.Do(again)
	if i < 5 {
		goto last
	}
	return fmt.Sprint(v, i, again, show()), nil
}

// Again checks an error and declares it anew behind a label, to which a goto comes
// back.
//
//evert:callback
func Again(n int) (string, error) {
	_, err := trace.Fetch(n)
	if err != nil {
		return "", err
	}
	tries := 0
again:
	v, err := trace.Fetch(n + tries)
	if tries++; tries < 3 {
		goto again
	}
	return fmt.Sprint(v, tries), err
}
