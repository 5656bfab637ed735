// Names that hide packages, types, builtins, and what generated code may use.
package main

import (
	"errors"
	"fmt"
	"strings"
)

func val(n int) int { return n }

func builtins() string {
	len := val(3)
	string := fmt.Sprint("s", len)
	true := val(0) == 1
	append := func(a, b int) int { return val(a) + val(b) }
	new, make := append(1, 2), append(3, 4)
	var error any = val(7)
	any := error
	panic := func(n int) int { return val(n) * 2 }
	return fmt.Sprint(len, string, true, new, make, any, panic(4))
}

func packages() {
	out := fmt.Println
	{
		fmt := val(5)
		strings := "hidden"
		out(val(fmt), strings)
	}
	errors := []error{errors.New("x")}
	out(errors, strings.ToUpper("shown"))
}

type r struct{ rest, loop int }

func (r r) reactor(deferred int) (scope int) {
	scope = val(r.rest) + val(deferred)
	return scope + val(r.loop)
}

func generated(r0 int) (err error, d int) {
	r, reactor, deferred, threads, shim := val(1), val(2), val(3), val(4), val(5)
	rest := func() int { return val(r) }
	loop := 0
	for again := 0; again < val(3); again++ {
		loop += again + rest()
	}
	afterLoop, afterIf, otherwise, next, post := val(6), val(7), val(8), val(9), val(10)
	if val(afterIf) > 6 {
		v, err := val(1), errors.New("inner")
		d = v
		_ = err
	}
	fmt.Println(r, reactor, deferred, threads, shim, loop, afterLoop, afterIf, otherwise, next, post)
	return
}

type T int

func types() {
	T := val(int(T(3)))
	fmt.Println(T)
	{
		type T string
		x := T(fmt.Sprint(val(1)))
		fmt.Printf("%T %v\n", x, x)
		type U struct{ t T }
		fmt.Printf("%v\n", U{x})
	}
	for T := range T {
		T := val(T * 2)
		fmt.Print(T, " ")
	}
	fmt.Println()
}

func scopes() {
	x := val(1)
	if x := val(x + 1); x > val(1) {
		x := val(x * 10)
		fmt.Print(x, " ")
		x++
	} else if y := val(x); y > 0 {
		fmt.Print(y)
	}
	switch x := val(x + 5); x := any(x).(type) {
	case int:
		fmt.Print(val(x), " ")
	}
	func(x int) { fmt.Print(val(x)+100, " ") }(x)
	fmt.Println(x)
}

func val2(val int) int { return val + 1 }

func self() {
	val := val(2)
	val2 := val2(val)
	fmt.Println(val, val2)
}

func main() {
	fmt.Println(builtins())
	packages()
	fmt.Println(r{1, 2}.reactor(3))
	fmt.Println(generated(1))
	types()
	scopes()
	self()
	main := val(1)
	init := val(main)
	fmt.Println(main, init)
}
