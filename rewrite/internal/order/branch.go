package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// ifStmt orders an if:
//
//	if v := wait(); cond(v) { A } else { B }
//	=>
//	{ Wait v = wait(); if cond(v) { A } else { B } }
//
// An init statement and a condition that do not wait stay in the if.
func (b *builder) ifStmt(s *ast.IfStmt) []ir.Stmt {
	keepInit := s.Init == nil || !b.waits[s.Init] && !b.waits[s.Cond]
	out := &ir.If{Cond: &ir.Syntax{X: s.Cond}, Orig: s, Init: keepInit && s.Init != nil}
	var list []ir.Stmt
	if !keepInit {
		list = b.stmt(s.Init)
		if w := lastWait(list); w != nil && b.passesOnInit(w, s) {
			w.PassErr, w.Err = true, ir.Target{}
			w.Orig = s
			return list
		}
	}
	if and, ok := unparen(s.Cond).(*ast.BinaryExpr); ok && and.Op == token.LAND && b.waits[and.Y] && s.Else == nil {
		list = append(list, b.ifAnd(s, and)...)
		return scoped(list, s, !keepInit)
	}
	x := b.exprs(s)
	x.visit(s.Cond)
	list = append(list, x.out...)
	out.Then = b.stmts(s.Body.List)
	switch e := s.Else.(type) {
	case *ast.BlockStmt:
		out.Else = orEmpty(b.stmts(e.List))
	case *ast.IfStmt:
		out.Else = orEmpty(b.stmt(e))
	}
	return scoped(append(list, out), s, !keepInit)
}

// orEmpty tells an empty else from none.
func orEmpty(list []ir.Stmt) []ir.Stmt {
	if list == nil {
		return []ir.Stmt{}
	}
	return list
}

// scoped puts a list into a scope of its own where an init statement declares
// names.
func scoped(list []ir.Stmt, s ast.Stmt, scope bool) []ir.Stmt {
	if !scope {
		return list
	}
	return []ir.Stmt{&ir.Scope{List: list, Orig: s}}
}

// ifAnd orders `if L && R { A }` where R waits: if L { Wait R; if R { A } }.
func (b *builder) ifAnd(s *ast.IfStmt, and *ast.BinaryExpr) []ir.Stmt {
	x := b.exprs(s)
	x.visit(and.X)
	y := b.exprs(nil)
	y.visit(and.Y)
	inner := append(y.out, &ir.If{Cond: &ir.Syntax{X: and.Y}, Then: b.stmts(s.Body.List)})
	return append(x.out, &ir.If{Cond: &ir.Syntax{X: and.X}, Then: inner, Orig: s})
}

// passesOnInit reports `if err := wait(); err != nil { return 0, err }`.
func (b *builder) passesOnInit(w *ir.Wait, s *ast.IfStmt) bool {
	if w.Orig != s.Init || w.Err.Kind != ir.Define || w.Err.Var.Obj == nil || b.Info.Defs[identOf(s.Init, w.Err.Var.Obj)] == nil {
		return false
	}
	for _, t := range w.Values {
		if t.Kind != ir.Discard {
			return false
		}
	}
	return b.isPassOn(s, w.Err.Var.Obj)
}

// identOf finds the identifier that declares obj in an assignment.
func identOf(s ast.Stmt, obj types.Object) *ast.Ident {
	if as, ok := s.(*ast.AssignStmt); ok {
		for _, l := range as.Lhs {
			if id, ok := l.(*ast.Ident); ok && id.Name == obj.Name() {
				return id
			}
		}
	}
	return nil
}

// switchStmt orders an expression switch. If only its bodies wait it stays one;
// cases that wait become a chain of tests that finds the number of the case. A body
// that a fallthrough enters may become a join point before the switch, and still has
// to see what the init statement declares.
func (b *builder) switchStmt(s *ast.SwitchStmt) []ir.Stmt {
	keepInit := s.Init == nil || !b.waits[s.Init] && !b.waits[s.Tag] && !b.casesWait(s) && !b.fallsThrough(s)
	var list []ir.Stmt
	if !keepInit {
		list = b.stmt(s.Init)
	}
	if b.casesWait(s) {
		return scoped(append(list, b.switchChain(s)...), s, true)
	}
	x := b.exprs(s)
	x.visit(s.Tag)
	list = append(list, x.out...)
	sw := &ir.Switch{Orig: s, Init: keepInit && s.Init != nil}
	for _, c := range s.Body.List {
		sw.Clauses = append(sw.Clauses, b.clause(c.(*ast.CaseClause)))
	}
	return scoped(append(list, sw), s, !keepInit)
}

func (b *builder) casesWait(s *ast.SwitchStmt) bool {
	for _, c := range s.Body.List {
		for _, e := range c.(*ast.CaseClause).List {
			if b.waits[e] {
				return true
			}
		}
	}
	return false
}

// fallsThrough reports a body that a fallthrough enters and that uses a variable of
// the init statement.
func (b *builder) fallsThrough(s *ast.SwitchStmt) bool {
	for i, c := range s.Body.List[:max(0, len(s.Body.List)-1)] {
		if endsInFallthrough(c.(*ast.CaseClause).Body) && b.usesFrom(s.Body.List[i+1], s.Init) {
			return true
		}
	}
	return false
}

// usesFrom reports a use in n of what is declared in decl.
func (b *builder) usesFrom(n, decl ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			obj := b.Info.Uses[id]
			found = found || obj != nil && obj.Pos() >= decl.Pos() && obj.Pos() < decl.End()
		}
		return !found
	})
	return found
}

func endsInFallthrough(body []ast.Stmt) bool {
	if len(body) == 0 {
		return false
	}
	br, ok := body[len(body)-1].(*ast.BranchStmt)
	return ok && br.Tok == token.FALLTHROUGH
}

// clause orders a case's body. A fallthrough is kept apart.
func (b *builder) clause(c *ast.CaseClause) *ir.Clause {
	out := &ir.Clause{Orig: c}
	body := c.Body
	if endsInFallthrough(body) {
		out.Fallthrough, body = true, body[:len(body)-1]
	}
	out.Body = b.stmts(body)
	return out
}

// switchChain orders a switch whose cases wait:
//
//	tag := x
//	chosen := default
//	if tag == a { chosen = 0 } else { Wait t; if tag == t { chosen = 1 } else ... }
//	switch chosen { case 0: ... }
func (b *builder) switchChain(s *ast.SwitchStmt) []ir.Stmt {
	x := b.exprs(s)
	var tag *ir.Var
	if s.Tag != nil {
		x.visit(s.Tag)
		x.pending = nil
		tag = b.temp([]string{"tag", "switchTag"}, b.typeOf(s.Tag))
		x.out = append(x.out, &ir.Bind{Var: tag, X: &ir.Syntax{X: s.Tag}, Typed: b.Info.Types[s.Tag].Value != nil || b.untypedBool(s.Tag, tag.Type), Orig: s})
	}
	chosen := b.temp([]string{"chosen", "caseNumber"}, types.Typ[types.Int])
	sw := &ir.Switch{Tag: &ir.Ref{Var: chosen}, For: s}
	start := -1
	var tests []caseTest
	for i, cs := range s.Body.List {
		c := cs.(*ast.CaseClause)
		if c.List == nil {
			start = i
		}
		cl := b.clause(c)
		cl.Orig, cl.Values = nil, []ir.Expr{&ir.Int{Value: i}}
		if c.List == nil {
			cl.Values = nil // chosen starts with it
		}
		sw.Clauses = append(sw.Clauses, cl)
		for _, e := range c.List {
			tests = append(tests, caseTest{i, e})
		}
	}
	out := append(x.out, &ir.Bind{Var: chosen, X: &ir.Int{Value: start}})
	out = append(out, b.caseTests(tests, tag, chosen)...)
	return append(out, sw)
}

type caseTest struct {
	number int
	value  ast.Expr
}

// caseTests tries the values in order and stops at the first that matches.
func (b *builder) caseTests(tests []caseTest, tag, chosen *ir.Var) []ir.Stmt {
	if len(tests) == 0 {
		return nil
	}
	t := tests[0]
	x := b.exprs(nil)
	x.visit(t.value)
	var cond ir.Expr = &ir.Syntax{X: t.value}
	if tag != nil {
		cond = &ir.Binary{Op: token.EQL, X: &ir.Ref{Var: tag}, Y: cond}
	}
	test := &ir.If{Cond: cond, Then: []ir.Stmt{&ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: chosen}}, Rhs: []ir.Expr{&ir.Int{Value: t.number}}, Tok: token.ASSIGN}}}
	if rest := b.caseTests(tests[1:], tag, chosen); rest != nil {
		test.Else = rest
	}
	return append(x.out, test)
}

// typeSwitch orders a type switch.
func (b *builder) typeSwitch(s *ast.TypeSwitchStmt) []ir.Stmt {
	keepInit := s.Init == nil || !b.waits[s.Init] && !b.waits[s.Assign]
	var list []ir.Stmt
	if !keepInit {
		list = b.stmt(s.Init)
	}
	x := b.exprs(s)
	switch a := s.Assign.(type) {
	case *ast.ExprStmt:
		x.visit(a.X)
	case *ast.AssignStmt:
		x.visit(a.Rhs[0])
	}
	list = append(list, x.out...)
	sw := &ir.Switch{Orig: s, Init: keepInit && s.Init != nil}
	for _, c := range s.Body.List {
		sw.Clauses = append(sw.Clauses, b.clause(c.(*ast.CaseClause)))
	}
	return scoped(append(list, sw), s, !keepInit)
}
