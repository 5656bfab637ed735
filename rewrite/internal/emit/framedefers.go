package emit

import (
	"go/ast"
	"go/token"
	"maps"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// pointOf returns what a layout says of a defer statement, nil if it is not the function's
// own.
func (w *frameWriter) pointOf(d *ir.Defer) *ir.DeferPoint {
	for _, p := range w.frame.Layout.Defers {
		if p.Defer == d {
			return p
		}
	}
	return nil
}

// takesOver reports a function whose frame may have to run deferred calls.
func (w *frameWriter) takesOver() bool { return w.fn.Defers }

// nameResults gives the results of a fast body the names by which deferred calls know
// them: the Pending's says whether the frame has taken over, and the others are needed
// if a deferred call waits.
func (w *frameWriter) nameResults(results *dst.FieldList, pending *dst.Field) {
	followed, waits := false, false
	for _, p := range w.frame.Layout.Defers {
		followed = followed || p.Followed
		waits = waits || p.Defer.Op != nil
	}
	if !followed && !waits && !(w.owned && w.fn.Defers) {
		return
	}
	waits = waits || w.owned // their copies need names
	w.pendingName = w.names.Fresh("suspended", "handedOver")
	pending.Names = []*dst.Ident{ident(w.pendingName)}
	i := 0
	for _, f := range results.List {
		n := max(1, len(f.Names))
		for j := range n {
			name := "_"
			switch {
			case len(f.Names) > 0 && f.Names[j].Name != "_":
				name = f.Names[j].Name
			case waits && w.fn.Shape.Err && i == w.fn.Shape.Len()-1:
				name = w.names.Fresh("err#", "failure#")
			case waits:
				name = w.names.Fresh("value#", "result#")
			}
			if j < len(f.Names) {
				f.Names[j].Name = name
			} else {
				f.Names = append(f.Names, ident(name))
			}
			w.resultNames = append(w.resultNames, name)
			i++
		}
	}
}

// asWritten makes the fast body defer what the source defers, as it stands there, where
// nothing can come between.
func (e *emitter) asWritten() {
	bound := map[any]bool{}
	for _, p := range e.fast.w.frame.Layout.Defers {
		if p.Followed || p.Defer.Op != nil {
			continue
		}
		e.fast.asWritten[p.Defer.Orig] = true
		for _, s := range e.fn.Lets[p.Defer.Orig] {
			for _, v := range boundBy(s) {
				bound[v] = true
			}
		}
	}
	if len(bound) == 0 {
		return
	}
	fn := *e.fn
	fn.Holes = maps.Clone(fn.Holes)
	for x, h := range fn.Holes {
		switch h := h.(type) {
		case *ir.Ref:
			if bound[h.Var] {
				delete(fn.Holes, x)
			}
		case *ir.Multi:
			if len(h.Vars) > 0 && bound[h.Vars[0]] {
				delete(fn.Holes, x)
			}
		}
	}
	e.fn = &fn
}

func boundBy(s ir.Stmt) []*ir.Var {
	switch s := s.(type) {
	case *ir.Bind:
		return []*ir.Var{s.Var}
	case *ir.BindAll:
		return s.Vars
	}
	return nil
}

// fastDefer writes a defer statement of a fast body: Go's own, which does nothing when
// the frame has taken over.
func (e *emitter) fastDefer(d *ir.Defer) []dst.Stmt {
	w := e.fast.w
	p := w.pointOf(d)
	var out []dst.Stmt
	for _, s := range e.fn.Lets[d.Orig] {
		out = append(out, e.code(s)...)
		e.fastDeclares(s)
	}
	if p.Loop != nil && (p.Followed || d.Op != nil) {
		return e.decorated(d.Orig, append(out, e.fastLater(p)...))
	}
	s := e.guarded(p)
	if w.flags[p] != "" {
		return e.decorated(d.Orig, append(out, s, assign(token.ASSIGN, []dst.Expr{ident(w.flags[p])}, ident("true"))))
	}
	return e.decorated(d.Orig, append(out, s))
}

// guarded is the defer statement itself.
func (e *emitter) guarded(p *ir.DeferPoint) dst.Stmt {
	w, d := e.fast.w, p.Defer
	if d.Op != nil {
		start, tuple := e.begin(w, d.Op)
		return e.deferGuarded(p, e.fastDeferWait(p, start, tuple))
	}
	c := e.syntax(d.Orig.Call, false).(*dst.CallExpr)
	if lit, ok := unparen(c.Fun).(*dst.FuncLit); ok && lit.Type.Results == nil {
		lit.Body.List = append([]dst.Stmt{w.ifPending(token.NEQ, ret())}, lit.Body.List...)
		return line(&dst.DeferStmt{Call: c})
	}
	if d.Simple {
		return e.deferGuarded(p, []dst.Stmt{exprStmt(c)})
	}
	again := exprStmt(call(e.pkg(ir.FramesPath, "Repanic"), call(ident("recover"))))
	return e.deferGuarded(p, []dst.Stmt{line(&dst.DeferStmt{Call: c}), again})
}

// deferGuarded defers a list, which runs unless the frame has taken over.
func (e *emitter) deferGuarded(p *ir.DeferPoint, list []dst.Stmt) dst.Stmt {
	if p.Followed {
		list = []dst.Stmt{e.fast.w.ifPending(token.EQL, list...)}
	}
	return line(&dst.DeferStmt{Call: call(funcLit(nil, nil, list))})
}

func unparen(x dst.Expr) dst.Expr {
	for {
		p, ok := x.(*dst.ParenExpr)
		if !ok {
			return x
		}
		x = p.X
	}
}

// ifPending is if pending == nil { list }.
func (w *frameWriter) ifPending(op token.Token, list ...dst.Stmt) dst.Stmt {
	return line(&dst.IfStmt{Cond: &dst.BinaryExpr{X: ident(w.pendingName), Op: op, Y: ident("nil")}, Body: block(list)})
}

// fastDeferWait starts a deferred call that waits. If it is not over, the frame waits
// for it, and runs the others.
func (e *emitter) fastDeferWait(p *ir.DeferPoint, start dst.Expr, tuple bool) []dst.Stmt {
	op := p.Defer.Op
	var lhs []string
	n := len(op.Shape.Values)
	if tuple {
		n = 1
	}
	if op.Shape.Err {
		n++
	}
	for range n {
		lhs = append(lhs, "_")
	}
	return e.fastHold(p, start, lhs, call(ident("recover")))
}

// fastHold makes the frame hold what start, which gives some results and a Pending,
// waits for, with the panic in progress.
func (e *emitter) fastHold(p *ir.DeferPoint, start dst.Expr, lhs []string, recovered dst.Expr) []dst.Stmt {
	w := e.fast.w
	name := e.names.Fresh("p#", "pending#")
	list := e.takeOver(name, p.Live)
	for i, r := range w.frame.Layout.Results {
		if w.blank(i) {
			list = append(list, assign(token.ASSIGN, []dst.Expr{sel(ident(w.self), r)}, ident(w.resultNames[i])))
		}
	}
	list = append(list, w.register(p.May, p.Defer.Orig)...)
	hold := call(e.pkg(ir.FramesPath, "Hold"), address(sel(ident(w.self), "Defers")), ident(name), recovered)
	list = append(list, assign(token.ASSIGN, []dst.Expr{ident(w.pendingName)}, hold))
	check := notNil(name, list...)
	check.(*dst.IfStmt).Init = &dst.AssignStmt{Lhs: idents(append(lhs, name)), Tok: token.DEFINE, Rhs: []dst.Expr{start}}
	return []dst.Stmt{check}
}

// takeOver takes a frame, and fills it.
func (e *emitter) takeOver(p string, live []*ir.Field) []dst.Stmt {
	w := e.fast.w
	take := "New"
	if w.takesOver() {
		take = "TakeOver"
	}
	out := []dst.Stmt{define(call(e.pkg(ir.FramesPath, take), w.pool(e), ident(p)), w.self)}
	var to, from []dst.Expr
	for _, f := range live {
		if e.fast.carried[f.Var] {
			continue // it is set at the end of the turn
		}
		x := e.outer(f.Var)
		if p, ok := x.(*dst.StarExpr); ok && f.Boxed {
			x = p.X
		} else if f.Boxed {
			x = address(x)
		}
		to, from = append(to, sel(ident(w.self), f.Name)), append(from, x)
	}
	if len(to) > 0 {
		out = append(out, assign(token.ASSIGN, to, from...))
	}
	return out
}

// register hands over the deferred calls that have been registered where node stands.
func (w *frameWriter) register(may map[*ir.DeferPoint]bool, node ast.Node) []dst.Stmt {
	var out []dst.Stmt
	taken := map[ast.Stmt]bool{}
	for _, p := range w.frame.Layout.Defers {
		if !may[p] || !p.Followed || p.Looped() && taken[p.Loop] {
			continue
		}
		if p.Looped() {
			taken[p.Loop] = true
			out = append(out, exprStmt(call(sel(ident(w.self), "Takes"), address(ident(w.lists[p.Loop])))))
			continue
		}
		later := dst.Expr(sel(ident(w.self), p.Name))
		if p.Loop != nil {
			later = ident(w.later[p])
		}
		s := exprStmt(call(sel(ident(w.self), deferKind(p.Defer)), later))
		switch flag := w.flags[p]; {
		case flag == "" || w.surely(p, node):
		case p.Loop != nil:
			s = notNil(flag, s)
		default:
			s = line(&dst.IfStmt{Cond: ident(flag), Body: block([]dst.Stmt{s})})
		}
		out = append(out, s)
	}
	return out
}

// deferKind is the method that registers a deferred call.
func deferKind(d *ir.Defer) string {
	switch {
	case d.Op != nil:
		return "DeferWait"
	case d.Simple:
		return "Defer"
	}
	return "DeferRecover"
}

// surely reports that a deferred call has been registered where node stands: in the
// block where that is done, and after it.
func (w *frameWriter) surely(p *ir.DeferPoint, node ast.Node) bool {
	return node.Pos() >= p.Defer.Orig.End() && node.Pos() >= p.Block.Pos() && node.Pos() < p.Block.End()
}

// findFlags names variables that say which deferred calls have been registered, where
// that depends on the way that was taken, or on how often. For one that is a closure it
// holds that.
func (w *frameWriter) findFlags() {
	w.flags, w.lists, w.later = map[*ir.DeferPoint]string{}, map[ast.Stmt]string{}, map[*ir.DeferPoint]string{}
	for _, p := range w.frame.Layout.Defers {
		if !p.Followed {
			continue
		}
		if p.Looped() {
			if w.lists[p.Loop] == "" {
				w.lists[p.Loop] = w.names.Fresh("calls#", "deferredCalls#")
			}
			continue
		}
		unsure := false
		for _, wait := range w.frame.Layout.Waits {
			unsure = unsure || wait.May[p] && !w.surely(p, wait.Op.Site)
		}
		for _, q := range w.frame.Layout.Defers {
			unsure = unsure || q.May[p] && !w.surely(p, q.Defer.Orig)
		}
		switch {
		case unsure && p.Loop != nil:
			w.flags[p] = w.laterName(p)
		case unsure:
			w.flags[p] = w.names.Fresh("defers#", "registered#")
		}
	}
}

// declareFlags declares them.
func (w *frameWriter) declareFlags(e *emitter) []dst.Stmt {
	var out []dst.Stmt
	declared := map[ast.Stmt]bool{}
	for _, p := range w.frame.Layout.Defers {
		if name := w.lists[p.Loop]; name != "" && !declared[p.Loop] {
			declared[p.Loop] = true
			out = append(out, varDecl(name, e.pkg(ir.FramesPath, "Calls")))
		}
		switch name := w.flags[p]; {
		case name == "":
		case p.Loop != nil:
			out = append(out, varDecl(name, e.laterType(p.Defer)))
		default:
			out = append(out, define(ident("false"), name))
		}
	}
	return out
}
