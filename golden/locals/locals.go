// Package locals has types and constants that are declared in functions, and
// values whose types cannot be named.
package locals

import (
	"fmt"
	"sort"
	"strings"

	"github.com/evert-go/evert/internal/trace"
)

// Types declares types between waits, and uses them after.
//
//evert:callback
func Types(n int) (string, error) {
	trace.Do(n)
	type item struct {
		name string
		n    int
	}
	type items []item
	var all items
	for i := range n {
		all = append(all, item{trace.Text(i), trace.Get(i)})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return fmt.Sprintf("%+v", all), nil
}

// Printed has values that know the name of their type, which is one type in every turn.
//
//evert:callback
func Printed(n int) (string, error) {
	type celsius float64
	var kept any = celsius(trace.Get(n))
	for range n % 4 {
		trace.Do(n)
		if c, ok := kept.(celsius); ok {
			kept = c + 1
		}
	}
	_, same := kept.(celsius)
	return fmt.Sprintf("%T %v %v", kept, kept, same), nil
}

// Constants declares constants in blocks.
//
//evert:callback
func Constants(n int) (string, error) {
	const (
		low = iota + 1
		middle
		high
	)
	sum := trace.Get(low)
	if n > 1 {
		const low = "text"
		sum += len(low) + trace.Get(middle)
	}
	return fmt.Sprint(sum, trace.Get(high)), nil
}

// Anonymous has values of types without a name.
//
//evert:callback
func Anonymous(n int) (string, error) {
	p := struct{ x, y int }{trace.Get(n), n}
	q := p
	q.x += trace.Get(1)
	table := []struct {
		in   int
		want string
	}{{1, "one"}, {2, "two"}, {n, "n"}}
	var bad []string
	for _, row := range table {
		if got := trace.Text(row.in); got != row.want {
			bad = append(bad, got)
		}
	}
	return fmt.Sprint(p, q, strings.Join(bad, ",")), nil
}

// Unnamed uses a type that another package does not export.
//
//evert:callback
func Unnamed(n int) (string, error) {
	rd := strings.NewReplacer("o", "0")
	pair := trace.Pairs(n)
	pair.Left = rd.Replace(trace.Text(n))
	again := pair
	trace.Do(n)
	again.Right++
	return fmt.Sprint(pair, again), nil
}

// Copies has arrays and structs, which are copied where they are assigned.
//
//evert:callback
func Copies(n int) (string, error) {
	type grid [2][2]int
	g := grid{{1, 2}, {3, 4}}
	h := g
	h[0][trace.Get(-100)] = trace.Get(n)
	pass := func(x grid) int {
		x[1][1] = trace.Get(0)
		return x[1][1]
	}
	v := pass(g)
	return fmt.Sprint(g, h, v, g == h), nil
}

// Pointers has variables whose address is kept over a wait.
//
//evert:callback
func Pointers(n int) (string, error) {
	x := n
	p := &x
	*p += trace.Get(1)
	x *= 2
	pp := &p
	y := 5
	trace.Do(**pp)
	*pp = &y
	*p = trace.Get(*p)
	return fmt.Sprint(x, y), nil
}
