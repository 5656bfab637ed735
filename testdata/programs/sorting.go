// Sorting algorithms as functions of a comparison, counted.
package main

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
)

type less func(a, b int) bool
type algorithm func([]int, less) []int

func insertion(s []int, lt less) []int {
	for i := range s {
		for j := i; j > 0 && lt(s[j], s[j-1]); j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
	return s
}

func merge(s []int, lt less) []int {
	if len(s) < 2 {
		return s
	}
	a, b := merge(s[:len(s)/2], lt), merge(s[len(s)/2:], lt)
	out := make([]int, 0, len(s))
	for len(a) > 0 && len(b) > 0 {
		if lt(b[0], a[0]) {
			out, b = append(out, b[0]), b[1:]
		} else {
			out, a = append(out, a[0]), a[1:]
		}
	}
	return append(append(out, a...), b...)
}

func quick(s []int, lt less) []int {
	if len(s) < 2 {
		return s
	}
	pivot, i, j := s[len(s)/2], 0, len(s)-1
	for i <= j {
		for lt(s[i], pivot) {
			i++
		}
		for lt(pivot, s[j]) {
			j--
		}
		if i <= j {
			s[i], s[j] = s[j], s[i]
			i, j = i+1, j-1
		}
	}
	quick(s[:j+1], lt)
	quick(s[i:], lt)
	return s
}

func heapsort(s []int, lt less) []int {
	down := func(root, n int) {
		for {
			child := 2*root + 1
			if child >= n {
				return
			}
			if child+1 < n && lt(s[child], s[child+1]) {
				child++
			}
			if !lt(s[root], s[child]) {
				return
			}
			s[root], s[child] = s[child], s[root]
			root = child
		}
	}
	for i := len(s)/2 - 1; i >= 0; i-- {
		down(i, len(s))
	}
	for n := len(s) - 1; n > 0; n-- {
		s[0], s[n] = s[n], s[0]
		down(0, n)
	}
	return s
}

type person struct {
	name string
	age  int
}

func by[T any, K cmp.Ordered](key func(T) K) func(a, b T) int {
	return func(a, b T) int { return cmp.Compare(key(a), key(b)) }
}

func then[T any](fs ...func(a, b T) int) func(a, b T) int {
	return func(a, b T) int {
		for _, f := range fs {
			if c := f(a, b); c != 0 {
				return c
			}
		}
		return 0
	}
}

func age(p person) int     { return p.age }
func name(p person) string { return p.name }

func main() {
	in := []int{5, 2, 9, 1, 5, 6, -3, 0, 8, 7, 7, 4}
	want := slices.Sorted(slices.Values(in))
	for _, a := range []struct {
		name string
		f    algorithm
	}{{"insertion", insertion}, {"merge", merge}, {"quick", quick}, {"heap", heapsort}} {
		calls := 0
		got := a.f(slices.Clone(in), func(a, b int) bool { calls++; return a < b })
		fmt.Println(a.name, slices.Equal(got, want), calls)
	}
	ps := []person{{"bob", 30}, {"ann", 30}, {"cid", 25}}
	slices.SortFunc(ps, then(by(age), by(name)))
	fmt.Println(ps)
	sort.Slice(ps, func(i, j int) bool { return name(ps[i]) > name(ps[j]) })
	fmt.Println(ps)
	i, found := slices.BinarySearchFunc(want, 6, func(a, b int) int { return cmp.Compare(a, b) })
	fmt.Println(i, found, slices.MaxFunc(ps, by(age)).age)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		sort.Slice(in, func(i, j int) bool { panic("in comparison") })
	}()
}
