// Range over functions with defer, return and panic in the body.
package main

import "fmt"

func seq(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer fmt.Println("seq over")
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func say(s string, n int) int { fmt.Println(s, n); return n }

func deferred(n int) (sum int) {
	for i := range seq(n) {
		defer func() { sum += say("deferred", i) }()
		if say("body", i) == 2 {
			return 100
		}
	}
	return sum
}

func panics() {
	defer func() { fmt.Println("recovered", recover()) }()
	for i := range seq(5) {
		if i == 1 {
			panic(fmt.Sprint("at ", say("panic", i)))
		}
	}
}

func nested() string {
	for i := range seq(3) {
		for j := range seq(3) {
			if say("pair", i*10+j) == 11 {
				return fmt.Sprint(i, j)
			}
		}
	}
	return "none"
}

func main() {
	fmt.Println(deferred(2))
	fmt.Println(deferred(9))
	panics()
	fmt.Println(nested())
}
