package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// assign orders an assignment.
func (b *builder) assign(s *ast.AssignStmt) []ir.Stmt {
	if len(s.Rhs) == 1 {
		if op := b.ops[unparen(s.Rhs[0])]; op != nil && (s.Tok == token.ASSIGN || s.Tok == token.DEFINE) {
			return b.assignOp(s, op)
		}
	}
	x := b.exprs(s)
	for _, l := range s.Lhs {
		x.visit(l)
	}
	for i, r := range s.Rhs {
		x.visitAs(r, b.assignedType(s, i))
	}
	return append(x.out, &ir.Plain{S: s})
}

// assignOp orders `a, b = wait()`: the results go straight to variables, or over
// temporaries to other operands.
func (b *builder) assignOp(s *ast.AssignStmt, op *ir.Op) []ir.Stmt {
	rhs := unparen(s.Rhs[0])
	if recv, ok := rhs.(*ast.UnaryExpr); ok && len(s.Lhs) == 2 {
		op = b.receive(recv, true)
	}
	x := b.exprs(s)
	direct := true
	for _, l := range s.Lhs {
		if _, ok := unparen(l).(*ast.Ident); !ok {
			direct = false
		}
		if s.Tok == token.ASSIGN {
			x.visit(l)
		}
	}
	x.operands(rhs, op)
	if direct {
		return append(x.out, b.targets(s, op))
	}
	w, vars := &ir.Wait{Op: op, Orig: s}, []ir.Expr{}
	types := resultTypes(op.Shape)
	for i, l := range s.Lhs {
		t := ir.Target{}
		if !isBlank(l) {
			v := b.temp(b.nameFor(l, rhs, types[i]), types[i])
			vars = append(vars, &ir.Ref{Var: v})
			t = ir.Target{Kind: ir.Define, Var: v}
		}
		w.SetTarget(i, t)
	}
	set := &ir.Set{Rhs: vars, Tok: token.ASSIGN}
	for _, l := range s.Lhs {
		if !isBlank(l) {
			set.Lhs = append(set.Lhs, &ir.Syntax{X: l})
		}
	}
	return append(x.out, w, set)
}

func isIdent(e ast.Expr) bool {
	_, ok := unparen(e).(*ast.Ident)
	return ok
}

func isBlank(e ast.Expr) bool {
	id, ok := unparen(e).(*ast.Ident)
	return ok && id.Name == "_"
}

// targets makes the wait of `x, err := wait()` and `x, err = wait()`.
func (b *builder) targets(s *ast.AssignStmt, op *ir.Op) *ir.Wait {
	w := &ir.Wait{Op: op, Orig: s, Values: make([]ir.Target, len(op.Shape.Values))}
	for i, l := range s.Lhs {
		id := unparen(l).(*ast.Ident)
		if id.Name == "_" {
			continue
		}
		obj := b.Info.Defs[id]
		t := ir.Target{Kind: ir.Define}
		if obj == nil {
			obj = b.Info.Uses[id]
			if s.Tok == token.ASSIGN || !b.shadowable(obj, s.Pos()) {
				t.Kind = ir.Assign
				t.Wanted = []string{"new" + upper(id.Name), "next" + upper(id.Name)}
				t.Name = b.Names.Fresh(t.Wanted...)
			} else if !b.isResult(obj) && !b.readBetween(obj, s.End(), b.body.End()) {
				continue // a new variable would be left unused
			}
		}
		if t.Kind == ir.Define {
			b.defined(obj, s.Pos(), op, i)
		}
		t.Var = &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}
		w.SetTarget(i, t)
	}
	return w
}

func (b *builder) decl(s *ast.DeclStmt) []ir.Stmt {
	gen := s.Decl.(*ast.GenDecl)
	var out []ir.Stmt
	for _, spec := range gen.Specs {
		vs, ok := spec.(*ast.ValueSpec)
		if !ok {
			b.refuse(spec.Pos(), "declaration of an unknown kind")
		}
		if w := b.declOp(vs, s); w != nil {
			out = append(out, w...)
			continue
		}
		x := b.exprs(s)
		for _, v := range vs.Values {
			x.visitAs(v, b.Info.TypeOf(vs.Type))
		}
		out = append(out, x.out...)
		if len(gen.Specs) == 1 {
			out = append(out, &ir.Plain{S: s})
		} else {
			out = append(out, &ir.VarSpec{Spec: vs, Orig: s})
		}
	}
	return out
}

// declOp orders `var a, b = wait()` without a type of its own.
func (b *builder) declOp(vs *ast.ValueSpec, s *ast.DeclStmt) []ir.Stmt {
	if len(vs.Values) != 1 || vs.Type != nil && len(vs.Names) == 1 {
		return nil
	}
	rhs := unparen(vs.Values[0])
	op := b.ops[rhs]
	if op == nil {
		return nil
	}
	if recv, ok := rhs.(*ast.UnaryExpr); ok && len(vs.Names) == 2 {
		op = b.receive(recv, true)
	}
	x := b.exprs(s)
	x.operands(rhs, op)
	w := &ir.Wait{Op: op, Orig: s, Values: make([]ir.Target, len(op.Shape.Values))}
	for i, id := range vs.Names {
		if obj := b.Info.Defs[id]; obj != nil && id.Name != "_" {
			b.defined(obj, s.Pos(), op, i)
			w.SetTarget(i, ir.Target{Kind: ir.Define, Var: &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}})
		}
	}
	if vs.Type != nil && !sameTypes(w, op) {
		b.refuse(vs.Pos(), "several results of a wait converted by a var declaration"+Whole)
	}
	return append(x.out, w)
}

func sameTypes(w *ir.Wait, op *ir.Op) bool {
	for i, t := range w.Values {
		if t.Kind == ir.Define && !types.Identical(t.Var.Type, op.Shape.Values[i]) {
			return false
		}
	}
	return true
}
