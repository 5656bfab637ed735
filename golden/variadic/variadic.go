// Package variadic has functions with a variable number of arguments.
package variadic

import (
	"fmt"
	"strings"

	"github.com/evert-go/evert/internal/trace"
)

func join(sep string, parts ...string) string {
	trace.Do(len(parts))
	if parts == nil {
		return "nil"
	}
	parts[0] = trace.Text(0) + parts[0]
	return strings.Join(parts, sep)
}

// Plain passes none, one and several arguments.
//
//evert:callback
func Plain(n int) (string, error) {
	return join("-") + join("-", trace.Text(n)) + join("-", "a", trace.Text(1), "b"), nil
}

// Dots passes a slice, which the function changes.
//
//evert:callback
func Dots(n int) (string, error) {
	parts := []string{"x", trace.Text(n)}
	a := join("+", parts...)
	b := join("+", append(parts, trace.Text(2))...)
	c := join("+", []string(nil)...)
	return fmt.Sprint(parts, a, b, c), nil
}

func total(first int, rest ...any) (sum int, err error) {
	sum = trace.Get(first)
	for _, r := range rest {
		n, ok := r.(int)
		if !ok {
			return sum, fmt.Errorf("%T is no number", r)
		}
		sum += n
	}
	return sum, nil
}

// Any passes values of many types.
//
//evert:callback
func Any(n int) (string, error) {
	a, err := total(n, 1, trace.Get(2))
	if err != nil {
		return "", err
	}
	b, err := total(trace.Two(n))
	return fmt.Sprint(a, b), err
}
