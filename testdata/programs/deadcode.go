// Code that never runs, and a label on a switch whose tag waits.
package main

import "fmt"

func tr(n int, x any) int { fmt.Println("tr", n, x); return n }

func c() {
	defer func() { fmt.Println(recover()) }()
	g := 0
	panic(tr(2, "y"))
	if g < 3 {
		g++
	}
}

func a() {
	for i := 0; i < 3; i++ {
		v, w := len("abc"), tr(1, 2)
		continue
		_, _ = v, w
	}
}

func l(n int) int {
L:
	switch tr(1, n) {
	default:
		if n == 0 {
			break L
		}
		n++
	}
	return n
}

func main() {
	c()
	a()
	fmt.Println(l(0), l(1))
}
