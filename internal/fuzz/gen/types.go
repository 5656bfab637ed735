package gen

import "math/rand/v2"

// types are random types for parameters, results and variables.
func (g *gen) types(n int) []string {
	var ts []string
	for range n {
		ts = append(ts, g.typ())
	}
	return ts
}

func (g *gen) typ() string {
	if g.param && g.chance(15) {
		return "T"
	}
	return g.oneOf("int", "int", "int", "int", "string", "string", "bool", "[]int", "[]int", "[3]int", "map[string]int",
		"Pt", "*Pt", "Emb", "any", "error", "func(int) int", "Shape")
}

// typesFor is the number of programs that wait for the same types. The runtime
// is compiled for each pair of types that meet, which takes longer than the
// programs themselves.
const typesFor = 600

// waitTypes are the types of values that calls wait for, in all programs of a
// group.
func waitTypes(seed, group uint64) map[string]bool {
	r := rand.New(rand.NewPCG(seed, group^0x5eed))
	waits := map[string]bool{"int": true, "string": true, "bool": true}
	more := []string{"[]int", "[3]int", "map[string]int", "Pt", "*Pt", "Emb", "any", "error", "func(int) int", "Shape"}
	for _, i := range r.Perm(len(more))[:3] {
		waits[more[i]] = true
	}
	waits["T"] = true
	return waits
}

// tr is the name of the leaf for a type: one that waits, or one that does not.
func (g *gen) tr(t string) string {
	if g.waits[t] {
		return "tr"
	}
	return "note"
}

// results are the result types of a function.
func (g *gen) results() []string {
	switch g.IntN(8) {
	case 0, 1:
		return nil
	case 2, 3, 4:
		for {
			if t := g.typ(); g.waits[t] {
				return []string{t}
			}
		}
	}
	several := [][]string{{"int", "string"}, {"int", "error"}, {"int", "bool"}, {"int", "int"}, {"string", "error"}, {"int", "string", "error"}}
	return several[g.IntN(len(several))]
}
