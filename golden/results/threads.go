package results

import (
	"fmt"

	"github.com/evert-go/evert/internal/trace"
)

// operand calls a function in a thread, with a result as its operand.
func operand(n int) (at, v int, err error) {
	at = n + 1
	v, err = trace.Slow(at)
	if err != nil {
		return at, 0, err
	}
	w, err := trace.Slow(v)
	return at, v + w, err
}

// hides has a variable that hides the operand.
func hides(n int) (at int, err error) {
	at = n + 1
	if n > 1 {
		at, err := trace.Slow(at)
		if err != nil {
			return at, err
		}
		trace.Emit(at)
	}
	return at, err
}

// deferring has deferred calls that change the operand.
func deferring(n int) (at int, err error) {
	defer func() { at++ }()
	at = n + 1
	_, err = trace.Slow(at)
	if err != nil {
		return at, err
	}
	defer func() { at *= 2 }()
	_, err = trace.Slow(at)
	return at, err
}

// ThreadOperands has results as operands of what threads call.
//
//evert:callback
func ThreadOperands(n int) (s string, err error) {
	at, v, err := operand(n)
	s = fmt.Sprint(at, v, err)
	at, err = hides(n)
	s += fmt.Sprint(at, err)
	at, err = deferring(n)
	return s + fmt.Sprint(at, err), nil
}

// bare has a result that only the body of a loop over a function reads.
func bare(n int) (s string, err error) {
	s += fmt.Sprint(n)
	trace.Do(n)
	for x := range upTo(n) {
		s += trace.Text(x)
	}
	return
}

// upTo yields the numbers below n.
func upTo(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// Bare returns what a bare return returns.
//
//evert:callback
func Bare(n int) (string, error) { return bare(n) }
