package cps

import (
	"go/token"
	"go/types"

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
	if marks := group(stmts, at); len(marks) > 1 {
		m := &ir.Machine{Segments: [][]ir.Stmt{stmts[from:at]}}
		for i, mark := range marks {
			end := len(stmts)
			if i+1 < len(marks) {
				end = marks[i+1]
			}
			m.Labels = append(m.Labels, stmts[mark].(*ir.Label).Name)
			m.Segments = append(m.Segments, stmts[mark+1:end])
		}
		return c.list(append(stmts[:from:from], m), k)
	}
	target := &target{label: l.Name, depth: c.depth}
	body := func() *ir.Block {
		if !l.Backward {
			return c.list(stmts[at+1:], k)
		}
		node = c.loopNode(lower(l.Name), lower(l.Name)+"Loop")
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

// group returns the labels from at on that no declaration separates: any of them
// may be reached from any part of the list.
func group(stmts []ir.Stmt, at int) []int {
	marks := []int{at}
	for i := at + 1; i < len(stmts); i++ {
		if declaresUser(stmts[i]) {
			break
		}
		if _, ok := stmts[i].(*ir.Label); ok {
			marks = append(marks, i)
		}
	}
	return marks
}

// machine converts labels that reach each other to a loop over the number of the
// part that comes next:
//
//	A; L: B; M: C    =>    at := 0
//	                       enter loop: switch at { case 0: A; at = 1; again ... }
func (c *conv) machine(blk *ir.Block, m *ir.Machine, k kont) {
	at := &ir.Var{Name: c.names.Fresh("at", "part"), Type: types.Typ[types.Int], Wanted: []string{"at", "part"}}
	node := c.loopNode("loop", "parts")
	n := &ir.Cases{Tag: &ir.Ref{Var: at}}
	node.Body = c.deeper(func() *ir.Block {
		body := &ir.Block{Tail: &ir.Stop{}}
		var joins []*ir.Join
		for i, name := range m.Labels {
			set := &ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: at}}, Rhs: []ir.Expr{&ir.Int{Value: i + 1}}, Tok: token.ASSIGN}
			j := c.join("to" + names.Upper(name))
			j.Body = &ir.Block{Nodes: []ir.Node{&ir.Code{S: set}}, Tail: &ir.Again{Loop: node}}
			joins = append(joins, j)
			body.Nodes = append(body.Nodes, j)
			c.targets = append(c.targets, &target{label: name, depth: c.depth, gotoLabel: gotoJoin(j)})
		}
		for i, seg := range m.Segments {
			cb := &ir.CaseBlock{Values: []ir.Expr{&ir.Int{Value: i}}}
			next := k
			if i < len(joins) {
				next = gotoJoin(joins[i])
			} else {
				cb.Values = nil // the last one
			}
			cb.Body = c.list(seg, next)
			n.Clauses = append(n.Clauses, cb)
		}
		c.targets = c.targets[:len(c.targets)-len(m.Labels)]
		body.Nodes = append(body.Nodes, n)
		return body
	})
	blk.Nodes = append(blk.Nodes, &ir.Code{S: &ir.Bind{Var: at, X: &ir.Int{Value: 0}}})
	blk.Tail = &ir.Enter{Loop: node}
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
	return len(ir.Declared(s)) > 0
}
