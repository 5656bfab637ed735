// Switch statements of all kinds.
package main

import (
	"errors"
	"fmt"
	"io"
)

func v(n int) int { fmt.Print("v", n, " "); return n }

func tag(n int) string {
	switch v(n) {
	case v(1), v(2):
		return "low"
	case v(3):
		fallthrough
	case v(4):
		return "mid"
	default:
		return "default"
	case v(9):
		return "nine"
	}
}

func fall(n int) (s string) {
	switch {
	case v(n) < 2:
		s += "a"
		fallthrough
	case v(n) > 100:
		s += "b"
		if n == 1 {
			break
		}
		fallthrough
	default:
		s += "c"
	case n == 5:
		s += "d"
	}
	return
}

type stack []int

func (s stack) String() string { return fmt.Sprintf("stack%d", len(s)) }

func kind(x any) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("int %v", x)
	case error:
		return "error " + x.Error()
	case fmt.Stringer:
		return "stringer " + x.String()
	case []int:
		return fmt.Sprint("slice ", len(x))
	case func(int) int:
		return fmt.Sprint("func ", x(3))
	case *int:
		*x++
		return fmt.Sprint("pointer ", *x)
	case chan int:
		return "chan"
	}
	return fmt.Sprintf("other %T", x)
}

func get(x any) any { fmt.Print("get "); return x }

func init2(n int) string {
	switch x, err := v(n), error(nil); {
	case x > 1 && err == nil:
		return "big"
	case x == 1:
		x := "shadow"
		return x
	}
	return "none"
}

func main() {
	for _, n := range []int{1, 2, 3, 4, 5, 9} {
		fmt.Println(tag(n))
	}
	for _, n := range []int{0, 1, 3, 5} {
		fmt.Println(fall(n))
	}
	k := 4
	for _, x := range []any{nil, 1, int64(2), errors.New("e"), stack{1}, []int{1, 2}, func(n int) int { return v(n) }, &k, make(chan int), "s"} {
		fmt.Println(kind(get(x)))
	}
	fmt.Println(k, init2(0), init2(1), init2(2))
	switch err := get(io.EOF); err {
	case io.EOF:
		fmt.Println("eof")
	}
	switch get(3).(type) {
	case string:
		fmt.Println("string")
	case int:
		fmt.Println("int")
	}
	switch x := any(v(1)); x {
	case "1":
		fmt.Println("text")
	case 1.0:
		fmt.Println("float")
	case 1:
		fmt.Println("one")
	}
	switch {
	}
	switch v(7) {
	}
}
