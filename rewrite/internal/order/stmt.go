package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// stmts orders a list. Statements that come after a wait stand in a continuation,
// where `x, err := f()` would declare another err than the one of the source.
func (b *builder) stmts(list []ast.Stmt) []ir.Stmt {
	var out []ir.Stmt
	waited := false
	for i := 0; i < len(list); i++ {
		s := list[i]
		inner := b.unlabelled(s, &waited)
		if as, ok := inner.(*ast.AssignStmt); ok && as.Tok == token.DEFINE && (waited || b.waits[as]) && !b.directWait(as) {
			b.redeclare(as)
		}
		if rest := list[i+1:]; len(rest) > 0 && b.ends(s) && !b.flow(b.body).alive(rest) {
			b.fn.LeaveOut(rest)
			return append(append(out, lastUses(b, rest...)...), b.stmt(s)...)
		}
		got := b.stmt(s)
		if w := lastWait(got); w != nil && i+1 < len(list) && b.passesOn(w, s, list[i+1:]) {
			w.PassErr = true
			i++
		}
		out = append(out, got...)
		waited = waited || b.waits[s]
	}
	return out
}

// unlabelled returns s without its labels. What comes after a label that gotos reach
// stands in a continuation too.
func (b *builder) unlabelled(s ast.Stmt, waited *bool) ast.Stmt {
	for {
		l, ok := s.(*ast.LabeledStmt)
		if !ok {
			return s
		}
		*waited = *waited || b.gotos[l.Label.Name] != nil
		s = l.Stmt
	}
}

func lastWait(list []ir.Stmt) *ir.Wait {
	if len(list) == 0 {
		return nil
	}
	w, _ := list[len(list)-1].(*ir.Wait)
	return w
}

// stmt orders one statement.
func (b *builder) stmt(s ast.Stmt) []ir.Stmt {
	if d, ok := s.(*ast.DeferStmt); ok {
		return b.deferStmt(d)
	}
	if l, ok := s.(*ast.LabeledStmt); ok && b.gotos[l.Label.Name] != nil {
		return b.gotoLabel(l)
	}
	if !b.waits[s] {
		if l, ok := s.(*ast.LabeledStmt); ok && b.unreached(l) {
			return b.stmt(l.Stmt)
		}
		return []ir.Stmt{&ir.Plain{S: s}}
	}
	switch s := s.(type) {
	case *ast.ExprStmt:
		return b.exprStmt(s)
	case *ast.AssignStmt:
		return b.assign(s)
	case *ast.DeclStmt:
		return b.decl(s)
	case *ast.SendStmt:
		x := b.exprs(s)
		x.visit(s.Chan)
		x.visit(s.Value)
		x.pending = nil
		return append(x.out, &ir.Wait{Op: b.ops[s], Orig: s})
	case *ast.IncDecStmt:
		return b.residual(s, s.X)
	case *ast.GoStmt:
		x := b.exprs(s)
		x.visit2(s.Call.Fun)
		x.arguments(s.Call)
		return append(x.out, &ir.Plain{S: s})
	case *ast.ReturnStmt:
		return b.returnStmt(s)
	case *ast.BlockStmt:
		return []ir.Stmt{&ir.Scope{List: b.stmts(s.List), Orig: s}}
	case *ast.IfStmt:
		return b.ifStmt(s)
	case *ast.ForStmt:
		return b.forStmt(s)
	case *ast.RangeStmt:
		return b.rangeStmt(s)
	case *ast.SwitchStmt:
		return b.switchStmt(s)
	case *ast.TypeSwitchStmt:
		return b.typeSwitch(s)
	case *ast.SelectStmt:
		return b.selectStmt(s)
	case *ast.LabeledStmt:
		return b.stmt(s.Stmt) // jumps find their target by b.labels
	}
	b.refuse(s.Pos(), "statement of an unknown kind")
	return nil
}

// residual orders operands and keeps the statement, with holes.
func (b *builder) residual(s ast.Stmt, operands ...ast.Expr) []ir.Stmt {
	x := b.exprs(s)
	for _, e := range operands {
		x.visit(e)
	}
	return append(x.out, &ir.Plain{S: s})
}

func (b *builder) exprStmt(s *ast.ExprStmt) []ir.Stmt {
	e := unparen(s.X)
	op := b.ops[e]
	if op == nil {
		return b.residual(s, s.X)
	}
	x := b.exprs(s)
	x.operands(e, op)
	return append(x.out, discarding(op, s))
}

// discarding is a wait whose results nobody wants.
func discarding(op *ir.Op, s ast.Stmt) *ir.Wait {
	return &ir.Wait{Op: op, Orig: s, Values: make([]ir.Target, len(op.Shape.Values))}
}

// operands visits the operands of an operation that becomes a wait of its own
// right away: what is pending belongs to it.
func (x *exprs) operands(e ast.Expr, op *ir.Op) {
	switch e := e.(type) {
	case *ast.CallExpr:
		base, flushes := len(x.pending), x.flushes
		if !x.spreadOperand(e) {
			x.children(e)
		}
		x.drop(base, flushes)
	case *ast.UnaryExpr:
		base, flushes := len(x.pending), x.flushes
		x.visitOperands(op, e)
		x.drop(base, flushes)
	}
	x.flush()
	x.bindForThread(op)
}

// spreadOperand names the results of g in wait(g()).
func (x *exprs) spreadOperand(e *ast.CallExpr) bool {
	if len(e.Args) != 1 {
		return false
	}
	tuple, ok := x.b.Info.TypeOf(e.Args[0]).(*types.Tuple)
	if !ok {
		return false
	}
	x.visit2(e.Fun)
	arg := unparen(e.Args[0]).(*ast.CallExpr)
	vars := make([]*ir.Var, tuple.Len())
	for i := range vars {
		vars[i] = x.b.temp(resultName(arg, tuple.At(i).Type()), tuple.At(i).Type())
	}
	base, flushes := len(x.pending), x.flushes
	x.children(arg)
	x.drop(base, flushes)
	x.flush()
	if inner := x.b.ops[arg]; inner != nil {
		x.out = append(x.out, waitFor(inner, vars, x.orig))
	} else {
		x.out = append(x.out, &ir.BindAll{Vars: vars, X: &ir.Raw{X: arg}})
	}
	x.b.fn.Holes[e.Args[0]] = &ir.Multi{Vars: vars}
	return true
}

// returnStmt orders a return; `return wait()` hands on what wait returns.
func (b *builder) returnStmt(s *ast.ReturnStmt) []ir.Stmt {
	if len(s.Results) == 1 {
		e := unparen(s.Results[0])
		if op := b.ops[e]; op != nil {
			x := b.exprs(s)
			x.operands(e, op)
			if b.tailShape(op) {
				return append(x.out, &ir.Tail{Op: op, Orig: s})
			}
			var vars []*ir.Var
			ret := &ir.Return{Orig: s}
			for _, t := range resultTypes(op.Shape) {
				v := b.temp(resultName(e, t), t)
				vars = append(vars, v)
				ret.Results = append(ret.Results, &ir.Ref{Var: v})
			}
			return append(x.out, waitFor(op, vars, s), ret)
		}
	}
	x := b.exprs(s)
	for i, r := range s.Results {
		x.visitAs(r, b.resultType(i, len(s.Results)))
	}
	ret := &ir.Return{Orig: s}
	for _, r := range s.Results {
		if m, ok := b.fn.Holes[r].(*ir.Multi); ok && len(s.Results) == 1 {
			for _, v := range m.Vars {
				ret.Results = append(ret.Results, &ir.Ref{Var: v})
			}
			continue
		}
		ret.Results = append(ret.Results, &ir.Syntax{X: r})
	}
	return append(x.out, ret)
}

// tailShape reports that op's Deferred can be returned as it is.
func (b *builder) tailShape(op *ir.Op) bool {
	f, o := b.fn.Shape, op.Shape
	if b.fn.Named || b.fn.Turns != nil || f.Err != o.Err || len(f.Values) != len(o.Values) {
		return false
	}
	for i := range f.Values {
		if !types.Identical(f.Values[i], o.Values[i]) {
			return false
		}
	}
	return true
}
