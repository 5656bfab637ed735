// Generic functions, types, methods and iterators.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
)

type Num interface{ ~int | ~float64 | ~int8 }

func w[T any](v T) T { return v }

type List[T any] struct {
	head *node[T]
	n    int
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Push(vs ...T) *List[T] {
	for _, v := range vs {
		l.head = &node[T]{w(v), l.head}
		l.n++
	}
	return l
}
func (l *List[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := 0
		for n := l.head; n != nil; n = n.next {
			if !yield(w(i), n.v) {
				return
			}
			i++
		}
	}
}
func Map[T, U any](l *List[T], f func(T) U) *List[U] {
	r := &List[U]{}
	for _, v := range l.All() {
		r.Push(f(v))
	}
	return r
}
func Sum[T Num](xs ...T) (s T) {
	for _, x := range xs {
		s += w(x)
	}
	return
}
func Reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, w(x))
	}
	return a
}

type Pair[A, B any] struct {
	First  A
	Second B
}

func MakePair[A, B any](a A, b B) Pair[A, B] { return Pair[A, B]{w(a), w(b)} }
func (p Pair[A, B]) Swap() Pair[B, A]        { return MakePair(p.Second, p.First) }

type Stringer interface{ String() string }
type MyInt int

func (m MyInt) String() string { return "MyInt" + strconv.Itoa(int(m)) }
func Join[T Stringer](xs []T) string {
	var sb strings.Builder
	for i, x := range xs {
		if w(i) > 0 {
			sb.WriteString(",")
		}
		sb.WriteString(x.String())
	}
	return sb.String()
}

type Setter[T any] interface {
	*T
	Set(string)
}
type Conf struct{ s string }

func (c *Conf) Set(s string) { c.s = w(s) }
func From[T any, P Setter[T]](ss []string) []T {
	res := make([]T, len(ss))
	for i := range res {
		p := P(&res[i])
		p.Set(w(ss[i]))
	}
	return res
}

func Local[T any](v T) (string, error) {
	type box struct {
		v T
		n int
	}
	type rec[X any] struct{ x X }
	b := box{w(v), 1}
	c := w(b)
	c.n += w(1)
	const k = 10
	var arr [k]box
	arr[w(3)] = c
	f := func() box { return w(arr[3]) }
	return fmt.Sprintf("%v %T", f().v, f().v), nil
}

func TypeSw[T any](v T) string {
	switch x := any(w(v)).(type) {
	case int:
		return "int" + strconv.Itoa(w(x))
	case []T:
		return "slice of T"
	case fmt.Stringer:
		return x.String()
	}
	var z T
	return fmt.Sprintf("other %v", w(z))
}

type Tree[K cmp.Ordered, V any] struct {
	l, r *Tree[K, V]
	k    K
	v    V
}

func (t *Tree[K, V]) Put(k K, v V) *Tree[K, V] {
	if t == nil {
		return &Tree[K, V]{k: k, v: w(v)}
	}
	switch c := cmp.Compare(w(k), t.k); {
	case c < 0:
		t.l = t.l.Put(k, v)
	case c > 0:
		t.r = t.r.Put(k, v)
	default:
		t.v = w(v)
	}
	return t
}
func (t *Tree[K, V]) Walk(yield func(K, V) bool) bool {
	if t == nil {
		return true
	}
	return t.l.Walk(yield) && yield(t.k, w(t.v)) && t.r.Walk(yield)
}
func (t *Tree[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) { t.Walk(yield) }
}

type Opt[T any] func(*T) error

func Apply[T any](t *T, opts ...Opt[T]) error {
	for _, o := range opts {
		if err := o(t); err != nil {
			return fmt.Errorf("apply: %w", w(err))
		}
	}
	return nil
}

type Embed[T any] struct {
	List[T]
	*Conf
}

func Chan[T any](xs ...T) <-chan T {
	c := make(chan T)
	go func() {
		defer close(c)
		for _, x := range xs {
			c <- w(x)
		}
	}()
	return c
}
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return w(v)
}
func Zero[T any]() (z T) { return w(z) }
func PtrTo[T any](v T) *T {
	x := w(v)
	return &x
}
func Keys[M ~map[K]V, K cmp.Ordered, V any](m M) []K {
	r := make([]K, 0, len(m))
	for k := range m {
		r = append(r, w(k))
	}
	slices.Sort(r)
	return r
}
func Len[S ~[]E | ~string, E any](s S) int { return len(w(s)) }
func Sl[S ~[]E, E any](s S, f func(E) bool) S {
	var r S
	for _, e := range s {
		if f(e) {
			r = append(r, w(e))
		}
	}
	return r
}

type ints []int

type G[T any] = Pair[T, T]

func main() {
	l := (&List[int]{}).Push(1, 2, 3)
	for i, s := range Map(l, func(n int) string { return strconv.Itoa(w(n) * 2) }).All() {
		fmt.Println(i, s)
	}
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2), Sum[int8](), Sum([]float64{1, 2}...))
	fmt.Println(Reduce([]int{1, 2, 3}, "", func(a string, n int) string { return w(a) + strconv.Itoa(n) }))
	fmt.Println(MakePair(1, "x").Swap(), MakePair[any, error](nil, errors.New("e")).Swap().First)
	fmt.Println(Join([]MyInt{1, 2}))
	fmt.Println(From[Conf]([]string{"a", "b"}))
	fmt.Println(Local("s"))
	fmt.Println(Local(MyInt(4)))
	fmt.Println(TypeSw(5), TypeSw("q"), TypeSw(MyInt(5)), TypeSw([]int{}))
	var t *Tree[string, int]
	for i, k := range []string{"m", "c", "x", "c", "a"} {
		t = t.Put(k, i)
	}
	for k, v := range t.All() {
		if w(k) == "x" {
			break
		}
		fmt.Println(k, v)
	}
	c := Conf{}
	fmt.Println(Apply(&c, func(c *Conf) error { c.s = w("set"); return nil }, func(c *Conf) error { return errors.New(w("bad")) }), c)
	e := Embed[string]{Conf: &Conf{}}
	e.Push("a", "b").Push("c")
	e.Set("conf")
	fmt.Println(e.n, e.s, e.head.v)
	push, set := e.Push, (*Conf).Set
	push("z")
	set(e.Conf, "zz")
	fmt.Println(e.n, e.s, e.head.v)
	for v := range Chan("x", "y") {
		fmt.Println(v)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(Must(strconv.Atoi("12")), Must(strconv.Atoi("zz")))
	}()
	fmt.Println(Zero[*int]() == nil, Zero[struct{ a int }](), *PtrTo(5))
	fmt.Println(Keys(map[string]int{"b": 1, "a": 2}), Len[[]int, int](nil), Sl(ints{1, 2, 3}, func(i int) bool { return w(i) > 1 }))
	fmt.Printf("%T\n", Sl(ints{1}, func(i int) bool { return true }))
	f := Sum[int]
	fmt.Println(f(4, 5), G[int]{1, 2})
	g := MakePair[int, string]
	fmt.Println(g(1, "a"))
	next, stop := iter.Pull2(l.All())
	i, v, ok := next()
	fmt.Println(i, v, ok)
	stop()
}
