//go:build go1.21

// A file of language version 1.21: loop variables are shared by all turns.
package main

import "fmt"

func id(n int) int { return n }

func main() {
	var fs []func() int
	for i := 0; i < id(3); i++ {
		fs = append(fs, func() int { i++; return id(i) })
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	var ps []*int
	for k, v := range []int{10, 20, 30} {
		id(k)
		ps = append(ps, &k, &v)
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()
	done := make(chan int, 3)
	for i, s := range "ab" {
		func() { done <- id(i) + int(s) }()
	}
	fmt.Println(<-done, <-done)
	for i, j := 0, id(5); i < j; i, j = i+1, j-id(1) {
		defer func() { fmt.Println("deferred", i, j) }()
	}
}
