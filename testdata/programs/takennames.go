// Names that generated code would use, predeclared ones and packages, declared anew.
package main

import (
	. "fmt"
	str "strings"

	"errors"
	_ "os"
)

func w[T any](v T) T { return v }

type deferred struct{ reactor int }
type reactor = deferred

func threads(n int) int { return w(n) }

var loop, rest, scope = 1, 2, 3

func r(n int) (int, error) { return w(n), nil }
func shadowNil() (s string, e error) {
	nil := w(5)
	Println(nil, w(1))
	return w("x"), errors.New(w("e"))
}
func shadowTrue() bool {
	true := w(false)
	if w(true) || w(1) == 2 {
		return true
	}
	return !true
}
func shadowLen() int {
	len := func(x []int) int { return w(100) }
	sum := 0
	for _, v := range w([]int{1, 2}) {
		sum += w(v)
	}
	return len([]int{1}) + sum
}
func shadowTypes() string {
	type int string
	type string float64
	var x int = "abc"
	var y string = 1.5
	w(x)
	return2 := Sprint(w(y), w(x))
	return returnIt(return2)
}

func returnIt(s string) string { return w(s) }
func shadowError() (int, error) {
	type error struct{ x int }
	e := error{w(1)}
	w(e)
	n, err := r(4)
	if err != nil {
		return 0, err
	}
	return n + e.x, nil
}
func shadowPkg() string {
	errors := w("errs")
	str := str.ToUpper(w(errors))
	Println := func(s string) string { return w(s) + "!" }
	return Println(str)
}
func shadowAny(any int) int {
	error := w(any)
	panic := func(n int) int { return n }
	append := panic(error)
	return w(append)
}
func shadowErr() (err error) {
	x, err := r(1)
	if x := w(x); x > 0 {
		y, err := r(x)
		_ = y
		if err == nil {
			err = errors.New("inner")
		}
		w(err)
	}
	Println(x, err)
	{
		err := errors.New("block")
		w(err)
		defer func() { Println("deferred sees", err) }()
	}
	x, err = r(2)
	var z = w(x)
	q, z, err := 5, w(z), errors.New("redeclared")
	Println(q, z)
	return err
}
func redecl() string {
	a, b := w(1), w(2)
	f := func() int { return a }
	b, a = w(a), w(b)
	a, c := w(10), f()
	{
		a, b := w("s"), a
		a += "t"
		Println(a, b)
	}
	b, dd := f(), w(a)
	return Sprint(a, b, c, dd, f())
}
func params(a int, _ string, _ ...int) (_ int, b string) {
	a, x := w(a+1), w(2)
	b = Sprint(a, x)
	if a := w(b); a != "" {
		b := a + "q"
		_ = b
		return w(1), b
	}
	return
}
func labelNames() int {
	i := 0
i:
	for i < 3 {
		i++
		if w(i) == 2 {
			break i
		}
	}
loop:
	for j := range 3 {
		for {
			if w(j) == 1 {
				break loop
			}
			continue loop
		}
	}
	return i
}

type Ctx struct{}

func (deferred) Deferred() int { return w(1) }
func (d *deferred) reset()     { d.reactor = w(0) }

func afterIf(cond bool) int {
	rest, loop, scope, exit, result, value := w(1), w(2), w(3), w(4), w(5), w(6)
	if cond {
		rest += w(loop)
	}
	for i := range 3 {
		if w(i) == 1 {
			continue
		}
		scope += w(i)
	}
	return rest + loop + scope + exit + result + value
}
func constShadow() int {
	const k = 3
	{
		const k = k * 2
		if w(k) == 6 {
			const k = "str"
			return len(k) + w(1)
		}
	}
	return k
}
func iotas() []int {
	const (
		a = iota * 10
		b
		_
		c
	)
	x := w(1)
	const d, e = iota, 'x'
	return []int{a, b, c, d, int(e), w(x)}
}
func typeShadow(x any) string {
	switch x := x.(type) {
	case int:
		x = w(x) + 1
		return Sprint(x)
	case string:
		for _, x := range x {
			if w(x) == 'b' {
				return string(x)
			}
		}
		return x
	}
	return "?"
}

func main() {
	Println(shadowNil())
	Println(shadowTrue(), shadowLen(), shadowTypes())
	Println(shadowError())
	Println(shadowPkg(), shadowAny(3))
	Println(shadowErr())
	Println(redecl())
	Println(params(1, ""))
	Println(labelNames())
	d := deferred{w(4)}
	d.reset()
	Println(d.Deferred(), d, reactor{1}, threads(2), loop, rest, scope)
	Println(afterIf(true), afterIf(false), constShadow(), iotas())
	Println(typeShadow(1), typeShadow("abc"), typeShadow("xyz"), typeShadow(nil))
	var len = w(3)
	Println(len)
}
