// Ranges over functions: jumps out of them, returns, panics, iterators that misbehave.
package main

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
)

func w[T any](v T) T { return v }
func try(n string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok {
				fmt.Println(n, "error", e)
			} else {
				fmt.Println(n, "panic", r)
			}
		}
	}()
	f()
}
func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("count ends", n)
		for i := range n {
			if !yield(w(i)) {
				fmt.Println("stopped at", w(i))
				return
			}
		}
	}
}
func twice(f func(func(int) bool)) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for a := range f {
			if !yield(a, w(a)*2) {
				return
			}
		}
	}
}
func bad(yield func(int) bool) {
	yield(1)
	yield(2)
	yield(3)
}
func none(yield func() bool) {
	for range 3 {
		if !yield() {
			return
		}
	}
}
func recovering(yield func(int) bool) {
	defer func() { fmt.Println("iter recovers", recover()) }()
	yield(1)
	yield(2)
}

func outerLabels() (s []string) {
	defer func() { s = append(s, "end") }()
a:
	for i := range count(3) {
	b:
		for j := range count(3) {
			for k := range count(3) {
				switch {
				case w(k) == 2:
					continue b
				case i == 1 && w(j) == 1:
					continue a
				case i == 2 && j == 1:
					break a
				case k == 1 && i == 0 && j == 2:
					break b
				}
				s = append(s, fmt.Sprint(i, j, k))
			}
		}
	}
	for i := range count(3) {
		if w(i) == 1 {
			goto out
		}
		s = append(s, "g")
	}
	s = append(s, "not")
out:
	return s
}
func returns() (n int, err error) {
	defer func() {
		if err != nil {
			n *= w(2)
		}
	}()
	for a, b := range twice(count(5)) {
		defer func() { fmt.Println("deferred in loop", a, w(b)) }()
		for range none {
			if w(a) == 2 {
				return a + b, errors.New("found")
			}
		}
	}
	return
}
func unnamed() (int, string) {
	for a := range count(4) {
		for c := range slices.Values([]string{"x", "y"}) {
			if w(a) == 1 && c == "y" {
				return a, w(c)
			}
		}
	}
	return -1, ""
}
func assignForm() {
	var p struct{ a, b int }
	arr := [3]int{}
	for p.a, arr[w(p.a)] = range twice(count(3)) {
		fmt.Println(p, arr)
	}
	var x any
	for x = range count(2) {
		w(x)
	}
	fmt.Println(x)
}
func pulls() {
	next, stop := iter.Pull(count(3))
	defer stop()
	for {
		v, ok := next()
		if !ok {
			break
		}
		fmt.Println("pulled", w(v))
		if v == 1 {
			break
		}
	}
}

type Tree struct {
	l, r *Tree
	v    int
}

func (t *Tree) All() iter.Seq[int] {
	return func(yield func(int) bool) { t.push(yield) }
}
func (t *Tree) push(yield func(int) bool) bool {
	if t == nil {
		return true
	}
	return t.l.push(yield) && yield(w(t.v)) && t.r.push(yield)
}
func (t *Tree) Rec(yield func(int) bool) {
	if t == nil {
		return
	}
	for v := range t.l.Rec {
		if !yield(w(v)) {
			return
		}
	}
	if !yield(t.v) {
		return
	}
	for v := range t.r.Rec {
		if !yield(v) {
			return
		}
	}
}

func main() {
	fmt.Println(outerLabels())
	fmt.Println(returns())
	fmt.Println(unnamed())
	assignForm()
	pulls()
	try("bad", func() {
		for i := range bad {
			fmt.Println(i)
			if w(i) == 1 {
				break
			}
		}
	})
	try("bodypanic", func() {
		for i := range count(3) {
			if w(i) == 1 {
				panic("body")
			}
		}
	})
	try("recovering", func() {
		for i := range recovering {
			if w(i) == 1 {
				panic("body")
			}
		}
		fmt.Println("after")
	})
	try("recovering break", func() {
		for i := range recovering {
			if w(i) == 1 {
				break
			}
		}
		fmt.Println("after")
	})
	try("nilfn", func() {
		var f func(func(int) bool)
		for i := range f {
			fmt.Println(w(i))
		}
	})
	try("iterpanic", func() {
		for range func(yield func() bool) { yield(); panic("iter") } {
			w(1)
		}
	})
	done := make(chan int)
	go func() {
		defer close(done)
		for i := range count(3) {
			defer fmt.Println("goexit deferred", i)
			if w(i) == 1 {
				runtime.Goexit()
			}
		}
	}()
	<-done
	var saved func(int) bool
	try("saved", func() {
		for i := range func(yield func(int) bool) { saved = yield; yield(1) } {
			fmt.Println(w(i))
		}
		saved(2)
	})
	t := &Tree{&Tree{nil, nil, 1}, &Tree{nil, &Tree{v: 4}, 3}, 2}
	for v := range t.All() {
		if w(v) == 4 {
			break
		}
		fmt.Println(v)
	}
	for v := range t.Rec {
		if w(v) == 3 {
			break
		}
		fmt.Println(v)
	}
	m := map[string]int{"a": 1, "b": 2}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Println(k, w(m[k]))
	}
	var fs []func() int
	for i := range count(3) {
		fs = append(fs, func() int { i *= 10; return w(i) })
	}
	for _, f := range fs {
		fmt.Println(f(), f())
	}
}
