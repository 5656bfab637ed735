package ir

import (
	"fmt"
	"strings"
)

// block writes a block of the continuation form.
func (p *dump) block(b *Block) {
	for _, n := range b.Nodes {
		p.node(n)
	}
	if b.Tail != nil {
		p.tail(b.Tail)
	}
}

func (p *dump) node(n Node) {
	switch n := n.(type) {
	case *Code:
		p.stmt(n.S)
	case *Join:
		p.line("join %s:", n.Name)
		p.nested(func() { p.block(n.Body) })
	case *Branch:
		header := ""
		if n.Init {
			header = p.syntax(n.Orig.Init) + "; "
		}
		p.line("if %s%s {", header, p.expr(n.Cond))
		p.nested(func() { p.block(n.Then) })
		if n.Else != nil {
			p.line("} else {")
			p.nested(func() { p.block(n.Else) })
		}
		p.line("}")
	case *Cases:
		p.line("switch %s {", p.switchHeader(n.Orig, n.Init, n.Tag))
		for _, c := range n.Clauses {
			p.line("%s", p.clause(c.Orig, c.Values, c.Received))
			p.nested(func() {
				p.block(c.Body)
				if c.Fallthrough {
					p.line("fallthrough")
				}
			})
		}
		p.line("}")
	case *StepsNode:
		p.line("steps %s:", varList(n.Vars))
		for _, j := range n.Joins {
			p.node(j)
		}
	case *Nested:
		p.line("{")
		p.nested(func() { p.block(n.Body) })
		p.line("}")
	default:
		panic(fmt.Sprintf("ir: unknown node %T", n))
	}
}

func (p *dump) tail(t TailNode) {
	switch t := t.(type) {
	case *Finish:
		p.line("%s", strings.TrimSpace("finish "+p.finish(t)))
	case *Goto:
		p.line("goto %s", t.Join.Name)
	case *Again:
		p.line("again %s", t.Loop.Name)
	case *Await:
		final := ""
		if t.Final {
			final = "final "
		}
		targets := p.targets(t.Wait)
		if targets != "" {
			targets = " -> (" + targets + ")"
		}
		p.line("await %s%s%s:", final, p.op(t.Wait.Op), targets)
		p.nested(func() { p.block(t.Body) })
	case *CallTail:
		discard := ""
		if t.Discard {
			discard = "discard "
		}
		p.line("tail %s%s", discard, p.op(t.Op))
	case *Stop:
		p.line("stop")
	case *Enter:
		p.line("enter %s:", t.Loop.Name)
		p.nested(func() { p.block(t.Loop.Body) })
	default:
		panic(fmt.Sprintf("ir: unknown tail %T", t))
	}
}

func (p *dump) finish(f *Finish) string {
	switch {
	case f.Bare:
		return "bare"
	case f.End:
		return ""
	}
	return p.exprs(f.Results)
}
