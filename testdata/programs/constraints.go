// Generics, harder: method sets, embedded constraints, recursion, instances.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

type Ordered[T any] interface{ Less(T) bool }

type Int int

func (a Int) Less(b Int) bool { return a < b }

func SortFunc[S ~[]E, E Ordered[E]](s S) S {
	out := slices.Clone(s)
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].Less(out[j-1]); j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(xs ...T) *Stack[T] { s.items = append(s.items, xs...); return s }
func (s *Stack[T]) Pop() (x T, err error) {
	if len(s.items) == 0 {
		return x, errEmpty
	}
	last := len(s.items) - 1
	defer func() { s.items = s.items[:last] }()
	return s.items[last], nil
}
func (s Stack[T]) Each(f func(int, T)) {
	for i, x := range s.items {
		f(i, x)
	}
}

var errEmpty = errors.New("empty")

type Named[T any] struct {
	*Stack[T]
	Name string
}

type List[T any] struct {
	head *elem[T]
	n    int
}
type elem[T any] struct {
	v    T
	next *elem[T]
}

func (l *List[T]) Add(v T) { l.head = &elem[T]{v, l.head}; l.n++ }
func (l *List[T]) Fold(f func(T, T) T) (acc T) {
	for e := l.head; e != nil; e = e.next {
		acc = f(acc, e.v)
	}
	return
}

type Monoid[T any] interface {
	Zero() T
	Plus(a, b T) T
}

type addition struct{}

func (addition) Zero() int         { return 0 }
func (addition) Plus(a, b int) int { return a + b }

type concat[T any] struct{}

func (concat[T]) Zero() []T         { return nil }
func (concat[T]) Plus(a, b []T) []T { return append(a[:len(a):len(a)], b...) }

func Combine[T any, M Monoid[T]](m M, xs ...T) T {
	acc := m.Zero()
	for _, x := range xs {
		acc = m.Plus(acc, x)
	}
	return acc
}

type Either[L, R any] struct {
	l *L
	r *R
}

func Left[L, R any](l L) Either[L, R]  { return Either[L, R]{l: &l} }
func Right[L, R any](r R) Either[L, R] { return Either[L, R]{r: &r} }

func Match[L, R, T any](e Either[L, R], f func(L) T, g func(R) T) T {
	if e.l != nil {
		return f(*e.l)
	}
	return g(*e.r)
}

func Try[T any](f func() (T, error)) (e Either[error, T]) {
	defer func() {
		if p := recover(); p != nil {
			e = Left[error, T](fmt.Errorf("panic: %v", p))
		}
	}()
	v, err := f()
	if err != nil {
		return Left[error, T](err)
	}
	return Right[error](v)
}

func Keys[M ~map[K]V, K cmp.Ordered, V any](m M) []K {
	var ks []K
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

func kindOf[T any](v T) string {
	switch any(v).(type) {
	case int, *T:
		return "int"
	case string:
		return "string"
	case fmt.Stringer:
		return "stringer"
	}
	return fmt.Sprintf("%T", v)
}

func nested[T any](n int, v T) string {
	if n == 0 {
		return kindOf(v)
	}
	type local struct{ v T }
	f := func(x local) string { return nested(n-1, x.v) }
	return f(local{v}) + "'"
}

func convert[To, From ~int | ~float64](f From) To { return To(f) }

func main() {
	fmt.Println(SortFunc([]Int{3, 1, 2}))
	n := Named[string]{new(Stack[string]), "n"}
	n.Push("a", "b").Push("c")
	x, err := n.Pop()
	n.Each(func(i int, s string) { fmt.Print(i, s, " ") })
	fmt.Println(x, err, n.Name)
	_, err = (&Stack[int]{}).Pop()
	fmt.Println(errors.Is(err, errEmpty))
	var l List[string]
	for _, w := range strings.Fields("x y z") {
		l.Add(w)
	}
	fmt.Println(l.Fold(func(a, b string) string { return a + b }), l.n)
	fmt.Println(Combine(addition{}, 1, 2, 3), Combine(concat[int]{}, []int{1}, []int{2, 3}))
	for _, f := range []func() (int, error){
		func() (int, error) { return 1, nil },
		func() (int, error) { return 0, errEmpty },
		func() (int, error) { panic("oops") },
	} {
		fmt.Println(Match(Try(f), func(e error) string { return e.Error() }, func(n int) string { return fmt.Sprint("ok ", n) }))
	}
	fmt.Println(Keys(map[string]int{"b": 1, "a": 2}), kindOf(1), kindOf("s"), kindOf(1.5), nested(3, []int{}))
	fmt.Println(convert[int](2.9), convert[float64](Int(2)))
	push := (*Stack[int]).Push
	s := push(&Stack[int]{}, 1, 2)
	pop := s.Pop
	fmt.Println(pop())
	fmt.Println(pop())
	fmt.Println(pop())
}
