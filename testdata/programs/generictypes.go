// Generic functions, types, methods and constraints.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"sort"
	"strings"
)

type Number interface{ ~int | ~float64 }

func Sum[T Number](xs ...T) (total T) {
	for _, x := range xs {
		total = plus(total, x)
	}
	return
}

func plus[T Number](a, b T) T { return a + b }

func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func Reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, x)
	}
	return a
}

type Tree[K cmp.Ordered, V any] struct {
	root *node[K, V]
	size int
}

type node[K cmp.Ordered, V any] struct {
	k           K
	v           V
	left, right *node[K, V]
}

func (t *Tree[K, V]) find(k K) **node[K, V] {
	p := &t.root
	for *p != nil {
		switch c := cmp.Compare(k, (*p).k); {
		case c < 0:
			p = &(*p).left
		case c > 0:
			p = &(*p).right
		default:
			return p
		}
	}
	return p
}

func (t *Tree[K, V]) Put(k K, v V) bool {
	p := t.find(k)
	if *p != nil {
		(*p).v = v
		return false
	}
	*p = &node[K, V]{k: k, v: v}
	t.size++
	return true
}

func (t *Tree[K, V]) Get(k K) (v V, err error) {
	if p := *t.find(k); p != nil {
		return p.v, nil
	}
	return v, fmt.Errorf("%v: %w", k, errMissing)
}

var errMissing = errors.New("missing")

func (t *Tree[K, V]) All() iter.Seq2[K, V] {
	var walk func(n *node[K, V], yield func(K, V) bool) bool
	walk = func(n *node[K, V], yield func(K, V) bool) bool {
		return n == nil || walk(n.left, yield) && yield(n.k, n.v) && walk(n.right, yield)
	}
	return func(yield func(K, V) bool) { walk(t.root, yield) }
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(x T) Set[T] { s[x] = struct{}{}; return s }
func (s Set[T]) Has(x T) bool   { _, ok := s[x]; return ok }

type Shape interface {
	Area() float64
	comparable
}

type Sq float64

func (s Sq) Area() float64 { return float64(s * s) }

func Largest[S Shape](a S, rest ...S) (best S) {
	best = a
	for _, r := range rest {
		if r.Area() > best.Area() {
			best = r
		}
	}
	return best
}

type Opt[T any] struct {
	v  T
	ok bool
}

func Some[T any](v T) Opt[T] { return Opt[T]{v, true} }

func (o Opt[T]) OrElse(f func() T) T {
	if o.ok {
		return o.v
	}
	return f()
}

type PtrTo[T any] interface {
	*T
	Set(string)
}

type text struct{ s string }

func (t *text) Set(s string) { t.s = "<" + s + ">" }

func Parse[T any, P PtrTo[T]](s string) T {
	var t T
	P(&t).Set(s)
	return t
}

func main() {
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2), Sum[int]())
	words := Map([]int{1, 2, 3}, func(i int) string { return strings.Repeat("x", i) })
	fmt.Println(words, Reduce(words, 0, func(n int, s string) int { return n + len(s) }))
	var t Tree[string, int]
	for i, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		t.Put(w, i)
	}
	for k, v := range t.All() {
		if k == "quick" {
			break
		}
		fmt.Print(k, "=", v, " ")
	}
	fmt.Println(t.size)
	fmt.Println(t.Get("fox"))
	_, err := t.Get("cat")
	fmt.Println(err, errors.Is(err, errMissing))
	s := Set[rune]{}.Add('a').Add('b')
	fmt.Println(s.Has('a'), s.Has('z'))
	fmt.Println(Largest(Sq(1), 3, 2), Some(4).OrElse(nil), Opt[string]{}.OrElse(func() string { return "else" }))
	fmt.Println(Parse[text]("p").s)
	keys := Map([]Sq{3, 1, 2}, Sq.Area)
	sort.Float64s(keys)
	fmt.Println(keys)
}
