package cps

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// jumps records what the returns, breaks and continues in s become that leave s.
func (c *conv) jumps(s ast.Stmt) {
	var walk func(n ast.Node, inner []ast.Stmt, labels map[string]bool)
	walk = func(n ast.Node, inner []ast.Stmt, labels map[string]bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				blk := &ir.Block{}
				blk.Tail = c.returned(blk, m)
				c.fn.Jumps[m] = blk
				return false
			case *ast.LabeledStmt:
				labels[m.Label.Name] = true
			case *ast.BranchStmt:
				c.branchOut(m, inner, labels)
			case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				walk(m, append(inner[:len(inner):len(inner)], m.(ast.Stmt)), labels)
				return false
			}
			return true
		})
	}
	labels := map[string]bool{}
	var inner []ast.Stmt
	switch s := s.(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		inner = append(inner, s)
	case *ast.LabeledStmt:
		labels[s.Label.Name] = true
	}
	// Labels after their gotos count too.
	ast.Inspect(s, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			labels[l.Label.Name] = true
		}
		return true
	})
	walk(s, inner, labels)
}

// branchOut records a break or continue whose target lies outside.
func (c *conv) branchOut(m *ast.BranchStmt, inner []ast.Stmt, labels map[string]bool) {
	if m.Label != nil {
		if labels[m.Label.Name] || m.Tok == token.GOTO && c.fn.Leaf {
			return
		}
	} else if m.Tok == token.BREAK && len(inner) > 0 || m.Tok == token.CONTINUE && hasLoop(inner) {
		return
	}
	if tail := c.jump(m, len(inner) > 0); tail != nil {
		c.fn.Jumps[m] = &ir.Block{Tail: tail}
	}
}

func hasLoop(inner []ast.Stmt) bool {
	for _, s := range inner {
		switch s.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
	}
	return false
}

// jump finds the tail of a break or continue. It returns nil for one that stays:
// a goto, a fallthrough, or a break of a switch that is still a switch here.
func (c *conv) jump(m *ast.BranchStmt, nested bool) ir.TailNode {
	if m.Tok == token.GOTO && !c.fn.Leaf {
		return c.gotoTail(m)
	}
	if m.Tok != token.BREAK && m.Tok != token.CONTINUE {
		return nil
	}
	for i := len(c.targets) - 1; i >= 0; i-- {
		t := c.targets[i]
		if m.Label != nil && t.label != m.Label.Name || m.Label == nil && !t.breakable(m.Tok) {
			continue
		}
		if m.Tok == token.CONTINUE {
			return t.cont()
		}
		if t.native && t.depth == c.depth && m.Label == nil && !nested || t.brk == nil {
			t.nativeUsed = true
			t.labelUsed = t.labelUsed || m.Label != nil
			return nil
		}
		return t.brk()
	}
	if c.outer != nil {
		return c.exit(m)
	}
	return nil
}

// gotoTail finds the join point or loop of a goto's label.
func (c *conv) gotoTail(m *ast.BranchStmt) ir.TailNode {
	for i := len(c.targets) - 1; i >= 0; i-- {
		if t := c.targets[i]; t.gotoLabel != nil && t.label == m.Label.Name {
			return t.gotoLabel()
		}
	}
	if c.outer != nil {
		return c.exit(m)
	}
	panic(&Refusal{m.Pos(), "goto " + m.Label.Name + " over a declaration that its label's code may use"})
}

// breakable reports a target of an unlabelled jump.
func (t *target) breakable(tok token.Token) bool {
	if t.loop {
		return true
	}
	return t.native && tok == token.BREAK
}

// terminates reports that control never comes out of s at its end: a terminating
// statement of the Go specification, or one that ends in jumps.
func (c *conv) terminates(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok == token.GOTO || c.fn.Jumps[s] != nil
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		return ok && c.fn.Panics[call]
	case *ast.BlockStmt:
		return len(s.List) > 0 && c.terminates(s.List[len(s.List)-1])
	case *ast.IfStmt:
		return s.Else != nil && c.terminates(s.Body) && c.terminates(s.Else)
	case *ast.ForStmt:
		return s.Cond == nil && !c.breaksOut(s.Body, c.fn.Labels[s])
	case *ast.SwitchStmt:
		return c.clausesEnd(s.Body, c.fn.Labels[s])
	case *ast.TypeSwitchStmt:
		return c.clausesEnd(s.Body, c.fn.Labels[s])
	case *ast.SelectStmt:
		return c.clausesEnd(s.Body, c.fn.Labels[s])
	case *ast.LabeledStmt:
		return c.terminates(s.Stmt)
	}
	return false
}

// clausesEnd reports a switch or select whose every clause terminates.
func (c *conv) clausesEnd(body *ast.BlockStmt, label string) bool {
	if c.breaksOut(body, label) {
		return false
	}
	def := false
	for _, s := range body.List {
		var list []ast.Stmt
		switch s := s.(type) {
		case *ast.CaseClause:
			def = def || s.List == nil
			list = s.Body
		case *ast.CommClause:
			def = true
			list = s.Body
		}
		if len(list) == 0 {
			return false
		}
		last := list[len(list)-1]
		if br, ok := last.(*ast.BranchStmt); ok && br.Tok == token.FALLTHROUGH {
			continue
		}
		if !c.terminates(last) {
			return false
		}
	}
	return def
}

// breaksOut reports a break in body that leaves the statement body belongs to and
// is still a break.
func (c *conv) breaksOut(body ast.Node, label string) bool {
	found := false
	var walk func(n ast.Node, nested bool)
	walk = func(n ast.Node, nested bool) {
		ast.Inspect(n, func(m ast.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *ast.FuncLit:
				return false
			case *ast.BranchStmt:
				if m.Tok == token.BREAK && c.fn.Jumps[m] == nil {
					if m.Label == nil && !nested || m.Label != nil && m.Label.Name == label {
						found = true
					}
				}
			case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
				walk(m, true)
				return false
			}
			return true
		})
	}
	walk(body, false)
	return found
}
