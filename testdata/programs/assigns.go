// Assignments: tuples, operators, comma-ok, blank, and through pointers.
package main

import "fmt"

var log []any

func l(v int) int { log = append(log, v); return v }

func two() (int, error)              { return l(2), nil }
func three() (a, b, c int)           { return l(1), l(2), l(3) }
func ptr(p *int) *int                { log = append(log, "p"); return p }
func slice(s []int) []int            { log = append(log, "s"); return s }
func dict(m map[int]int) map[int]int { log = append(log, "m"); return m }

func flush() { fmt.Println(log); log = nil }

type box struct {
	v    int
	arr  [3]int
	next *box
}

func (b *box) self() *box { log = append(log, "self"); return b }

func main() {
	x, s, m := 1, []int{1, 2, 3}, map[int]int{}
	*ptr(&x), slice(s)[l(0)], dict(m)[l(5)] = l(10), l(20), l(30)
	fmt.Println(x, s, m)
	flush()
	*ptr(&x) += l(1)
	slice(s)[l(1)] *= l(4)
	dict(m)[l(5)] <<= l(2)
	dict(m)[l(6)]++
	fmt.Println(x, s, m)
	flush()
	var a, b, c int
	a, slice(s)[l(2)], c = three()
	_, err := two()
	_, b, _ = three()
	fmt.Println(a, b, c, err, s)
	flush()
	v, ok := dict(m)[l(5)]
	w, ok2 := any(l(3)).(string)
	fmt.Println(v, ok, w, ok2)
	flush()
	bx := &box{v: 1}
	bx.next = bx
	bx.self().v, bx.next.self().arr[l(1)] = bx.v+l(5), l(6)
	fmt.Println(bx.v, bx.arr)
	bx.v, bx = l(7), &box{v: 9}
	fmt.Println(bx.v)
	flush()
	i := 0
	i, s[i] = 1, l(99)
	s[0], s[i] = s[i], s[0]
	fmt.Println(i, s)
	_ = l(1)
	var _, q = two()
	fmt.Println(q)
	str := "a"
	str += fmt.Sprint(l(1)) + str
	var f float64 = 3
	f /= float64(l(2))
	u := uint8(250)
	u += uint8(l(10))
	u &^= uint8(l(1))
	fmt.Println(str, f, u)
	flush()
	func() {
		defer func() { fmt.Println("recovered:", recover(), s) }()
		var nilmap map[int]int
		s[0], nilmap[l(1)], s[1] = l(1000), l(2), l(3)
	}()
	flush()
}
