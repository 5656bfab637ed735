// Constants, iota, untyped arithmetic and local types.
package main

import (
	"fmt"
	"time"
)

type weekday int

const (
	sunday weekday = iota
	monday
	tuesday
	_
	thursday
)

const (
	kb = 1 << (10 * (iota + 1))
	mb
)

const big = 1 << 100

func (d weekday) String() string { return [...]string{"sun", "mon", "tue", "wed", "thu"}[d] }

func shift(n uint) int64 { return 1 << n }

func id[T any](x T) T { return x }

func main() {
	fmt.Println(sunday, thursday, kb, mb, big>>98)
	const local = "const"
	{
		const local = len(local) + iota
		type celsius float64
		const boil celsius = 100
		fmt.Printf("%T %v %v\n", boil, boil, id(local))
	}
	var f float32 = 1 << 3
	var u uint8 = id[uint8](255)
	u += id[uint8](2)
	fmt.Println(f, u, shift(3)<<id(2), id(local), 'a'+id(1), "s"+id("t"))
	d := 2*time.Second + id(500*time.Millisecond)
	fmt.Println(d, time.Duration(id(3))*time.Minute)
	var x any = id(1 << 3.0)
	fmt.Printf("%T %v\n", x, x)
	var s uint = 4
	var w int64 = 1<<s + id(int64(1))
	fmt.Println(w, id(^0), id(7)&^id(2), -id(5)/2, -id(5)%3)
	type pair struct{ a, b int }
	pairs := map[pair]string{{1, 2}: id("x"), {a: id(3)}: "y"}
	fmt.Println(pairs[pair{1, 2}], pairs[pair{3, 0}], len(pairs))
}
