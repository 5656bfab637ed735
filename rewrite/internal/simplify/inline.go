package simplify

import (
	"go/ast"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// path is the names declared on the way from the function's start to a place.
type path struct {
	names []string
	defs  map[*ir.Join]int // how many names there were where a join is defined
}

// inline moves joins that are used once to where they are used.
func (s *simp) inline(b *ir.Block, p *path) {
	if b == nil {
		return
	}
	if p.defs == nil {
		p.defs = map[*ir.Join]int{}
	}
	mark := len(p.names)
	for _, n := range b.Nodes {
		switch n := n.(type) {
		case *ir.Code:
			for name := range ir.Declared(n.S) {
				p.names = append(p.names, name)
			}
		case *ir.Join:
			// Its body comes later, once it is known whether it stays.
			p.defs[n] = len(p.names)
			if n.Uses > 1 {
				p.names = append(p.names, n.Name)
			}
		default:
			s.inlineNode(n, p)
		}
	}
	s.inlineTail(b, p)
	p.names = p.names[:mark]
	for _, n := range b.Nodes {
		switch n := n.(type) {
		case *ir.Code:
			for name := range ir.Declared(n.S) {
				p.names = append(p.names, name)
			}
		case *ir.Join:
			if n.Uses != inlined {
				s.inline(n.Body, p)
			}
		}
	}
	b.Nodes = without(b.Nodes, func(j *ir.Join) bool { return j.Uses == inlined })
	p.names = p.names[:mark]
}

// inlineNode goes into the blocks of a node, under the names its header declares.
func (s *simp) inlineNode(n ir.Node, p *path) {
	mark := len(p.names)
	switch n := n.(type) {
	case *ir.Branch:
		if n.Init {
			p.names = append(p.names, declaredIn(n.Orig.Init)...)
		}
	case *ir.Cases:
		p.names = append(p.names, casesHeader(n)...)
	}
	for _, sub := range s.blocks(n) {
		s.inline(sub, p)
	}
	p.names = p.names[:mark]
}

func declaredIn(st ast.Stmt) []string {
	var out []string
	if st != nil {
		for name := range ir.Declared(&ir.Plain{S: st}) {
			out = append(out, name)
		}
	}
	return out
}

func casesHeader(n *ir.Cases) []string {
	switch o := n.Orig.(type) {
	case *ast.SwitchStmt:
		if n.Init {
			return declaredIn(o.Init)
		}
	case *ast.TypeSwitchStmt:
		out := declaredIn(o.Assign)
		if n.Init {
			out = append(out, declaredIn(o.Init)...)
		}
		return out
	case *ast.SelectStmt:
		var out []string
		for _, c := range o.Body.List {
			out = append(out, declaredIn(c.(*ast.CommClause).Comm)...)
		}
		return out
	}
	return nil
}

// inlineTail follows the block's tail.
func (s *simp) inlineTail(b *ir.Block, p *path) {
	switch t := b.Tail.(type) {
	case *ir.Await:
		for name := range ir.Declared(t.Wait) {
			p.names = append(p.names, name)
		}
		s.inline(t.Body, p)
	case *ir.Enter:
		p.names = append(p.names, t.Loop.Name)
		s.inline(t.Loop.Body, p)
	case *ir.Goto:
		def, known := p.defs[t.Join]
		if !known || t.Join.Uses != 1 || s.clash(t.Join.Body, p.names[def:]) {
			return
		}
		t.Join.Uses = inlined
		b.Nodes = append(b.Nodes, t.Join.Body.Nodes...)
		b.Tail = t.Join.Body.Tail
		for _, n := range t.Join.Body.Nodes {
			switch n := n.(type) {
			case *ir.Code:
				for name := range ir.Declared(n.S) {
					p.names = append(p.names, name)
				}
			case *ir.Join:
				p.defs[n] = len(p.names)
				if n.Uses > 1 {
					p.names = append(p.names, n.Name)
				}
			default:
				s.inlineNode(n, p)
			}
		}
		s.inlineTail(b, p)
	}
}
