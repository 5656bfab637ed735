// A run-time error that ends the program.
package main

import "fmt"

func at(s []string, i int) string { return s[i] }

func find(s []string, want string) int {
	for i := 0; ; i++ {
		if at(s, i) == want {
			return i
		}
	}
}

func main() {
	words := []string{"a", "b", "c"}
	fmt.Println(find(words, "c"))
	fmt.Println(find(words, "d"))
}
