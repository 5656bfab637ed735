// Recursion: plain, mutual, through closures and deep.
package main

import (
	"fmt"
	"strings"
)

func fact(n int) int {
	if n <= 1 {
		return 1
	}
	return n * fact(n-1)
}

func ack(m, n int) int {
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ack(m-1, 1)
	}
	return ack(m-1, ack(m, n-1))
}

func even(n int) bool { return n == 0 || odd(n-1) }
func odd(n int) bool  { return n != 0 && even(n-1) }

func hanoi(n int, from, to, via string, move func(string, string)) {
	if n == 0 {
		return
	}
	hanoi(n-1, from, via, to, move)
	move(from, to)
	hanoi(n-1, via, to, from, move)
}

func permute(s []byte, emit func(string)) {
	var rec func(int)
	rec = func(k int) {
		if k == len(s) {
			emit(string(s))
			return
		}
		for i := k; i < len(s); i++ {
			s[k], s[i] = s[i], s[k]
			rec(k + 1)
			s[k], s[i] = s[i], s[k]
		}
	}
	rec(0)
}

func depth(n int) (d int) {
	if n == 0 {
		return 0
	}
	defer func() { d++ }()
	return depth(n - 1)
}

func sum(n int) int {
	if n == 0 {
		return 0
	}
	return n + sum(n-1)
}

func y(f func(func(int) int) func(int) int) func(int) int {
	return func(n int) int { return f(y(f))(n) }
}

func main() {
	fmt.Println(fact(10), ack(2, 3), even(30), odd(30))
	var moves strings.Builder
	hanoi(3, "a", "b", "c", func(f, t string) { moves.WriteString(f + t + " ") })
	fmt.Println(moves.String())
	permute([]byte("abc"), func(s string) { fmt.Print(s, " ") })
	fmt.Println(depth(200), sum(20000))
	fib := y(func(self func(int) int) func(int) int {
		return func(n int) int {
			if n < 2 {
				return n
			}
			return self(n-1) + self(n-2)
		}
	})
	fmt.Println(fib(12))
}
