package gen

import (
	_ "embed"
	"fmt"
	"go/format"
	"math/rand/v2"
	"regexp"
	"strings"
)

//go:embed prelude.txt
var prelude string

// A Case is one random program: a function of the form func(n int) (string,
// error), and what it calls.
type Case struct {
	Name  string
	Funcs []string // declarations; the one that is called from outside is the last
}

// variable is what a scope declares.
type variable struct {
	name, typ string
	fixed     bool // neither assigned nor pointed to: the end of a loop hangs on it
	used      bool
	bound     bool       // need not be used in its scope: a parameter, say
	sig       *signature // of a closure that is only called
}

// target is a statement that break, continue or goto may name.
type target struct {
	label string
	kind  string // "for", "switch" (also select), "goto", "back"
	count string // of kind "back": the variable that counts the jumps
	used  bool
}

// frame is what a function body is in.
type frame struct {
	results []string
	named   []string // names of the results, if they have any
	targets []*target
}

// gen makes one case.
type gen struct {
	*rand.Rand
	name   string
	waits  map[string]bool // types of values that calls wait for
	blocks [][]*variable
	fn     *frame
	param  bool        // the function that is made has a type parameter T
	fns    []signature // functions made so far
	budget int         // statements that are left for a function
	depth  int         // nesting of statements
	lits   int         // nesting of function literals
	calm   bool        // no literal waits
	wild   bool        // functions end in all ways
	ids    int
	tmp    int
}

// signature is a function that may be called.
type signature struct {
	name    string
	recv    string // type of the receiver, or ""
	params  []string
	dots    bool // the last parameter is variadic
	results []string
	param   string // constraint of the type parameter T, or ""
}

// NewCase makes a random case; the same seed gives the same one.
func NewCase(seed1, seed2 uint64, name string) Case {
	g := &gen{Rand: rand.New(rand.NewPCG(seed1, seed2)), name: name, ids: 100}
	c := Case{Name: name}
	g.waits = waitTypes(seed1, seed2/typesFor)
	g.calm = isCalm(seed1, seed2)
	g.wild = isWild(seed1, seed2)
	size := func(g *gen) int {
		if g.chance(8) {
			return 20 + g.IntN(30)
		}
		return 3 + g.IntN(12)
	}
	for i := range g.IntN(3) {
		c.Funcs = append(c.Funcs, g.function(fmt.Sprintf("%s_%d", name, i), size(g)))
	}
	g.budget = size(g)
	c.Funcs = append(c.Funcs, g.entry(name))
	for i, f := range c.Funcs {
		c.Funcs[i] = g.scatter(f)
	}
	return c
}

// entry makes the function that is called from outside.
func (g *gen) entry(name string) string {
	sig := signature{name: name, params: []string{"int"}, results: []string{"string", "error"}}
	g.fn = &frame{results: sig.results}
	var head string
	body := g.block(func() string {
		head = g.params(sig, g.fn)
		return g.body(12)
	})
	return "func " + name + head + " {\n" + body + "}\n"
}

var leafCall = regexp.MustCompile(`\btr([\[(])`)

// scatter lets some calls of the leaf be calls that do not wait.
func (g *gen) scatter(text string) string {
	plain := g.IntN(10) * 10
	return leafCall.ReplaceAllStringFunc(text, func(s string) string {
		if g.chance(plain) {
			return "note" + s[2:]
		}
		return s
	})
}

// Program is the source of a package of cases.
func Program(cases []Case) ([]byte, error) {
	var b strings.Builder
	b.WriteString(prelude)
	for _, c := range cases {
		for _, f := range c.Funcs {
			b.WriteString("\n" + f)
		}
	}
	src := []byte(b.String())
	out, err := format.Source(src)
	if err != nil {
		return src, err
	}
	return out, nil
}

// function makes a function or method that later functions may call.
func (g *gen) function(name string, budget int) string {
	sig := signature{name: name, params: g.types(1 + g.IntN(3)), results: g.results()}
	if g.chance(25) {
		sig.recv = g.oneOf("Pt", "*Pt", "*Base", "Num")
	}
	if g.chance(15) {
		sig.params, sig.dots = append(sig.params, "[]int"), true
	}
	if sig.recv == "" && g.chance(20) {
		sig.param = g.oneOf("any", "any", "int | string", "interface{ ~int | ~string }")
		sig.params[0] = "T"
		if len(sig.results) == 1 && g.chance(70) {
			sig.results = []string{"T"}
		}
		name += "[T " + sig.param + "]"
		g.param = true
		defer func() { g.param = false }()
	}
	ctx := &frame{results: sig.results}
	g.budget = budget
	var head string
	body := g.block(func() string {
		if sig.recv != "" {
			head = "(" + g.declare("rc", sig.recv) + " " + sig.recv + ") "
		}
		head += name + g.params(sig, ctx)
		g.fn = ctx
		return g.body(10)
	})
	g.fns = append(g.fns, sig)
	return "func " + head + " {\n" + body + "}\n"
}

// params declares the parameters and results of a function and returns their text.
func (g *gen) params(sig signature, ctx *frame) string {
	var parts []string
	for i, t := range sig.params {
		name := g.declare(g.fresh("p"), t)
		if sig.dots && i == len(sig.params)-1 {
			t = "..." + strings.TrimPrefix(t, "[]")
		}
		parts = append(parts, name+" "+t)
	}
	text := "(" + strings.Join(parts, ", ") + ")"
	if len(sig.results) == 0 {
		return text
	}
	if g.chance(50) && !(g.wild && g.chance(60)) {
		return text + " (" + strings.Join(sig.results, ", ") + ")"
	}
	parts = nil
	for _, t := range sig.results {
		name := g.declare(g.fresh("res"), t)
		ctx.named = append(ctx.named, name)
		parts = append(parts, name+" "+t)
	}
	for _, v := range g.blocks[len(g.blocks)-1] {
		v.used, v.bound = true, true // parameters and results need no use
	}
	return text + " (" + strings.Join(parts, ", ") + ")"
}

// body makes the statements of a function and its last return.
func (g *gen) body(n int) string {
	for _, v := range g.blocks[len(g.blocks)-1] {
		v.used, v.bound = true, true
	}
	text := g.stmts(n)
	if len(g.fn.results) > 0 {
		text += g.uses(text) + g.ret()
	}
	return text
}

// literal makes a function literal; more may add statements at its begin.
func (g *gen) literal(params, results []string, n int, more func(names []string) string) string {
	old, depth := g.fn, g.depth
	g.fn = &frame{results: results}
	g.depth = max(g.depth, 1)
	g.lits++
	var head string
	body := g.block(func() string {
		ctx := g.fn
		head = "func" + g.params(signature{params: params, results: results}, ctx)
		text := ""
		if more != nil {
			var names []string
			for _, v := range g.blocks[len(g.blocks)-1][:len(params)] {
				names = append(names, v.name)
			}
			text = more(names)
		}
		if g.calm {
			return text + g.calmBody(n)
		}
		return text + g.body(n)
	})
	g.lits--
	g.fn, g.depth = old, depth
	text := head + " {\n" + body + "}"
	if g.calm {
		text = leafCall.ReplaceAllString(text, "note$1")
	}
	return text
}

// block makes statements in a scope of their own and uses what they declare.
func (g *gen) block(f func() string) string {
	g.blocks = append(g.blocks, nil)
	text := f()
	text += g.uses(text)
	g.blocks = g.blocks[:len(g.blocks)-1]
	return text
}

// uses makes a use of each variable of the innermost scope that has none in the
// text, of which there is more than the declaration.
func (g *gen) uses(text string) string {
	more := ""
	for _, v := range g.blocks[len(g.blocks)-1] {
		if v.used && (v.bound || mentions(text, v.name) > 1) {
			continue
		}
		v.used, v.bound = true, true
		if g.chance(50) || v.typ == "rune" {
			more += "_ = " + v.name + "\n"
		} else {
			more += fmt.Sprintf("%s(%d, %s)\n", g.tr(v.typ), g.id(), v.name)
		}
	}
	return more
}

// mentions counts a name in a text.
func mentions(text, name string) int {
	n := 0
	for i := 0; ; {
		j := strings.Index(text[i:], name)
		if j < 0 {
			return n
		}
		i += j + len(name)
		if i >= len(text) || text[i] < '0' || text[i] > '9' {
			n++
		}
	}
}

// declare adds a variable to the innermost scope, or, one time in ten, under a
// name that is visible from further out.
func (g *gen) declare(name, typ string) string {
	top := &g.blocks[len(g.blocks)-1]
	if g.chance(12) {
		if v := g.anyVar(); v != nil && !v.fixed && !g.inTop(v.name) {
			name = v.name
		}
	}
	*top = append(*top, &variable{name: name, typ: typ})
	return name
}

func (g *gen) inTop(name string) bool {
	for _, v := range g.blocks[len(g.blocks)-1] {
		if v.name == name {
			return true
		}
	}
	return false
}

// visible returns the variables that are in scope and not shadowed.
func (g *gen) visible() []*variable {
	var vars []*variable
	seen := map[string]bool{}
	for i := len(g.blocks) - 1; i >= 0; i-- {
		for j := len(g.blocks[i]) - 1; j >= 0; j-- {
			if v := g.blocks[i][j]; !seen[v.name] {
				seen[v.name] = true
				vars = append(vars, v)
			}
		}
	}
	return vars
}

func (g *gen) anyVar() *variable {
	if vars := g.visible(); len(vars) > 0 {
		return vars[g.IntN(len(vars))]
	}
	return nil
}

// pick returns a variable of a type in scope, or nil; one that can be assigned
// if set is true.
func (g *gen) pick(typ string, set bool) *variable {
	var fit []*variable
	for _, v := range g.visible() {
		if v.typ == typ && !(set && v.fixed) {
			fit = append(fit, v)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	return fit[g.IntN(len(fit))]
}

func (g *gen) chance(percent int) bool { return g.IntN(100) < percent }

func (g *gen) oneOf(s ...string) string { return s[g.IntN(len(s))] }

func (g *gen) id() int { g.ids++; return g.ids }

func (g *gen) fresh(prefix string) string { g.tmp++; return fmt.Sprint(prefix, g.tmp) }
