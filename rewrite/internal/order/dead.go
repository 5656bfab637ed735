package order

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// ends reports a statement after which nothing in its list runs: a return, a jump, a
// panic, or one whose every path is one.
func (b *builder) ends(s ast.Stmt) bool {
	return !b.flow(b.body).stmt(s)
}

func (b *builder) flow(body *ast.BlockStmt) *flow {
	return &flow{b: b, body: body, left: map[ast.Stmt]bool{}, turned: map[ast.Stmt]bool{}}
}

// flow finds out whether control leaves statements at their end. Statements that it
// does not reach do not count, since they are left out.
type flow struct {
	b      *builder
	body   *ast.BlockStmt    // of the function or func literal
	around []ast.Stmt        // loops, switches and selects that a break may leave
	left   map[ast.Stmt]bool // those that a break leaves
	turned map[ast.Stmt]bool // loops that come to their next turn
}

// list reports whether control comes to the end of a list.
func (f *flow) list(list []ast.Stmt) bool {
	for i, s := range list {
		if !f.stmt(s) && !f.alive(list[i+1:]) {
			return false
		}
	}
	return true
}

// stmt reports whether control comes to what follows a statement.
func (f *flow) stmt(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return false
	case *ast.BranchStmt:
		f.jump(s)
		return s.Tok == token.FALLTHROUGH
	case *ast.ExprStmt:
		return !f.b.isPanic(s.X)
	case *ast.BlockStmt:
		return f.list(s.List)
	case *ast.LabeledStmt:
		return f.stmt(s.Stmt)
	case *ast.IfStmt:
		then := f.list(s.Body.List)
		return s.Else == nil || f.stmt(s.Else) || then
	case *ast.ForStmt:
		f.within(s, func() {
			if f.list(s.Body.List) {
				f.turned[s] = true
			}
		})
		return s.Cond != nil || f.left[s]
	case *ast.RangeStmt:
		f.within(s, func() { f.list(s.Body.List) })
		return true
	case *ast.SwitchStmt:
		return f.clauses(s, s.Body)
	case *ast.TypeSwitchStmt:
		return f.clauses(s, s.Body)
	case *ast.SelectStmt:
		return f.clauses(s, s.Body)
	}
	return true
}

func (f *flow) within(s ast.Stmt, body func()) {
	f.around = append(f.around, s)
	body()
	f.around = f.around[:len(f.around)-1]
}

// clauses reports whether control leaves a switch or a select at its end.
func (f *flow) clauses(s ast.Stmt, body *ast.BlockStmt) bool {
	_, ends := s.(*ast.SelectStmt)
	falls := false
	f.within(s, func() {
		for _, c := range body.List {
			switch c := c.(type) {
			case *ast.CaseClause:
				ends = ends || c.List == nil
				falls = f.list(c.Body) && !fallsThrough(c) || falls
			case *ast.CommClause:
				falls = f.list(c.Body) || falls
			}
		}
	})
	return falls || !ends || f.left[s]
}

// fallsThrough reports a clause after which the next one runs.
func fallsThrough(c *ast.CaseClause) bool {
	if len(c.Body) == 0 {
		return false
	}
	last, ok := c.Body[len(c.Body)-1].(*ast.BranchStmt)
	return ok && last.Tok == token.FALLTHROUGH
}

// jump notes what a break leaves, and which loop goes on.
func (f *flow) jump(s *ast.BranchStmt) {
	for i := len(f.around) - 1; i >= 0; i-- {
		around := f.around[i]
		if s.Label != nil && f.b.labels[around] != s.Label.Name {
			continue
		}
		switch s.Tok {
		case token.BREAK:
			f.left[around] = true
			return
		case token.CONTINUE:
			switch around.(type) {
			case *ast.ForStmt, *ast.RangeStmt:
				f.turned[around] = true
				return
			}
		}
	}
}

// deadPost reports a loop whose turns all end otherwise than by the next one.
func (b *builder) deadPost(body *ast.BlockStmt, s *ast.ForStmt) bool {
	if s.Post == nil {
		return false
	}
	f := b.flow(body)
	f.stmt(s)
	return !f.turned[s]
}

// isPanic reports a call of the builtin panic.
func (b *builder) isPanic(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	if !ok {
		return false
	}
	bi, ok := b.Info.Uses[id].(*types.Builtin)
	return ok && bi.Name() == "panic"
}

// alive reports a label among the statements after one that ends the list, to
// which a goto from elsewhere brings control back.
func (f *flow) alive(rest []ast.Stmt) bool {
	if len(rest) == 0 {
		return false
	}
	labels := map[string]bool{}
	for _, s := range rest {
		ast.Inspect(s, func(n ast.Node) bool {
			if l, ok := n.(*ast.LabeledStmt); ok {
				labels[l.Label.Name] = true
			}
			_, lit := n.(*ast.FuncLit)
			return !lit
		})
	}
	if len(labels) == 0 {
		return false
	}
	from, to := rest[0].Pos(), rest[len(rest)-1].End()
	found := false
	ast.Inspect(f.body, func(n ast.Node) bool {
		if g, ok := n.(*ast.BranchStmt); ok && g.Tok == token.GOTO && labels[g.Label.Name] {
			found = found || g.Pos() < from || g.Pos() >= to
		}
		_, lit := n.(*ast.FuncLit)
		return !lit && !found
	})
	return found
}

// unreached reports a label that only jumps name that are left out. The compiler
// wants every label used.
func (b *builder) unreached(l *ast.LabeledStmt) bool {
	found := false
	ast.Inspect(b.body, func(n ast.Node) bool {
		if s, ok := n.(ast.Stmt); ok && b.fn.LeftOut(s) {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			found = found || n.Label != nil && n.Label.Name == l.Label.Name
		}
		return !found
	})
	return !found
}

// lastUses makes `_ = v` for each variable that only dead code reads: it is left
// out, and the compiler wants every variable used. Parameters need no use, and
// named results are not declared unless there is one.
func lastUses[N ast.Node](b *builder, dead ...N) []ir.Stmt {
	from := dead[0].Pos()
	seen := map[types.Object]bool{}
	var out []ir.Stmt
	for _, n := range dead {
		ast.Inspect(n, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			v, ok := b.Info.Uses[id].(*types.Var)
			if !ok || seen[v] || v.IsField() || v.Parent() == nil || v.Parent() == b.Pkg.Scope() || v.Pos() >= from || b.use.params[v] {
				return true
			}
			seen[v] = true
			if b.onlyReadDead(v) {
				out = append(out, &ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: &ir.Var{Name: "_"}}}, Tok: token.ASSIGN,
					Rhs: []ir.Expr{&ir.Ref{Var: &ir.Var{Name: v.Name(), Type: v.Type(), Obj: v}}}})
			}
			return true
		})
	}
	return out
}

// onlyReadDead reports a variable that only dead statements read. Some of those may
// be written all the same, since nothing around them waits.
func (b *builder) onlyReadDead(v types.Object) bool {
	b.findDead()
	for _, p := range b.use.reads[v] {
		if !slices.ContainsFunc(*b.dead, func(d deadRange) bool { return d.from <= p && p < d.to }) {
			return false
		}
	}
	return true
}

// deadRange is where statements stand that control does not reach.
type deadRange struct{ from, to token.Pos }

// markDead notes an expression that is left out.
func (b *builder) markDead(e ast.Expr) {
	b.findDead()
	*b.dead = append(*b.dead, deadRange{e.Pos(), e.End()})
}

// findDead finds the dead statements of the whole declaration, once.
func (b *builder) findDead() {
	if b.dead != nil {
		return
	}
	b.dead = &[]deadRange{}
	var walk func(body *ast.BlockStmt)
	walk = func(body *ast.BlockStmt) {
		ast.Inspect(body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				walk(n.Body)
				return false
			case *ast.ForStmt:
				if b.deadPost(body, n) {
					*b.dead = append(*b.dead, deadRange{n.Post.Pos(), n.Post.End()})
				}
			case *ast.BlockStmt:
				b.deadOf(body, n.List)
			case *ast.CaseClause:
				b.deadOf(body, n.Body)
			case *ast.CommClause:
				b.deadOf(body, n.Body)
			}
			return true
		})
	}
	walk(b.fn.Declaration().Decl.Body)
}

// deadOf finds the dead end of a list.
func (b *builder) deadOf(body *ast.BlockStmt, list []ast.Stmt) {
	f := b.flow(body)
	for i, s := range list[:max(0, len(list)-1)] {
		if !f.stmt(s) && !f.alive(list[i+1:]) {
			*b.dead = append(*b.dead, deadRange{list[i+1].Pos(), list[len(list)-1].End()})
			return
		}
	}
}
