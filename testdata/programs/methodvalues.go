// Method values bind early, method expressions take the receiver.
package main

import "fmt"

type acc struct {
	n   int
	log []string
}

func (a *acc) Add(n int) *acc  { a.n += n; a.log = append(a.log, fmt.Sprint("+", n)); return a }
func (a acc) Get() int         { return a.n }
func (a acc) With(n int) acc   { a.n = n; return a }
func (a acc) Each(f func(int)) { f(a.n); f(a.n + 1) }

type getter interface{ Get() int }

type fnType func(int) int

func (f fnType) Twice(n int) int { return f(f(n)) }

func pick(a *acc) *acc { fmt.Print("pick "); return a }

func main() {
	a := acc{n: 1}
	get := a.Get
	add := a.Add
	add(5)
	fmt.Println(get(), a.Get())
	fmt.Println(pick(&a).With(3).Get(), pick(&a).Add(1).Add(2).Get())

	g := getter(a)
	a.n = 100
	bound := g.Get
	g = acc{n: 7}
	fmt.Println(bound(), g.Get(), getter.Get(g))

	fns := []func(int) *acc{a.Add, (&acc{n: 50}).Add}
	for i, f := range fns {
		fmt.Println(f(i).n)
	}
	var total int
	a.Each(func(n int) { total += n })
	fmt.Println(total)
	inc := fnType(func(n int) int { return n + 1 })
	fmt.Println(inc.Twice(3), fnType.Twice(inc, 4), fnType(inc.Twice).Twice(0))

	table := map[string]func(*acc) int{
		"get": func(a *acc) int { return a.Get() },
		"len": func(a *acc) int { return len(a.log) },
	}
	fmt.Println(table["get"](&a), table["len"](&a))

	var np *acc
	defer func() {
		fmt.Println("nil method value:", recover() != nil)
	}()
	f := np.Get
	fmt.Println("not reached", f())
}
