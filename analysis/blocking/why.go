package blocking

import (
	"go/token"
	"go/types"
)

// A Step is one link of the chain that makes a function block: a call, or the
// operation that waits.
type Step struct {
	Name string    // what is called, as a display name, or an operation
	Pos  token.Pos // of the call; none inside the standard library
}

// Why returns the whole chain from a function down to where it waits, of which
// Fact.Chain is the short form. It ends early in a package that was loaded without
// syntax.
func (p *Program) Why(fn *types.Func) []Step {
	var steps []Step
	seen := make(map[*node]bool)
	n := p.node(fn.Origin())
	if n == nil {
		return p.stdSteps(fn.Origin())
	}
	for n != nil && n.cause != nil && !seen[n] {
		seen[n] = true
		c := n.cause
		if c.target.via != "" {
			steps = append(steps, Step{c.target.via, c.pos})
		}
		if c.target.name != "" {
			steps = append(steps, Step{c.target.name, c.pos})
		}
		fn := c.target.fn
		if n = c.target.node; n == nil && fn != nil {
			if n = p.node(fn); n == nil {
				steps = append(steps, p.stdSteps(fn)...)
			}
		}
	}
	return steps
}

// node returns the node of a function of the program, or nil.
func (p *Program) node(fn *types.Func) *node {
	if s := p.byPkg[fn.Pkg()]; s != nil {
		return s.funcs[fn]
	}
	return p.bySymbol[p.symbol(fn)]
}

// stdSteps returns the table's chain of a function.
func (p *Program) stdSteps(fn *types.Func) []Step {
	e, _ := p.table.Lookup(fn.FullName())
	steps := make([]Step, len(e.Chain))
	for i, name := range e.Chain {
		steps[i].Name = name
	}
	return steps
}
