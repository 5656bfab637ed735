// Functions in maps, slices, structs, channels and interfaces.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

type op func(a, b float64) (float64, error)

type handler interface{ handle(string) string }

type handlerFunc func(string) string

func (f handlerFunc) handle(s string) string { return f(s) }

func chain(h handler, ms ...func(handler) handler) handler {
	for i := len(ms) - 1; i >= 0; i-- {
		h = ms[i](h)
	}
	return h
}

func wrap(l, r string) func(handler) handler {
	return func(next handler) handler {
		return handlerFunc(func(s string) string { return l + next.handle(s) + r })
	}
}

var errZero = errors.New("division by zero")

func ops() map[string]op {
	return map[string]op{
		"+": func(a, b float64) (float64, error) { return a + b, nil },
		"-": func(a, b float64) (float64, error) { return a - b, nil },
		"/": div,
	}
}

func div(a, b float64) (float64, error) {
	if b == 0 {
		return 0, errZero
	}
	return a / b, nil
}

type event struct {
	name string
	run  func() error
}

func curry(a int) func(int) func(int) int {
	return func(b int) func(int) int { return func(c int) int { return a*100 + b*10 + c } }
}

func compose(fs ...func(int) int) func(int) int {
	return func(n int) int {
		for _, f := range fs {
			n = f(n)
		}
		return n
	}
}

func main() {
	o := ops()
	var names []string
	for name := range o {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		v, err := o[name](6, 0)
		fmt.Println(name, v, err, errors.Is(err, errZero))
	}
	h := chain(handlerFunc(strings.ToUpper), wrap("<", ">"), wrap("[", "]"))
	fmt.Println(h.handle("x"))
	c := make(chan func() int, 2)
	c <- func() int { return curry(1)(2)(3) }
	c <- func() int { return compose(curry(0)(1), func(n int) int { return n * 2 })(4) }
	fmt.Println((<-c)(), (<-c)())
	events := []event{{"ok", func() error { return nil }}, {"bad", func() error { return errZero }}, {"nil", nil}}
	for _, e := range events {
		func() {
			defer func() {
				if recover() != nil {
					fmt.Println(e.name, "panicked")
				}
			}()
			fmt.Println(e.name, e.run())
		}()
	}
	counter := func() func() int {
		n := 0
		return func() int { n++; return n }
	}
	a, b := counter(), counter()
	fmt.Println(a(), a(), b(), a())
	func(f func(func(int) int) int) { fmt.Println(f(func(n int) int { return n + 1 })) }(func(g func(int) int) int { return g(g(1)) })
}
