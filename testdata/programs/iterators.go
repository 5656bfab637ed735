// Iterators composed of iterators, by push and by pull.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

type Seq[T any] iter.Seq[T]

func From[T any](xs ...T) Seq[T] { return Seq[T](slices.Values(xs)) }

func (s Seq[T]) Filter(ok func(T) bool) Seq[T] {
	return func(yield func(T) bool) {
		for x := range s {
			if ok(x) && !yield(x) {
				return
			}
		}
	}
}

func (s Seq[T]) Take(n int) Seq[T] {
	return func(yield func(T) bool) {
		if n <= 0 {
			return
		}
		left := n
		for x := range s {
			left--
			if !yield(x) || left == 0 {
				return
			}
		}
	}
}

func Map[T, U any](s Seq[T], f func(T) U) Seq[U] {
	return func(yield func(U) bool) {
		s(func(x T) bool { return yield(f(x)) })
	}
}

func Zip[A, B any](a Seq[A], b Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		next, stop := iter.Pull(iter.Seq[B](b))
		defer stop()
		for x := range a {
			y, ok := next()
			if !ok || !yield(x, y) {
				return
			}
		}
	}
}

func Count(from int) Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Print("(count over)")
		for i := from; yield(i); i++ {
		}
	}
}

func Chunk[T any](s Seq[T], n int) Seq[[]T] {
	return func(yield func([]T) bool) {
		var buf []T
		for x := range s {
			if buf = append(buf, x); len(buf) == n {
				if !yield(buf) {
					return
				}
				buf = nil
			}
		}
		if len(buf) > 0 {
			yield(buf)
		}
	}
}

type tree[T any] struct {
	left, right *tree[T]
	v           T
}

func (t *tree[T]) All() Seq[T] {
	return func(yield func(T) bool) { t.push(yield) }
}

func (t *tree[T]) push(yield func(T) bool) bool {
	if t == nil {
		return true
	}
	return t.left.push(yield) && yield(t.v) && t.right.push(yield)
}

func grow(lo, hi int) *tree[int] {
	if lo > hi {
		return nil
	}
	mid := (lo + hi) / 2
	return &tree[int]{grow(lo, mid-1), grow(mid+1, hi), mid}
}

func broken(yield func(int) bool) {
	defer func() { fmt.Println("iterator recovered:", recover() != nil) }()
	yield(1)
	yield(2)
	yield(3)
}

func main() {
	even := func(n int) bool { return n%2 == 0 }
	square := func(n int) int { return n * n }
	for x := range Map(Count(1).Filter(even), square).Take(4) {
		fmt.Print(x, " ")
	}
	fmt.Println()
	for a, b := range Zip(From("a", "b", "c"), Count(10)) {
		fmt.Print(a, b, " ")
	}
	fmt.Println()
	for c := range Chunk(grow(1, 10).All(), 4) {
		if c[0] > 5 {
			break
		}
		fmt.Print(c)
	}
	fmt.Println(slices.Collect(iter.Seq[int](grow(1, 5).All().Take(0))))
	next, stop := iter.Pull(iter.Seq[int](grow(1, 3).All()))
	a, ok1 := next()
	stop()
	b, ok2 := next()
	fmt.Println(a, ok1, b, ok2)
	keys := slices.Sorted(maps.Keys(map[string]int{"x": 1, "y": 2}))
	fmt.Println(strings.Join(keys, ""))
	func() {
		defer func() { fmt.Println("body panic:", recover()) }()
		for x := range broken {
			if x == 2 {
				panic(fmt.Sprint("at ", x))
			}
		}
	}()
	for x := range func(yield func(string) bool) { _ = yield("p") && yield("q") } {
		for y := range Count(1) {
			if y == 2 {
				break
			}
			fmt.Print(x, y, " ")
		}
	}
	fmt.Println()
}
