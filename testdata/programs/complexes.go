// Complex numbers and floating point.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

func z(r, i float64) complex128 { return complex(r, i) }

func mandel(c complex128) int {
	x := complex128(0)
	for i := range 50 {
		x = mul(x, x) + c
		if cmplx.Abs(x) > 2 {
			return i
		}
	}
	return -1
}

func mul(a, b complex128) complex128 { return a * b }

func parts(c complex128) (re, im float64) { return real(c), imag(c) }

func main() {
	a, b := z(1, 2), z(3, -1)
	fmt.Println(a+b, mul(a, b), z(1, 0)/z(0, 1), a == z(1, 2), -z(1, 1))
	a += z(1, 1) * mul(b, 1i)
	fmt.Println(a, real(z(5, 6)), imag(mul(2i, 2i)))
	fmt.Println(parts(z(7, 8)))
	for y := 1.0; y >= -1; y -= 0.5 {
		for x := -2.0; x <= 0.5; x += 0.25 {
			switch n := mandel(z(x, y)); {
			case n < 0:
				fmt.Print("#")
			case n > 5:
				fmt.Print("+")
			default:
				fmt.Print(".")
			}
		}
		fmt.Println()
	}
	nan, inf := math.NaN(), math.Inf(1)
	fmt.Println(nan == id(nan), id(inf) > 1, max(id(1.5), 2, id(0.5)), min(id(inf), id(3)))
	var c64 complex64 = complex(float32(id(1)), 2)
	fmt.Println(c64, cmplx.Sqrt(z(-1, 0)))
}

func id(f float64) float64 { return f }
