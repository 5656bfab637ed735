package simplify

import (
	"go/ast"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// declared lists the names that a node declares in its block, but for a join
// point's, which may be moved away.
func declared(n ir.Node) []string {
	var out []string
	switch n := n.(type) {
	case *ir.Code:
		for name := range ir.Declared(n.S) {
			out = append(out, name)
		}
	case *ir.StepsNode:
		for _, v := range n.Vars {
			out = append(out, v.Name)
		}
		for _, j := range n.Joins {
			out = append(out, j.Name)
		}
	}
	return out
}

// header lists the names that a node's header declares for the blocks in it.
func header(n ir.Node) []string {
	switch n := n.(type) {
	case *ir.Branch:
		if n.Init {
			return declaredIn(n.Orig.Init)
		}
	case *ir.Cases:
		return casesHeader(n)
	}
	return nil
}

func declaredIn(st ast.Stmt) []string {
	if st == nil {
		return nil
	}
	return declared(&ir.Code{S: &ir.Plain{S: st}})
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
