// Operands that become interface values, keys of maps and entries of map literals, left
// of a call that changes what they read.
package main

import "fmt"

func w[T any](v T) T { return v }

type S1 struct{ n int }
type S2 struct{ a, b int }
type S5 struct{ a, b, c, d, e int }
type SP struct{ p *int }
type SS struct{ s string }
type SI struct{ i any }
type A1 [1]int
type A2 [2]int
type B bool
type E interface{ M() int }
type P struct{ v int }

func (p *P) M() int { return p.v }
func (s S2) V() int { return s.a }

type X struct {
	b    bool
	n    int
	i8   int8
	u8   uint8
	i16  int16
	i32  int32
	f    float64
	c64  complex64
	c128 complex128
	s    string
	sl   []int
	m    map[string]int
	p    *int
	fn   func() int
	ch   chan int
	s1   S1
	s2   S2
	s5   S5
	sp   SP
	ss   SS
	si   SI
	a1   A1
	a2   A2
	e    E
	i    any
	ms2  map[string]S2
	mb   map[string]bool
	mp   map[string]*int
	mk   map[S2]int
	ma   map[any]int
	xs   []S2
	bs   []byte
	h    [3]S2
	next *X
}

var ints = [10]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
var x *X
var pkgS2 S2

func set(n int) {
	x = &X{b: n%2 == 0, n: n, i8: int8(n), u8: uint8(n), i16: int16(n), i32: int32(n), f: float64(n), c64: complex(float32(n), 0), c128: complex(float64(n), 0),
		s: fmt.Sprint(n), sl: []int{n}, m: map[string]int{"a": n}, p: &ints[n], fn: func() int { return n }, ch: make(chan int, n),
		s1: S1{n}, s2: S2{n, n}, s5: S5{a: n}, sp: SP{&ints[n]}, ss: SS{fmt.Sprint(n)}, si: SI{n}, a1: A1{n}, a2: A2{n, n}, e: &P{n}, i: n,
		ms2: map[string]S2{"a": {n, n}}, mb: map[string]bool{"a": n%2 == 0}, mp: map[string]*int{"a": &ints[n]}, mk: map[S2]int{{1, 1}: n}, ma: map[any]int{1: n, true: n}, xs: []S2{{n, n}}, bs: []byte{'a'}, h: [3]S2{{n, n}}}
	x.next = x
	pkgS2 = S2{n, n}
}

var cnt int

//go:noinline
func mod() int { cnt++; set((x.n + 1) % 9); return w(cnt) }

func str(a any) string {
	switch v := a.(type) {
	case *int:
		return fmt.Sprint("&", *v)
	case func() int:
		return fmt.Sprint("f", v())
	case chan int:
		return fmt.Sprint("ch", cap(v))
	case SP:
		return fmt.Sprint("SP", *v.p)
	case *X:
		return fmt.Sprint("X", v.n)
	case *P:
		return fmt.Sprint("P", v.v)
	case *S2:
		return fmt.Sprint("&S2", *v)
	case func() string:
		return v()
	case [2]any:
		return str(v[0]) + str(v[1])
	}
	return fmt.Sprint(a)
}

//go:noinline
func show(name string, a any, n int) { fmt.Println(name, str(a), n) }
func e2(name string, a E, n int)     { fmt.Println(name, a.M(), n) }
func anys(name string, a ...any) {
	s := name
	for _, v := range a {
		s += " " + str(v)
	}
	fmt.Println(s)
}
func two() (any, any) { return x.n == 3, mod() }
func ret(k int) (any, int) {
	switch k {
	case 0:
		return x.b, mod()
	case 1:
		return !x.b, mod()
	case 2:
		return x.ms2["a"], mod()
	case 3:
		return S2{x.n, 1}, mod()
	}
	return x.s2, mod()
}

func fields() {
	show("b", x.b, mod())
	show("n", x.n, mod())
	show("i8", x.i8, mod())
	show("u8", x.u8, mod())
	show("i16", x.i16, mod())
	show("i32", x.i32, mod())
	show("f", x.f, mod())
	show("c64", x.c64, mod())
	show("c128", x.c128, mod())
	show("s", x.s, mod())
	show("sl", x.sl, mod())
	show("m", x.m, mod())
	show("p", x.p, mod())
	show("fn", x.fn, mod())
	show("ch", x.ch, mod())
	show("s1", x.s1, mod())
	show("s2", x.s2, mod())
	show("s5", x.s5, mod())
	show("sp", x.sp, mod())
	show("ss", x.ss, mod())
	show("si", x.si, mod())
	show("a1", x.a1, mod())
	show("a2", x.a2, mod())
	show("e", x.e, mod())
	show("i", x.i, mod())
	show("x", x, mod())
	show("*x", (*x).s2, mod())
	show("*p", *x.p, mod())
	show("pkg", pkgS2, mod())
	show("xs", x.xs[0], mod())
	show("h", x.h[0], mod())
	show("next", x.next.next.s2, mod())
	show("next.b", x.next.b, mod())
}
func exprs() {
	show("!b", !x.b, mod())
	show("==", x.n == 3, mod())
	show("<", x.n < 3, mod())
	show("&&", x.n < 3 && x.b, mod())
	show("B", B(x.b), mod())
	show("B==", B(x.n == 2), mod())
	show("n+1", x.n+1, mod())
	show("-i8", -x.i8, mod())
	show("u8+", x.u8+1, mod())
	show("int8()", int8(x.n), mod())
	show("int16()", int16(x.n), mod())
	show("uint8()", uint8(x.n), mod())
	show("bool()", bool(x.b), mod())
	show("c128", x.c128*2, mod())
	show("s+", x.s+"!", mod())
	show("string(bs)", string(x.bs), mod())
	show("[]byte", []byte(x.s), mod())
	show("ms2", x.ms2["a"], mod())
	show("mb", x.mb["a"], mod())
	show("mp", x.mp["a"], mod())
	show("m", x.m["a"], mod())
	show("mk", x.mk[S2{1, 1}], mod())
	show("mk2", x.mk[S2{x.n - x.n + 1, 1}], mod())
	show("ma", x.ma[x.n-x.n+1], mod())
	show("ma2", x.ma[x.n == x.n], mod())
	show("m[string]", x.m[string(x.bs)], mod())
	show("ms2.a", x.ms2["a"].a, mod())
	show("s[0]", x.s[0], mod())
	show("S1{}", S1{x.n}, mod())
	show("S2{}", S2{x.n, 2}, mod())
	show("&S2{}", &S2{x.n, 2}, mod())
	show("SP{}", SP{x.p}, mod())
	show("SS{}", SS{x.s}, mod())
	show("A1{}", A1{x.n}, mod())
	show("A2{}", A2{x.n, 1}, mod())
	show("[]int{}", []int{x.n}, mod())
	show("map{}", map[string]int{"a": x.n}, mod())
	show("[]bool", []bool{x.b, x.n == 3}, mod())
	show("[2]any", [2]any{x.b, !x.b}, mod())
	show("any(any)", any(any(!x.b)), mod())
	show("E", E(x.e), mod())
	show("assert int", x.i.(int), mod())
	show("assert *P", x.e.(*P), mod())
	show("assert E", x.e.(E), mod())
	show("assert any", x.e.(any), mod())
	show("&x.n", &x.n, mod())
	show("S2(x)", S2(x.s2), mod())
	show("mv", x.s2.V, mod())
	show("fn()", x.fn(), mod())
	show("fn().", x.self().n, mod())
	show("fn().b", x.self().b, mod())
	show("val().s2", x.val().s2, mod())
	show("len", len(x.s), mod())
	show("slice", x.sl[:1], mod())
	show("ptr to arr", (&x.a2)[0], mod())
	show("func", func() int { return x.n }, mod())
	e2("E", x.e, mod())
	e2("E*P", x.e.(*P), mod())
	e2("E&P", &P{x.n}, mod())
}
func (x *X) self() *X { return w(x) }
func (x *X) val() X   { return *w(x) }

func contexts() {
	a, b := any(!x.b), mod()
	anys("any()", a, b)
	var c, d any = !x.b, mod()
	anys("var", c, d)
	c, d = x.n == 3, mod()
	anys("assign", c, d)
	c, d = x.ms2["a"], mod()
	anys("assign ms2", c, d)
	c, d = x.s2, mod()
	anys("assign s2", c, d)
	anys("va", !x.b, mod(), !x.b, mod(), x.s2, mod(), x.u8, mod(), x.u8+0, mod())
	l := []any{!x.b, mod(), S2{x.n, 1}, x.ms2["a"], mod(), x.n}
	anys("[]any", l...)
	m := map[string]any{"a": !x.b, "b": mod(), "c": x.n, "d": mod()}
	anys("map", m["a"], m["b"], m["c"], m["d"])
	m2 := map[any]int{x.n + 100: x.n, mod() + 200: x.n, x.n + 300: mod()}
	anys("map any", m2)
	m3 := map[int]S2{x.n + 100: {x.n, mod()}, x.n + 200: {mod(), x.n}, x.n + 300: {x.n, 1}}
	anys("map S2", m3)
	m4 := map[S2][]int{{x.n, 1}: {x.n, mod()}, {x.n, 2}: {mod(), x.n}, {x.n, 3}: {x.n}}
	anys("map S2 []", m4)
	m5 := map[string]map[string]*S2{"a": {"b": {x.n, 1}}, "c": {"d": {mod(), x.n}, x.s: {x.n, 3}}}
	anys("map map", *m5["a"]["b"], *m5["c"]["d"], len(m5["c"]))
	st := struct{ a, b, c any }{!x.b, mod(), x.n}
	anys("struct", st.a, st.b, st.c)
	st2 := struct{ a, b, c any }{c: !x.b, b: mod(), a: x.n}
	anys("struct keyed", st2.a, st2.b, st2.c)
	arr := [...]any{2: !x.b, 0: mod(), 1: x.n}
	anys("arr", arr[:]...)
	anys("two")
	p, q := two()
	anys("two", p, q)
	for k := range 5 {
		p, q := ret(k)
		anys("ret", p, q)
	}
	anys("cmp", any(!x.b) == any(mod() > 0), x.i == mod(), x.i == any(x.n), mod())
	anys("cmp2", x.i == x.n, mod(), x.n == x.i, mod())
	anys("idx", x.mk[S2{x.n * 0, 1}]+mod(), x.ma[!x.b]+mod())
	x.mk[S2{x.n, 1}] = mod()
	anys("assigned", len(x.mk))
	kk := x.mk
	kk[S2{x.n, x.n}] = mod()
	anys("assigned", kk[S2{x.n, x.n}], kk[S2{x.n - 1, x.n - 1}])
	kk[x.s2] = mod()
	anys("assigned", kk)
	mm := map[any]int{}
	mm[x.n] = mod()
	mm[x.s2] = mod()
	mm[x.n] += mod()
	anys("assigned any", mm)
	mi := map[int]int{}
	mi[x.n] = mod()
	mi[x.n] += mod()
	anys("assigned int", mi)
	anys("append", append([]any{!x.b}, x.b, mod(), !x.b)...)
	defer anys("defer", !x.b, mod(), x.n, x.s2)
	ch := make(chan any, 5)
	ch <- !x.b
	anys("nested", func(a any, b int) any { return a }(!x.b, mod()), mod())
	var ei E
	var n int
	ei, n = &P{x.n}, mod()
	anys("E", ei, n)
	func() {
		defer func() { anys("recovered", recover(), cnt) }()
		show("bad", x.e.(interface{ Nope() }), mod())
	}()
	func() {
		defer func() { anys("recovered", recover(), cnt) }()
		show("bad", x.i.(*P), mod())
	}()
	func() {
		defer func() { anys("recovered", recover(), cnt) }()
		show("bad", x.i.(string), mod())
	}()
	func() {
		defer func() { anys("recovered", recover(), cnt) }()
		var np *X
		show("nil", np.n == 3, mod())
	}()
	func() {
		defer func() { anys("recovered", recover(), cnt) }()
		var np *X
		show("nil", np.n, mod())
	}()
}

func main() {
	set(1)
	fields()
	exprs()
	contexts()
}
