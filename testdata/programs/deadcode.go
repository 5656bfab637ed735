// Code that never runs, and a label on a switch whose tag waits.
package main

import "fmt"

func tr(n int, x any) int { fmt.Println("tr", n, x); return n }

func c() {
	defer func() { fmt.Println(recover()) }()
	g := 0
	panic(tr(2, "y"))
	if g < 3 {
		g++
	}
}

func d(n int) {
	defer func() { fmt.Println(recover()) }()
	if tr(3, n) > 0 {
		panic("d")
		defer tr(4, n)
	} else {
		n += tr(5, n)
	}
	tr(6, n)
}

func a() {
	for i := 0; i < 3; i++ {
		v, w := len("abc"), tr(1, 2)
		continue
		_, _ = v, w
	}
}

func l(n int) int {
L:
	switch tr(1, n) {
	default:
		if n == 0 {
			break L
		}
		n++
	}
	return n
}

// jumps has a label that only code that never runs jumps to.
func jumps() int {
	v, w := tr(1, 1), tr(2, 2)
	return v
	n := 0
again:
	if n < tr(3, w) {
		n++
		goto again
	}
	return n
}

// captured has a variable and results that only code that never runs reads.
func captured() (s string, err error) {
	seen := tr(1, 1)
	defer func() {
		tr(2, 2)
		return
		tr(3, seen)
	}()
	panic(tr(4, 4))
	f := func(n int) string { return s + fmt.Sprint(tr(n, err)) }
	return f(5), nil
}

// bare has results that only a return that never runs reads.
func bare() (n int, s string) {
	n, _ = two(tr(1, 1))
	return two(tr(2, n))
	return
}

// branches has a variable that is only used after statements that all end.
func branches(n int) int {
	v, _ := two(tr(1, n))
	if tr(2, n) > 2 {
		{
			panic("never")
		}
		v++
	} else {
		for {
			switch tr(n, "n") {
			case 0:
				return tr(4, n)
			default:
				n--
				continue
			}
			break
		}
	}
	return v
}

// post has a loop whose post statement never runs.
func post() int {
	step := tr(2, "step")
	for i := 0; i < 9; i += tr(step, i) {
		if tr(i, "i") >= 0 {
			return tr(5, "only turn")
		}
		break
	}
	return 0
}

// never has a result that only a closure that is never made sees.
func never() (n int, err error) {
	tr(1, "never")
	panic("no result")
	f := func() { n = tr(2, n) }
	f()
	return
}

// turns has a return in a loop over a function that never runs.
func turns(n int) (s string, err error) {
	for i := range func(yield func(int) bool) { _ = yield(1) && yield(2) } {
		tr(i, "turn")
		continue
		return fmt.Sprint(n), err
	}
	return
}

func two(n int) (int, string) { return tr(n, n), "two" }

// nested has code that no path comes to after statements of several kinds, which
// alone uses some variables.
func nested(n int) (int, string) {
	var i, j, k int
	if n > 4 {
		for {
			if tr(1, n) > n-6 {
				return n, "positive"
			}
			n++
		}
		i++
	}
	switch {
	case n == 0:
		fallthrough
	case n > 2:
		if tr(2, n) > n {
			return n, "more"
		} else {
			return n, "less"
		}
		tr(3, i)
	default:
	out:
		for {
			for {
				if tr(4, n) > n {
					break out
				}
				return n, "none"
			}
			j++
		}
		tr(5, n)
		{
			return n, "few"
		}
	}
	k = tr(6, j)
	return i + j, fmt.Sprint(k)
}

func block() (t int) {
	var i int
	{
		return tr(7, t)
	}
	i = tr(8, i)
	return i
}

// label has a label that only a goto names that no path comes to.
func label(n int) int {
	if tr(9, n) > n {
	again:
		for {
			for n > 0 {
				n--
				continue again
			}
			return n
		}
	}
back:
	{
		fmt.Println("back")
		return n
	}
	goto back
}

// again assigns to variables with := that nobody has read yet.
func again() {
	f2 := func() (float32, int) { return float32(tr(9, 0)), 1 }
	i, f := f2()
	j, f := f2()
	j, g := f2()
	k, g := f2()
	fmt.Println(i, f, j, k, g)
}

func main() {
	c()
	d(0)
	d(1)
	a()
	for n := range 7 {
		fmt.Println(nested(n))
	}
	fmt.Println(block(), label(3), label(12))
	again()
	fmt.Println(l(0), l(1))
	fmt.Println(jumps())
	fmt.Println(bare())
	fmt.Println(branches(1))
	fmt.Println(post())
	fmt.Println(turns(1))
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(never())
	}()
	defer func() { fmt.Println(recover()) }()
	fmt.Println(captured())
}
