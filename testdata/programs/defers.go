// Deferred calls: what is evaluated when, and in which order they run.
package main

import (
	"fmt"
	"sync"
)

type res struct{ name string }

func open(name string) *res { fmt.Println("open", name); return &res{name} }
func (r *res) Close() error { fmt.Println("close", r.name); return nil }
func (r res) Show(s string) { fmt.Println("show", r.name, s) }
func arg(s string) string   { fmt.Println("arg", s); return s }
func fn(s string) func(string) {
	fmt.Println("fn", s)
	return func(x string) { fmt.Println("run", s, x) }
}
func begin(s string) (end func() error) {
	fmt.Println("begin", s)
	return func() error { fmt.Println("end", s); return nil }
}

func evaluation() {
	r := open("r")
	defer r.Close()
	defer r.Show(arg("shown"))
	r.name = "renamed"
	defer fn("f")(arg("x"))
	defer begin("span")()
	f := func() { fmt.Println("first f") }
	defer f()
	f = func() { fmt.Println("second f") }
	defer func() { f() }()
	r = open("other")
}

func loops(n int) {
	for i := 0; i < n; i++ {
		if i%2 == 0 {
			defer fmt.Println("even", i)
			continue
		}
		defer func(n int) { fmt.Println("odd", n, i) }(i * 10)
	}
	fmt.Println("loop over")
}

func conditional(b bool) (s string) {
	if b {
		defer func() { s += arg("!") }()
	}
	return arg("c")
}

func nilfunc() (err any) {
	defer func() { err = recover() != nil }()
	var f func()
	defer f()
	fmt.Println("body runs")
	return "unchanged"
}

func builtins() {
	c := make(chan int, 1)
	m := map[string]int{"a": 1, "b": 2}
	func() {
		defer close(c)
		defer delete(m, arg("a"))
		defer print()
		fmt.Println(len(m))
	}()
	_, ok := <-c
	fmt.Println(ok, len(m))
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) inc() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

func nested() {
	defer func() {
		defer fmt.Println("third")
		fmt.Println("first")
		func() {
			defer fmt.Println("second")
		}()
	}()
}

func early(n int) int {
	defer fmt.Println("early deferred", n)
	if n == 0 {
		return -1
	}
	defer fmt.Println("late deferred", n)
	return n
}

func main() {
	evaluation()
	loops(4)
	fmt.Println(conditional(true), conditional(false))
	fmt.Println(nilfunc())
	builtins()
	var c counter
	fmt.Println(c.inc()+c.inc(), c.n)
	nested()
	fmt.Println(early(0), early(1))
}
