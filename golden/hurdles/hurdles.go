// Package hurdles has calls that cannot be split and go through a thread.
package hurdles

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// Leaf waits for a function that blocks and has no callback form.
//
//evert:callback
func Leaf(n int) (string, error) {
	v, err := trace.Slow(n)
	if err != nil {
		return "", err
	}
	trace.Emit("between")
	w, err := trace.Slow(n + 1)
	return fmt.Sprint(v, w), err
}

// Interface waits for a method of an interface without a callback form.
//
//evert:callback
func Interface(n int) (string, error) {
	var s trace.Source = &trace.Counter{N: n, Limit: 4}
	sum := 0
	for {
		v, err := s.Next()
		if err != nil {
			return strconv.Itoa(sum), err
		}
		sum += v
	}
}

// whole is not split: its callers enter a thread here.
//
//evert:thread
func whole(n int) (int, error) {
	v, err := trace.Fetch(n)
	if err != nil {
		return 0, err
	}
	return trace.Fetch(v)
}

// Marked calls a function that is marked to run in a thread.
//
//evert:callback
func Marked(n int) (string, error) {
	v, err := whole(n)
	return strconv.Itoa(v), err
}

// Line has a call that is marked where it stands.
//
//evert:callback
func Line(n int) (string, error) {
	v := trace.Get(n) //evert:thread
	w := trace.Get(v)
	return fmt.Sprint(v, w), nil
}

// A job is a function type that blocks.
//
//evert:blocking
type job func(n int) (int, error)

// Value calls a value of a function type that blocks.
//
//evert:callback
func Value(n int) (string, error) {
	jobs := []job{trace.Slow, trace.Fetch}
	sum := 0
	for _, j := range jobs {
		v, err := j(n)
		if err != nil {
			return "", err
		}
		sum += v
	}
	return strconv.Itoa(sum), nil
}

// quick is trusted not to block, whatever is inferred.
//
//evert:nonblocking
func quick(n int) int { return n + 1 }

// Trusted calls a function that is marked as one that does not block.
//
//evert:callback
func Trusted(n int) (string, error) {
	return strconv.Itoa(quick(trace.Get(quick(n)))), nil
}

// A request is passed by value.
type request struct{ n int }

// slow is not split.
//
//evert:thread
func (q request) slow(more ...int) (int, error) { return trace.Slow(q.n + len(more)) }

// Operands are those of the moment of the call, whatever changes afterwards.
//
//evert:callback
func Operands(n int) (string, error) {
	q := &request{n}
	bump := func() int {
		q = &request{q.n + 1}
		return q.n
	}
	v, err := trace.Slow(q.n + bump())
	if err != nil {
		return strconv.Itoa(v), err
	}
	slow := []func(int) (int, error){trace.Slow}
	w, err := q.slow(bump(), trace.Get(q.n), bump())
	x, _ := job(slow[bump()-bump()+1])(q.n)
	return fmt.Sprint(v, w, x, q.n), err
}
