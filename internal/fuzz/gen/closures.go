package gen

import (
	"fmt"
	"strings"
)

// held declares a closure that is only ever called, and calls it.
func (g *gen) held() string {
	sig := signature{params: g.types(g.IntN(3)), results: g.results()}
	if len(sig.results) > 1 && g.chance(60) {
		sig.results = []string{"int"}
	}
	lit := g.literal(sig.params, sig.results, 1+g.IntN(5), nil)
	sig.name = g.fresh("h")
	decl := fmt.Sprintf("%s := %s\n", sig.name, lit)
	if g.chance(20) {
		decl = fmt.Sprintf("var %s = %s\n", sig.name, lit)
	}
	g.fixed(sig.name, "held")
	top := g.blocks[len(g.blocks)-1]
	top[len(top)-1].sig = &sig
	switch {
	case g.chance(15):
		return decl + "defer " + g.call(sig, 1) + "\n"
	}
	return decl + g.call(sig, 1) + "\n"
}

// calls are the held closures that can be seen.
func (g *gen) calls() []signature {
	var sigs []signature
	for _, v := range g.visible() {
		if v.sig != nil {
			sigs = append(sigs, *v.sig)
		}
	}
	return sigs
}

// keep makes a loop whose variable outlives its turn, in closures or by its
// address.
func (g *gen) keep() string {
	list, name := g.fresh("k"), g.fresh("i")
	return g.within("for", func() string {
		return g.scoped(func() string {
			head := fmt.Sprintf("for %s := 0; %s < %d; %s++ ", name, name, 2+g.IntN(3), name)
			switch g.IntN(6) {
			case 0:
				head = fmt.Sprintf("for %s := range ix(%s, 4) ", name, g.expr("int", 2))
			case 1:
				head = fmt.Sprintf("for _, %s := range (%s) ", name, g.expr("[]int", 2))
			case 2:
				head = fmt.Sprintf("for %s := range seq(ix(%s, 4)) ", name, g.expr("int", 2))
			case 3:
				head = fmt.Sprintf("for %s := ix(%s, 3); %s < 4; %s += 1 + %s&1 ", name, g.expr("int", 1), name, name, g.expr("int", 1))
			}
			g.fixed(name, "int")
			add := fmt.Sprintf("%s = append(%s, func(m int) int { %s += m; return %s })\n", list, list, name, name)
			after := fmt.Sprintf("for _, f := range %s {\nnote(%d, f(%d))\n}\n", list, g.id(), g.IntN(3))
			typ := "func(int) int"
			if g.chance(40) {
				add = fmt.Sprintf("%s = append(%s, &%s)\n", list, list, name)
				after = fmt.Sprintf("for _, p := range %s {\nnote(%d, *p)\n}\n", list, g.id())
				typ = "*int"
			}
			if g.chance(25) {
				after = ""
			}
			body := g.nested(add)
			if g.chance(25) && strings.HasSuffix(head, "++ ") {
				body = strings.TrimSuffix(body, "}") + name + "++\n}"
			}
			return fmt.Sprintf("var %s []%s\n", list, typ) + labelHere + head + body + "\n" + after
		})
	})
}

// labelHere stands where the label of a statement belongs that is not the first
// of its text.
const labelHere = "\x00"
