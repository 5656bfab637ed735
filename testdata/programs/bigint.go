// Arbitrary precision integers by hand, checked against math/big.
package main

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

type nat []uint32 // base 1e9, little endian

const base = 1_000_000_000

var errSyntax = errors.New("not a number")

func (n nat) norm() nat {
	for len(n) > 0 && n[len(n)-1] == 0 {
		n = n[:len(n)-1]
	}
	return n
}

func parse(s string) (n nat, err error) {
	for len(s) > 0 {
		cut := max(0, len(s)-9)
		var d uint32
		for _, c := range s[cut:] {
			if c < '0' || c > '9' {
				return nil, fmt.Errorf("%q: %w", c, errSyntax)
			}
			d = d*10 + uint32(c-'0')
		}
		n = append(n, d)
		s = s[:cut]
	}
	return n.norm(), nil
}

func must(n nat, err error) nat {
	if err != nil {
		panic(err)
	}
	return n
}

func (n nat) String() string {
	if len(n) == 0 {
		return "0"
	}
	var b strings.Builder
	fmt.Fprint(&b, n[len(n)-1])
	for i := len(n) - 2; i >= 0; i-- {
		fmt.Fprintf(&b, "%09d", n[i])
	}
	return b.String()
}

func (n nat) digit(i int) uint64 {
	if i < len(n) {
		return uint64(n[i])
	}
	return 0
}

func (n nat) add(m nat) (sum nat) {
	var carry uint64
	for i := 0; i < len(n) || i < len(m) || carry > 0; i++ {
		carry += n.digit(i) + m.digit(i)
		sum = append(sum, uint32(carry%base))
		carry /= base
	}
	return sum.norm()
}

func (n nat) mul(m nat) nat {
	out := make(nat, len(n)+len(m))
	for i := range n {
		var carry uint64
		for j := 0; j < len(m) || carry > 0; j++ {
			carry += uint64(out[i+j]) + n.digit(i)*m.digit(j)
			out[i+j] = uint32(carry % base)
			carry /= base
		}
	}
	return out.norm()
}

func (n nat) divSmall(d uint32) (q nat, rem uint32) {
	q = make(nat, len(n))
	var r uint64
	for i := len(n) - 1; i >= 0; i-- {
		r = r*base + uint64(n[i])
		q[i] = uint32(r / uint64(d))
		r %= uint64(d)
	}
	return q.norm(), uint32(r)
}

func pow(n nat, e int) nat {
	switch {
	case e == 0:
		return nat{1}
	case e%2 == 1:
		return n.mul(pow(n, e-1))
	}
	h := pow(n, e/2)
	return h.mul(h)
}

func factorial(n int) nat {
	f := nat{1}
	for i := 2; i <= n; i++ {
		f = f.mul(nat{uint32(i)})
	}
	return f
}

func fibs(n int) (a, b nat) {
	a, b = nil, nat{1}
	for range n {
		a, b = b, a.add(b)
	}
	return
}

func toBig(n nat) *big.Int {
	b, ok := new(big.Int).SetString(n.String(), 10)
	if !ok {
		panic("bad " + n.String())
	}
	return b
}

func main() {
	a := must(parse("123456789012345678901234567890"))
	b := must(parse("987654321098765432109876543210"))
	fmt.Println(a.add(b), a.mul(b))
	fmt.Println(toBig(a.mul(b)).Cmp(new(big.Int).Mul(toBig(a), toBig(b))))
	fmt.Println(factorial(30), pow(nat{2}, 100))
	f, _ := fibs(150)
	fmt.Println(f)
	q, r := a.mul(b).divSmall(97)
	fmt.Println(q, r, q.mul(nat{97}).add(nat{r}).String() == a.mul(b).String())
	_, err := parse("12x4")
	fmt.Println(err, errors.Is(err, errSyntax), must(parse("000")))
	defer func() { fmt.Println("recovered", recover()) }()
	q, _ = a.divSmall(0)
	fmt.Println(q)
}
