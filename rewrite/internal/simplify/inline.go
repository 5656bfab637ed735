package simplify

import (
	"github.com/evert-go/evert/rewrite/internal/ir"
)

// path is the names declared on the way from the function's start to a place.
type path struct {
	names []string
	loops int
	defs  map[*ir.Join]place
}

// place is where a join is defined: the names on the path, and the loops around.
type place struct{ names, loops int }

// declare puts what a node declares on the path. The body of a join point comes
// later, once it is known whether it stays.
func (p *path) declare(n ir.Node) {
	p.names = append(p.names, declared(n)...)
	if j, ok := n.(*ir.Join); ok {
		p.defs[j] = place{len(p.names), p.loops}
		if j.Uses > 1 {
			p.names = append(p.names, j.Name)
		}
	}
}

// inline moves joins that are used once to where they are used.
func (s *simp) inline(b *ir.Block, p *path) {
	if b == nil {
		return
	}
	if p.defs == nil {
		p.defs = map[*ir.Join]place{}
	}
	mark := len(p.names)
	for _, n := range b.Nodes {
		p.declare(n)
		s.inlineNode(n, p)
	}
	s.inlineTail(b, p)
	p.names = p.names[:mark]
	for _, n := range b.Nodes {
		p.names = append(p.names, declared(n)...)
		if j, ok := n.(*ir.Join); ok && j.Uses != inlined {
			s.inline(j.Body, p)
		}
	}
	b.Nodes = without(b.Nodes, func(j *ir.Join) bool { return j.Uses == inlined })
	p.names = p.names[:mark]
}

// inlineNode goes into the blocks of a node, under the names its header declares.
func (s *simp) inlineNode(n ir.Node, p *path) {
	switch n.(type) {
	case *ir.Code, *ir.Join:
		return
	}
	mark := len(p.names)
	p.names = append(p.names, header(n)...)
	for _, sub := range s.blocks(n) {
		s.inline(sub, p)
	}
	p.names = p.names[:mark]
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
		p.loops++
		s.inline(t.Loop.Body, p)
		p.loops--
	case *ir.Goto:
		def, known := p.defs[t.Join]
		if !known || t.Join.Uses != 1 || p.loops > def.loops && !short(t.Join.Body) || s.clash(t.Join.Body, p.names[def.names:]) {
			return
		}
		t.Join.Uses = inlined
		b.Nodes = append(b.Nodes, t.Join.Body.Nodes...)
		b.Tail = t.Join.Body.Tail
		for _, n := range t.Join.Body.Nodes {
			p.declare(n)
			s.inlineNode(n, p)
		}
		s.inlineTail(b, p)
	}
}

// short reports code that reads well inside a loop although it comes after it.
func short(b *ir.Block) bool {
	switch b.Tail.(type) {
	case *ir.Finish, *ir.Goto, *ir.Again, *ir.CallTail:
		return len(b.Nodes) <= 3
	}
	return false
}
