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
