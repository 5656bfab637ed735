package order

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// selectStmt orders a select. With a default it never waits itself and stays a
// select; without one it becomes a wait for the number of the case:
//
//	fromA := threads.OnReceive(a)
//	Wait chosen = threads.Select(r, fromA, threads.OnSend(b, x))
//	switch chosen { case 0: v := fromA.Value; ... }
//
// Channels and values are evaluated once, in source order, as the compiler does.
func (b *builder) selectStmt(s *ast.SelectStmt) []ir.Stmt {
	if hasDefault(s) {
		return b.tryingSelect(s)
	}
	b.needThread(s.Pos(), "a select")
	var out []ir.Stmt
	chosen := b.temp([]string{"chosen", "caseNumber"}, types.Typ[types.Int])
	op := &ir.Op{Kind: ir.OpRuntime, Site: s, Path: ir.ThreadsPath, Name: "Select", Shape: ir.Shape{Values: []types.Type{types.Typ[types.Int]}}}
	sw := &ir.Switch{Tag: &ir.Ref{Var: chosen}, For: s}
	for i, c := range s.Body.List {
		c := c.(*ast.CommClause)
		lets, v, prologue := b.comm(c)
		out = append(out, lets...)
		op.Args = append(op.Args, &ir.Ref{Var: v})
		sw.Clauses = append(sw.Clauses, &ir.Clause{Values: []ir.Expr{&ir.Int{Value: i}}, Body: append(prologue, b.stmts(c.Body)...)})
	}
	if n := len(sw.Clauses); n > 0 {
		sw.Clauses[n-1].Values = nil // one case is always chosen
	}
	w := &ir.Wait{Op: op, Orig: s, Values: []ir.Target{{Kind: ir.Define, Var: chosen}}}
	if len(sw.Clauses) == 0 {
		w.Values[0] = ir.Target{}
		return append(out, w)
	}
	return scoped(append(out, w, sw), s, true)
}

// comm makes the case value of one communication, and what its body does first.
func (b *builder) comm(c *ast.CommClause) (lets []ir.Stmt, v *ir.Var, prologue []ir.Stmt) {
	x := b.exprs(nil)
	if send, ok := c.Comm.(*ast.SendStmt); ok {
		x.visit(send.Chan)
		x.visit(send.Value)
		v = b.temp([]string{"sending", "toSend"}, nil)
		v.Of = &ir.RuntimeType{Path: ir.ThreadsPath, Name: "Case"}
		on := &ir.Call{Path: ir.ThreadsPath, Name: "OnSend", Types: b.sendTypes(send),
			Args: []ir.Expr{&ir.Syntax{X: send.Chan}, &ir.Syntax{X: send.Value}}}
		return append(x.out, &ir.Bind{Var: v, X: on}), v, nil
	}
	recv := receiveOf(c.Comm)
	elem := b.chanElem(recv.X)
	x.visit(recv.X)
	v = b.temp([]string{"receiving", "toReceive"}, nil)
	v.Of = &ir.RuntimeType{Path: ir.ThreadsPath, Name: "Receiving", Args: []types.Type{elem}, Pointer: true}
	on := &ir.Call{Path: ir.ThreadsPath, Name: "OnReceive", Types: b.receiveTypes(recv.X), Args: []ir.Expr{&ir.Syntax{X: recv.X}}}
	lets = append(x.out, &ir.Bind{Var: v, X: on})
	as, ok := c.Comm.(*ast.AssignStmt)
	if !ok {
		return lets, v, nil
	}
	from := []ir.Expr{&ir.Member{X: &ir.Ref{Var: v}, Name: "Value"}, &ir.Member{X: &ir.Ref{Var: v}, Name: "OK"}}
	return lets, v, b.received(as, from, elem)
}

// received hands what came in to the case's variables.
func (b *builder) received(as *ast.AssignStmt, values []ir.Expr, elem types.Type) []ir.Stmt {
	var out []ir.Stmt
	fieldTypes := []types.Type{elem, types.Typ[types.Bool]}
	set := &ir.Set{Tok: token.ASSIGN}
	x := b.exprs(nil)
	for i, l := range as.Lhs {
		if isBlank(l) {
			continue
		}
		from := values[i]
		if as.Tok == token.DEFINE {
			id := l.(*ast.Ident)
			out = append(out, &ir.Bind{Var: &ir.Var{Name: id.Name, Type: fieldTypes[i], Obj: b.Info.Defs[id]}, X: from})
			continue
		}
		x.visit(l)
		set.Lhs = append(set.Lhs, &ir.Syntax{X: l})
		set.Rhs = append(set.Rhs, from)
	}
	if len(set.Lhs) > 0 {
		out = append(x.out, set)
	}
	return out
}

func receiveOf(s ast.Stmt) *ast.UnaryExpr {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return unparen(s.X).(*ast.UnaryExpr)
	case *ast.AssignStmt:
		return unparen(s.Rhs[0]).(*ast.UnaryExpr)
	}
	return nil
}

// tryingSelect orders a select with a default, of which operands or bodies wait.
func (b *builder) tryingSelect(s *ast.SelectStmt) []ir.Stmt {
	x := b.exprs(s)
	sw := &ir.Switch{Orig: s}
	for _, c := range s.Body.List {
		c := c.(*ast.CommClause)
		clause := &ir.Clause{Orig: c}
		var first []ir.Stmt
		switch comm := c.Comm.(type) {
		case *ast.SendStmt:
			x.visit(comm.Chan)
			x.visit(comm.Value)
		case *ast.AssignStmt:
			x.visit(receiveOf(comm).X)
			if slices.ContainsFunc(comm.Lhs, func(l ast.Expr) bool { return b.waits[l] }) {
				clause.Received, first = b.receivedFirst(comm)
			}
		case *ast.ExprStmt:
			x.visit(receiveOf(comm).X)
		}
		clause.Body = append(first, b.stmts(c.Body)...)
		sw.Clauses = append(sw.Clauses, clause)
	}
	return append(x.out, sw)
}

// receivedFirst takes apart a case whose left side waits. The left side is
// evaluated once the case is chosen, after the receive, so that the case
// receives into variables of its own, and the body begins with the assignment.
func (b *builder) receivedFirst(comm *ast.AssignStmt) (vars []*ir.Var, first []ir.Stmt) {
	candidates := [][]string{{"received", "came"}, {"ok", "received"}}
	values := make([]ir.Expr, len(comm.Lhs))
	for i, l := range comm.Lhs {
		var v *ir.Var
		if !isBlank(l) {
			v = b.temp(candidates[i], nil)
			values[i] = &ir.Ref{Var: v}
		}
		vars = append(vars, v)
	}
	return vars, b.received(comm, values, b.chanElem(receiveOf(comm).X))
}
