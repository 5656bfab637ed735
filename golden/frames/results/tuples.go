package results

import (
	"fmt"
	"time"

	"github.com/evert-go/evert/internal/trace"
)

// anything returns values of other types than its results have.
func anything(n int) (any, fmt.Stringer) {
	v := trace.Get(n)
	if v > 102 {
		return v, time.Duration(v)
	}
	trace.Do(n)
	return nil, nil
}

// constants returns constants of which the type is another one by itself.
func constants(n int) (time.Duration, bool, float64, error) {
	trace.Do(n)
	if n > 3 {
		return 0, n > 4, 1, nil
	}
	return 1, true, 2.5, nil
}

// Tuples calls both.
//
//evert:callback
func Tuples(n int) (string, error) {
	a, b := anything(n)
	d, ok, f, err := constants(n)
	return fmt.Sprint(a, b, d, ok, f), err
}
