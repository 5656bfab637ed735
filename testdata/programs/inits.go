// Package-level initialisers and init functions that call.
package main

import "fmt"

var (
	c = add("c", a, b)
	a = add("a", 1, 2)
	b = func() int { return add("b", a, 10) }()
)

var table = map[string]func(int) int{
	"double": func(n int) int { return add("double", n, n) },
	"square": square,
}

var _ = add("blank", 0, 0)

var first, second = two()

var lazy = newCounter(5)

type counter struct{ n int }

func newCounter(n int) *counter    { return &counter{add("counter", n, 0)} }
func (c *counter) next() (old int) { defer func() { c.n++ }(); return c.n }

func two() (int, string) { fmt.Println("two"); return 2, "two" }

func square(n int) int { return n * n }

func add(name string, x, y int) int {
	fmt.Println("init", name)
	return x + y
}

func init() { fmt.Println("init 1", a, b, c) }

func init() {
	defer fmt.Println("init 2 over")
	for i := range 2 {
		fmt.Println("init 2", lazy.next(), i)
	}
}

func main() {
	fmt.Println(a, b, c, first, second, lazy.next())
	fmt.Println(table["double"](4), table["square"](5))
}
