// Range over everything.
package main

import (
	"fmt"
	"iter"
	"math"
	"sort"
)

func id[T any](x T) T { return x }

type list []int
type small int8

func pairs(n int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range n {
			if !yield(i, fmt.Sprint("p", id(i))) {
				fmt.Print("(stopped)")
				return
			}
		}
	}
}

func find(n int) (res string) {
	defer func() { res += "!" }()
	for i, s := range pairs(10) {
		if id(i) == n {
			return s
		}
	}
	return "none"
}

func main() {
	s := list{1, 2, 3}
	for i, v := range s {
		if i == 0 {
			s[1] = id(20)
			s = append(s, 4)
			s[2] = 30
		}
		fmt.Print(i, v, " ")
	}
	fmt.Println(s)
	a := [3]int{1, 2, 3}
	for i, v := range a {
		a[2] = id(9)
		fmt.Print(i, v, " ")
	}
	for i, v := range &a {
		a[2] = id(10)
		fmt.Print(i, v, " ")
	}
	for i := range len(a) {
		fmt.Print(id(i), " ")
	}
	fmt.Println()
	for i, c := range id("a\xffé\u20ac") {
		fmt.Print(i, ":", c, " ")
	}
	for i := range small(id(3)) {
		fmt.Printf("%T%d ", i, i)
	}
	fmt.Println()
	m := map[int]int{1: 1, 2: 2, 3: 3}
	n := 0
	for k := range m {
		delete(m, id(k))
		n++
	}
	fmt.Println(n, len(m))
	nan := map[float64]int{math.NaN(): 1, math.NaN(): 2}
	sum := 0
	for k, v := range nan {
		sum += id(v)
		_ = nan[k]
	}
	fmt.Println(sum)
	var keys []string
	for k := range map[string]bool{"x": true, "y": false} {
		keys = append(keys, id(k))
	}
	sort.Strings(keys)
	fmt.Println(keys)
	c := make(chan int)
	go func() {
		defer close(c)
		for i := range 4 {
			c <- id(i * i)
		}
	}()
	for v := range c {
		fmt.Print(v, " ")
	}
	for range c {
		fmt.Print("never")
	}
	fmt.Println()
	for i, p := range pairs(5) {
		if i == 3 {
			break
		}
		fmt.Print(p, " ")
	}
	fmt.Println(find(2), find(50))
	var i int
	var arr [2]string
	for i, arr[id(1)] = range pairs(3) {
	}
	fmt.Println(i, arr)
	for range 2 {
		fmt.Print("x")
	}
	for range func(yield func() bool) { _ = yield() && yield() } {
		fmt.Print("y")
	}
	fmt.Println()
	next, stop := iter.Pull2(pairs(2))
	defer stop()
	for {
		i, s, ok := next()
		if !ok {
			break
		}
		fmt.Print(i, s, " ")
	}
	fmt.Println()
}
