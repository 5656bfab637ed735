// Struct and array values are copied where Go copies them.
package main

import "fmt"

type inner struct{ a [2]int }
type outer struct {
	in inner
	p  *inner
}

func (o outer) change(n int) outer { o.in.a[0] = n; o.p.a[0] = n; return o }
func (o *outer) set(n int) int     { o.in.a[1] = n; return n }

func arr(a [2]int, n int) [2]int { a[0] = n; return a }

func touch(o *outer) int { o.in.a[0] = 1000; return 1 }

func main() {
	o := outer{p: &inner{}}
	q := o.change(5)
	fmt.Println(o.in, *o.p, q.in, *q.p)
	a := [2]int{1, 2}
	b := arr(a, 9)
	fmt.Println(a, b, a == [2]int{1, 2}, arr(b, 1) == a)

	list := []outer{o, q}
	for i, x := range list {
		x.set(7)
		list[i].set(8)
		fmt.Println(x.in.a, list[i].in.a)
	}
	m := map[string]outer{"k": o}
	x := m["k"]
	x.set(3)
	fmt.Println(m["k"].in.a, x.in.a)
	m["k"] = x.change(4)
	fmt.Println(m["k"].in.a)

	var i any = o
	o.set(77)
	fmt.Println(i.(outer).in.a, o.in.a)
	f := o.change
	o.in.a = [2]int{6, 6}
	fmt.Println(f(1).in.a)

	c := make(chan outer, 1)
	c <- o
	o.set(55)
	fmt.Println((<-c).in.a, o.in.a)
	pair := [2]outer{o, o}
	cp := pair
	fmt.Println(cp[0].set(1)+touch(&cp[1]), pair[0].in.a, cp[1].in.a)
	before := o
	fmt.Println(before.in.a, touch(&o), o.in.a, before == outer{}, before.in == inner{[2]int{6, 55}})
	s := struct{ outer }{o}
	s.set(12)
	fmt.Println(s.in.a, o.in.a)
	defer fmt.Println("deferred", o.in.a)
	defer o.change(31).show()
	o.set(90)
}

func (o outer) show() { fmt.Println("show", o.in.a) }
