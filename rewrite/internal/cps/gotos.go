package cps

import (
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// labelIn finds the first label in a list that gotos reach.
func labelIn(stmts []ir.Stmt) int {
	for i, s := range stmts {
		if _, ok := s.(*ir.Label); ok {
			return i
		}
	}
	return -1
}

// labeled converts a list with a label that gotos reach. What comes after the label
// becomes a join point for gotos from before it, and a loop for those from inside:
//
//	A; B; L: C              A; join atL: C; B; goto atL
//	L: C ... goto L ...     enter L: C ... again ...
//
// A goto may not jump over a declaration (https://go.dev/ref/spec#Goto_statements),
// so the join point is defined after the last one before the label: there the first
// goto sees it, and it sees all that the label's code sees.
func (c *conv) labeled(stmts []ir.Stmt, at int, k kont) *ir.Block {
	l := stmts[at].(*ir.Label)
	var node *ir.LoopNode
	from := 0
	for i, s := range stmts[:at] {
		if declaresUser(s) {
			from = i + 1
		}
	}
	target := &target{label: l.Name, depth: c.depth}
	body := func() *ir.Block {
		if !l.Backward {
			return c.list(stmts[at+1:], k)
		}
		node = &ir.LoopNode{Name: c.names.Fresh(lower(l.Name), lower(l.Name)+"Loop")}
		c.targets = append(c.targets, target)
		saved := target.gotoLabel
		target.gotoLabel = func() ir.TailNode { return &ir.Again{Loop: node} }
		node.Body = c.deeper(func() *ir.Block { return c.list(stmts[at+1:], k) })
		target.gotoLabel = saved
		c.targets = c.targets[:len(c.targets)-1]
		return &ir.Block{Tail: &ir.Enter{Loop: node}}
	}
	if at == 0 {
		return body() // all its gotos come from inside
	}
	j := &ir.Join{Name: c.names.Fresh("at" + names.Upper(l.Name))}
	j.Body = c.deeper(body)
	target.gotoLabel = gotoJoin(j)
	c.targets = append(c.targets, target)
	defer func() { c.targets = c.targets[:len(c.targets)-1] }()
	return c.defined(stmts[:from], j, stmts[from:at])
}

// defined converts a list with the definition of j between its parts; its end goes
// to j.
func (c *conv) defined(before []ir.Stmt, j *ir.Join, after []ir.Stmt) *ir.Block {
	list := append(append(append([]ir.Stmt(nil), before...), &ir.Here{Join: j}), after...)
	return c.list(list, gotoJoin(j))
}

// declaresUser reports a declaration of the user's in a list.
func declaresUser(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Bind:
		return s.Var.Obj != nil
	case *ir.Wait:
		for _, t := range append(append([]ir.Target(nil), s.Values...), s.Err) {
			if t.Kind == ir.Define && t.Var != nil && t.Var.Obj != nil {
				return true
			}
		}
		return false
	case *ir.BindAll:
		return false
	}
	return len(Declared(s)) > 0
}
