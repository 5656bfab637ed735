// Comparison and hashing of structs, arrays, interfaces and channels.
package main

import "fmt"

type p struct {
	x, y int
	s    string
}
type arr [2]p

func mk(n int) p          { return p{n, n + 1, fmt.Sprint(n)} }
func iface(v any) any     { return v }
func pt[T any](v T) *T    { return &v }
func ch() chan int        { return make(chan int) }
func str(b []byte) string { return string(b) }

func main() {
	fmt.Println(mk(1) == mk(1), mk(1) != mk(2), arr{mk(1), mk(2)} == arr{mk(1), mk(2)})
	fmt.Println(iface(mk(1)) == iface(mk(1)), iface(1) == iface(1.0), iface(nil) == nil, mk(3) == iface(mk(3)))
	fmt.Println(pt(1) == pt(1), *pt(1) == *pt(1), ch() == ch())
	m := map[any]string{mk(1): "p", arr{}: "arr", 1: "int", "1": "str", nil: "nil", true: "bool", 'a': "rune"}
	for _, k := range []any{mk(1), arr{}, 1, "1", nil, true, 'a', int64(1), mk(9)} {
		v, ok := m[iface(k)]
		fmt.Print(v, ok, " ")
	}
	fmt.Println(len(m))
	c := ch()
	mc := map[chan int]int{c: 1, ch(): 2}
	fmt.Println(mc[c], len(mc), map[string]int{str([]byte("k")): 3}[str([]byte{'k'})])
	set := map[p]struct{}{}
	for i := range 6 {
		set[mk(i%3)] = struct{}{}
	}
	fmt.Println(len(set))
	type node struct {
		v    any
		next *node
	}
	n := &node{v: mk(1)}
	n.next = n
	fmt.Println(*n == *n.next, n.next.next.v == iface(mk(1)), str([]byte("a")) < str([]byte("b")))
}
