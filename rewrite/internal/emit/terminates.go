package emit

import (
	"go/token"

	"github.com/dave/dst"
)

// terminates reports a list that ends in a terminating statement of the Go
// specification.
func terminates(list []dst.Stmt) bool {
	return len(list) > 0 && terminating(list[len(list)-1], "")
}

func terminating(s dst.Stmt, label string) bool {
	switch s := s.(type) {
	case *dst.ReturnStmt:
		return true
	case *dst.BranchStmt:
		return s.Tok == token.GOTO
	case *dst.ExprStmt:
		c, ok := s.X.(*dst.CallExpr)
		if !ok {
			return false
		}
		id, ok := c.Fun.(*dst.Ident)
		return ok && id.Name == "panic"
	case *dst.BlockStmt:
		return terminates(s.List)
	case *dst.IfStmt:
		return s.Else != nil && terminates(s.Body.List) && terminating(s.Else, "")
	case *dst.ForStmt:
		return s.Cond == nil && !breaks(s.Body, label)
	case *dst.LabeledStmt:
		return terminating(s.Stmt, s.Label.Name) && !breaks(s.Stmt, s.Label.Name)
	case *dst.SwitchStmt:
		return clausesTerminate(s.Body, label)
	case *dst.TypeSwitchStmt:
		return clausesTerminate(s.Body, label)
	case *dst.SelectStmt:
		return clausesTerminate(s.Body, label)
	}
	return false
}

// clausesTerminate reports a switch or select that is only left by jumps elsewhere.
func clausesTerminate(body *dst.BlockStmt, label string) bool {
	def := false
	for _, c := range body.List {
		var list []dst.Stmt
		switch c := c.(type) {
		case *dst.CaseClause:
			def = def || c.List == nil
			list = c.Body
		case *dst.CommClause:
			def, list = true, c.Body
		}
		if len(list) > 0 {
			if b, ok := list[len(list)-1].(*dst.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
				continue
			}
		}
		if !terminates(list) {
			return false
		}
	}
	return def && !breaks(body, label)
}

// breaks reports a break that leaves the statement that body belongs to.
func breaks(body dst.Node, label string) bool {
	found := false
	var walk func(n dst.Node, nested bool)
	walk = func(n dst.Node, nested bool) {
		dst.Inspect(n, func(m dst.Node) bool {
			if m == n {
				return true
			}
			switch m := m.(type) {
			case *dst.FuncLit:
				return false
			case *dst.BranchStmt:
				if m.Tok == token.BREAK {
					found = found || m.Label == nil && !nested || m.Label != nil && m.Label.Name == label
				}
			case *dst.ForStmt, *dst.RangeStmt, *dst.SwitchStmt, *dst.TypeSwitchStmt, *dst.SelectStmt:
				walk(m, true)
				return false
			}
			return true
		})
	}
	walk(body, false)
	return found
}
