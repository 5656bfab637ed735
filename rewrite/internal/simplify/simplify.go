// Package simplify makes the continuation form shorter without changing what it
// does:
//
//   - a join point that only goes on elsewhere is skipped;
//   - a join point that is reached once is put where it is reached, if every name
//     in it still means the same there;
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

	"github.com/evert-go/evert/rewrite/internal/cps"
	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Simplify works on fn.Code and fn.Jumps.
func Simplify(fn *ir.Func, info *types.Info) {
	s := &simp{fn: fn, info: info}
	s.skip(fn.Code)
	s.count(fn.Code)
	s.inline(fn.Code, &path{})
	s.flatten(fn.Code, s.params())
	s.final(fn.Code)
}

type simp struct {
	fn   *ir.Func
	info *types.Info
	own  map[types.Object]bool // declared in the block that clash looks at
}

// params returns the names that the function's signature declares.
func (s *simp) params() map[string]bool {
	out := map[string]bool{s.fn.Reactor: true}
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
		for _, n := range b.Nodes {
			if j, ok := n.(*ir.Join); ok {
				j.Uses = 0
			}
		}
	})
	seen := map[*ir.Join]bool{}
	var visit func(b *ir.Block)
	visit = func(b *ir.Block) {
		if b == nil {
			return
		}
		for _, n := range b.Nodes {
			if _, ok := n.(*ir.Join); ok {
				continue
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
		if j, ok := n.(*ir.Join); ok && drop(j) {
			continue
		}
		out = append(out, n)
	}
	return out
}

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
	moved := map[*ir.Join]bool{}
	for _, n := range b.Nodes {
		switch n := n.(type) {
		case *ir.Code:
			for name := range cps.Declared(n.S) {
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
	s.inlineTail(b, p, moved)
	p.names = p.names[:mark]
	for _, n := range b.Nodes {
		switch n := n.(type) {
		case *ir.Code:
			for name := range cps.Declared(n.S) {
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

// inlined marks a join that has been moved.
const inlined = -1

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
		for name := range cps.Declared(&ir.Plain{S: st}) {
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
func (s *simp) inlineTail(b *ir.Block, p *path, moved map[*ir.Join]bool) {
	switch t := b.Tail.(type) {
	case *ir.Await:
		for name := range cps.Declared(t.Wait) {
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
				for name := range cps.Declared(n.S) {
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
		s.inlineTail(b, p, moved)
	}
}

// clash reports that a name of those declared since would change its meaning, or
// be declared twice, in body.
func (s *simp) clash(body *ir.Block, names []string) bool {
	if len(names) == 0 {
		return false
	}
	since := map[string]bool{}
	for _, n := range names {
		since[n] = true
	}
	for _, n := range body.Nodes {
		if c, ok := n.(*ir.Code); ok {
			for name := range cps.Declared(c.S) {
				if since[name] {
					return true
				}
			}
		}
	}
	s.own = s.declaredObjects(body)
	found := false
	s.each(body, func(b *ir.Block) {
		for _, n := range b.Nodes {
			found = found || s.nodeUses(n, since)
		}
		found = found || s.tailUses(b.Tail, since)
	})
	return found
}

// declaredObjects collects the variables that body itself declares. One that a
// wait declares again in a scope where it existed before is not among them: it
// may be read before.
func (s *simp) declaredObjects(body *ir.Block) map[types.Object]bool {
	own := map[types.Object]bool{}
	s.each(body, func(b *ir.Block) {
		for _, n := range b.Nodes {
			if c, ok := n.(*ir.Code); ok {
				s.declaredByCode(c.S, own)
			}
		}
		a, ok := b.Tail.(*ir.Await)
		if !ok || a.Wait.Orig == nil {
			return
		}
		for _, t := range append(append([]ir.Target(nil), a.Wait.Values...), a.Wait.Err) {
			if t.Kind == ir.Define && t.Var != nil && t.Var.Obj != nil && t.Var.Obj.Pos() >= a.Wait.Orig.Pos() && t.Var.Obj.Pos() < a.Wait.Orig.End() {
				own[t.Var.Obj] = true
			}
		}
	})
	return own
}

func (s *simp) declaredByCode(st ir.Stmt, own map[types.Object]bool) {
	switch st := st.(type) {
	case *ir.Plain:
		ast.Inspect(st.S, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && s.info.Defs[id] != nil {
				own[s.info.Defs[id]] = true
			}
			return true
		})
	case *ir.VarSpec:
		for _, id := range st.Spec.Names {
			own[s.info.Defs[id]] = true
		}
	case *ir.Bind:
		if st.Var.Obj != nil {
			own[st.Var.Obj] = true
		}
	}
}

// flatten drops the braces of a scope that ends its block, if no name clashes.
// level holds the names declared so far in the innermost braces.
func (s *simp) flatten(b *ir.Block, level map[string]bool) {
	if b == nil {
		return
	}
	for {
		s.declareLevel(b, level)
		n := len(b.Nodes)
		if n == 0 {
			break
		}
		last, ok := b.Nodes[n-1].(*ir.Nested)
		if !ok || last.Body.Tail == nil && b.Tail != nil || s.clashesLevel(last.Body, level) {
			break
		}
		b.Nodes = append(b.Nodes[:n-1:n-1], last.Body.Nodes...)
		if last.Body.Tail != nil {
			b.Tail = last.Body.Tail
		}
	}
	for _, n := range b.Nodes {
		for _, sub := range s.blocks(n) {
			s.flatten(sub, map[string]bool{})
		}
	}
	switch t := b.Tail.(type) {
	case *ir.Await:
		params := map[string]bool{}
		for name := range cps.Declared(t.Wait) {
			params[name] = true
		}
		s.flatten(t.Body, params)
	case *ir.Enter:
		s.flatten(t.Loop.Body, map[string]bool{t.Loop.Name: true})
	}
}

func (s *simp) declareLevel(b *ir.Block, level map[string]bool) {
	for _, n := range b.Nodes {
		switch n := n.(type) {
		case *ir.Code:
			for name := range cps.Declared(n.S) {
				level[name] = true
			}
		case *ir.Join:
			level[n.Name] = true
		}
	}
}

func (s *simp) clashesLevel(b *ir.Block, level map[string]bool) bool {
	inner := map[string]bool{}
	s.declareLevel(b, inner)
	for name := range inner {
		if level[name] {
			return true
		}
	}
	return false
}
