// Variadic functions, with and without dots.
package main

import (
	"fmt"
	"strings"
)

func count(xs ...int) int { return len(xs) }

func first(xs ...int) []int {
	if len(xs) > 0 {
		xs[0] = 99
	}
	return xs
}

func isNil(xs ...string) bool { return xs == nil }

func pair() (int, string)           { return 1, "one" }
func ints() (int, int, int)         { return 4, 5, 6 }
func all(xs ...any) string          { return fmt.Sprintln(len(xs), xs) }
func mixed(n int, s ...string) int  { return n + len(strings.Join(s, "")) }
func format(f string, a ...any) any { return fmt.Sprintf(f, a...) }

type log struct{ prefix string }

func (l log) print(args ...any) { fmt.Println(append([]any{l.prefix}, args...)...) }

func main() {
	s := []int{1, 2, 3}
	fmt.Println(count(), count(1), count(s...), count(append(s, s...)...))
	fmt.Println(first(s...), s, first(7, 8), first())
	fmt.Println(isNil(), isNil(nil...), isNil([]string{}...))
	fmt.Print(all(pair()), all(ints()), all(nil), all(nil, nil), all([]any{1, 2}...), all([]any{1, 2}))
	fmt.Println(count(ints()), mixed(pair()), mixed(2, "ab", "c"))
	fmt.Println(format("%d-%d-%d", []any{1, 2, 3}...))
	log{"p:"}.print(pair())
	f := log.print
	f(log{"q:"}, 1, "x")
	var fn func(...int) int = count
	fmt.Println(fn(1, 2, 3, 4))
}
