package emit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// slowBody is the state of writing the methods of a frame.
type slowBody struct {
	w       *frameWriter
	reactor *ir.Field
	boxes   *boxes              // of the method that is being written
	resumes bool                // that is the Resume of a wait, where f is the frame under its type
	failure string              // name of its error: what waits again may set it
	parts   []*dst.SelectorExpr // what that uses of the frame's methods
	holes   map[ast.Expr]ir.Expr
	later   bool // in a deferred call that is a closure
}

// slow writes the frame and its methods.
func (w *frameWriter) slow(e *emitter) {
	l := w.frame.Layout
	if !l.HasFrame() {
		return // nothing but tails: what is waited for is handed on
	}
	e.slow = &slowBody{w: w}
	fn := *w.fn
	fn.Holes = maps.Clone(fn.Holes)
	e.fn = &fn
	w.holes(e)
	maps.Copy(fn.Holes, w.constRefs())
	e.slow.holes = fn.Holes
	dropComments(e.dec.Dst.Nodes[w.fn.Decl])
	begins := "Frame"
	if w.takesOver() {
		begins = "Defers"
	}
	fields := &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{
		{Type: index(e.pkg(ir.FramesPath, begins), w.frameRef(e), e.resultType(fn.Shape))},
	}}
	for _, f := range l.Fields {
		fields.List = append(fields.List, param(f.Name, e.atTop(func() dst.Expr { return e.fieldType(f) })))
	}
	fields.List = append(fields.List, w.resultFields(e)...)
	fields.List = grouped(fields.List)
	for _, f := range fields.List {
		f.Decs.Before, f.Decs.After = dst.NewLine, dst.NewLine
	}
	w.add(w.typeDecl(e, w.frameType(), &dst.StructType{Fields: fields}), w.frameType()+" has what "+docText(w.fn)+" needs after a wait.")
	w.poolDecl(e)
	for _, wait := range l.Waits {
		w.waitDecls(e, wait)
	}
	for _, p := range l.Parts {
		w.method(e, p.Name, nil, p.Unread, func() []dst.Stmt { return e.block(p.Body) })
	}
	w.driver(e)
	w.deferMethods(e)
	w.ends(e)
}

// docText is how a comment calls the blocking form.
func docText(fn *ir.Func) string { return fn.Obj.Name() }

// holes makes every mention of a variable of the frame one of its field.
func (w *frameWriter) holes(e *emitter) {
	kept := false
	var visit func(n ast.Node) bool
	within := func(n ast.Node, keeps bool) {
		outer := kept
		kept = kept || keeps
		ast.Inspect(n, visit)
		kept = outer
	}
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			within(n.Body, true)
			return false
		case *ast.DeferStmt:
			if p := w.pointOf(e.fn.Defer[n]); p != nil {
				w.deferHoles(p, within)
				return false
			}
		case *ast.Ident:
			f := w.fieldOf(n)
			switch {
			case f == nil || e.fn.Holes[n] != nil:
			case f.Boxed:
				e.fn.Holes[n] = &ir.Boxed{Var: f.Var, Kept: kept}
			default:
				e.fn.Holes[n] = w.member(f)
			}
		}
		return true
	}
	ast.Inspect(w.fn.Decl, visit)
	for _, f := range w.frame.Layout.Fields {
		if f.Reactor || f.Var.Obj != nil && f.Var.Name == w.fn.Reactor && w.fn.OwnR {
			e.slow.reactor = f
		}
	}
}

// deferHoles visits a deferred call, and says where it is a func literal: in a loop. A
// method of the frame is none, even where the source has one.
func (w *frameWriter) deferHoles(p *ir.DeferPoint, within func(n ast.Node, keeps bool)) {
	call := p.Defer.Orig.Call
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok && p.Method {
		within(lit.Body, false)
	} else {
		within(call.Fun, !p.Method && w.fn.Holes[call.Fun] == nil)
	}
	for _, a := range call.Args {
		within(a, !p.Method && w.fn.Holes[a] == nil)
	}
}

// fieldOf returns the field that an identifier means.
func (w *frameWriter) fieldOf(id *ast.Ident) *ir.Field {
	obj := w.file.Info.Uses[id]
	if obj == nil {
		obj = w.file.Info.Defs[id]
	}
	if obj == nil {
		return nil
	}
	return w.frame.Layout.FieldFor(obj)
}

func (w *frameWriter) member(f *ir.Field) ir.Expr {
	return &ir.Member{X: &ir.Ref{Var: &ir.Var{Name: w.self}}, Name: f.Name, Type: f.Var.Type}
}

// fieldNamed is the field that an expression is, nil if it is none.
func (e *emitter) fieldNamed(x ast.Expr) dst.Expr {
	id, ok := x.(*ast.Ident)
	if e.slow == nil || !ok {
		return nil
	}
	if f := e.slow.w.fieldOf(id); f != nil {
		return e.ref(f.Var)
	}
	return nil
}

// ref is a variable, or the field that holds it.
func (e *emitter) ref(v *ir.Var) dst.Expr {
	switch f := e.fieldOf(v); {
	case f == nil:
		return ident(v.Name)
	case f.Boxed:
		return e.deref(f, e.inLit || e.slow.later)
	default:
		return sel(ident(e.slow.w.self), f.Name)
	}
}

// fieldOf returns the field that belongs to a variable in a method, nil if none does.
func (e *emitter) fieldOf(v *ir.Var) *ir.Field {
	if e.slow == nil {
		return nil
	}
	return e.slow.w.frame.Layout.FieldOf(v)
}

// method adds a method of the frame.
func (w *frameWriter) method(e *emitter, name string, params []*dst.Field, unread ir.Unread, code func() []dst.Stmt) {
	var names []string
	for _, p := range params {
		names = append(names, p.Names[0].Name)
	}
	body := e.inMethod(names, unread, code)
	decl := &dst.FuncDecl{Name: ident(name), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}}
	w.onFrame(e, decl, w.self, w.frameType())
	if w.driven {
		decl.Type.Results = &dst.FieldList{List: []*dst.Field{{Type: ident("int")}}}
	} else {
		body = withoutReturn(body)
	}
	decl.Body = block(body)
	w.add(decl, "")
}

// waitDecls writes the type of a wait, and its Resume.
func (w *frameWriter) waitDecls(e *emitter, wait *ir.WaitPoint) {
	w.add(w.typeDecl(e, w.waitType(wait), w.frameRef(e)), "")
	w.file.resumes(w.waitType(wait), w.fn.Obj, wait.Op)
	op := wait.Op
	values, errName := w.resumeParams(e, wait)
	tuple := "_"
	var first *dst.Field
	switch len(op.Shape.Values) {
	case 0:
		first = param("_", e.pkg(ir.DeferredPath, "Void"))
	case 1:
		first = param(values[0], e.atTop(func() dst.Expr { return e.typ(op.Shape.Values[0]) }))
	default:
		if anyNamed(values) {
			tuple = e.unused(wait.Declares, "results", "both")
		}
		first = param(tuple, e.atTop(func() dst.Expr { return e.resultType(op.Shape) }))
	}
	params := []*dst.Field{first, param(errName, e.typeName(types.Universe.Lookup("error")))}
	e.slow.resumes, e.slow.parts, e.slow.failure = true, nil, errName
	body := w.resume(e, wait, values, errName, tuple)
	e.slow.resumes = false
	self := w.self
	switch parts := e.slow.parts; len(parts) {
	case 0:
	case 1:
		parts[0].X = call(&dst.ParenExpr{X: star(w.frameRef(e))}, ident(w.self))
	default:
		self = w.wait
		body = append([]dst.Stmt{define(call(&dst.ParenExpr{X: star(w.frameRef(e))}, ident(self)), w.self)}, body...)
	}
	decl := &dst.FuncDecl{Name: ident("Resume"), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}, Body: block(body)}
	w.onFrame(e, decl, self, w.waitType(wait))
	w.add(decl, "")
	if w.shortCut(wait) {
		w.after(e, wait, values, errName)
	}
	e.slow.failure = ""
}

// anyNamed reports a name that is not blank.
func anyNamed(names []string) bool {
	for _, n := range names {
		if n != "_" {
			return true
		}
	}
	return false
}

// resumeParams names what a wait brings.
func (w *frameWriter) resumeParams(e *emitter, wait *ir.WaitPoint) (values []string, errName string) {
	op := wait.Op
	if wait.Tail != nil {
		for i := range op.Shape.Values {
			name := "_"
			if !wait.Tail.Discard {
				name = e.unused(nil, fmt.Sprintf("value%d", i+1), fmt.Sprintf("result%d", i+1))
			}
			values = append(values, name)
		}
		if wait.Tail.Discard && op.Shape.Err {
			return values, "_"
		}
		return values, e.unused(nil, "err", "failure", "failed")
	}
	used := map[string]bool{}
	name := func(t ir.Target) string {
		if t.Kind == ir.Discard {
			return "_"
		}
		if set, unread := wait.Unread[ir.VarKey(t.Var)]; unread && !set && len(op.Shape.Values) > 1 {
			return "_"
		}
		n := t.Var.Name
		if f := e.fieldOf(t.Var); used[n] || t.Kind == ir.Assign && (t.Var.Global() || f != nil && f.Boxed) {
			n = t.Name
		}
		used[n] = true
		return n
	}
	for _, t := range wait.Wait.Values {
		values = append(values, name(t))
	}
	if op.Shape.Err && !wait.Wait.PassErr {
		return values, name(wait.Wait.Err)
	}
	if err := wait.Wait.Err; err.Kind == ir.Define && !used[err.Var.Name] {
		return values, err.Var.Name
	}
	maps.Copy(used, wait.Declares)
	return values, e.unused(used, "err", "failure", "failed")
}

// once returns a name that only the method uses which is being written: others may use it
// again.
func (e *emitter) once(wanted ...string) string {
	used := e.slow.boxes.names
	return e.names.Again(func(name string) bool { return used[name] && name != e.slow.failure }, wanted...)
}

// unused returns a name that may serve in several methods, and does not in this one.
func (e *emitter) unused(used map[string]bool, wanted ...string) string {
	return e.names.Again(func(name string) bool { return used[name] }, wanted...)
}

// resume writes the code of a wait's Resume.
func (w *frameWriter) resume(e *emitter, wait *ir.WaitPoint, values []string, errName, tuple string) []dst.Stmt {
	op := wait.Op
	var body []dst.Stmt
	passes := wait.Wait != nil && wait.Wait.PassErr && !w.shortCut(wait) || !op.Shape.Err
	if passes {
		body = append(body, notNil(errName, exprStmt(call(sel(ident(w.self), "Fail"), ident(errName))), ret()))
	}
	if tuple != "_" {
		body = append(body, define(call(sel(ident(tuple), "Unpack")), values...))
	}
	if wait.Wait != nil && !w.shortCut(wait) && len(values) > 1 {
		for _, t := range wait.Wait.Values {
			if t.Kind != ir.Discard && wait.Unread[ir.VarKey(t.Var)] {
				body = append(body, use(t.Var.Name))
			}
		}
	}
	if wait.Tail != nil || w.shortCut(wait) {
		var args []dst.Expr
		for _, v := range values {
			if v != "_" {
				args = append(args, ident(v))
			}
		}
		if !passes && errName != "_" {
			args = append(args, ident(errName))
		}
		if wait.Tail != nil {
			return append(body, w.finishTail(e, wait.Tail, args))
		}
		return append(body, withoutReturn(e.goOnWith(call(w.part(e, wait.After), args...)))...)
	}
	return append(body, withoutReturn(e.inMethod(append(values, errName), wait.Unread, func() []dst.Stmt {
		return append(e.setFields(wait.Wait, values, errName), e.block(wait.Body)...)
	}))...)
}

// setFields hands what came to the fields that hold it.
func (e *emitter) setFields(wait *ir.Wait, values []string, errName string) []dst.Stmt {
	var to, from []dst.Expr
	var boxed []*ir.Field
	set := func(t ir.Target, name string) {
		if t.Kind == ir.Discard || name == "_" {
			return
		}
		switch f := e.fieldOf(t.Var); {
		case f != nil && f.Boxed && t.Kind == ir.Define:
			e.declaresHere(f)
			boxed = append(boxed, f)
		case f != nil:
			to, from = append(to, e.ref(t.Var)), append(from, ident(name))
		case name != t.Var.Name:
			to, from = append(to, ident(t.Var.Name)), append(from, ident(name))
		}
	}
	for i, t := range wait.Values {
		set(t, values[i])
	}
	if wait.Op.Shape.Err && !wait.PassErr {
		set(wait.Err, errName)
	}
	out := e.box(boxed...)
	if len(to) > 0 {
		out = append(out, assign(token.ASSIGN, to, from...))
	}
	return out
}

// finishTail finishes with what another function results in.
func (w *frameWriter) finishTail(e *emitter, t *ir.CallTail, args []dst.Expr) dst.Stmt {
	if t.Discard {
		args = nil
	}
	if w.fn.Shape.Err && len(args) < w.fn.Shape.Len() {
		return w.succeed(e, args, true)
	}
	return w.finish(e, args, true)
}
