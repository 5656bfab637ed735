// Deferred calls that change results.
package main

import (
	"errors"
	"fmt"
)

func mark(s string) string { fmt.Print("[", s, "]"); return s }

func named(n int) (s string, err error) {
	defer func() {
		s += mark("+d")
		if err != nil {
			err = fmt.Errorf("wrapped: %w", err)
		}
	}()
	switch n {
	case 0:
		return mark("zero"), nil
	case 1:
		s = mark("one")
		return
	case 2:
		return "two", errors.New("two failed")
	}
	for i := range n {
		defer func() { s += fmt.Sprint(i) }()
	}
	return mark("many"), nil
}

func unnamed(n int) int {
	defer func() { n = 100 }()
	n++
	return n
}

func pointer() *int {
	x := 1
	defer func() { x = 2 }()
	return &x
}

func swap(a, b int) (x, y int) {
	defer func() { x, y = y, x }()
	return a, b
}

func recovered(n int) (r int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("recovered: %v", p)
		}
	}()
	r = 5
	if n > 0 {
		panic(mark("panic"))
	}
	return 7, nil
}

func hides() (err error) {
	defer func() { fmt.Print("err is ", err, "; ") }()
	if err := errors.New("inner"); err != nil {
		return err
	}
	return nil
}

func args() {
	x := 1
	defer fmt.Println("deferred x =", x, mark("arg"))
	x = 2
	defer func(y int) { fmt.Println("x, y =", x, y) }(x + 1)
	x = 3
}

func main() {
	for i := range 5 {
		fmt.Println(named(i))
	}
	fmt.Println(unnamed(1), *pointer())
	fmt.Println(swap(1, 2))
	fmt.Println(recovered(0))
	fmt.Println(recovered(1))
	fmt.Println(hides())
	args()
}
