// An uncaught panic, after one that replaced another and was recovered.
package main

import "fmt"

type res string

func (r res) Close() {
	fmt.Println("closing", r)
	if r == "b" {
		panic(fmt.Sprintf("close %s failed", r))
	}
}

func open(names ...string) {
	for _, n := range names {
		defer res(n).Close()
	}
	use(len(names))
}

func use(n int) {
	if n > 1 {
		panic(fmt.Sprint("use of ", n))
	}
}

func main() {
	open("a")
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		open("a", "b", "c")
	}()
	fmt.Println("now uncaught")
	open("x", "y")
}
