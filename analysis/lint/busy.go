package lint

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// checkBusy finds loops on the reactor that wait by turning: with a condition, and
// a body that changes nothing but the time.
func checkBusy(c *checker) {
	for _, b := range c.where.Bodies {
		if b.Context.Place != where.Reactor || b.Block == nil {
			continue
		}
		ast.Inspect(b.Block, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt:
				if c.busy(n) {
					c.on(b, "EV102", keyword{n.For, "for"}, "loop waits by turning, on the reactor, where nothing else can happen meanwhile")
				}
			}
			return true
		})
	}
}

// busy reports whether a loop can only be left when something else happens: its
// condition reads variables or calls functions, it has no post statement, and its
// body only yields or is empty.
func (c *checker) busy(loop *ast.ForStmt) bool {
	if loop.Post != nil || loop.Init != nil {
		return false
	}
	yields := false
	for _, stmt := range loop.Body.List {
		x, ok := stmt.(*ast.ExprStmt)
		if !ok {
			return false
		}
		call, ok := x.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		fn := blocking.Callee(c.pass.TypesInfo, call)
		if fn == nil || fn.FullName() != "runtime.Gosched" {
			return false
		}
		yields = true
	}
	if loop.Cond == nil {
		return true // for {} stops the reactor for ever
	}
	return yields || c.onlyReads(loop.Cond)
}

// onlyReads reports whether a condition changes nothing: it has no calls but those
// of package sync/atomic and of its types' Load methods, len and the like.
func (c *checker) onlyReads(cond ast.Expr) bool {
	reads := true
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			reads = false
		case *ast.UnaryExpr:
			reads = reads && n.Op != token.ARROW
		case *ast.CallExpr:
			reads = reads && c.reading(n)
		}
		return reads
	})
	return reads
}

func (c *checker) reading(call *ast.CallExpr) bool {
	if tv := c.pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn := blocking.Callee(c.pass.TypesInfo, call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync/atomic" {
		return false
	}
	return len(fn.Name()) >= 4 && fn.Name()[:4] == "Load" && types.Object(fn).Exported()
}
