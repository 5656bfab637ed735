package emit

import (
	"go/ast"
	"go/token"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// fastTail hands on what another function returns, and what that waits for.
func (e *emitter) fastTail(op *ir.Op) []dst.Stmt {
	start, tuple := e.begin(e.fast.w, op)
	if wait := e.fast.w.frame.Layout.TailOf(op); wait != nil && e.fn.Defers {
		return e.fastLast(wait, start, tuple)
	}
	if !tuple {
		return []dst.Stmt{ret(start)}
	}
	results, p := "_", e.names.Fresh("p#", "pending#")
	if len(op.Shape.Values) > 0 {
		results = e.names.Fresh("results", "both")
	}
	lhs := []string{results}
	var list []dst.Expr
	var values []string
	for range op.Shape.Values {
		values = append(values, e.names.Fresh("value#", "result#"))
	}
	list = append(list, idents(values)...)
	if op.Shape.Err {
		err := e.names.Fresh("err#", "failure#")
		lhs = append(lhs, err)
		list = append(list, ident(err))
	}
	out := []dst.Stmt{define(start, append(lhs, p)...)}
	if len(values) > 0 {
		out = append(out, define(call(sel(ident(results), "Unpack")), values...))
	}
	return append(out, ret(append(list, ident(p))...))
}

// fastLast waits for what a function with deferred calls only hands on: they run after
// it.
func (e *emitter) fastLast(wait *ir.WaitPoint, start dst.Expr, tuple bool) []dst.Stmt {
	op := wait.Op
	var values, lhs []string
	for range op.Shape.Values {
		values = append(values, e.names.Fresh("value#", "result#"))
	}
	lhs = values
	if tuple {
		lhs = []string{"_"}
		if len(values) > 0 {
			lhs = []string{e.names.Fresh("results", "both")}
		}
	}
	list := idents(values)
	if op.Shape.Err {
		err := e.names.Fresh("err#", "failure#")
		lhs = append(lhs, err)
		list = append(list, ident(err))
	}
	p := e.names.Fresh("p#", "pending#")
	out := []dst.Stmt{define(start, append(lhs[:len(lhs):len(lhs)], p)...), notNil(p, e.suspend(wait, p)...)}
	if tuple && len(values) > 0 {
		out = append(out, define(call(sel(ident(lhs[0]), "Unpack")), values...))
	}
	if wait.Tail.Discard {
		return append(out, e.leaveFast(e.zeros())...)
	}
	if len(list) < e.fn.Shape.Len() {
		list = append(list, ident("nil"))
	}
	return append(out, e.leaveFast(list)...)
}

// fastWait writes a wait, and what is done if it is not over.
func (e *emitter) fastWait(s *ir.Wait) []dst.Stmt {
	w := e.fast.w
	wait := w.frame.Layout.WaitOf(s)
	if wait == nil {
		panic(&Unfit{"a wait that is not reached"})
	}
	claimed := e.claim(s.Orig)
	start, tuple := e.begin(w, s.Op)
	p := e.names.Fresh("p#", "pending#")
	lhs := &received{e: e, source: declaring(s.Orig), live: wait.Live}
	results, failed := lhs.results(s, tuple)
	check := notNil(p, e.suspend(wait, p)...)
	out := []dst.Stmt{define(start, append(lhs.names, p)...), check}
	if !anyNamed(lhs.names) {
		check.(*dst.IfStmt).Init = &dst.AssignStmt{Lhs: idents(append(lhs.names, p)), Tok: token.DEFINE, Rhs: []dst.Expr{start}}
		out = out[1:]
	}
	if s.PassErr {
		zeros := e.zeros()
		zeros[len(zeros)-1] = ident(failed)
		out = append(out, notNil(failed, e.leaveFast(zeros)...))
	}
	if tuple && results != "_" {
		unpacked := &received{e: e, source: lhs.source}
		for _, t := range s.Values {
			unpacked.target(t)
		}
		tok := token.ASSIGN
		if unpacked.declares(s.Values) {
			tok = token.DEFINE
		}
		out = append(out, assign(tok, idents(unpacked.names), call(sel(ident(results), "Unpack"))))
		lhs.after = append(unpacked.after, lhs.after...)
	}
	out = append(out, lhs.after...)
	if claimed {
		e.decorate(s.Orig, out[:1])
	}
	return out
}

// results names what a wait brings, and, apart, what several values come in, and the
// error if it is only passed on.
func (r *received) results(s *ir.Wait, tuple bool) (all, failed string) {
	if tuple {
		all = "_"
		if r.wanted(s.Values) {
			all = r.e.names.Fresh("results", "both")
		}
		r.names = append(r.names, all)
	} else {
		for _, t := range s.Values {
			r.target(t)
		}
	}
	switch {
	case s.PassErr:
		failed = r.e.names.Fresh("err#", "failure#")
		if s.Err.Kind == ir.Define && !r.hides(s.Err.Var) {
			failed = s.Err.Var.Name
		}
		r.names = append(r.names, failed)
	case s.Op.Shape.Err:
		r.target(s.Err)
	}
	return all, failed
}

// declaring reports a statement of the source that declares variables where it stands.
func declaring(s ast.Stmt) bool {
	as, ok := s.(*ast.AssignStmt)
	return ok && as.Tok == token.DEFINE
}

// received are the names on the left side of a wait. A variable of an outer scope is
// assigned to afterwards: := would declare another.
type received struct {
	e      *emitter
	source bool        // the source has a := there
	live   []*ir.Field // what the code after the wait needs besides
	names  []string
	after  []dst.Stmt
}

// hides reports that a variable of the frame could not be named beside v.
func (r *received) hides(v *ir.Var) bool {
	for _, f := range r.live {
		if f.Var.Name == v.Name && ir.VarKey(f.Var) != ir.VarKey(v) {
			return true
		}
	}
	return false
}

// keeps reports a variable that the frame needs as it was before the wait.
func (r *received) keeps(v *ir.Var) bool {
	for _, f := range r.live {
		if ir.VarKey(f.Var) == ir.VarKey(v) {
			return true
		}
	}
	return false
}

func (r *received) target(t ir.Target) {
	switch {
	case t.Kind == ir.Discard:
		r.names = append(r.names, "_")
	case t.Kind == ir.Assign && r.apart(t):
		r.names = append(r.names, t.Name)
		r.after = append(r.after, assign(token.ASSIGN, []dst.Expr{ident(t.Var.Name)}, ident(t.Name)))
	case t.Kind == ir.Assign && r.keeps(t.Var):
		name := r.e.names.Fresh("new"+upperFirst(t.Var.Name), "next"+upperFirst(t.Var.Name))
		r.names = append(r.names, name)
		r.after = append(r.after, assign(token.ASSIGN, []dst.Expr{ident(t.Var.Name)}, ident(name)))
	case r.hides(t.Var):
		name := r.e.names.Fresh("inner"+upperFirst(t.Var.Name), "new"+upperFirst(t.Var.Name))
		r.names = append(r.names, name)
		r.after = append(r.after, define(ident(name), t.Var.Name))
	default:
		r.names = append(r.names, t.Var.Name)
	}
}

// apart reports a variable that is set when the wait is over, and not by the statement
// that begins it: := would declare another, or somebody else would see what that
// returns if it is not over.
func (r *received) apart(t ir.Target) bool {
	f := r.e.fast.w.frame.Layout.FieldOf(t.Var)
	return !r.source || f != nil && f.Boxed
}

func (r *received) wanted(values []ir.Target) bool {
	for _, t := range values {
		if t.Kind != ir.Discard {
			return true
		}
	}
	return false
}

// declares reports that the names have to be declared.
func (r *received) declares(values []ir.Target) bool {
	for _, t := range values {
		if t.Kind == ir.Define || t.Kind == ir.Assign && r.apart(t) {
			return true
		}
	}
	return false
}

// suspend takes a frame, and leaves.
func (e *emitter) suspend(wait *ir.WaitPoint, p string) []dst.Stmt {
	w := e.fast.w
	out := append(e.takeOver(p, wait.Live), w.register(wait.May, wait.Op.Site)...)
	results := e.zeros()
	for i, v := range e.fn.Results {
		reads := e.threadReads(wait.Op, v)
		deferred := e.fn.Defers && !w.blank(i) && w.frame.Layout.FieldOf(v).Boxed
		if w.owned || !reads && !deferred {
			continue
		}
		results[i] = e.outer(v) // as it is: somebody else knows it
		if _, hidden := results[i].(*dst.StarExpr); hidden && reads {
			panic(&Unfit{"another " + v.Name + " hides it where the function waits, and something keeps it"})
		}
	}
	return append(out, ret(append(results, w.attach(e, p, wait))...))
}
