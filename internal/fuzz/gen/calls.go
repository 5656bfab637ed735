package gen

import "strings"

// callable are the functions and held closures that may be called here.
func (g *gen) callable() []signature {
	return append(g.calls(), g.fns...)
}

// fits tells whether a type satisfies the constraint of the type parameter.
func (f signature) fits(t string) bool {
	return t != "T" && (f.param == "any" || f.param != "" && (t == "int" || t == "string"))
}

// call calls a function of this case.
func (g *gen) call(f signature, d int) string {
	e, _ := g.callOf(f, d)
	return e
}

// callOf is call, and tells the types of the results.
func (g *gen) callOf(f signature, d int) (e string, results []string) {
	t := "int"
	if f.param == "any" {
		t = g.oneOf("int", "string", "bool", "Pt", "error")
	} else if f.param != "" {
		t = g.oneOf("int", "string")
	}
	results = append(results, f.results...)
	for i := range results {
		if results[i] == "T" && f.param != "" {
			results[i] = t
		}
	}
	return g.instance(f, t, d), results
}

// instance calls a function of this case; t is the argument of its type
// parameter, if it has one.
func (g *gen) instance(f signature, arg string, d int) string {
	var args []string
	for i, t := range f.params {
		if f.param != "" && t == "T" {
			args = append(args, g.conv(arg, d))
			continue
		}
		if f.dots && i == len(f.params)-1 {
			if g.chance(50) {
				args = append(args, g.expr(t, d)+"...")
			} else if g.chance(70) {
				args = append(args, g.expr("int", d), g.expr("int", d))
			}
			break
		}
		args = append(args, g.expr(t, d))
	}
	name := f.name
	if f.recv != "" {
		name = g.receiver(f.recv, d) + "." + name
	}
	if f.param != "" && g.chance(50) {
		name += "[" + arg + "]"
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// receiver is an operand whose methods include those of a type.
func (g *gen) receiver(t string, d int) string {
	switch t {
	case "*Base":
		if v := g.pick("Emb", true); v != nil {
			v.used = true
			return v.name
		}
		return "(&Base{" + g.expr("int", d) + "})"
	case "Num":
		return "Num(" + g.expr("int", d) + ")"
	}
	return g.operand(t, d)
}
