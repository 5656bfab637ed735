package gen

import (
	"fmt"
	"strings"
)

// failing is a call that returns an error besides its other results.
type failing struct {
	call    string
	results []string // without the error
}

// failing makes a call of a leaf, or of a function of this case, that may fail.
func (g *gen) failing() failing {
	n := g.expr("int", 2)
	small := fmt.Sprintf("ix(%s, 8)", n)
	switch g.IntN(10) {
	case 0:
		return failing{"trace.Check(" + small + ")", nil}
	case 1:
		return failing{"trace.Three(" + small + ")", []string{"int", "string"}}
	case 2:
		return failing{"trace.Boom(" + small + ")", []string{"int"}}
	case 3:
		return failing{"trace.Read(" + small + ")", []string{"int"}}
	case 4:
		if g.chance(40) {
			return failing{"trace.Slow(" + small + ")", []string{"int"}}
		}
		return failing{"(&trace.Counter{Limit: " + small + "}).Next()", []string{"int"}}
	case 5:
		store := "(&trace.Mem{Name: \"m\", Size: 4})"
		if g.chance(50) {
			store = "trace.Store" + store
		}
		return failing{store + ".Load(" + small + ")", []string{"string"}}
	case 6:
		for _, i := range g.Perm(len(g.fns)) {
			if f := g.fns[i]; len(f.results) > 0 && f.results[len(f.results)-1] == "error" {
				e, rs := g.callOf(f, 1)
				return failing{e, rs[:len(rs)-1]}
			}
		}
	case 7:
		return failing{"fails(" + n + ")", []string{"int"}}
	}
	return failing{"trace.Fetch(" + small + ")", []string{"int"}}
}

// zeros are the zero values of types, as a return writes them.
var zeros = map[string]string{
	"int": "0", "string": `""`, "bool": "false", "[]int": "nil", "[3]int": "[3]int{}", "map[string]int": "nil",
	"Pt": "Pt{}", "*Pt": "nil", "Emb": "Emb{}", "any": "nil", "error": "nil", "func(int) int": "nil", "Shape": "nil",
}

// failStmt calls something that may fail, and does something about the error.
func (g *gen) failStmt() string {
	f := g.failing()
	if g.chance(15) {
		return g.failInit(f)
	}
	var names []string
	fresh := len(f.results) == 0
	for _, t := range f.results {
		if g.chance(20) {
			names = append(names, "_")
			continue
		}
		fresh = true
		names = append(names, g.declare(g.fresh("v"), t))
	}
	op := " := "
	err := g.pickError()
	if err == "" || len(names) == 0 && g.chance(60) {
		err = g.declare(g.fresh("err"), "error")
	} else if !fresh || len(names) == 0 {
		op = " = "
	}
	text := strings.Join(append(names, err), ", ") + op + f.call + "\n"
	return text + g.handled(err, names)
}

// pickError is an error variable of the innermost scope, which := may assign, or "".
func (g *gen) pickError() string {
	for _, v := range g.blocks[len(g.blocks)-1] {
		if v.typ == "error" && !v.fixed && strings.HasPrefix(v.name, "err") && g.chance(60) {
			v.used = true
			return v.name
		}
	}
	return ""
}

// failInit calls in the first part of an if.
func (g *gen) failInit(f failing) string {
	return g.scoped(func() string {
		var names []string
		for range f.results {
			names = append(names, "_")
		}
		err := g.fresh("err")
		g.fixed(err, "error")
		text := fmt.Sprintf("if %s := %s; %s != nil ", strings.Join(append(names, err), ", "), f.call, err)
		if ret := g.passOn(err); ret != "" && g.chance(60) {
			return text + "{\n" + ret + "}\n"
		}
		text += g.nested()
		if g.chance(50) {
			text += " else " + g.nested()
		}
		return text + "\n"
	})
}

// handled is what is done about an error.
func (g *gen) handled(err string, names []string) string {
	for _, v := range g.blocks[len(g.blocks)-1] {
		if v.name == err {
			v.used = true
		}
	}
	ret := g.passOn(err)
	if ret == "" {
		if g.chance(50) {
			return fmt.Sprintf("if %s != nil %s\n", err, g.nested())
		}
		return fmt.Sprintf("%s(%d, %s)\n", g.tr("error"), g.id(), err)
	}
	switch g.IntN(8) {
	case 0:
		return fmt.Sprintf("if %s != nil %s\n", err, g.nested())
	case 1:
		return fmt.Sprintf("if nil == %s %s else {\n%s}\n", err, g.nested(), ret)
	case 2:
		return fmt.Sprintf("if %s != nil && %s {\n%s}\n", err, g.expr("bool", 1), ret)
	}
	return fmt.Sprintf("if %s != nil {\n%s}\n", err, ret)
}

// passOn is a return with an error, or "" if the function returns none.
func (g *gen) passOn(err string) string {
	rs := g.fn.results
	if len(rs) == 0 || rs[len(rs)-1] != "error" || zeros[rs[0]] == "" {
		return ""
	}
	var es []string
	exact := g.chance(70)
	for _, t := range rs[:len(rs)-1] {
		if exact {
			es = append(es, zeros[t])
		} else {
			es = append(es, g.expr(t, 1))
		}
	}
	switch {
	case g.chance(15):
		err = fmt.Sprintf("fmt.Errorf(\"f %%w\", %s)", err)
	case g.chance(10):
		err = fmt.Sprintf("%s(%d, %s)", g.tr("error"), g.id(), err)
	}
	return "return " + strings.Join(append(es, err), ", ") + "\n"
}
