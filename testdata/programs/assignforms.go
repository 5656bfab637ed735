// Assignments, declarations and conditions of all forms.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

func w[T any](v T) T { return v }
func e1(n int) (int, error) {
	if n < 0 {
		return w(n), errors.New("neg" + strconv.Itoa(n))
	}
	return w(n), nil
}
func two() (int, string)    { return w(1), w("two") }
func ok(b bool) (int, bool) { return w(7), w(b) }

var glob, glob2 = two()
var garr = []int{w(1), w(2)}
var gm = map[string]int{"a": w(1)}
var _ = w(3)
var gf = func(n int) int { return w(n) + glob }

const big = 1 << 62

func assigns() {
	var a, b = two()
	var c, d = w(1), w("x")
	var _, e = two()
	_, f := two()
	_ = w(1)
	_, _ = w(1), w(2)
	var g any = w(1)
	var h interface{ Error() string }
	var n int
	n, h = e1(-3)
	var x, y any = w(1), w("q")
	fmt.Println(a, b, c, d, e, f, g, h, n, x, y)
	v, o := gm[w("a")]
	_, o2 := gm[w("zz")]
	t, o3 := g.(string)
	_, o4 := w(g).(int)
	fmt.Println(v, o, o2, t, o3, o4)
	gm[w("b")], o = ok(true)
	garr[w(0)], garr[w(1)] = garr[w(1)], garr[w(0)]
	fmt.Println(gm, garr, o)
	var p struct{ q, r int }
	p.q, p.r = w(p.r+1), w(p.q+2)
	pp := &p
	pp.q, *pp = w(5), struct{ q, r int }{w(6), 7}
	fmt.Println(p)
	n, n = w(1), w(2)
	n += w(n) * w(3)
	n -= w(n) / w(2)
	n %= w(5)
	n |= w(8)
	n &^= w(1)
	n ^= w(0xff)
	n <<= w(uint(2))
	n >>= w(1)
	s := "a"
	s += w("b") + s
	fl := 1.5
	fl *= float64(w(2))
	fl /= w(4.0)
	fmt.Println(n, s, fl)
	type T struct{ a, b *int }
	q, r := new(int), new(int)
	tt := T{q, r}
	*tt.a, *tt.b = w(1), w(2)
	tt.a, *tt.a = tt.b, w(9)
	fmt.Println(*q, *r, *tt.a)
	i := 0
	arr := []int{0, 0, 0}
	i, arr[i], arr[2] = w(1), w(5), i
	fmt.Println(i, arr)
	var np *T
	func() {
		defer func() { fmt.Println("rec", recover(), n) }()
		n, np.a = w(1000), nil
	}()
	func() {
		defer func() { fmt.Println("rec", recover(), i) }()
		i, arr[i+w(5)] = w(42), 1
	}()
	const k = 5
	fmt.Println(k<<w(2), 1<<w(3), big>>w(60), uint8(200)+w(uint8(100)), -w(5), +w(5), ^w(0), !w(true))
	var f64 float64 = float64(int64(1) << w(3))
	var i8 int8 = 1 << w(6)
	fmt.Println(f64, i8, 'a'+w('b'), "s"+w("t")+"u", w(3)/2*2.0)
	type B bool
	var bb B = w(1) == w(2)
	bc := B(w(true)) && w(B(true))
	fmt.Printf("%T %v %T %v\n", bb, bb, bc, bc)
	var err error
	if n, err := e1(w(-1)); err != nil {
		fmt.Println("err", n, err)
	} else if n, err := e1(n); err == nil {
		fmt.Println(n)
	}
	if n, err = e1(w(-2)); err != nil {
		fmt.Println(n, err)
	}
	if v, ok := gm[w("nope")]; !ok && w(v) == 0 {
		fmt.Println("not found")
	}
	if _, err := e1(1); err == nil || w(false) {
		fmt.Println("fine")
	}
}

func cond(n int) string {
	switch x, err := e1(n); {
	case err != nil:
		return w("err ") + err.Error()
	case x > w(5) && x < w(10):
		return "mid"
	case x == 0:
		fallthrough
	case x == w(1):
		return "small" + strconv.Itoa(w(x))
	}
	if a, b := w(n > 100), w(n > 50); a && b || !a && b && w(true) {
		return "big"
	} else if !(a || w(b)) || w(false) {
		return "other"
	}
	return "never"
}

func nested(n int) (res string, err error) {
	for i := 0; i < n; i++ {
		for j := i; j < n; j++ {
			if x, e := e1(w(j) - w(i)*2); e != nil {
				if err = e; j > 2 {
					return res, fmt.Errorf("nested: %w", err)
				}
				continue
			} else if x == w(2) {
				res += "two"
				break
			} else {
				res += strconv.Itoa(x)
			}
			switch {
			case j == w(1):
				continue
			default:
				if w(j)%2 == 0 {
					break
				}
				res += "|"
			}
			res += ";"
		}
	}
	return
}

type st struct {
	vals []int
	m    map[string][]string
	sub  *st
}

func (s *st) get(i int) *int          { w(i); return &s.vals[i] }
func (s *st) mm() map[string][]string { return w(s.m) }
func ops() {
	s := &st{vals: []int{1, 2, 3}, m: map[string][]string{}, sub: &st{vals: []int{9}}}
	*s.get(w(0)) += *s.get(1) * w(10)
	*s.get(2)++
	*s.sub.get(0), *s.get(1) = *s.get(1), *s.sub.get(0)
	s.mm()["a"] = append(s.mm()["a"], w("x"), w("y"))
	s.mm()["a"][w(1)] += "!"
	s.vals[w(0)]++
	s.vals = append(s.vals[:w(1)], s.vals[w(2):]...)
	fmt.Println(s.vals, s.sub.vals, s.m)
	var sb strings.Builder
	for i, c := range w("héllo") {
		if c == 'l' {
			sb.WriteString(strconv.Itoa(w(i)))
			continue
		}
		sb.WriteRune(w(c))
	}
	fmt.Println(sb.String())
	x := []int{1, 2, 3, 4, 5}
	for len(x) > w(1) {
		x, x[0] = x[1:], x[0]+w(x[1])
	}
	fmt.Println(x)
	matrix := [][]int{{1, 2}, {3, 4}}
	for i := range matrix {
		for j := range matrix[w(i)] {
			matrix[i][j], matrix[j][i] = matrix[w(j)][i], matrix[i][w(j)]
		}
	}
	fmt.Println(matrix)
	func(a, b int, c ...string) {
		fmt.Println(a+w(b), c)
	}(w(1), w(2), strings.Split(w("a,b"), ",")...)
	fmt.Println(func(n int) (int, error) { return e1(n) }(w(-4)))
	fmt.Println(strings.Repeat(two2()))
	if got := func() bool { return w(true) }(); got {
		fmt.Println("lit in cond")
	}
	var f func() func() int
	f = func() func() int { n := w(1); return func() int { n++; return w(n) } }
	g := f()
	fmt.Println(g(), g(), f()(), g())
	defer func() func() { fmt.Println("enter", w(1)); return func() { fmt.Println("leave", w(2)) } }()()
	lbl := 0
	for range 3 {
		lbl++
		if w(lbl) == 2 {
			break
		}
	}
	fmt.Println(lbl)
}
func two2() (string, int) { return w("ab"), w(2) }

func closures() []func() int {
	var fs []func() int
	x := w(0)
	for i := range 3 {
		x += i
		y := w(x)
		fs = append(fs, func() int { x++; y += w(x); return y + i })
	}
	z := 0
	inc := func() { z++ }
	inc()
	w(z)
	inc()
	fs = append(fs, func() int { return z })
	if w(z) == 2 {
		z := 100
		fs = append(fs, func() int { z++; return w(z) })
	}
	return fs
}

func main() {
	fmt.Println(glob, glob2, garr, gm, gf(w(1)))
	assigns()
	for _, n := range []int{-1, 0, 1, 3, 7, 60, 200} {
		fmt.Println(cond(n))
	}
	fmt.Println(nested(0))
	fmt.Println(nested(3))
	fmt.Println(nested(5))
	ops()
	for _, f := range closures() {
		fmt.Println(f(), f())
	}
}
