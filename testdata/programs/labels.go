// Labelled break, continue and goto.
package main

import "fmt"

func f(n int) int { return n }

func matrix() {
outer:
	for i := 0; i < 4; i++ {
	inner:
		for j := range 4 {
			switch {
			case f(j) == 1:
				continue inner
			case f(i) == 1:
				continue outer
			case f(i)*f(j) == 6:
				break outer
			case j == 3:
				break
			default:
				fmt.Print(i, j, " ")
			}
			fmt.Print(". ")
		}
		fmt.Print("| ")
	}
	fmt.Println()
}

func sel() {
	c := make(chan int, 10)
	for i := range 10 {
		c <- f(i)
	}
	close(c)
loop:
	for {
		select {
		case v, ok := <-c:
			if !ok {
				break loop
			}
			if v%2 == 0 {
				continue loop
			}
			if v == 7 {
				break
			}
			fmt.Print(v, " ")
		}
		fmt.Print("; ")
	}
	fmt.Println()
}

func gotos() {
	i := 0
back:
	if f(i) < 3 {
		fmt.Print("i", i, " ")
		i++
		goto back
	}
	if f(i) == 3 {
		goto end
	}
	fmt.Print("skipped")
end:
	fmt.Println("end")
}

func states(in string) (out string) {
	pos := 0
	next := func() byte {
		if pos == len(in) {
			return 0
		}
		pos++
		return in[pos-1]
	}
	var c byte
start:
	c = next()
	switch c {
	case 0:
		return out
	case '"':
		goto quoted
	}
	out += string(c)
	goto start
quoted:
	for c = next(); c != 0; c = next() {
		if c == '"' {
			goto start
		}
		out += "<" + string(c) + ">"
	}
	return out + "?"
}

func rangefunc() {
	seq := func(yield func(int) bool) {
		defer fmt.Print("(done)")
		for i := range 10 {
			if !yield(f(i)) {
				return
			}
		}
	}
outer:
	for i := range seq {
		for j := range seq {
			if j == 2 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			fmt.Print(i, j, " ")
		}
	}
	fmt.Println()
}

func main() {
	matrix()
	sel()
	gotos()
	fmt.Println(states(`ab"cd"e"f"`), states(`x"y`))
	rangefunc()
	n := 0
block:
	switch {
	default:
		for {
			n++
			if f(n) > 4 {
				break block
			}
		}
	}
	fmt.Println(n)
}
