// Package recursion has functions that wait and call themselves.
package recursion

import (
	"fmt"
	"strconv"

	"github.com/evert-go/evert/internal/trace"
)

// A node is a node of a tree.
type node struct {
	value       int
	left, right *node
}

func grow(lo, hi int) *node {
	if lo >= hi {
		return nil
	}
	mid := (lo + hi) / 2
	return &node{mid, grow(lo, mid), grow(mid+1, hi)}
}

// sum waits at every node, in order.
func (t *node) sum() (int, error) {
	if t == nil {
		return 0, nil
	}
	left, err := t.left.sum()
	if err != nil {
		return 0, err
	}
	v, err := trace.Fetch(t.value)
	if err != nil {
		return left, fmt.Errorf("node %d: %w", t.value, err)
	}
	right, err := t.right.sum()
	return left + v + right, err
}

// Tree walks a tree.
//
//evert:callback
func Tree(n int) (string, error) {
	v, err := grow(0, n).sum()
	return strconv.Itoa(v), err
}

func fib(n int) int {
	if n < 2 {
		trace.Do(n)
		return n
	}
	return fib(n-1) + fib(n-2)
}

// Fib calls itself twice in one expression.
//
//evert:callback
func Fib(n int) (string, error) { return strconv.Itoa(fib(n)), nil }

func even(n int) bool {
	if n == 0 {
		return trace.Pos(1)
	}
	return odd(n - 1)
}

func odd(n int) bool {
	if n == 0 {
		return trace.Pos(0)
	}
	return even(n - 1)
}

// Mutual has two functions that call each other in tail position.
//
//evert:callback
func Mutual(n int) (string, error) { return fmt.Sprint(even(n), odd(n)), nil }

// Deep is a recursion with work after each call.
//
//evert:callback
func Deep(n int) (string, error) { return deep(n * 10) }

func deep(n int) (s string, err error) {
	if n == 0 {
		return trace.Text(n), nil
	}
	defer func() { s += "." }()
	s, err = deep(n - 1)
	return s + strconv.Itoa(n%10), err
}
