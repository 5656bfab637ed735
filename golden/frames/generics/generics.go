// Package generics has generic functions and types that wait.
package generics

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/evert-go/evert/internal/trace"
)

type number interface {
	~int | ~int64 | ~float64
}

// sum adds up what it has to wait for.
func sum[N number](ns ...N) N {
	var total N
	for _, n := range ns {
		total += N(trace.Get(int(n)))
	}
	return total
}

// Sum lets the type be inferred, and gives it.
//
//evert:callback
func Sum(n int) (string, error) {
	type meters float64
	a := sum(n, n+1)
	b := sum[float64](float64(n), 2)
	c := sum(meters(n))
	return fmt.Sprint(a, b, c), nil
}

// apply calls f with each element, and collects what it returns.
func apply[T, U any](in []T, f func(T) (U, error)) ([]U, error) {
	var out []U
	for _, v := range in {
		u, err := f(v)
		if err != nil {
			return out, err
		}
		out = append(out, u)
	}
	return out, nil
}

// Apply passes functions that wait, a literal and one by name.
//
//evert:callback
func Apply(n int) (string, error) {
	words, err := apply([]int{n, n + 1}, func(k int) (string, error) {
		return trace.Text(k), trace.Check(k)
	})
	if err != nil {
		return strings.Join(words, ","), err
	}
	numbers, err := apply([]int{n, n + 1}, trace.Fetch)
	return fmt.Sprint(words, numbers), err
}

// A cache keeps what was fetched.
type cache[K cmp.Ordered, V any] struct {
	kept  map[K]V
	fetch func(K) (V, error)
}

// get returns what is kept, or fetches it.
func (c *cache[K, V]) get(k K) (V, error) {
	if v, ok := c.kept[k]; ok {
		return v, nil
	}
	trace.Do(len(c.kept))
	v, err := c.fetch(k)
	if err != nil {
		var zero V
		return zero, fmt.Errorf("cache: %w", err)
	}
	c.kept[k] = v
	return v, nil
}

// Cache calls methods of a generic type.
//
//evert:callback
func Cache(n int) (string, error) {
	c := &cache[int, string]{
		kept: map[int]string{2: "kept"},
		fetch: func(k int) (string, error) {
			if k > 4 {
				return "", fmt.Errorf("%d is too much", k)
			}
			return strconv.Itoa(k), nil
		},
	}
	a, err := c.get(n)
	if err != nil {
		return "", err
	}
	b, err := c.get(n)
	return a + b, err
}

// A list is a generic type that refers to itself.
type list[T any] struct {
	value T
	next  *list[T]
}

func (l *list[T]) each(f func(T)) {
	for ; l != nil; l = l.next {
		trace.Do(0)
		f(l.value)
	}
}

// List walks a list.
//
//evert:callback
func List(n int) (string, error) {
	var l *list[string]
	for i := range n {
		l = &list[string]{trace.Text(i), l}
	}
	var b strings.Builder
	l.each(func(s string) { b.WriteString(s) })
	return b.String(), nil
}

// loader is a constraint with a method that waits.
type loader interface {
	comparable
	load(n int) string
}

type disk struct{ id int }

func (d disk) load(n int) string { return fmt.Sprint(d.id, trace.Get(n)) }

func loadAll[L loader](ls []L, skip L, n int) string {
	out := ""
	for _, l := range ls {
		if l != skip {
			out += l.load(n) + ";"
		}
	}
	return out
}

// Constraint calls a method of a constraint.
//
//evert:callback
func Constraint(n int) (string, error) {
	return loadAll([]disk{{1}, {2}, {n}}, disk{2}, n), nil
}

// pair has two type parameters and a method with results of both.
type pair[A, B any] struct {
	a A
	b B
}

func makePair[A, B any](a A, b B) pair[A, B] {
	trace.Do(1)
	return pair[A, B]{a, b}
}

func (p pair[A, B]) swap() pair[B, A] { return makePair(p.b, p.a) }

func (p pair[A, B]) both() (A, B, error) { return p.a, p.b, trace.Check(1) }

// Pair instantiates a type by another instantiation.
//
//evert:callback
func Pair(n int) (string, error) {
	p := makePair(n, makePair("in", []int{n}))
	a, b, err := p.swap().both()
	if err != nil {
		return "", err
	}
	return fmt.Sprint(a, b), nil
}

// Max has a local closure over a type parameter.
//
//evert:callback
func Max(n int) (string, error) {
	return fmt.Sprint(greatest(n, 3, 2), greatest("b", strconv.Itoa(n)), greatest[float64]()), nil
}

func greatest[T cmp.Ordered](vs ...T) (best T) {
	better := func(v T) bool {
		trace.Do(len(vs))
		return v > best
	}
	for i, v := range vs {
		if i == 0 || better(v) {
			best = v
		}
	}
	return
}

func same[T any](v T) T {
	trace.Do(1)
	return v
}

// Errors are values where a type parameter is error.
//
//evert:callback
func Errors(n int) (string, error) {
	err := same(trace.Check(n))
	none := same[error](nil)
	return fmt.Sprint(err, none), same(trace.Check(n + 1))
}

// A chainLink is a link of a chain.
type chainLink[T any] struct {
	value T
	next  *chainLink[T]
}

func (l *chainLink[T]) tail() *chainLink[T] {
	trace.Do(1)
	if l.next == nil {
		return l
	}
	return l.next.tail()
}

// size does not name its type parameter, but waits for what has it in its type.
func (l *chainLink[_]) size() int {
	n := 1
	for t := l.tail(); l != t; l = l.next {
		n += trace.Get(1)
	}
	return n
}

// fresh has a type parameter without a name, and literals that wait.
func fresh[_ any, T any](v T) T {
	again := func() T {
		trace.Do(2)
		return v
	}
	return again()
}

// Blank has type parameters without names.
//
//evert:callback
func Blank(n int) (string, error) {
	var l *chainLink[string]
	for range n%4 + 1 {
		l = &chainLink[string]{fresh[int](trace.Text(n)), l}
	}
	return fmt.Sprint(l.size(), l.tail().value), nil
}
