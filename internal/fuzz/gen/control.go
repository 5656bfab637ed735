package gen

import (
	"fmt"
	"strings"
)

// ifStmt makes an if with its branches.
func (g *gen) ifStmt() string {
	var init, use string
	return g.scoped(func() string {
		if g.chance(30) {
			e := g.expr("int", 2)
			name := g.declare(g.fresh("v"), "int")
			init, use = fmt.Sprintf("%s := (%s); ", name, e), fmt.Sprintf("(%s > %s) || ", name, g.lit())
			g.useAll()
		}
		text := fmt.Sprintf("if %s%s%s %s", init, use, g.expr("bool", 3), g.nested())
		switch g.IntN(4) {
		case 0:
			text += " else " + g.nested()
		case 1:
			if g.depth < 4 {
				g.depth++
				text += " else " + g.ifStmt()
				g.depth--
			}
		}
		return text
	})
}

// loop makes a for statement of any form.
func (g *gen) loop() string {
	return g.within("for", func() string {
		return g.scoped(func() string {
			switch g.IntN(10) {
			case 0, 1, 2:
				return g.threeClause()
			case 3, 4:
				return g.counted()
			case 5:
				return g.rangeFunc()
			}
			return g.rangeStmt()
		})
	}) + "\n"
}

// threeClause is a loop with a variable, which only the loop and increments change.
func (g *gen) threeClause() string {
	begin, end := "0", fmt.Sprintf("ix(%s, 4)", g.expr("int", 2))
	if g.chance(25) {
		begin = fmt.Sprintf("ix(%s, 3)", g.expr("int", 1))
	}
	if g.chance(50) {
		end = g.lit()
	}
	name := g.fresh("i")
	g.fixed(name, "int")
	post := name + "++"
	switch g.IntN(4) {
	case 0:
		post = fmt.Sprintf("%s += 1 + (%s)&1", name, g.expr("int", 2))
	case 1:
		post = fmt.Sprintf("%s = max(%s, %s+tr(%d, 1))", name, name, name, g.id())
	}
	more := ""
	if g.chance(20) {
		more = name + "++\n"
	}
	if g.chance(15) {
		more += fmt.Sprintf("defer func() { tr(%d, %s) }()\n", g.id(), name)
	}
	cond := fmt.Sprintf("%s < %s", name, end)
	if g.chance(25) {
		cond += " && " + g.expr("bool", 2)
	}
	return fmt.Sprintf("for %s := %s; %s; %s %s", name, begin, cond, post, g.nested(more))
}

// counted is a loop without a variable of its own; a counter before it ends it.
func (g *gen) counted() string {
	name := g.fresh("n")
	g.fixed(name, "int")
	limit := fmt.Sprintf("%s < %d", name, 1+g.IntN(4))
	if g.chance(50) {
		cond := limit
		if g.chance(50) {
			cond += " && " + g.expr("bool", 2)
		}
		return fmt.Sprintf("for %s := 0; %s; %s", name, cond, g.nested(name+"++\n"))
	}
	return fmt.Sprintf("for %s := 0; ; %s", name, g.nested(fmt.Sprintf("%s++\nif !(%s) {\nbreak\n}\n", name, limit)))
}

// rangeStmt ranges over all but functions.
func (g *gen) rangeStmt() string {
	var operand, key, val string
	switch g.IntN(7) {
	case 0, 1:
		operand, key, val = "("+g.expr("[]int", 2)+")", "int", "int"
	case 2:
		operand, key, val = g.operand("[3]int", 2), "int", "int"
		if v := g.pick("[3]int", true); v != nil && g.chance(50) {
			operand, v.used = "&"+v.name, true
		}
	case 3:
		operand, key, val = "("+g.expr("string", 2)+")", "int", "rune"
	case 4:
		operand, key, val = fmt.Sprintf("one(%s, %s)", g.expr("string", 2), g.expr("int", 2)), "string", "int"
	case 5:
		operand, key = fmt.Sprintf("ix(%s, 4)", g.expr("int", 2)), "int"
	case 6:
		operand, key = fmt.Sprintf("closed(ready(%s, %s))", g.expr("int", 2), g.expr("int", 1)), "int"
	}
	return g.rangeOver(operand, key, val)
}

// rangeFunc ranges over a function.
func (g *gen) rangeFunc() string {
	n := fmt.Sprintf("ix(%s, 4)", g.expr("int", 2))
	switch g.IntN(4) {
	case 0:
		return fmt.Sprintf("for range seq0(%s) %s", n, g.nested())
	case 1:
		return g.rangeOver("seq2("+n+")", "int", "string")
	case 2:
		return g.rangeOver("(&Stack[int]{"+g.expr("[]int", 2)+"}).All()", "int", "int")
	}
	return g.rangeOver("seq("+n+")", "int", "")
}

// rangeOver ranges with new variables, with given ones, or with none.
func (g *gen) rangeOver(operand, key, val string) string {
	left := ""
	switch n := g.IntN(10); {
	case n < 1:
	case n < 3 && val != "rune":
		left = g.place(key, 1)
		if val != "" {
			left += ", " + g.place(val, 1)
		}
		left += " = "
	case n < 5 || val == "":
		left = g.ranged(key) + " := "
	case n < 7:
		left = "_, " + g.ranged(val) + " := "
	default:
		left = g.ranged(key) + ", " + g.ranged(val) + " := "
	}
	return fmt.Sprintf("for %srange %s %s", left, operand, "{\n"+g.using(strings.TrimPrefix(g.nested(), "{\n")))
}

// using puts uses of what the innermost scope declares at the begin of a block
// that does not use it.
func (g *gen) using(block string) string {
	text := ""
	for _, v := range g.blocks[len(g.blocks)-1] {
		if !v.bound && (!v.used || mentions(block, v.name) == 0) {
			text += "_ = " + v.name + "\n"
		}
	}
	return text + block
}

// ranged declares a variable of a range clause, or the like.
func (g *gen) ranged(t string) string {
	name := g.fresh("x")
	top := &g.blocks[len(g.blocks)-1]
	*top = append(*top, &variable{name: name, typ: t})
	return name
}

// fixed declares a variable that nothing else changes, and that needs no use.
func (g *gen) fixed(name, t string) {
	top := &g.blocks[len(g.blocks)-1]
	*top = append(*top, &variable{name: name, typ: t, fixed: true, used: true, bound: true})
}

// switchStmt makes a switch with or without a tag.
func (g *gen) switchStmt() string {
	return g.within("switch", func() string {
		t := g.oneOf("int", "int", "string", "bool", "Pt")
		tag := ""
		if g.chance(70) {
			tag = g.conv(t, 2)
		} else {
			t = "bool"
		}
		return g.simple(func(init string) string {
			return "switch " + init + tag + " {\n" + g.clauses(t) + "}"
		})
	}) + "\n"
}

// clauses makes the clauses of a switch, the default anywhere.
func (g *gen) clauses(t string) string {
	var b strings.Builder
	n := 1 + g.IntN(4)
	def := g.IntN(2 * n)
	for i := range n {
		if i == def {
			b.WriteString("default:\n")
		} else {
			b.WriteString("case " + g.caseList(t) + ":\n")
		}
		g.depth++
		b.WriteString(g.block(func() string { return g.stmts(3) }))
		g.depth--
		if i < n-1 && g.chance(25) {
			b.WriteString("fallthrough\n")
		} else if g.chance(8) {
			b.WriteString("break\n")
		}
	}
	return b.String()
}

// caseList is one to three values; none of them is a constant, which might come twice.
func (g *gen) caseList(t string) string {
	var es []string
	for range 1 + g.IntN(3) {
		if v := g.pick(t, false); v != nil && g.chance(35) {
			v.used = true
			es = append(es, v.name)
		} else if t == "int" {
			es = append(es, g.nonConst(2))
		} else {
			es = append(es, fmt.Sprintf("%s(%d, %s)", g.tr(t), g.id(), g.conv(t, 1)))
		}
	}
	return strings.Join(es, ", ")
}

// typeSwitch makes a type switch.
func (g *gen) typeSwitch() string {
	return g.within("switch", func() string {
		bind := g.chance(60)
		name := g.fresh("t")
		e := "(" + g.expr("any", 2) + ")"
		head := e + ".(type)"
		if bind {
			head = name + " := " + head
		}
		var b strings.Builder
		for i, types := range []string{g.oneOf("int", "string", "nil"), g.oneOf("Pt", "*Pt", "Shape", "[]int"), g.oneOf("error, bool", "error"), "default"} {
			if g.chance(25) && i < 3 {
				continue
			}
			label := "case " + types + ":\n"
			if types == "default" {
				label = "default:\n"
			}
			b.WriteString(label)
			g.depth++
			b.WriteString(g.block(func() string {
				text := ""
				if bind {
					typ := types
					if strings.Contains(types, ",") || types == "default" || types == "nil" {
						typ = "any"
					}
					g.blocks[len(g.blocks)-1] = append(g.blocks[len(g.blocks)-1], &variable{name: name, typ: typ, used: true, bound: true})
					text = fmt.Sprintf("%s(%d, %s)\n", g.tr(typ), g.id(), name)
				}
				return text + g.stmts(3)
			}))
			g.depth--
		}
		return "switch " + head + " {\n" + b.String() + "}"
	}) + "\n"
}

// selectStmt makes a select of which exactly one case, or the default, is ready.
func (g *gen) selectStmt() string {
	return g.within("switch", func() string {
		none := "(chan int)(nil)"
		on := g.IntN(3)
		pick := func(i int, c string) string {
			if i == on {
				return c
			}
			return g.oneOf(none, fmt.Sprintf("Pick(true, %s, make(chan int))", none))
		}
		recv := pick(0, fmt.Sprintf("ready(%s)", g.expr("int", 2)))
		send := pick(1, "ready()")
		var first string
		body := g.scoped(func() string {
			switch g.IntN(4) {
			case 0:
				first = "<-" + recv
			case 1:
				first = g.place("int", 1) + " = <-" + recv
			case 2:
				a := g.ranged("int")
				first = a + " := <-" + recv
			case 3:
				a, ok := g.ranged("int"), g.ranged("bool")
				first = a + ", " + ok + " := <-" + recv
			}
			g.depth++
			defer func() { g.depth-- }()
			return g.using(g.block(func() string { return g.stmts(3) }))
		})
		g.depth++
		text := "select {\ncase " + first + ":\n" + body
		text += fmt.Sprintf("case %s <- %s:\n", send, g.expr("int", 2)) + g.block(func() string { return g.stmts(3) })
		if on == 2 || g.chance(20) && on != 2 {
			text += "default:\n" + g.block(func() string { return g.stmts(3) })
		}
		g.depth--
		return text + "}"
	}) + "\n"
}

// gotos makes a jump forward or backward.
func (g *gen) gotos() string {
	if g.chance(50) {
		return g.forward()
	}
	count := g.fresh("g")
	g.fixed(count, "int")
	t := &target{label: g.fresh("B"), kind: "back", count: count}
	g.fn.targets = append(g.fn.targets, t)
	g.depth++
	text := g.stmts(4)
	g.depth--
	g.fn.targets = g.fn.targets[:len(g.fn.targets)-1]
	return fmt.Sprintf("%s := 0\n%s:\n", count, t.label) + text + fmt.Sprintf("if %s {\n%s}\n", g.expr("bool", 2), g.jumpTo(t))
}

// forward jumps over the rest of a block.
func (g *gen) forward() string {
	t := &target{label: g.fresh("F"), kind: "goto"}
	g.fn.targets = append(g.fn.targets, t)
	first := fmt.Sprintf("if %s {\n%s}\n", g.expr("bool", 2), g.jumpTo(t))
	text := g.nested(first) + "\n"
	g.fn.targets = g.fn.targets[:len(g.fn.targets)-1]
	return text + t.label + ":\n" + fmt.Sprintf("tr(%d, %s)\n", g.id(), g.expr("int", 1))
}
