package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// fillClosures orders the chosen literals directly in this function and puts
// their callback forms in their places.
func (b *builder) fillClosures() {
	for _, h := range b.typeHoles {
		b.fn.Holes[h.expr] = &ir.FuncType{Sig: b.Info.TypeOf(h.lit).(*types.Signature)}
	}
	ast.Inspect(b.body, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if !ok {
			return true
		}
		if f := b.lits[lit]; f != nil && f.Body == nil && !f.Leaf {
			inner := *b
			inner.fn, inner.body = f, lit.Body
			f.Labels = b.labels
			inner.build()
		}
		if f := b.lits[lit]; f != nil {
			b.fn.Holes[lit] = &ir.Closure{Func: f}
		}
		return false
	})
}

// stmts orders a list. Statements that come after a wait stand in a continuation,
// where `x, err := f()` would declare another err than the one of the source.
func (b *builder) stmts(list []ast.Stmt) []ir.Stmt {
	var out []ir.Stmt
	waited := false
	for i := 0; i < len(list); i++ {
		s := list[i]
		if as, ok := s.(*ast.AssignStmt); ok && as.Tok == token.DEFINE && waited && !b.directWait(as) {
			b.redeclare(as)
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

func lastWait(list []ir.Stmt) *ir.Wait {
	if len(list) == 0 {
		return nil
	}
	w, _ := list[len(list)-1].(*ir.Wait)
	return w
}

// directWait reports `x, y := wait()`, which is handled where targets are.
func (b *builder) directWait(as *ast.AssignStmt) bool {
	return len(as.Rhs) == 1 && b.ops[unparen(as.Rhs[0])] != nil
}

// redeclare looks at a `:=` that assigns to variables declared before. In a
// continuation it would make new ones; where that could be noticed, the new
// variables are declared first and `=` assigns to all.
func (b *builder) redeclare(as *ast.AssignStmt) {
	var fresh []*ir.Var
	assigns := false
	for _, l := range as.Lhs {
		id := l.(*ast.Ident)
		if obj := b.Info.Defs[id]; obj != nil {
			fresh = append(fresh, &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj})
		} else if obj := b.Info.Uses[id]; obj != nil && !b.shadowable(obj, as.Pos()) {
			assigns = true
		}
	}
	if assigns {
		b.fn.Widen[as] = fresh
	}
}

// shadowable reports that a new variable may take obj's place from pos on: nobody
// else knows obj, no goto leads back to where it is obj, and it is not left unused.
func (b *builder) shadowable(obj types.Object, pos token.Pos) bool {
	if b.use.captured[obj] || b.use.addressed[obj] || b.isResult(obj) && b.fn.Named || b.comesBack(obj, pos) {
		return false
	}
	return b.param[obj] || b.isParamOrResult(obj) || b.readBetween(obj, obj.Pos(), pos)
}

// comesBack reports a goto after pos to a label between obj's declaration and pos.
func (b *builder) comesBack(obj types.Object, pos token.Pos) bool {
	for _, l := range b.labeled {
		if l.Pos() < obj.Pos() || l.Pos() > pos {
			continue
		}
		for _, from := range b.gotos[l.Label.Name] {
			if from > pos {
				return true
			}
		}
	}
	return false
}

func (b *builder) isResult(obj types.Object) bool {
	for _, v := range b.fn.Results {
		if v != nil && v.Obj == obj {
			return true
		}
	}
	return false
}

func (b *builder) isParamOrResult(obj types.Object) bool {
	params := b.fn.Sig.Params()
	for i := 0; i < params.Len(); i++ {
		if params.At(i) == obj {
			return true
		}
	}
	return obj == b.fn.Sig.Recv()
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
		for _, a := range s.Call.Args {
			x.visit(a)
		}
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

// gotoLabel orders a statement that gotos reach: a mark, and the statement. It
// keeps its label only if a break or continue in it needs it.
func (b *builder) gotoLabel(l *ast.LabeledStmt) []ir.Stmt {
	mark := &ir.Label{Name: l.Label.Name}
	for _, pos := range b.gotos[l.Label.Name] {
		mark.Forward = mark.Forward || pos < l.Pos()
		mark.Backward = mark.Backward || pos > l.Pos()
	}
	if _, empty := l.Stmt.(*ast.EmptyStmt); empty {
		return []ir.Stmt{mark}
	}
	if !b.waits[l] {
		return []ir.Stmt{mark, &ir.Plain{S: b.withLabel(l.Stmt)}}
	}
	return append([]ir.Stmt{mark}, b.stmt(l.Stmt)...)
}

// withLabel returns s with its label, if a break or continue inside needs it.
func (b *builder) withLabel(s ast.Stmt) ast.Stmt {
	l := b.labeled[s]
	if l == nil {
		return s
	}
	needed := false
	ast.Inspect(s, func(n ast.Node) bool {
		if j, ok := n.(*ast.BranchStmt); ok && j.Tok != token.GOTO && j.Label != nil && j.Label.Name == l.Label.Name {
			needed = true
		}
		return !needed
	})
	if needed {
		return l
	}
	return s
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
	for _, r := range s.Rhs {
		x.visit(r)
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
			}
		}
		if t.Kind == ir.Define {
			b.param[obj] = true
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
			x.visit(v)
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
			b.param[obj] = true
			w.SetTarget(i, ir.Target{Kind: ir.Define, Var: &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}})
		}
	}
	if vs.Type != nil && !sameTypes(w, op) {
		b.refuse(vs.Pos(), "several results of a wait converted by a var declaration")
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
	for _, r := range s.Results {
		x.visit(r)
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
