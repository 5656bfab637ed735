// A panic that replaces others ends the program: Go tells of all of them.
package main

import "fmt"

func keep[T any](v T) T { return v }

func again() {
	defer func() {
		r := recover()
		fmt.Println("again", keep(r))
		panic(r)
	}()
	panic(keep("deep"))
}

func replace() {
	defer func() {
		fmt.Println("got", recover())
		defer func() {
			panic(keep(fmt.Sprint("third after ", recover())))
		}()
		panic(keep("second"))
	}()
	again()
}

func main() {
	defer fmt.Println("deferred", keep(1))
	replace()
}
