// Types that cannot be named where they are used, and local generic instances.
package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

func make2() (x struct {
	A, B int
	f    func() string
}) {
	x.A, x.B = 1, 2
	x.f = func() string { return fmt.Sprint("f", x.A) }
	return
}

func local() any {
	type secret struct{ n int }
	return secret{len(fmt.Sprint(12))}
}

func pair[A, B any](a A, b B) (A, B) { return a, b }

func same[T comparable](a, b T) bool { return a == b }

func typeName(v any) string { return reflect.TypeOf(v).String() }

func main() {
	v := make2()
	v.A += 10
	w := v
	fmt.Println(v.A+w.B, v.f(), typeName(v) == typeName(w))
	fmt.Println(local() == local(), typeName(local()), len(typeName(local())))
	type local struct{ a [2]string }
	l, m := pair(local{[2]string{"x", strings.ToUpper("y")}}, &local{})
	m.a = l.a
	fmt.Println(same(l, *m), *m)
	{
		type local []int
		x, y := pair(local{1}, local(nil))
		y = append(y, x...)
		fmt.Println(typeName(y), len(y), cap(x))
	}
	e := errors.New("opaque")
	f := errors.Join(e, nil, e)
	u := f.(interface{ Unwrap() []error }).Unwrap()
	fmt.Println(len(u), same(u[0], e))
	rd, bd := pair(strings.NewReplacer("a", "b"), reflect.ValueOf(v).Field(0).Int())
	fmt.Println(rd.Replace("banana"), bd)
	anon := []struct {
		name string
		run  func(int) (int, error)
	}{
		{"id", func(n int) (int, error) { return n, nil }},
		{"bad", func(n int) (int, error) { return 0, fmt.Errorf("bad %d", n) }},
	}
	for i, c := range anon {
		n, err := c.run(i)
		fmt.Println(c.name, n, err)
	}
	mm := map[struct{ x, y int }]func() string{{1, 2}: func() string { return typeName(anon) }}
	fmt.Println(len(mm[struct{ x, y int }{1, 2}]()) > 10)
}
