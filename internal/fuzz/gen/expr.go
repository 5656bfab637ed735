package gen

import (
	"fmt"
	"strconv"
	"strings"
)

// expr makes an expression of a type; d bounds its depth.
func (g *gen) expr(t string, d int) string {
	if g.chance(18) && d > 0 {
		return fmt.Sprintf("%s[%s](%d, %s)", g.tr(t), t, g.id(), g.expr(t, d-1))
	}
	if v := g.pick(t, false); v != nil && g.chance(45) {
		v.used = true
		return v.name
	}
	if d > 0 {
		if s := g.general(t, d-1); s != "" {
			return s
		}
	}
	switch t {
	case "int":
		return g.intExpr(d)
	case "bool":
		return g.boolExpr(d)
	case "string":
		return g.stringExpr(d)
	case "func(int) int":
		return g.funcExpr(d)
	}
	return g.otherExpr(t, d)
}

// general makes an expression that exists for all types, or "".
func (g *gen) general(t string, d int) string {
	switch g.IntN(24) {
	case 0:
		if !g.waits[t] {
			break
		}
		return fmt.Sprintf("Pick(%s, %s, %s)", g.expr("bool", d), g.conv(t, d), g.conv(t, d))
	case 1:
		if g.lits < 2 && g.budget > 0 && g.waits[t] {
			return g.literal(nil, []string{t}, 2, nil) + "()"
		}
	case 2:
		if g.chance(50) {
			return fmt.Sprintf("any(%s).(%s)", g.conv(t, d), t)
		} else if v := g.pick("any", false); v != nil && g.chance(30) {
			v.used = true
			return v.name + ".(" + t + ")"
		}
	case 3, 4, 5, 6:
		fns := g.callable()
		for _, i := range g.Perm(len(fns)) {
			if f := fns[i]; len(f.results) == 1 && (f.results[0] == t || f.results[0] == "T" && f.fits(t)) {
				return g.instance(f, t, d)
			}
		}
	case 7:
		if t != "Shape" && t != "any" && t != "error" {
			return fmt.Sprintf("[]%s{%s, %s}[%s&1]", t, g.expr(t, d), g.expr(t, d), g.nonConst(d))
		}
	}
	return ""
}

// conv is an expression whose own type is t, also where t is an interface.
func (g *gen) conv(t string, d int) string {
	return "(" + t + ")(" + g.expr(t, d) + ")"
}

// nonConst is an int expression that is not constant.
func (g *gen) nonConst(d int) string {
	if v := g.pick("int", false); v != nil && g.chance(50) {
		v.used = true
		return v.name
	}
	if d > 0 && g.chance(20) {
		return fmt.Sprintf("quiet(%d, %s)", g.id(), g.expr("int", d-1))
	}
	return fmt.Sprintf("tr(%d, %s)", g.id(), g.expr("int", d-1))
}

// lit is an int constant.
func (g *gen) lit() string { return strconv.Itoa(g.IntN(8)) }

func (g *gen) intExpr(d int) string {
	if d <= 0 {
		if g.chance(30) {
			return "counter"
		}
		return g.lit()
	}
	d--
	e := func() string { return g.expr("int", d) }
	switch g.IntN(26) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", e(), g.oneOf("+", "-", "*", "&", "|", "^", "+", "-"), e())
	case 3:
		return fmt.Sprintf("(%s %s (%s|1))", e(), g.oneOf("/", "%"), e())
	case 4:
		if g.chance(20) {
			return fmt.Sprintf("(%s / %s)", e(), g.nonConst(d))
		}
		return fmt.Sprintf("(%s << (%s & 3))", g.nonConst(d), e())
	case 5:
		return fmt.Sprintf("len(%s)", g.expr(g.oneOf("string", "[]int", "map[string]int"), d))
	case 6, 7, 8:
		return g.element(d)
	case 9, 10, 11:
		return g.method(d)
	case 12:
		return fmt.Sprintf("%s(%s)", g.funcValue(d), e())
	case 13:
		return fmt.Sprintf("vsum(%d%s)", g.id(), g.commaList(g.IntN(4), d))
	case 14:
		return fmt.Sprintf("vsum(%d, %s...)", g.id(), g.expr("[]int", d))
	case 15:
		return fmt.Sprintf("take2(two(%s))", e())
	case 16:
		return fmt.Sprintf("Fold(%s, %s, %s)", g.expr("[]int", d), e(), g.lits2("int", "int", "int"))
	case 17:
		return fmt.Sprintf("%s(%s, %s)", g.oneOf("min", "max"), g.nonConst(d), e())
	case 18:
		return fmt.Sprintf("<-ready(%s)", e())
	case 19:
		return fmt.Sprintf("bump(%s)", e())
	case 20, 21:
		return fmt.Sprintf("quiet(%d, %s)", g.id(), e())
	case 22:
		return fmt.Sprintf("ix(%s, %s)", e(), g.lit())
	case 23:
		return "counter"
	case 24:
		return "-" + g.nonConst(d)
	}
	return fmt.Sprintf("int(%s)", g.oneOf("Num("+e()+")", "byte("+g.nonConst(d)+")"))
}

// lits2 is a function literal with the given parameters and a result, the last of types.
func (g *gen) lits2(types ...string) string {
	n := len(types) - 1
	if g.lits > 2 || g.budget <= 0 {
		return "func(a, b int) int { return a - b }"
	}
	return g.literal(types[:n], types[n:], g.IntN(3), nil)
}

// commaList is n int expressions, each after a comma.
func (g *gen) commaList(n, d int) string {
	var b strings.Builder
	for range n {
		b.WriteString(", " + g.expr("int", d))
	}
	return b.String()
}

// operand is an expression that a selector, an index or a call may follow.
func (g *gen) operand(t string, d int) string {
	if v := g.pick(t, false); v != nil && g.chance(70) {
		v.used = true
		return v.name
	}
	return "(" + g.conv(t, d) + ")"
}

// element reads a part of something.
func (g *gen) element(d int) string {
	switch g.IntN(8) {
	case 0, 1:
		s := g.operand("[]int", d)
		if g.chance(15) {
			return fmt.Sprintf("%s[%s&3]", s, g.nonConst(d))
		}
		if g.chance(50) {
			return fmt.Sprintf("append(%s, 1, 2)[%s&1]", s, g.nonConst(d))
		}
		return fmt.Sprintf("%s[%s&1]", s, g.nonConst(d))
	case 2:
		return fmt.Sprintf("%s[%s&1]", g.operand("[3]int", d), g.nonConst(d))
	case 3:
		return fmt.Sprintf("%s[%s]", g.operand("map[string]int", d), g.expr("string", d))
	case 4:
		return g.operand("Pt", d) + g.oneOf(".X", ".Y", ".A[1]", ".A["+g.nonConst(d)+"&1]")
	case 5:
		return g.operand("*Pt", d) + g.oneOf(".X", ".Y", ".A[0]", ".A["+g.nonConst(d)+"&1]")
	case 6:
		return g.operand("Emb", d) + g.oneOf(".X", ".N", ".Pt.Y", ".Base.N")
	}
	return fmt.Sprintf("int(%s[ix(%s, 2)])", g.operand("string", d), g.expr("int", d))
}

// method calls a method that returns an int.
func (g *gen) method(d int) string {
	arg := g.expr("int", d)
	switch g.IntN(10) {
	case 0:
		return fmt.Sprintf("%s.Sum(%s)", g.operand("Pt", d), arg)
	case 1:
		return fmt.Sprintf("%s.%s(%s)", g.operand("*Pt", d), g.oneOf("Sum", "Add", "Add"), arg)
	case 2:
		if v := g.pick("Pt", true); v != nil {
			v.used = true
			return fmt.Sprintf("%s.Add(%s)", v.name, arg)
		}
		return fmt.Sprintf("mkPt(%s).Sum(%s)", g.expr("int", d), arg)
	case 3:
		return fmt.Sprintf("%s.Sum(%s)", g.operand("Shape", d), arg)
	case 4:
		return fmt.Sprintf("Num(%s).Sum(%s)", g.expr("int", d), arg)
	case 5:
		if v := g.pick("Emb", true); v != nil {
			v.used = true
			return fmt.Sprintf("%s.%s(%s)", v.name, g.oneOf("Inc", "Add", "Sum", "Base.Inc"), arg)
		}
		return fmt.Sprintf("%s.Get()", g.operand("Emb", d))
	case 6:
		return fmt.Sprintf("Pt.Sum(%s, %s)", g.expr("Pt", d), arg)
	case 7:
		return fmt.Sprintf("(*Pt).Add(%s, %s)", g.expr("*Pt", d), arg)
	case 8:
		return fmt.Sprintf("%s.With(%s).Sum(%s)", g.operand("Pt", d), g.expr("int", d), arg)
	}
	return fmt.Sprintf("(&Stack[int]{}).Push(%s)", arg)
}

func (g *gen) boolExpr(d int) string {
	if d <= 0 {
		return fmt.Sprintf("tr(%d, %s)", g.id(), g.oneOf("true", "false"))
	}
	d--
	switch g.IntN(10) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", g.expr("bool", d), g.oneOf("&&", "||"), g.expr("bool", d))
	case 3:
		return "!" + g.operand("bool", d)
	case 4:
		return fmt.Sprintf("(%s %s %s)", g.expr("string", d), g.oneOf("==", "<", "!="), g.expr("string", d))
	case 5:
		return fmt.Sprintf("(%s == %s)", g.operand("Pt", d), g.operand("Pt", d))
	case 6:
		return fmt.Sprintf("(%s %s nil)", g.operand(g.oneOf("error", "map[string]int", "[]int", "func(int) int", "any"), d), g.oneOf("==", "!="))
	case 7:
		return fmt.Sprintf("(%s&%d == 0)", g.nonConst(d), 1+g.IntN(3))
	}
	return fmt.Sprintf("(%s %s %s)", g.nonConst(d), g.oneOf("==", "<", "!=", ">=", ">"), g.expr("int", d))
}

func (g *gen) stringExpr(d int) string {
	if d <= 0 {
		return strconv.Quote(g.oneOf("", "a", "b", "xy", "héé"))
	}
	d--
	switch g.IntN(8) {
	case 0, 1:
		return fmt.Sprintf("(%s + %s)", g.expr("string", d), g.oneOf(`"z"`, "strconv.Itoa("+g.expr("int", d)+")"))
	case 2:
		s := g.operand("string", d)
		return fmt.Sprintf("%s[:ix(%s, len(%s)+1)]", "(\"q\" + "+s+")", g.expr("int", d), s)
	case 3:
		return fmt.Sprintf("vcat(%s, %s, %s)", g.expr("string", 0), g.expr(g.typ(), d), g.expr("int", d))
	case 4:
		return fmt.Sprintf("show(%s)", g.expr(g.oneOf("int", "Pt", "bool", "[3]int", "Emb"), d))
	case 5:
		return fmt.Sprintf("fmt.Sprint(%s, %s)", g.expr("int", d), g.expr("int", d))
	case 6:
		return g.operand("Emb", d) + ".Name"
	}
	return fmt.Sprintf("tr(%d, %s)", g.id(), g.expr("string", d))
}

// funcValue is something to call.
func (g *gen) funcValue(d int) string { return "(" + g.expr("func(int) int", d) + ")" }

func (g *gen) funcExpr(d int) string {
	switch {
	case d > 0 && g.chance(15):
		return fmt.Sprintf("%s.%s", g.operand("*Pt", d-1), g.oneOf("Add", "Sum"))
	case d > 0 && g.chance(10):
		return fmt.Sprintf("%s.Sum", g.operand("Shape", d-1))
	case d > 0 && g.chance(20):
		return fmt.Sprintf("adder(%s)", g.expr("int", d-1))
	case g.chance(4):
		return "(func(int) int)(nil)"
	case g.lits < 3 && g.budget > 0:
		return g.literal([]string{"int"}, []string{"int"}, 1+g.IntN(3), nil)
	}
	return "bump"
}

// leaves are the simplest values of composite types and interfaces.
var leaves = map[string]string{
	"[]int": "([]int{1, 2, 3})", "[3]int": "([3]int{1, 2, 3})", "map[string]int": "(map[string]int{\"a\": 1})",
	"Pt": "(Pt{X: 1})", "*Pt": "(&Pt{Y: 2})", "Emb": "(Emb{Name: \"e\"})", "Shape": "Shape(Num(3))",
	"error": "errFirst", "any": "any(4)", "T": "*new(T)",
}

// otherExpr makes values of composite types and interfaces.
func (g *gen) otherExpr(t string, d int) string {
	if d <= 0 {
		return leaves[t]
	}
	d--
	e := func() string { return g.expr("int", d) }
	switch t {
	case "[]int":
		return g.sliceExpr(d)
	case "[3]int":
		return fmt.Sprintf("([3]int{%s, 2: %s})", e(), e())
	case "map[string]int":
		if g.chance(12) {
			return "map[string]int(nil)"
		}
		return g.oneOf(fmt.Sprintf("(map[string]int{\"a\": %s, \"b\": %s})", e(), e()), fmt.Sprintf("one(%s, %s)", g.expr("string", d), e()))
	case "Pt":
		return g.oneOf(fmt.Sprintf("mkPt(%s)", e()), fmt.Sprintf("(Pt{Y: %s, X: %s})", e(), e()), fmt.Sprintf("(Pt{%s, %s, [2]int{1: %s}})", e(), e(), e()),
			g.operand("Pt", d)+".With("+e()+")", "*"+g.operand("*Pt", d))
	case "*Pt":
		if v := g.pick("Pt", true); v != nil && g.chance(50) {
			v.used = true
			return "(&" + v.name + ")"
		}
		if g.chance(4) {
			return "(*Pt)(nil)"
		}
		return fmt.Sprintf("(&Pt{X: %s, Y: %s})", e(), e())
	case "Emb":
		return fmt.Sprintf("(Emb{Base{%s}, %s, %s})", e(), g.expr("Pt", d), g.expr("string", d))
	case "Shape":
		return g.oneOf("Shape("+g.expr("Pt", d)+")", "Shape("+g.expr("*Pt", d)+")", "Shape("+g.expr("Emb", d)+")", "Shape(Num("+e()+"))")
	case "error":
		return g.oneOf("error(nil)", "errFirst", "error(&MyErr{"+e()+"})", fmt.Sprintf("fmt.Errorf(\"w %%d\", %s)", e()))
	case "T":
		return "*new(T)"
	case "any":
		return "any(" + g.expr(g.oneOf("int", "string", "Pt", "[]int", "bool", "error", "*Pt"), d) + ")"
	}
	panic("no expression of type " + t)
}

func (g *gen) sliceExpr(d int) string {
	e := func() string { return g.expr("int", d) }
	switch g.IntN(7) {
	case 0:
		return fmt.Sprintf("append(%s, %s, %s)", g.operand("[]int", d), e(), e())
	case 1:
		return fmt.Sprintf("append([]int{}, %s...)", g.expr("[]int", d))
	case 2:
		if d > 0 {
			return fmt.Sprintf("Map(%s, %s)", g.expr("[]int", d), g.expr("func(int) int", d))
		}
	case 3:
		s := g.operand("[]int", d)
		return fmt.Sprintf("%s[ix(%s, 2):%s]", s, e(), g.oneOf("", g.nonConst(d)))
	case 4:
		return fmt.Sprintf("make([]int, 2+%s&1)", g.nonConst(d))
	}
	return fmt.Sprintf("([]int{%s, %s, %s})", e(), e(), e())
}
