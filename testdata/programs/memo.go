// Dynamic programming with memoizing closures.
package main

import (
	"fmt"
	"strings"
)

func memo[K comparable, V any](f func(self func(K) V, k K) V) (get func(K) V, calls *int) {
	cache := map[K]V{}
	calls = new(int)
	get = func(k K) V {
		if v, ok := cache[k]; ok {
			return v
		}
		*calls++
		v := f(get, k)
		cache[k] = v
		return v
	}
	return
}

type pair struct{ i, j int }

func lcs(a, b string) (string, int) {
	f, calls := memo(func(self func(pair) string, p pair) string {
		switch {
		case p.i == len(a) || p.j == len(b):
			return ""
		case a[p.i] == b[p.j]:
			return a[p.i:p.i+1] + self(pair{p.i + 1, p.j + 1})
		}
		x, y := self(pair{p.i + 1, p.j}), self(pair{p.i, p.j + 1})
		if len(x) >= len(y) {
			return x
		}
		return y
	})
	return f(pair{}), *calls
}

func edit(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	f, _ := memo(func(self func(pair) int, p pair) int {
		if p.i == 0 || p.j == 0 {
			return p.i + p.j
		}
		cost := 1
		if ra[p.i-1] == rb[p.j-1] {
			cost = 0
		}
		return min(self(pair{p.i - 1, p.j})+1, self(pair{p.i, p.j - 1})+1, self(pair{p.i - 1, p.j - 1})+cost)
	})
	return f(pair{len(ra), len(rb)})
}

type item struct {
	name          string
	weight, value int
}

func knapsack(items []item, limit int) (best int, names []string) {
	type choice struct {
		value int
		take  bool
	}
	f, _ := memo(func(self func(pair) choice, p pair) choice {
		if p.i == len(items) {
			return choice{}
		}
		skip := self(pair{p.i + 1, p.j}).value
		if it := items[p.i]; it.weight <= p.j {
			if take := it.value + self(pair{p.i + 1, p.j - it.weight}).value; take > skip {
				return choice{take, true}
			}
		}
		return choice{skip, false}
	})
	left := limit
	for i, it := range items {
		if f(pair{i, left}).take {
			names = append(names, it.name)
			left -= it.weight
		}
	}
	return f(pair{0, limit}).value, names
}

func change(total int, coins ...int) (out []int) {
	f, _ := memo(func(self func(int) []int, n int) []int {
		if n == 0 {
			return []int{}
		}
		var best []int
		for _, c := range coins {
			if c > n {
				continue
			}
			if r := self(n - c); r != nil && (best == nil || len(r)+1 < len(best)) {
				best = append([]int{c}, r...)
			}
		}
		return best
	})
	return f(total)
}

func collatz(n int) int {
	f, _ := memo(func(self func(int) int, n int) int {
		switch {
		case n == 1:
			return 0
		case n%2 == 0:
			return 1 + self(n/2)
		}
		return 1 + self(3*n+1)
	})
	longest, at := 0, 0
	for i := 1; i <= n; i++ {
		if l := f(i); l > longest {
			longest, at = l, i
		}
	}
	return at*1000 + longest
}

func main() {
	fib, calls := memo(func(self func(int) uint64, n int) uint64 {
		if n < 2 {
			return uint64(n)
		}
		return self(n-1) + self(n-2)
	})
	fmt.Println(fib(80), *calls)
	fmt.Println(lcs("chain of calls", "callback chain"))
	for _, w := range strings.Fields("kitten:sitting flaw:lawn über:uber same:same") {
		a, b, _ := strings.Cut(w, ":")
		fmt.Print(edit(a, b), " ")
	}
	fmt.Println()
	fmt.Println(knapsack([]item{{"map", 9, 150}, {"water", 153, 200}, {"tin", 68, 45}, {"cheese", 23, 30}, {"suncream", 11, 70}}, 200))
	fmt.Println(change(63, 1, 5, 10, 21, 25), change(3, 2) == nil, collatz(300))
}
