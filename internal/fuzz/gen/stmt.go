package gen

import (
	"fmt"
	"strings"
)

// stmts makes up to n statements.
func (g *gen) stmts(n int) string {
	var b strings.Builder
	for range 1 + g.IntN(max(n, 1)) {
		if g.budget <= 0 {
			break
		}
		b.WriteString(g.stmt())
	}
	return b.String()
}

// nested makes the block of a statement.
func (g *gen) nested(more ...string) string {
	g.depth++
	text := "{\n" + g.block(func() string { return strings.Join(more, "") + g.stmts(4) }) + "}"
	g.depth--
	return text
}

// stmt makes one statement, with its newline.
func (g *gen) stmt() string {
	g.budget--
	if g.calm && g.chance(15) {
		return g.keptStmt()
	}
	if g.wild && g.chance(20) {
		return g.wildStmt()
	}
	deep := g.depth > 4
	switch n := g.IntN(100); {
	case n < 15:
		return g.decl()
	case n < 20:
		return g.failStmt()
	case n < 33:
		return g.assign()
	case n < 37:
		return g.odd()
	case n < 46:
		t := g.typ()
		return fmt.Sprintf("%s(%d, %s)\n", g.tr(t), g.id(), g.conv(t, 2))
	case n < 50:
		return g.callStmt()
	case n < 53:
		return g.jump()
	case n < 56:
		return g.deferStmt()
	case n < 57:
		return g.panicStmt()
	case n < 59:
		return g.held()
	case n < 60:
		return g.recursive()
	case n < 62:
		return g.concurrent()
	case deep:
		return g.assign()
	case n < 73:
		return g.ifStmt() + "\n"
	case n < 82:
		return g.loop()
	case n < 84:
		return g.keep()
	case n < 90:
		return g.switchStmt()
	case n < 92:
		return g.typeSwitch()
	case n < 94:
		return g.selectStmt()
	case n < 97:
		return g.gotos()
	}
	return g.nested() + "\n"
}

// decl declares variables.
func (g *gen) decl() string {
	t := g.typ()
	switch g.IntN(8) {
	case 0:
		name := g.fresh("v")
		return fmt.Sprintf("var %s %s\n", g.declare(name, t), t)
	case 1:
		e := g.expr(t, 3)
		return fmt.Sprintf("var %s %s = %s\n", g.declare(g.fresh("v"), t), t, e)
	case 2:
		u := g.typ()
		e, f := g.conv(t, 2), g.conv(u, 2)
		a := g.declare(g.fresh("v"), t)
		b := g.declare(g.fresh("v"), u)
		return fmt.Sprintf("%s, %s := %s, %s\n", a, b, e, f)
	case 3:
		return g.multi()
	}
	e := g.conv(t, 3)
	return fmt.Sprintf("%s := %s\n", g.declare(g.fresh("v"), t), e)
}

// tuple makes an expression of two values of the types it returns; some are
// comma-ok forms.
func (g *gen) tuple() (e, t, u string) {
	n := g.expr("int", 2)
	switch g.IntN(8) {
	case 0:
		return "two(" + n + ")", "int", "string"
	case 1:
		return "fails(" + n + ")", "int", "error"
	case 2:
		return fmt.Sprintf("%s[%s]", g.operand("map[string]int", 1), g.expr("string", 1)), "int", "bool"
	case 3:
		t := g.oneOf("int", "string", "Pt", "[]int", "*Pt")
		return fmt.Sprintf("(%s).(%s)", g.conv("any", 2), t), t, "bool"
	case 4:
		return "<-ready(" + n + ")", "int", "bool"
	case 5:
		return "found(" + n + ")", "int", "bool"
	case 6:
		for _, f := range g.callable() {
			if len(f.results) == 2 {
				e, rs := g.callOf(f, 1)
				return e, rs[0], rs[1]
			}
		}
	}
	return "ints(" + n + ")", "int", "int"
}

// multi declares or assigns two variables from one expression.
func (g *gen) multi() string {
	e, t, u := g.tuple()
	if g.chance(60) {
		a := g.declare(g.fresh("v"), t)
		b := "_"
		if g.chance(80) {
			b = g.declare(g.fresh("v"), u)
		}
		return fmt.Sprintf("%s, %s := %s\n", a, b, e)
	}
	return fmt.Sprintf("%s, %s = %s\n", g.place(t, 1), g.place(u, 1), e)
}

// place is something of a type that can be assigned.
func (g *gen) place(t string, d int) string {
	if t == "int" && g.chance(50) {
		switch g.IntN(6) {
		case 0, 1:
			return fmt.Sprintf("%s[%s&1]", g.operand("[]int", d), g.nonConst(d))
		case 2:
			return fmt.Sprintf("%s[%s]", g.operand("map[string]int", d), g.expr("string", d))
		case 3:
			return g.operand("*Pt", d) + g.oneOf(".X", ".Y", ".A["+g.nonConst(d)+"&1]")
		case 4:
			if v := g.pick("[3]int", true); v != nil {
				v.used = true
				return v.name + "[" + g.nonConst(d) + "&1]"
			}
		case 5:
			if v := g.pick(g.oneOf("Pt", "Emb"), true); v != nil {
				v.used = true
				return v.name + g.oneOf(".X", ".Y", ".A["+g.nonConst(d)+"&1]")
			}
		}
		return "counter"
	}
	if t == "Pt" && g.chance(30) {
		return "*" + g.operand("*Pt", d)
	}
	if v := g.pick(t, true); v != nil {
		return v.name
	}
	if t == "int" {
		return "counter"
	}
	return "_"
}

// assign assigns in one of all ways.
func (g *gen) assign() string {
	switch g.IntN(10) {
	case 0:
		return g.place("int", 1) + g.oneOf("++", "--") + "\n"
	case 1, 2, 3:
		op := g.oneOf("+=", "-=", "*=", "^=", "|=")
		return fmt.Sprintf("%s %s %s\n", g.place("int", 2), op, g.expr("int", 3))
	case 4:
		if v := g.pick("string", true); v != nil {
			return fmt.Sprintf("%s += strconv.Itoa(%s)\n", v.name, g.expr("int", 2))
		}
	case 5:
		return g.multi()
	case 6:
		t := g.oneOf("int", "int", "string", "Pt", "func(int) int")
		return fmt.Sprintf("%s, %s = %s, %s\n", g.place("int", 2), g.place(t, 1), g.expr("int", 2), g.conv(t, 2))
	case 7:
		if v := g.pick("[]int", false); v != nil {
			v.used = true
			i, j := g.nonConst(1), g.nonConst(1)
			return fmt.Sprintf("%s[%s&1], %s[%s&1] = %s[%s&1], %s[%s&1]\n", v.name, i, v.name, j, v.name, j, v.name, i)
		}
	}
	t := g.typ()
	return fmt.Sprintf("%s = %s\n", g.place(t, 2), g.conv(t, 3))
}

// callStmt calls something for its effects.
func (g *gen) callStmt() string {
	if fns := g.callable(); len(fns) > 0 && g.chance(60) {
		return g.call(fns[g.IntN(len(fns))], 2) + "\n"
	}
	switch g.IntN(7) {
	case 0:
		return fmt.Sprintf("%s(%s)\n", g.funcValue(2), g.expr("int", 2))
	case 1:
		return g.literal(nil, nil, 4, nil) + "()\n"
	case 2:
		return "try(" + g.literal(nil, nil, 4, nil) + ")\n"
	case 3:
		return g.method(2) + "\n"
	case 4:
		return fmt.Sprintf("delete(%s, %s)\n", g.operand("map[string]int", 1), g.expr("string", 2))
	case 5:
		return fmt.Sprintf("copy(%s, %s)\n", g.expr("[]int", 1), g.expr("[]int", 2))
	}
	return fmt.Sprintf("quiet(%d, %s)\n", g.id(), g.expr("int", 3))
}

// ret makes a return.
func (g *gen) ret() string {
	rs := g.fn.results
	if len(rs) == 0 {
		return "return\n"
	}
	if g.fn.named != nil && g.chance(35) && !g.shadowed() {
		return "return\n"
	}
	if len(rs) == 2 && g.chance(40) {
		for _, p := range []struct{ e, t, u string }{{"two", "int", "string"}, {"ints", "int", "int"}, {"fails", "int", "error"}, {"found", "int", "bool"}} {
			if rs[0] == p.t && rs[1] == p.u {
				return fmt.Sprintf("return %s(%s)\n", p.e, g.expr("int", 2))
			}
		}
	}
	var es []string
	for _, t := range rs {
		es = append(es, g.expr(t, 2))
	}
	return "return " + strings.Join(es, ", ") + "\n"
}

// shadowed tells that a bare return is not allowed, since a result's name means
// something else here.
func (g *gen) shadowed() bool {
	for _, name := range g.fn.named {
		count := 0
		for _, vars := range g.blocks {
			for _, v := range vars {
				if v.name == name {
					count++
				}
			}
		}
		if count > 1 {
			return true
		}
	}
	return false
}

// jump leaves a statement or the function, mostly under a condition.
func (g *gen) jump() string {
	text := g.ret()
	if len(g.fn.targets) > 0 && g.chance(75) {
		text = g.jumpTo(g.fn.targets[g.IntN(len(g.fn.targets))])
	}
	if g.chance(20) {
		return text
	}
	return fmt.Sprintf("if %s {\n%s}\n", g.expr("bool", 2), text)
}

// jumpTo jumps to or out of a statement around.
func (g *gen) jumpTo(t *target) string {
	t.used = true
	switch {
	case t.kind == "goto":
		return "goto " + t.label + "\n"
	case t.kind == "back":
		return fmt.Sprintf("if %s < 3 {\n%s++\ngoto %s\n}\n", t.count, t.count, t.label)
	case t.kind == "for" && g.chance(50):
		return "continue " + t.label + "\n"
	}
	return "break " + t.label + "\n"
}

// within makes a statement that jumps may name, and puts its label before it.
func (g *gen) within(kind string, f func() string) string {
	t := &target{label: g.fresh("L"), kind: kind}
	g.fn.targets = append(g.fn.targets, t)
	text := f()
	g.fn.targets = g.fn.targets[:len(g.fn.targets)-1]
	label := ""
	if t.used {
		label = t.label + ":\n"
	}
	if strings.Contains(text, labelHere) {
		return strings.Replace(text, labelHere, label, 1)
	}
	return label + text
}

// simple is the statement before the condition of an if or switch; f makes what
// is in its scope.
func (g *gen) simple(f func(init string) string) string {
	if g.chance(65) {
		return f("")
	}
	text, names := "", []string{}
	g.scoped(func() string {
		switch g.IntN(3) {
		case 0:
			e, t, u := g.tuple()
			names = append(names, g.declare(g.fresh("v"), t), g.declare(g.fresh("v"), u))
			g.useAll()
			text = f(fmt.Sprintf("%s, %s := (%s); ", names[0], names[1], e))
		case 1:
			e := g.expr("int", 2)
			names = append(names, g.declare(g.fresh("v"), "int"))
			g.useAll()
			text = f(fmt.Sprintf("%s := (%s); ", names[0], e))
		default:
			text = f(fmt.Sprintf("counter = (%s); ", g.expr("int", 2)))
		}
		return ""
	})
	for _, name := range names {
		if mentions(text, name) < 2 {
			return f("")
		}
	}
	return text
}

// scoped is block for scopes that have no end of their own in the text.
func (g *gen) scoped(f func() string) string {
	g.blocks = append(g.blocks, nil)
	text := f()
	g.blocks = g.blocks[:len(g.blocks)-1]
	return text
}

// useAll marks what the innermost scope declares as used.
func (g *gen) useAll() {
	for _, v := range g.blocks[len(g.blocks)-1] {
		v.used, v.bound = true, true
	}
}
