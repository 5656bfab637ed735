// Order of evaluation of operands, arguments, literals and assignments.
package main

import "fmt"

var trace []string

func t(name string, v int) int {
	trace = append(trace, name)
	return v
}

func show(what string) {
	fmt.Println(what, trace)
	trace = nil
}

type point struct{ x, y int }

func (p point) add(n int) point { return point{p.x + n, p.y + t("add", n)} }

func three(a, b, c int) int { return a*100 + b*10 + c }

var global = 1

func bump() int {
	global++
	return global
}

func main() {
	fmt.Println(t("a", 1) - t("b", 2)*t("c", 3))
	show("operators")
	fmt.Println(three(t("a", 1), t("b", 2), t("c", 3)))
	show("arguments")
	fmt.Println([]int{2: t("a", 1), 0: t("b", 2), 1: t("c", 3)})
	show("slice literal")
	fmt.Println(map[int]int{t("k1", 1): t("v1", 2), t("k2", 3): t("v2", 4)})
	show("map literal")
	fmt.Println(point{y: t("y", 1), x: t("x", 2)}.add(t("arg", 3)).add(t("arg2", 4)))
	show("chain")

	fmt.Println(global, bump(), global, bump(), global)
	x := global + bump()*global
	fmt.Println(x)
	s := []int{0, 0, 0, 0, 0, 0, 0, 0}
	s[global] = bump()
	fmt.Println(s)
	s[0], s[1] = s[1]+bump(), s[0]+bump()
	fmt.Println(s)

	i := 0
	set := func() int { i = 2; return 9 }
	s[i] = set()
	fmt.Println(s, i)
	s[i], i = 7, 3
	fmt.Println(s, i)
	s[i] += set()
	fmt.Println(s, i)

	m := map[string]int{"a": 1}
	m["a"], m["b"] = m["b"]+t("l", 1), m["a"]+t("r", 2)
	show("map assign")
	fmt.Println(m)
	f := func(n int) string { return fmt.Sprint("old", n) }
	change := func() int {
		f = func(n int) string { return fmt.Sprint("new", n) }
		return 5
	}
	fmt.Println(f(change()))
	p := &point{1, 2}
	next := func() int { p = &point{10, 20}; return 3 }
	fmt.Println(p.x + next())
	arr := [3]int{1, 2, 3}
	ch := func() int { arr[1] = 50; return 1 }
	fmt.Println(arr[1]+ch(), arr, ch())
}
