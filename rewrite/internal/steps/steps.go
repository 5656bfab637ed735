// Package steps divides long lists of statements into steps.
//
// A continuation stands inside the one before it, which reads well for a few waits
// in a row, and badly for many: the text moves to the right, and the compiler takes
// time that grows with the square of the depth. A join point inside a join point is
// worse: the compiler copies the inner one into the outer one, with all that is
// inside. So where more than [Limit] waits follow each other in one list, or more than
// [Joins] statements that have waits inside, the list becomes steps, which stand side
// by side:
//
//	x := wait()              var x int
//	...                      step1: x = wait(); ...; goto step2
//	use(x)                   step2: use(x); ...
//
// # The rule
//
// A variable that is declared in one step and used in a later one is declared before
// all of them instead, and its declaration becomes an assignment. In a list a
// declaration runs once each time the list does, so it is still one variable, and no
// code sees it before its declaration, if the name means nothing else there. What
// cannot be declared earlier (a type, a constant, a literal in callback form, a
// variable whose type has no name there, one whose name means something else until
// it is declared) is not divided from its uses: the list is divided where none of
// these is in use, or else what comes after the declaration is divided by itself,
// inside the step that holds the declaration.
//
// What comes before the first wait stays before the steps.
//
// # Postcondition
//
// No list has more than [Limit] statements that wait, or more than [Joins] with waits
// inside, unless it has labels that are reached by goto, or cannot be divided.
package steps

import (
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// Limit and Joins are the usual limits of lists that are not divided.
const (
	Limit = 12
	Joins = 2
)

// Config is what the stage has to know.
type Config struct {
	Info  *types.Info
	Pkg   *types.Package
	Names *names.Pool
	// Limit is the number of waits in a list above which it is divided. A step
	// gets up to two thirds of it.
	Limit int
	// Joins is the number of statements with waits inside, and others after them,
	// above which a list is divided.
	Joins int
}

// Divide divides the long lists of fn and of the loops over functions in it.
// Literals in callback form are functions of their own.
func Divide(cfg *Config, fn *ir.Func) {
	d := &divider{Config: cfg, fn: fn, waiting: ir.Waiting{}}
	fn.Body = d.list(fn.Body)
}

type divider struct {
	*Config
	fn      *ir.Func
	waiting ir.Waiting
}

// size is the number of waits that a step should have at most.
func (d *divider) size() int { return max(1, d.Limit*2/3) }

// list divides the lists inside of stmts, and stmts.
func (d *divider) list(stmts []ir.Stmt) []ir.Stmt {
	labels := false
	for _, s := range stmts {
		d.inside(s)
		_, label := s.(*ir.Label)
		labels = labels || label
	}
	if labels || !d.long(stmts) {
		return stmts
	}
	return d.divide(stmts)
}

// long reports that a list is to be divided.
func (d *divider) long(stmts []ir.Stmt) bool {
	waits, joins := 0, 0
	for i, s := range stmts {
		if !d.waiting.Stmt(s) {
			continue
		}
		waits++
		if d.compound(s) && i+1 < len(stmts) {
			joins++
		}
	}
	return waits > d.Limit || joins > d.Joins
}

// compound reports a statement with waits inside: what follows is reached from
// several places.
func (d *divider) compound(s ir.Stmt) bool {
	switch s.(type) {
	case *ir.Wait, *ir.Tail:
		return false
	}
	return d.waiting.Stmt(s)
}

// inside divides the lists inside of s.
func (d *divider) inside(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.If:
		s.Then, s.Else = d.list(s.Then), d.list(s.Else)
	case *ir.Scope:
		s.List = d.list(s.List)
	case *ir.Loop:
		s.Body = d.list(s.Body)
	case *ir.Switch:
		for _, c := range s.Clauses {
			c.Body = d.list(c.Body)
		}
	case *ir.RangeFunc:
		d.body(s.Body)
	}
}

// body divides the body of a loop over a function.
func (d *divider) body(fn *ir.Func) {
	outer := d.fn
	d.fn = fn
	fn.Body = d.list(fn.Body)
	d.fn = outer
}

// divide divides a list with too many waits.
func (d *divider) divide(stmts []ir.Stmt) []ir.Stmt {
	first := 0
	for !d.waiting.Stmt(stmts[first]) {
		first++
	}
	g := d.look(stmts[first:])
	cuts, inner := g.cuts()
	rest := g.stmts[inner:]
	if d.long(rest) {
		rest = d.divide(rest)
	}
	g.stmts = g.stmts[:inner]
	out := stmts[:first:first]
	if len(cuts) == 0 {
		return append(append(out, g.stmts...), rest...)
	}
	vars, parts := g.hoist(cuts)
	last := len(parts) - 1
	parts[last] = append(parts[last], rest...)
	return append(out, &ir.Steps{Vars: vars, Parts: parts})
}
