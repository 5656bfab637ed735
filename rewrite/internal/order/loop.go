package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// forStmt orders a for loop:
//
//	for init; cond; post { body }   =>   { init; Loop{ if !cond { break }; body; post } }
//
// From go 1.22 on each turn has its own copy of the loop's variables. The copy is
// only made for variables that a closure or a pointer keeps.
func (b *builder) forStmt(s *ast.ForStmt) []ir.Stmt {
	loop := &ir.Loop{Orig: s, Label: b.labels[s]}
	var list []ir.Stmt
	if s.Init != nil {
		list = b.stmt(s.Init)
	}
	if b.PerTurn {
		turns, lets := b.turnVars(s)
		loop.Turn = turns
		list = append(list, lets...)
	}
	if s.Cond != nil {
		x := b.exprs(nil)
		x.visit(s.Cond)
		loop.Head = append(x.out, leave(&ir.Not{X: &ir.Syntax{X: s.Cond}}, s))
	}
	loop.Body = b.stmts(s.Body.List)
	if b.deadPost(b.body, s) {
		b.fn.LeaveOut([]ast.Stmt{s.Post})
		list = append(list, lastUses(b, s.Post)...)
	} else {
		loop.Post = b.post(s, loop.Turn)
	}
	return scoped(append(list, loop), s, s.Init != nil)
}

// leave is `if cond { break }` of the loop made from s.
func leave(cond ir.Expr, s ast.Stmt) ir.Stmt {
	return &ir.If{Cond: cond, Then: []ir.Stmt{&ir.Jump{Tok: token.BREAK, Target: s}}}
}

// turnVars finds the loop variables that need a copy for each turn, and the
// variables that carry their values over.
func (b *builder) turnVars(s *ast.ForStmt) (turns []ir.Turn, lets []ir.Stmt) {
	as, ok := s.Init.(*ast.AssignStmt)
	if !ok || as.Tok != token.DEFINE {
		return nil, nil
	}
	for _, l := range as.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok || id.Name == "_" {
			continue
		}
		obj := b.Info.Defs[id]
		if obj == nil || !b.use.captured[obj] && !b.use.addressed[obj] {
			continue
		}
		if b.keptIn(s.Init, obj) || s.Post != nil && b.keptIn(s.Post, obj) {
			b.refuse(s.Pos(), "loop variable "+id.Name+" kept by a closure or pointer in the for clause"+Whole)
		}
		v := &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}
		next := b.temp([]string{"next" + upper(id.Name)}, obj.Type())
		turns = append(turns, ir.Turn{Var: v, Next: next})
		lets = append(lets, &ir.Bind{Var: next, X: &ir.Ref{Var: v}})
	}
	return turns, lets
}

// keptIn reports a func literal or an address of obj in n.
func (b *builder) keptIn(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = found || b.mentions(n, obj)
		case *ast.UnaryExpr:
			found = found || n.Op == token.AND && b.mentions(n, obj)
		}
		return !found
	})
	return found
}

// post orders the post statement. With copies it works on a new copy, whose
// value the next turn starts with.
func (b *builder) post(s *ast.ForStmt, turns []ir.Turn) []ir.Stmt {
	var post []ir.Stmt
	if s.Post != nil {
		post = b.stmt(s.Post)
	}
	if len(turns) == 0 {
		return post
	}
	if inc, ok := s.Post.(*ast.IncDecStmt); ok && len(turns) == 1 && b.isObj(inc.X, turns[0].Var.Obj) {
		op := token.ADD
		if inc.Tok == token.DEC {
			op = token.SUB
		}
		return []ir.Stmt{&ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: turns[0].Next}}, Tok: token.ASSIGN,
			Rhs: []ir.Expr{&ir.Binary{Op: op, X: &ir.Ref{Var: turns[0].Var}, Y: &ir.Int{Value: 1}}}}}
	}
	var list []ir.Stmt
	carry := &ir.Set{Tok: token.ASSIGN}
	for _, t := range turns {
		if s.Post != nil {
			list = append(list, &ir.Bind{Var: t.Var, X: &ir.Ref{Var: t.Var}})
		}
		carry.Lhs = append(carry.Lhs, &ir.Ref{Var: t.Next})
		carry.Rhs = append(carry.Rhs, &ir.Ref{Var: t.Var})
	}
	return []ir.Stmt{&ir.Scope{List: append(append(list, post...), carry)}}
}

func upper(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	if r[0] >= 'a' && r[0] <= 'z' {
		r[0] -= 'a' - 'A'
	}
	return string(r)
}
