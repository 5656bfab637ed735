// A panic that replaces another, and one that is raised again.
package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, "ended with", recover()) }()
	f()
}

func boom(s string) { panic(s) }

func replaced() {
	defer boom("second")
	boom("first")
}

func again() {
	defer func() {
		r := recover()
		fmt.Println("got", r)
		boom(fmt.Sprint(r, " again"))
	}()
	boom("once")
}

func nested() {
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		boom("in deferred")
	}()
	boom("outer")
}

func twice() {
	defer func() { fmt.Println("second recover", recover()) }()
	defer func() { fmt.Println("first recover", recover()) }()
	boom("only one")
}

func helper() any { return recover() }

func indirect() {
	defer func() {
		fmt.Println("helper sees", helper())
	}()
	boom("not seen")
}

func direct() {
	defer helper()
	boom("swallowed")
}

func nilpanic() {
	defer func() {
		r := recover()
		_, isErr := r.(error)
		fmt.Println("nil panic:", r, isErr)
	}()
	panic(nil)
}

func order() {
	for i := range 3 {
		defer func() {
			if i == 1 {
				boom("middle")
			}
			fmt.Println("deferred", i)
		}()
	}
	boom("start")
}

func main() {
	try("replaced", replaced)
	try("again", again)
	try("nested", nested)
	try("twice", twice)
	try("indirect", indirect)
	try("direct", direct)
	try("nilpanic", nilpanic)
	try("order", order)
	try("nothing", func() {})
	fmt.Println(recover())
}
