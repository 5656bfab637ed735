// Loop variables kept by closures and pointers.
package main

import "fmt"

func id(n int) int { return n }

func main() {
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += id(10); return i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ", f(), " ")
	}
	fmt.Println()

	var ps []*int
	for i, j := id(0), id(10); i < id(j); i, j = i+id(1), j-id(2) {
		ps = append(ps, &i, &j)
		if i == 1 {
			*ps[0] = 77
		}
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()

	var last func() int
	for i := 0; i < 5; i++ {
		if i == 2 {
			last = func() int { return i }
			i++ // the closure sees this
		}
		fmt.Print(id(i), " ")
	}
	fmt.Println(last())

	// A closure in the condition and in the post statement.
	var seen []func() int
	for i := 0; func() bool { seen = append(seen, func() int { return i }); return i < 3 }(); func() { i++ }() {
		fmt.Print("body", i, " ")
	}
	for _, f := range seen {
		fmt.Print(f(), " ")
	}
	fmt.Println()

	var ks []func() string
	for k, v := range map[string]int{"a": 1} {
		ks = append(ks, func() string { k += "!"; return fmt.Sprint(k, v) })
	}
	for i := range 3 {
		ks = append(ks, func() string { i++; return fmt.Sprint("n", i) })
	}
	for i, c := range "hé" {
		ks = append(ks, func() string { return fmt.Sprint(i, string(c)) })
	}
	for _, k := range ks {
		fmt.Print(k(), " ", k(), " ")
	}
	fmt.Println()

	// continue runs the post statement with the copy of the turn.
	var more []*int
	for i := 0; i < 6; i += id(1) {
		if i%2 == 0 {
			more = append(more, &i)
			continue
		}
		i++
		more = append(more, &i)
	}
	for _, p := range more {
		fmt.Print(*p, " ")
	}
	fmt.Println()
}
