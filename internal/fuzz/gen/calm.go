package gen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Func literals that wait have a way of their own through Evert. In some cases no
// literal waits, so that it meets the others more often: those that keep variables, and
// deferred calls of variables that are kept.

// isCalm reports a case without literals that wait.
func isCalm(seed1, seed2 uint64) bool {
	return rand.New(rand.NewPCG(seed1, seed2^0xca1)).IntN(3) == 0
}

// calmBody makes the statements of a literal that does not wait.
func (g *gen) calmBody(n int) string {
	for _, v := range g.blocks[len(g.blocks)-1] {
		v.used, v.bound = true, true
	}
	var b strings.Builder
	for range g.IntN(n + 1) {
		b.WriteString(g.calmStmt())
	}
	var results []string
	for _, t := range g.fn.results {
		results = append(results, g.expr(t, 0))
	}
	if len(results) > 0 {
		fmt.Fprintf(&b, "return %s\n", strings.Join(results, ", "))
	}
	return b.String()
}

// calmStmt makes a statement that does not wait.
func (g *gen) calmStmt() string {
	t := g.oneOf("int", "int", "string", "error", "[]int", "Pt")
	switch v := g.pick(t, true); g.IntN(8) {
	case 0, 1, 2:
		if v == nil {
			break
		}
		if t == "int" || t == "string" {
			return fmt.Sprintf("%s += %s\n", v.name, g.expr(t, 0))
		}
		return fmt.Sprintf("%s = %s\n", v.name, g.expr(t, 0))
	case 3:
		if p := g.pick("*int", false); p != nil {
			return fmt.Sprintf("*%s += %s\n", p.name, g.expr("int", 0))
		}
	case 4:
		for _, f := range g.calls() {
			if g.chance(50) {
				return g.call(f, 0) + "\n"
			}
		}
	case 5:
		if g.chance(30) {
			return fmt.Sprintf("if %s {\npanic(%s)\n}\n", g.expr("bool", 0), g.expr("string", 0))
		}
	}
	return fmt.Sprintf("note(%d, %s)\n", g.id(), g.conv(t, 0))
}

// keptStmt makes a statement of a function without literals that wait: something keeps
// a variable, or a deferred call has it.
func (g *gen) keptStmt() string {
	switch g.IntN(6) {
	case 0:
		v := g.pick("int", true)
		if v == nil {
			break
		}
		v.used = true
		name := g.fresh("ptr")
		g.fixed(name, "*int")
		return fmt.Sprintf("%s := &%s\n*%s += %s\n", name, v.name, name, g.expr("int", 1))
	case 1:
		name := g.fresh("mu")
		return fmt.Sprintf("var %s sync.Mutex\n%s.Lock()\ndefer %s.Unlock()\n", name, name, name)
	case 2:
		v := g.pick("error", true)
		if v == nil {
			break
		}
		v.used = true
		return fmt.Sprintf("defer rescued(&%s)\n", v.name)
	case 3, 4:
		return g.deferStmt()
	}
	return g.held()
}
