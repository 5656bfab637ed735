// Assignments with := after labels, and with operands that wait.
package main

import "fmt"

func w[T any](v T) T { return v }

func f(n int) int {
	v, i := n, 0
L:
	x, v := v+1, v+10
	i++
	fmt.Println(x, v)
	w(0)
	if i < 3 {
		goto L
	}
	return v
}
func g(n int) int {
	v, i := n, 0
L:
	i++
	x, v := v+1, v+10
	fmt.Println(x, v)
	if w(i) < 3 {
		goto L
	}
	return v
}
func h(n int) int {
	v, i := n, 0
	show := func() int { return v }
	w(1)
	if n > 5 {
		goto L
	}
	i = w(2)
L:
	i++
	return k(v, i, show)
}
func k(v, i int, show func() int) int {
L:
	x, v, i := v+w(1), v+10, i+1
	fmt.Println(x, v, show())
	if i < 3 {
		goto L
	}
	return v
}
func m(n int) (v int) {
	i := 0
	show := func() int { return v }
	v = n
L:
	x, v := w(v+1), v+10
	i++
	fmt.Println(x, v, show())
	if i < 3 {
		goto L
	}
	return show()
}
func o(n int) (v int) {
	i := 0
	v = n
	w(1)
L:
	x, v := v+1, v+10
	i++
	fmt.Println(x, v)
	if i < 3 {
		goto L
	}
	return
}

func main() { fmt.Println(f(1), g(1), h(1), h(9), m(1), o(1)) }
