// Package names makes names that clash with nothing and shadow nothing.
package names

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pool knows every name that a function's code may mean something by.
type Pool struct {
	taken map[string]bool
	fixed map[string]bool // taken by what Evert did not make, or by names that stay
}

// New returns a pool in which the identifiers of decl but for selectors, the package's
// own names, the universe's and the given ones are taken.
func New(decl ast.Node, pkg *types.Package, more ...string) *Pool {
	p := &Pool{taken: map[string]bool{"_": true, "": true}}
	p.take(decl)
	for _, n := range pkg.Scope().Names() {
		p.taken[n] = true
	}
	for _, n := range types.Universe.Names() {
		p.taken[n] = true
	}
	for _, n := range more {
		p.taken[n] = true
	}
	p.fixed = make(map[string]bool, len(p.taken))
	for n := range p.taken {
		p.fixed[n] = true
	}
	return p
}

// take takes the identifiers of n, but for those that are looked up in something:
// fields and methods.
func (p *Pool) take(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			p.take(n.X)
			return false
		case *ast.Ident:
			p.taken[n.Name] = true
		}
		return true
	})
}

// Keep says that a name made by Fresh stays: no other scope may use it again.
func (p *Pool) Keep(name string) { p.fixed[name] = true }

// numbered ends a candidate that gets a number rather than give way to the next
// candidate, where its name is taken by another name that Evert made.
const numbered = "#"

// Again returns the first of the candidates that is neither fixed nor in scope, or
// the last one with a number: names may serve again where scopes do not meet.
func (p *Pool) Again(inScope func(string) bool, candidates ...string) string {
	name := p.choose(candidates, func(name string) bool {
		return !p.fixed[name] && !token.IsKeyword(name) && !inScope(name)
	})
	p.taken[name] = true
	return name
}

// Fresh returns the first of the candidates that is free, or the last one with
// a number, and takes it.
func (p *Pool) Fresh(candidates ...string) string {
	name := p.choose(candidates, p.free)
	p.taken[name] = true
	return name
}

// choose finds a name that is ok.
func (p *Pool) choose(candidates []string, ok func(string) bool) string {
	for _, c := range candidates {
		stem, number := strings.CutSuffix(c, numbered)
		if ok(stem) {
			return stem
		}
		if number && !p.fixed[stem] && !token.IsKeyword(stem) {
			return p.number(stem, ok)
		}
	}
	return p.number(strings.TrimSuffix(candidates[len(candidates)-1], numbered), ok)
}

func (p *Pool) number(stem string, ok func(string) bool) string {
	for i := 2; ; i++ {
		if name := stem + strconv.Itoa(i); ok(name) {
			return name
		}
	}
}

func (p *Pool) free(name string) bool { return !p.taken[name] && !token.IsKeyword(name) }

// Lower returns name with its first word in lower case: URLOf becomes urlOf.
func Lower(name string) string {
	n := 0
	for i, r := range name {
		if !unicode.IsUpper(r) {
			break
		}
		// The last capital of a run starts the next word, unless it is the first.
		next, _ := utf8.DecodeRuneInString(name[i+utf8.RuneLen(r):])
		if i > 0 && unicode.IsLower(next) {
			break
		}
		n = i + utf8.RuneLen(r)
	}
	return strings.ToLower(name[:n]) + name[n:]
}

// Upper returns name with its first letter in upper case.
func Upper(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[n:]
}

// verbs are dropped from a callee's name to get a name for its result.
var verbs = []string{"get", "fetch", "load", "read", "find", "make", "new", "parse", "compute", "lookup", "open", "query"}

// Result returns candidates for a variable that holds what a call of callee
// returns, the best first: get, get2, or getResult where get is something else.
func Result(callee string, t types.Type) []string {
	var out []string
	low := Lower(callee)
	for _, v := range verbs {
		if len(low) > len(v) && strings.HasPrefix(low, v) && unicode.IsUpper(rune(low[len(v)])) {
			out = append(out, Lower(low[len(v):]))
		}
	}
	if types.Identical(t, types.Universe.Lookup("error").Type()) {
		return []string{"err", low + "Err"}
	}
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsBoolean != 0 && low != "" {
		if strings.HasPrefix(low, "is") || strings.HasPrefix(low, "has") {
			return append(out, low+"Now", "ok")
		}
		return append(out, "is"+Upper(low))
	}
	if len(low) > 1 {
		out = append(out, low+numbered, low+"Result")
	} else if low != "" {
		out = append(out, "got"+Upper(low))
	} else {
		out = append(out, "value")
	}
	return out
}
