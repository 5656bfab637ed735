package gen

import (
	"fmt"
	"strings"
)

// odd makes statements of constructs that are rare in programs.
func (g *gen) odd() string {
	e := func() string { return g.expr("int", 2) }
	switch g.IntN(20) {
	case 0:
		return g.constants()
	case 1:
		if g.chance(50) {
			return fmt.Sprintf("if %s {\nruntime.Goexit()\n}\n", g.expr("bool", 1))
		}
		return fmt.Sprintf("clear(%s)\n", g.operand(g.oneOf("map[string]int", "[]int"), 2))
	case 2:
		return fmt.Sprintf("note(%d, %s(complex(float64(%s), 2)*complex(1, float64(%s))))\n", g.id(), g.oneOf("real", "imag"), e(), e())
	case 3:
		name := g.fresh("l")
		return fmt.Sprintf("%s := trace.Pairs(%s)\n%s.Right += %s\nnote(%d, %s.Left)\nnote(%d, %s.Right)\n", name, e(), name, e(), g.id(), name, g.id(), name)
	case 4:
		return g.mapStmt()
	case 5:
		c := g.fresh("c")
		return fmt.Sprintf("%s := make(chan int, 2)\n%s <- %s\n%s <- %s\nclose(%s)\nfor range %s %s\n", c, c, e(), g.chanOf(c), e(), c, c, g.nested())
	case 6:
		return fmt.Sprintf("note(%d, any(%s) == any(%s))\n", g.id(), g.conv(g.typ(), 1), g.conv(g.typ(), 1))
	case 7:
		return g.copies()
	case 8:
		return g.integers()
	case 9:
		return fmt.Sprintf("trace.Do(%s)\n", e())
	case 10:
		return g.named()
	case 11:
		name := g.fresh("l")
		return fmt.Sprintf("%s := struct{ a, b int }{b: %s, a: %s}\n%s.b %s %s\nnote(%d, %s)\n", name, e(), e(), name, g.oneOf("+=", "=", "-="), e(), g.id(), name)
	case 12:
		return fmt.Sprintf("note(%d, [...]int{%s, 3: %s, %s})\n", g.id(), e(), e(), e())
	case 13:
		return fmt.Sprintf("note(%d, []Pt{{X: %s}, {Y: %s, A: [2]int{%s, %s}}}[%s&1])\n", g.id(), e(), e(), e(), e(), g.nonConst(1))
	case 14:
		return fmt.Sprintf("note(%d, map[string]map[int]bool{%s: {%s: %s}})\n", g.id(), g.expr("string", 1), e(), g.expr("bool", 1))
	case 15:
		return fmt.Sprintf("note(%d, (%s)[ix(%s, 2):][%s&1:3:3])\n", g.id(), "[]int{1, 2, 3, "+e()+"}", e(), g.nonConst(1))
	case 16:
		f := g.fresh("m")
		recv := g.oneOf("(*Pt).Add", "Shape.Sum", "Emb.Sum")
		arg := map[string]string{"(*Pt).Add": "*Pt", "Shape.Sum": "Shape", "Emb.Sum": "Emb"}[recv]
		return fmt.Sprintf("%s := %s\nnote(%d, %s(%s, %s))\n", f, recv, g.id(), f, g.expr(arg, 2), e())
	case 17:
		f := g.fresh("m")
		return fmt.Sprintf("%s := %s.%s\n%s\nnote(%d, %s(%s))\n", f, g.operand(g.oneOf("Pt", "Emb", "Shape"), 2), "Sum", strings.TrimSpace(g.assign()), g.id(), f, e())
	case 18:
		return fmt.Sprintf("note(%d, %s(%s))\n", g.id(), g.oneOf("Fold[int]", "Fold"), g.expr("[]int", 1)+", "+e()+", "+g.lits2("int", "int", "int"))
	}
	return fmt.Sprintf("{\nvar _, %s = %s, %s\n%s := %s\n_, _ = %s, %s\n}\n", "y1", e(), e(), "y2", e(), "y1", "y2")
}

// chanOf is a channel, or a call that returns it.
func (g *gen) chanOf(c string) string {
	if g.chance(50) {
		return c
	}
	return fmt.Sprintf("Pick(%s, %s, %s)", g.expr("bool", 1), c, c)
}

// copies changes an array or struct while a copy is in use.
func (g *gen) copies() string {
	a := g.fresh("a")
	switch g.IntN(4) {
	case 0:
		return fmt.Sprintf("%s := [3]int{%s, 2, 3}\nfor i, v := range %s {\n%s[2] += v\nnote(%d, i*v+%s)\n}\n", a, g.expr("int", 2), a, a, g.id(), g.expr("int", 1))
	case 1:
		return fmt.Sprintf("%s := [3]int{1, 2, 3}\nfor i, v := range &%s {\n%s[2] += v\nnote(%d, i*v+%s)\n}\n", a, a, a, g.id(), g.expr("int", 1))
	case 2:
		return fmt.Sprintf("%s := [2]Pt{{X: 1}, {X: %s}}\nb%s := %s\n%s[%s&1].X += %s\nnote(%d, b%s[0].X + %s[0].X)\n", a, g.expr("int", 1), a, a, a, g.nonConst(1), g.expr("int", 2), g.id(), a, a)
	}
	return fmt.Sprintf("%s := %s\nnote(%d, [2]Pt{%s, {X: %s.Add(%s)}})\n", a, g.conv("Pt", 1), g.id(), a, a, g.expr("int", 1))
}

// integers computes with integers of a limited size.
func (g *gen) integers() string {
	t := g.oneOf("uint8", "int8", "uint16", "int64", "uint")
	v := g.fresh("u")
	text := fmt.Sprintf("%s := %s(%s)\n%s %s %s(%s)\n", v, t, g.nonConst(2), v, g.oneOf("+=", "*=", "&^=", "<<=", ">>=", "|="), t, g.nonConst(1)+"&7")
	if g.chance(60) {
		text += fmt.Sprintf("for i := range %s & 3 {\nnote(%d, i)\n%s = %s(%s)\n}\n", v, g.id(), v, t, g.nonConst(2))
	}
	return text + fmt.Sprintf("note(%d, %s)\n", g.id(), v)
}

// named uses types of maps, slices and functions that have names.
func (g *gen) named() string {
	t, v := g.fresh("T"), g.fresh("l")
	switch g.IntN(3) {
	case 0:
		return fmt.Sprintf("type %s []int\n%s := %s{%s, %s}\nfor i, x := range %s {\n%s[i] = x + %s\n}\nnote(%d, %s)\n", t, v, t, g.expr("int", 1), g.expr("int", 1), v, v, g.expr("int", 1), g.id(), v)
	case 1:
		return fmt.Sprintf("type %s map[string]int\n%s := %s{\"a\": %s}\nfor k, x := range %s {\n%s[k] = x + %s\n}\nnote(%d, len(%s))\n", t, v, t, g.expr("int", 1), v, v, g.expr("int", 1), g.id(), v)
	}
	return fmt.Sprintf("type %s struct{ Pt; n int }\n%s := %s{n: %s}\n%s.X, %s.n = %s.Add(%s), %s\nnote(%d, tr(%d, %s).n)\n", t, v, t, g.expr("int", 1), v, v, v, g.expr("int", 1), g.expr("int", 1), g.id(), g.id(), v)
}

// mapStmt changes a map while it is ranged over, or has keys that are odd.
func (g *gen) mapStmt() string {
	m := g.fresh("m")
	switch g.IntN(3) {
	case 0:
		return fmt.Sprintf("%s := map[int]int{1: %s}\nfor k := range %s {\ndelete(%s, k)\nnote(%d, len(%s)+%s)\n}\n", m, g.expr("int", 1), m, m, g.id(), m, g.expr("int", 1))
	case 1:
		return fmt.Sprintf("%s := map[any]int{}\n%s[%s] = %s\nnote(%d, len(%s))\n", m, m, g.conv("any", 2), g.expr("int", 2), g.id(), m)
	}
	return fmt.Sprintf("%s := map[Num][]int{}\n%s[Num(%s)] = append(%s[Num(%s)], %s)\nnote(%d, len(%s))\n", m, m, g.expr("int", 1), m, g.expr("int", 1), g.expr("int", 1), g.id(), m)
}
