// Operands of all kinds beside calls that change them.
package main

import (
	"fmt"
	"strings"
	"time"
)

func w[T any](v T) T { return v }

type base struct {
	items []int
	n     int
	arr   [2]int
	m     map[string]int
}
type top struct {
	*base
	k int
}

func (b *base) grow() int {
	b.items = append(b.items, 1)
	b.n++
	b.arr[0]++
	b.m["a"]++
	return w(len(b.items))
}

//go:noinline
func show(a ...any)        { fmt.Println(a...) }
func ints(a ...int)        { fmt.Println(a) }
func strs(a ...string)     { fmt.Println(strings.Join(a, ",")) }
func arrs(a [2]int, n int) { fmt.Println(a, n) }

func mk() top { return top{&base{m: map[string]int{}}, 1} }

func f1() {
	t := mk()
	show(len(t.items), t.grow(), len(t.items))
	show(t.n, t.grow(), t.n)
	show(t.arr, t.grow(), t.arr)
	ints(len(t.items), t.grow(), len(t.items))
	ints(t.n, t.grow(), t.n, t.n+t.grow(), t.grow()+t.n)
	arrs(t.arr, t.grow())
	ints(min(t.n, 100), t.grow(), max(t.n, 1))
	ints(t.m["a"], t.grow(), t.m["a"], len(t.m))
	ints(t.arr[0], t.grow(), t.arr[0])
	x := [3]int{t.n, t.grow(), t.n}
	y := []any{t.n, t.grow(), t.n, t.arr, t.grow()}
	show(x, y)
	z := struct{ a, b, c any }{t.n, t.grow(), t.arr}
	show(z)
	var i any = t.arr
	a, b, c := t.arr, t.grow(), t.arr
	show(a, b, c, i)
	show(t.n == t.grow(), t.n < t.grow() && t.n > 0)
	p, q := t.n, t.grow()
	show(p, q)
	show(fmt.Sprint(t.n)+fmt.Sprint(t.grow()), string(rune('a'+t.n))+fmt.Sprint(t.grow()))
	show([]byte("abc")[t.n%2:], t.grow())
	show(any(t.n), t.grow(), any(t.arr), t.grow())
	show(float64(t.n), t.grow(), time.Duration(t.n), t.grow())
}

func f2() {
	s := []byte("hello")
	str := "x"
	ch := func() string { s[0] = 'J'; str += "y"; return w(str) }
	strs(string(s), ch(), string(s), str)
	strs(str, ch(), str+"z", ch())
	strs(str+"!", ch())
	show(str+"!", ch())
	show(string(s[1:]), ch(), []rune(str), ch())
	m := map[string]int{str: 1, ch(): 2, str + "q": 3}
	show(len(m), m)
	fn := func(a string, b string) string { return a + b }
	gn := func() string { fn = func(a, b string) string { return b + a }; return w("g") }
	show(fn("a", gn()), fn("a", gn()))
	var p *top
	set := func() int { t := mk(); p = &t; return w(5) }
	show(set() + p.k)
	show(p.k + set())
	e := []func() int{func() int { return 1 }}
	e2 := func() int { e[0] = func() int { return 2 }; return w(0) }
	show(e[e2()](), e[0]()+e2())
	var ip any = 1
	si := func() int { ip = "s"; return w(1) }
	_, ok := ip.(int)
	show(ok, ip, si(), ip)
	v := 3
	pv := &v
	show(*pv, func() int { *pv = w(4); return v }(), *pv, v)
	np := func() int { pv = new(int); return w(v) }
	ints(*pv, np(), *pv)
	c := complex(1, 2)
	cc := func() float64 { c = complex(5, 6); return w(1.0) }
	show(real(c), cc(), imag(c))
	bs := [3]int{1, 2, 3}
	bm := func() int { bs[1] = w(20); return 1 }
	show(bs, bm(), bs[1], len(bs))
	sl := bs[:]
	show(sl[1:], bm(), sl[:bm()], bs[bm()])
	d := struct{ x struct{ y [2]int } }{}
	dm := func() int { d.x.y[1]++; return w(1) }
	show(d.x, dm(), d, dm(), d.x.y[dm()])
	cp, n := d, dm()
	show(cp, n)
	arr2 := [2]struct{ x struct{ y [2]int } }{d, d}
	show(arr2[dm()], arr2[0].x.y[dm()])
	func(a struct{ x struct{ y [2]int } }, n int, b any) { show(a, n, b) }(d, dm(), d)
	ret := func() (any, int, [2]int) { return d, dm(), d.x.y }
	show(ret())
	ret2 := func() (a struct{ x struct{ y [2]int } }, n int) { return d, dm() }
	show(ret2())
}

func f3() {
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		w(1)
	}()
	defer func() {
		defer func() {
			defer func() { fmt.Println("innermost", recover()) }()
			w(1)
		}()
	}()
	defer func() {
		func() {
			defer func() { fmt.Println("in lit", recover()) }()
			w(1)
		}()
	}()
	defer func() {
		defer func() { fmt.Println("x", recover()) }()
	}()
	panic("P")
}

func main() {
	f1()
	f2()
	defer func() { fmt.Println("main", recover()) }()
	f3()
}
