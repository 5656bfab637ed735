package loops

import (
	"fmt"

	"github.com/evert-go/evert/internal/trace"
)

// PostHidden has a post statement that waits for what the body hides.
//
//evert:callback
func PostHidden(n int) (string, error) {
	total, step := 0, 1
	for i := 0; i < n; i += trace.Get(step) - 100 {
		step := i * 10
		total += step + trace.Side(i)
	}
	return fmt.Sprint(total, step), nil
}

// PostOuter has one that a loop inside goes on to.
//
//evert:callback
func PostOuter(n int) (string, error) {
	total, step := 0, 1
outer:
	for i := 0; i < n; i += trace.Get(step) - 100 {
		for j := range 3 {
			step := i * 10
			if j == 1 && i%2 == 1 {
				continue outer
			}
			if i == 5 {
				break outer
			}
			total += step + j
		}
		if v := trace.Get(i); v == 103 {
			return fmt.Sprint(v, total), nil
		}
	}
	return fmt.Sprint(total, step), nil
}

// PostCalls has one that is a call, in which both sides of a condition wait.
//
//evert:callback
func PostCalls(n int) (string, error) {
	out, left := "", n
	next := func(ok bool) { out += fmt.Sprint(ok); left-- }
	for ; left > 0; next(trace.Pos(left-2) && trace.Pos(left-4)) {
		if left == 3 {
			continue
		}
		out += "."
	}
	for left = n; left > 0; next(trace.Pos(left-2) || trace.Pos(left-4)) {
		out += ";"
	}
	return out, nil
}
