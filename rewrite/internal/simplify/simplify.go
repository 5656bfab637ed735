// Package simplify makes the continuation form shorter without changing what it
// does:
//
//   - a join point that only goes on elsewhere is skipped;
//   - a join point that is reached once is put where it is reached, if every name
//     in it still means the same there;
//   - a wait after which nothing comes is the function's own outcome;
//   - a continuation whose every path finishes the function keeps the user's
//     returns (Await.Final).
//
// # Postcondition
//
// Every remaining join point is used at least twice, or cannot be moved.
package simplify

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Simplify works on fn.Code and fn.Jumps. commented reports a comment in a part of the
// source: code with one is not dropped.
func Simplify(fn *ir.Func, info *types.Info, commented func(ast.Node) bool) {
	s := &simp{fn: fn, info: info, commented: commented}
	s.tails(fn.Code)
	s.skip(fn.Code)
	s.count(fn.Code)
	s.inline(fn.Code, &path{})
	s.flatten(fn.Code, s.params())
	s.tails(fn.Code)
	s.final(fn.Code)
}

type simp struct {
	fn   *ir.Func
	info *types.Info
	own  map[types.Object]bool // declared in the block that clash looks at

	commented func(ast.Node) bool
}

// params returns the names that the function's signature declares.
func (s *simp) params() map[string]bool {
	out := map[string]bool{s.fn.Reactor: true}
	for _, v := range s.fn.Params {
		out[v.Name] = true
	}
	for i := 0; i < s.fn.Sig.Params().Len(); i++ {
		out[s.fn.Sig.Params().At(i).Name()] = true
	}
	for i := 0; i < s.fn.Sig.Results().Len(); i++ {
		out[s.fn.Sig.Results().At(i).Name()] = true
	}
	if r := s.fn.Sig.Recv(); r != nil {
		out[r.Name()] = true
	}
	return out
}

// each calls f for every block in b, b included, outside in.
func (s *simp) each(b *ir.Block, f func(*ir.Block)) {
	if b == nil {
		return
	}
	f(b)
	for _, n := range b.Nodes {
		for _, sub := range s.blocks(n) {
			s.each(sub, f)
		}
	}
	switch t := b.Tail.(type) {
	case *ir.Await:
		s.each(t.Body, f)
	case *ir.Enter:
		s.each(t.Loop.Body, f)
	}
}

// blocks lists the blocks of a node, those of jumps in kept code included.
func (s *simp) blocks(n ir.Node) []*ir.Block {
	switch n := n.(type) {
	case *ir.Join:
		return []*ir.Block{n.Body}
	case *ir.Branch:
		if n.Else != nil {
			return []*ir.Block{n.Then, n.Else}
		}
		return []*ir.Block{n.Then}
	case *ir.Cases:
		var out []*ir.Block
		for _, c := range n.Clauses {
			out = append(out, c.Body)
		}
		return out
	case *ir.Nested:
		return []*ir.Block{n.Body}
	case *ir.StepsNode:
		var out []*ir.Block
		for _, j := range n.Joins {
			out = append(out, j.Body)
		}
		return out
	case *ir.Code:
		return s.jumpBlocks(n)
	}
	return nil
}

func (s *simp) jumpBlocks(n *ir.Code) []*ir.Block {
	p, ok := n.S.(*ir.Plain)
	if !ok || len(s.fn.Jumps) == 0 {
		return nil
	}
	var out []*ir.Block
	ast.Inspect(p.S, func(m ast.Node) bool {
		if _, ok := m.(*ast.FuncLit); ok {
			return false
		}
		if j, ok := m.(ast.Stmt); ok && s.fn.Jumps[j] != nil {
			out = append(out, s.fn.Jumps[j])
		}
		return true
	})
	return out
}

// skip replaces a goto to a join that does nothing but go on.
func (s *simp) skip(root *ir.Block) {
	s.each(root, func(b *ir.Block) {
		for {
			g, ok := b.Tail.(*ir.Goto)
			if !ok || len(g.Join.Body.Nodes) > 0 || !trivial(g.Join.Body.Tail) {
				return
			}
			b.Tail = g.Join.Body.Tail
		}
	})
}

// trivial reports a tail that may stand in several places: it holds no syntax.
func trivial(t ir.TailNode) bool {
	switch t := t.(type) {
	case *ir.Goto, *ir.Again:
		return true
	case *ir.Finish:
		return t.End
	}
	return false
}

// count counts the gotos of each join that can be reached, and removes unused
// joins.
func (s *simp) count(root *ir.Block) {
	s.each(root, func(b *ir.Block) {
		for _, j := range joinsOf(b) {
			j.Uses = 0
		}
	})
	seen := map[*ir.Join]bool{}
	var visit func(b *ir.Block)
	visit = func(b *ir.Block) {
		if b == nil {
			return
		}
		for _, n := range b.Nodes {
			switch n.(type) {
			case *ir.Join, *ir.StepsNode:
				continue // when a goto leads there
			}
			for _, sub := range s.blocks(n) {
				visit(sub)
			}
		}
		switch t := b.Tail.(type) {
		case *ir.Goto:
			t.Join.Uses++
			if !seen[t.Join] {
				seen[t.Join] = true
				visit(t.Join.Body)
			}
		case *ir.Await:
			visit(t.Body)
		case *ir.Enter:
			visit(t.Loop.Body)
		}
	}
	visit(root)
	s.each(root, func(b *ir.Block) {
		b.Nodes = without(b.Nodes, func(j *ir.Join) bool { return j.Uses == 0 })
	})
}

func without(nodes []ir.Node, drop func(*ir.Join) bool) []ir.Node {
	var out []ir.Node
	for _, n := range nodes {
		switch n := n.(type) {
		case *ir.Join:
			if drop(n) {
				continue
			}
		case *ir.StepsNode:
			n.Joins = slices.DeleteFunc(n.Joins, drop)
		}
		out = append(out, n)
	}
	return out
}

// joinsOf lists the join points that b itself defines.
func joinsOf(b *ir.Block) []*ir.Join {
	var out []*ir.Join
	for _, n := range b.Nodes {
		switch n := n.(type) {
		case *ir.Join:
			out = append(out, n)
		case *ir.StepsNode:
			out = append(out, n.Joins...)
		}
	}
	return out
}

// inlined marks a join that has been moved.
const inlined = -1
