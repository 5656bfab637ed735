// Function literals called on the spot, in all places.
package main

import (
	"errors"
	"fmt"
)

func id(n int) int { return n }

var pkg = func() string { return fmt.Sprint("pkg", id(1)) }()

func outer(n int) (s string, err error) {
	v := func() int {
		if n == 0 {
			return -1
		}
		defer func() { n *= 2 }()
		return id(n)
	}()
	if err := func() error {
		if v < 0 {
			return errors.New("negative")
		}
		return nil
	}(); err != nil {
		return "bad", fmt.Errorf("outer: %w", err)
	}
	for i := range func() int { return id(2) }() {
		s += func(k int) string { return fmt.Sprint(k, i, n, ";") }(i * 10)
	}
	switch func() int { n++; return n }() {
	case func() int { return id(3) }():
		s += "three"
	default:
		s += "other"
	}
	defer func() { s = func() string { return "<" + s + ">" }() }()
	return s + func() (r string) {
		defer func() {
			if p := recover(); p != nil {
				r = fmt.Sprint("r:", p)
			}
		}()
		panic(id(n))
	}(), nil
}

func main() {
	fmt.Println(pkg)
	for n := range 3 {
		fmt.Println(outer(n))
	}
	a, b := func() (int, string) { return id(1), "x" }()
	x := [...]func() int{func() int { return a }, func() int { a++; return a }}
	fmt.Println(a, b, x[1]()+x[0]()*x[1]())
	go func() {}()
	done := make(chan struct{})
	go func(n int) { defer close(done); fmt.Println("go", id(n)) }(id(5))
	<-done
	fmt.Println(func() func() func() int { return func() func() int { return func() int { return id(7) } } }()()())
	var self func(int) int
	self = func(n int) int {
		if n == 0 {
			return 0
		}
		return func() int { return n + self(n-1) }()
	}
	fmt.Println(self(10))
}
