// A call in every place where an operand may stand.
package main

import (
	"errors"
	"fmt"
	"strings"
)

var log []string

func t[T any](name string, v T) T { log = append(log, name); return v }
func flush(what string) {
	fmt.Println(what+":", strings.Join(log, " "))
	log = nil
}

type S struct {
	a, b int
	m    map[string]int
	p    *S
}

func (s S) val(n int) S   { log = append(log, fmt.Sprint("val", s.a, n)); s.a += n; return s }
func (s *S) ptr(n int) *S { log = append(log, fmt.Sprint("ptr", s.a, n)); s.a += n; return s }
func (s S) f() func(int) int {
	log = append(log, "f")
	return func(n int) int { log = append(log, "lit"); return s.a + n }
}

type I interface{ Get(int) int }

func (s S) Get(n int) int { log = append(log, "Get"); return s.a*100 + n }

func two() (int, int)             { log = append(log, "two"); return 1, 2 }
func three() (int, string, error) { log = append(log, "three"); return 1, "x", errors.New("e") }
func va(a int, rest ...int) string {
	log = append(log, "va")
	return fmt.Sprint(a, len(rest), rest == nil, rest)
}

func idx() {
	arr := []int{1, 2, 3, 4, 5, 6, 7, 8}
	fmt.Println(t("arr", arr)[t("i", 2)])
	flush("index")
	fmt.Println(t("arr", arr)[t("lo", 1):t("hi", 5):t("max", 7)], cap(t("arr", arr)[t("lo", 1):t("hi", 5):t("max", 7)]))
	flush("slice")
	m := map[string]map[int]string{"a": {1: "one"}}
	fmt.Println(t("m", m)[t("k", "a")][t("k2", 1)])
	flush("map")
	v, ok := t("m", m)[t("k", "zz")][t("k2", 1)]
	fmt.Println(v, ok)
	flush("mapok")
	m[t("a", "b")] = map[int]string{t("x", 5): t("y", "yy"), t("z", 6): t("w", "ww")}
	flush("lit")
	fmt.Println(m)
	t("m", m)[t("k", "a")][t("k2", 3)] = t("v", "three")
	flush("assign")
	t("m", m)[t("k", "a")][t("k2", 3)] += t("v", "!")
	flush("opassign")
	fmt.Println(m)
	cnt := map[string]int{}
	cnt[t("k", "q")]++
	cnt[t("k", "q")] += t("n", 3)
	cnt[t("k", "r")] <<= t("n", uint(3))
	flush("incdec")
	fmt.Println(cnt)
	a := [4]int{}
	a[t("i", 1)], a[t("j", 2)] = t("x", 10), t("y", 20)
	flush("par")
	fmt.Println(a)
	a[t("i", 1)], a[t("j", 2)] = a[t("k", 2)], a[t("l", 1)]
	flush("swap")
	fmt.Println(a)
	a[t("i", 0)], a[t("i", 3)] = two()
	flush("two")
	i := 0
	i, a[i] = t("one", 1), 77
	flush("ia")
	fmt.Println(a, i)
	i = 0
	a[i], i = 88, t("two", 2)
	fmt.Println(a, i)
	i = 0
	a[i], i = func() int { i = 3; return t("c", 9) }(), t("two", 2)
	fmt.Println(a, i)
	flush("aii")
}

func comp() {
	type P struct {
		X, Y int
		N    *P
		L    []int
		M    map[string]int
	}
	p := P{Y: t("y", 1), X: t("x", 2), N: &P{L: []int{t("l0", 1), 5: t("l5", 2)}}, M: map[string]int{t("mk", "k"): t("mv", 3)}}
	flush("comp")
	fmt.Println(p.X, p.Y, p.N.L, p.M)
	arr := [...]struct{ a, b int }{2: {t("a", 1), t("b", 2)}, 0: {b: t("b0", 3), a: t("a0", 4)}}
	flush("arr")
	fmt.Println(arr)
	mp := map[P2]string{{t("p", 1), t("q", 2)}: t("s", "v"), {3, t("r", 4)}: "w"}
	flush("mapstruct")
	fmt.Println(len(mp), mp[P2{1, 2}])
	sl := []*P2{{t("p", 1), 2}, {3, t("q", 4)}}
	flush("slptr")
	fmt.Println(*sl[0], *sl[1])
	var e interface{} = t("e", 5)
	flush("iface")
	n := e.(int) + t("x", 1) + func() int { e = "str"; return 1 }()
	fmt.Println(n, e)
	flush("assert")
}

type P2 struct{ a, b int }

func chain() {
	s := S{a: 1}
	fmt.Println(s.val(t("x", 1)).val(t("y", 2)).ptrOf().ptr(t("z", 3)).a, s.a)
	flush("chain")
	fmt.Println(s.f()(t("arg", 3)))
	flush("ff")
	fmt.Println(t("s", &s).ptr(t("q", 5)).Get(t("g", 1)))
	flush("chain2")
	var i I = s
	fmt.Println(i.Get(t("a", 1)) - t("s", s).Get(t("b", 2)))
	flush("iface")
	fmt.Println(t("f", s.Get)(t("c", 1)))
	flush("mval")
	fmt.Println(S.Get(t("s", s), t("n", 1)), (*S).ptr(t("ps", &s), t("n", 2)).a)
	flush("mexpr")
	fmt.Println(va(two()), va(t("a", 1)), va(t("a", 1), t("b", 2)), va(t("a", 1), t("sl", []int{1, 2})...), va(t("a", 1), t("nil", []int(nil))...))
	flush("va")
	fmt.Println(three())
	flush("three")
}
func (s S) ptrOf() *S { log = append(log, "ptrOf"); return &s }

func misc() {
	fmt.Println(min(t("a", 3), t("b", 1), 2), max(t("c", "x"), "y", t("d", "z")))
	flush("minmax")
	fmt.Println(t("a", "x") + t("b", "y") + "lit" + t("c", "z"))
	flush("concat")
	fmt.Println(t("a", 1) < t("b", 2), t("a", 1) == t("b", 2) || t("c", 3) > t("d", 1), !(t("e", true) && t("f", false)))
	flush("cmp")
	fmt.Println(any(t("x", 1)) == any(t("y", 1)), error(nil) == t[error]("z", nil))
	flush("ifacecmp")
	fmt.Println(string(t("r", []rune("hé"))), []byte(t("s", "ab")), float64(t("i", 3))/2, int8(t("big", 300)))
	flush("conv")
	ch := make(chan int, t("cap", 4))
	t("ch", ch) <- t("v", 5)
	fmt.Println(<-t("ch", ch)+t("x", 1), len(t("ch", ch)), cap(t("ch", ch)))
	flush("chan")
	sl := make([]int, 2, t("cap", 10))
	fmt.Println(len(sl), cap(sl), copy(t("dst", sl), t("src", []int{7, 8, 9})), sl)
	flush("make")
	sl = append(t("sl", sl), t("x", 1), t("y", 2))
	sl = append(t("sl", sl), t("more", []int{4, 5})...)
	fmt.Println(sl)
	flush("append")
	m := map[int]int{1: 1, 2: 2}
	delete(t("m", m), t("k", 1))
	fmt.Println(m)
	clear(t("m", m))
	fmt.Println(m)
	flush("delete")
	x := complex(t("re", 1.5), t("im", 2.5))
	fmt.Println(real(x), imag(t("x", x)))
	flush("complex")
	p := new(int)
	*t("p", p) = t("v", 4)
	*t("p", p) *= t("v", 4)
	fmt.Println(*t("p", p), -*t("p", p), ^*t("p", p))
	flush("deref")
	sp := &S{a: 1, p: &S{a: 2}}
	t("sp", sp).p.a = t("v", 9)
	t("sp", sp).p.p = &S{a: t("deep", 3)}
	fmt.Println(sp.p.a, sp.p.p.a)
	flush("field")
	fmt.Println((*[2]int)(t("arr", []int{1, 2, 3}))[t("i", 1)], [2]int(t("arr", []int{1, 2, 3})))
	flush("toarr")
}

func late() {
	x := 1
	inc := func() int { x++; return t("inc", x) }
	fmt.Println(x, inc(), x, inc(), x)
	y := x + inc()
	fmt.Println(y)
	y = inc() + x
	fmt.Println(y)
	arr := []int{x, inc(), x}
	fmt.Println(arr)
	st := struct{ a, b, c int }{x, inc(), x}
	fmt.Println(st)
	m := map[int]int{x: inc(), -x: x}
	fmt.Println(len(m), m[-x])
	f := func(a int) int { return a }
	g := func() int { f = func(a int) int { return -a }; return t("g", 5) }
	fmt.Println(f(g()))
	var pp *S = &S{a: 5}
	h := func() int { pp = &S{a: 50}; return t("h", 1) }
	fmt.Println(pp.a + h())
	fmt.Println(pp.a+h(), pp.val(h()).a)
	flush("late")
	i := 0
	sl := []int{10, 20, 30}
	nx := func() int { i++; return t("nx", i) }
	fmt.Println(sl[i]+nx(), sl[i:])
	i = 0
	sl[i] = nx() - 3
	fmt.Println(sl, i)
	flush("late2")
}

func main() {
	idx()
	comp()
	chain()
	misc()
	late()
}
