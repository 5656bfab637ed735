package gen

import "fmt"

// deferStmt makes a deferred call.
func (g *gen) deferStmt() string {
	switch g.IntN(12) {
	case 0:
		t := g.typ()
		return fmt.Sprintf("defer %s(%d, %s)\n", g.tr(t), g.id(), g.conv(t, 2))
	case 1:
		return "defer recovered()\n"
	case 2:
		if v := g.pick("Emb", true); v != nil {
			v.used = true
			return fmt.Sprintf("defer %s.rescue(%s)\n", v.name, g.expr("int", 2))
		}
		return fmt.Sprintf("defer %s.Add(%s)\n", g.operand("*Pt", 2), g.expr("int", 2))
	case 3:
		return fmt.Sprintf("defer quiet(%d, %s)\n", g.id(), g.expr("int", 2))
	case 4:
		if fns := g.callable(); len(fns) > 0 {
			return "defer " + g.call(fns[g.IntN(len(fns))], 2) + "\n"
		}
		return fmt.Sprintf("defer %s(%s)\n", g.funcValue(2), g.expr("int", 2))
	case 5:
		return fmt.Sprintf("defer %s(%s)\n", g.literal([]string{"int"}, nil, 3, nil), g.expr("int", 2))
	case 6:
		return "defer " + g.literal(nil, nil, 4, nil) + "()\n"
	case 7:
		return g.deferOperands()
	}
	id := g.id()
	again, late := g.chance(15), g.chance(25)
	return "defer " + g.literal(nil, nil, 3, func([]string) string {
		text := ""
		if late {
			text = fmt.Sprintf("%s(%d, %s)\n", g.tr("int"), g.id(), g.expr("int", 1))
		}
		text += fmt.Sprintf("if p := recover(); p != nil {\n%s(%d, p)\n", g.tr("any"), id)
		if again {
			text += g.oneOf("panic(p)\n", fmt.Sprintf("panic(tr(%d, \"again\"))\n", g.id()))
		}
		return text + "}\n"
	}) + "()\n"
}

// deferOperands makes a deferred call of which some operands change what others read.
func (g *gen) deferOperands() string {
	p := g.operand("*Pt", 1)
	if v := g.pick("*Pt", true); v != nil {
		v.used = true
		p = v.name
	}
	moved := fmt.Sprintf("%s.moved(%d, %s)", p, g.id(), g.expr("int", 1))
	switch g.IntN(4) {
	case 0:
		return fmt.Sprintf("defer vsum(%d, %s.X, %s, %s.A[1], %s)\n", g.id(), p, moved, p, g.expr("int", 2))
	case 1:
		return fmt.Sprintf("defer quiet(%s.X, %s)\n", p, moved)
	case 2:
		return fmt.Sprintf("defer %s.With(%s)\n", p, moved)
	}
	return fmt.Sprintf("defer %s.Sum(%s)\n", g.operand("Shape", 2), moved)
}

// panicStmt panics under a condition, or for sure.
func (g *gen) panicStmt() string {
	text := "panic(" + g.expr(g.oneOf("int", "string", "error", "Pt", "any"), 2) + ")\n"
	switch g.IntN(6) {
	case 0:
		text = "(map[string]int)(nil)[" + g.expr("string", 1) + "] = " + g.expr("int", 2) + "\n"
	case 1:
		text = "panic(nil)\n"
	}
	if g.chance(15) {
		return text
	}
	return fmt.Sprintf("if %s {\n%s}\n", g.expr("bool", 2), text)
}

// recursive declares a closure that calls itself.
func (g *gen) recursive() string {
	name := g.fresh("rec")
	g.fixed(name, "rec")
	lit := g.literal([]string{"int"}, []string{"int"}, 3, func(names []string) string {
		for _, v := range g.blocks[len(g.blocks)-1] {
			v.fixed = v.fixed || v.name == names[0]
		}
		stop := fmt.Sprintf("if %s <= 0 {\nreturn %s\n}\n", names[0], g.expr("int", 1))
		e := g.expr("int", 2)
		again := g.ranged("int")
		return stop + fmt.Sprintf("%s := %s(%s-1) + %s\n_ = %s\n", again, name, names[0], e, again)
	})
	return fmt.Sprintf("var %s func(int) int\n%s = %s\ntr(%d, %s(ix(%s, 4)))\n", name, name, lit, g.id(), name, g.expr("int", 1))
}

// concurrent starts goroutines of which one runs at a time.
func (g *gen) concurrent() string {
	if g.lits > 1 {
		return g.decl()
	}
	if g.chance(50) {
		return "aside(" + g.literal(nil, nil, 4, nil) + ")\n"
	}
	c := g.fresh("c")
	text := fmt.Sprintf("%s := make(chan int)\n", c)
	text += fmt.Sprintf("go func(n int) {\ndefer close(%s)\ntry(func() { %s <- n; %s <- %s })\n}(%s)\n", c, c, c, g.lit(), g.expr("int", 2))
	return text + fmt.Sprintf("tr(%d, <-%s+<-%s)\nfor range %s {\n}\n", g.id(), c, c, c)
}

// constants declares a constant and a type of the block.
func (g *gen) constants() string {
	k, t := g.fresh("k"), g.fresh("T")
	v := g.fresh("l")
	text := fmt.Sprintf("const %s = %s\ntype %s struct{ a, b int }\n", k, g.lit(), t)
	return text + fmt.Sprintf("%s := %s{%s, %s}\n%s.a += %s\nnote(%d, %s)\n", v, t, g.expr("int", 2), k, v, g.expr("int", 2), g.id(), v)
}
