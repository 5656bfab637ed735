// && and || in every place an expression can stand.
package main

import "fmt"

func t(n int) bool { fmt.Print("t", n, " "); return true }
func f(n int) bool { fmt.Print("f", n, " "); return false }

func pick(a, b bool) string { return fmt.Sprint(a, b) }

func ret(n int) bool { return n > 1 && t(n) || f(n) }

func main() {
	fmt.Println(t(1) && f(2), f(3) || t(4), !(t(5) && !f(6)))
	fmt.Println(pick(f(1) && t(2), t(3) || f(4)), ret(0), ret(5))
	if f(1) || f(2) && t(3) || t(4) && !f(5) {
		fmt.Println("yes")
	} else if t(6) {
		fmt.Println("no")
	}
	n := 0
	for n < 3 && (t(n) || f(n)) {
		n++
	}
	fmt.Println(n)
	switch {
	case f(1) && t(2), t(3) && f(4):
		fmt.Println("first")
	case f(5), t(6) && t(7):
		fmt.Println("second")
	}
	switch t(1) && f(2) {
	case f(3) || f(4):
		fmt.Println("equal")
	case t(5):
		fmt.Println("not")
	}
	m := map[bool]string{t(1) && t(2): "true", f(3) || f(4): "false"}
	fmt.Println(m[f(5) || t(6)], []bool{t(7) && f(8), f(9) || t(10)})
	var p *struct{ ok bool }
	if p != nil && p.ok || p == nil && t(1) {
		fmt.Println("nil safe")
	}
	x := []bool{false, false}
	x[0], x[1] = t(1) && t(2), x[0] || f(3)
	fmt.Println(x)
	c := make(chan bool, 1)
	c <- f(1) || t(2)
	if v, ok := <-c; v && ok && t(3) {
		fmt.Println(v && (ok || f(4)) && !f(5))
	}
	defer fmt.Println("deferred", t(1) && f(2))
	func(b bool) { fmt.Println(b) }(f(1) || f(2) || t(3) && (f(4) || t(5)))
	ok := t(8)
	ok = ok && f(9)
	fmt.Println(ok)
}
