// Package shortcircuit has && and || with operands that wait, or that must
// not be evaluated.
package shortcircuit

import (
	"fmt"

	"github.com/evert-go/evert/internal/trace"
)

// Condition has operands that wait in the condition of an if.
//
//evert:callback
func Condition(n int) (string, error) {
	where := "else"
	if trace.Side(1) > 0 && trace.Pos(n) && !trace.Pos(n-3) {
		where = "then"
	}
	s := fmt.Sprint(trace.Side(2), trace.Pos(n), trace.Side(3), n)
	return where + s, nil
}

// Value keeps the value of such an expression.
//
//evert:callback
func Value(n int) (string, error) {
	a := trace.Pos(n) && trace.Pos(n-2)
	b := trace.Pos(n-4) || n == 1 || trace.Pos(n-1)
	c := n == 2 || !(trace.Pos(n) && a) && b
	return fmt.Sprint(a, b, c), nil
}

// Mixed has them as arguments, with other calls around.
//
//evert:callback
func Mixed(n int) (string, error) {
	s := fmt.Sprint(trace.Side(1), n > 2 && trace.Pos(n), trace.Get(n), n < 2 || trace.Pos(-n), trace.Side(4))
	return s, nil
}

// Loop has one in the condition of a loop.
//
//evert:callback
func Loop(n int) (string, error) {
	i := 0
	for i < 5 && trace.Pos(n-i) || i == 3 {
		i++
	}
	return fmt.Sprint(i), nil
}

// Guard has a right operand that would panic.
//
//evert:callback
func Guard(n int) (string, error) {
	var p *int
	if trace.Pos(n) {
		p = &n
	}
	if p != nil && trace.Pos(*p-1) {
		return "big", nil
	}
	if p == nil || *p == 1 {
		return "small", nil
	}
	return "none", nil
}

// Return returns one, and has one as a case.
//
//evert:callback
func Return(n int) (string, error) {
	switch {
	case n > 1 && trace.Pos(n-3):
		return fmt.Sprint(within(n)), nil
	case n == 0 || trace.Pos(-n):
		return "low", nil
	}
	return fmt.Sprint(!within(n)), nil
}

func within(n int) bool { return trace.Pos(n) && n < 5 || trace.Pos(n-100) }
