package emit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/frames"
	"github.com/evert-go/evert/rewrite/internal/ir"
)

// slowBody is the state of writing the methods of a frame.
type slowBody struct {
	w       *frameWriter
	reactor *frames.Field
	local   map[any]string // fields that have been copied for a goroutine's code
}

// slow writes the frame and its methods.
func (w *frameWriter) slow(e *emitter) {
	l := w.frame.Layout
	if len(l.Waits) == 0 {
		return // nothing but tails: what is waited for is handed on
	}
	e.slow = &slowBody{w: w, local: map[any]string{}}
	fn := *w.fn
	fn.Holes = maps.Clone(fn.Holes)
	e.fn = &fn
	w.holes(e)
	dropComments(e.dec.Dst.Nodes[w.fn.Decl])
	fields := &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{
		{Type: index(e.pkg(ir.FramesPath, "Pending"), e.resultType(fn.Shape))},
	}}
	for _, f := range l.Fields {
		var typ dst.Expr
		if f.Reactor {
			typ = e.pkg(ir.ReactorPath, "Reactor")
		} else {
			typ = e.typ(f.Var.Type)
		}
		fields.List = append(fields.List, param(f.Name, typ))
	}
	for _, f := range fields.List {
		f.Decs.Before, f.Decs.After = dst.NewLine, dst.NewLine
	}
	w.add(typeDecl(w.frameType(), &dst.StructType{Fields: fields}), w.frameType()+" has what "+docText(w.fn)+" needs after a wait.")
	pool := call(index(e.pkg(ir.FramesPath, "NewPool"), ident(w.frameType())))
	w.add(&dst.GenDecl{Tok: token.VAR, Specs: []dst.Spec{&dst.ValueSpec{Names: []*dst.Ident{ident(w.pool())}, Values: []dst.Expr{pool}}}}, "")
	for _, wait := range l.Waits {
		w.waitDecls(e, wait)
	}
	for _, p := range l.Parts {
		w.method(e, p.Name, nil, e.block(p.Body), "")
	}
	w.driver()
	w.ends(e)
}

// docText is how a comment calls the blocking form.
func docText(fn *ir.Func) string { return fn.Obj.Name() }

// holes makes every mention of a variable of the frame one of its field.
func (w *frameWriter) holes(e *emitter) {
	l := w.frame.Layout
	ast.Inspect(w.fn.Decl, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || e.fn.Holes[id] != nil {
			return true
		}
		if f := w.fieldOf(id); f != nil {
			e.fn.Holes[id] = w.member(f)
		}
		return true
	})
	for _, f := range l.Fields {
		if f.Reactor || f.Var.Obj != nil && f.Var.Name == w.fn.Reactor && w.fn.OwnR {
			e.slow.reactor = f
		}
	}
}

// fieldOf returns the field that an identifier means.
func (w *frameWriter) fieldOf(id *ast.Ident) *frames.Field {
	obj := w.file.Info.Uses[id]
	if obj == nil {
		obj = w.file.Info.Defs[id]
	}
	if obj == nil {
		return nil
	}
	return w.frame.Layout.FieldFor(obj)
}

func (w *frameWriter) member(f *frames.Field) ir.Expr {
	return &ir.Member{X: &ir.Ref{Var: &ir.Var{Name: w.self}}, Name: f.Name}
}

// fieldNamed is the field that an expression is, nil if it is none.
func (e *emitter) fieldNamed(x ast.Expr) dst.Expr {
	id, ok := x.(*ast.Ident)
	if e.slow == nil || !ok {
		return nil
	}
	if f := e.slow.w.fieldOf(id); f != nil {
		return sel(ident(e.slow.w.self), f.Name)
	}
	return nil
}

// ref is a variable, or the field that holds it.
func (e *emitter) ref(v *ir.Var) dst.Expr {
	if e.slow != nil {
		if f := e.slow.w.frame.Layout.FieldOf(v); f != nil {
			return sel(ident(e.slow.w.self), f.Name)
		}
	}
	return ident(v.Name)
}

// isField reports a variable of the frame.
func (e *emitter) isField(v *ir.Var) bool {
	return e.slow != nil && e.slow.w.frame.Layout.FieldOf(v) != nil
}

// method adds a method of the frame.
func (w *frameWriter) method(e *emitter, name string, params []*dst.Field, body []dst.Stmt, doc string) {
	decl := &dst.FuncDecl{Name: ident(name), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}}
	decl.Recv = &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{param(w.self, star(ident(w.frameType())))}}
	if w.frame.Layout.Loops {
		decl.Type.Results = &dst.FieldList{List: []*dst.Field{{Type: ident("int")}}}
	} else {
		body = withoutReturn(body)
	}
	decl.Body = block(body)
	w.add(decl, doc)
}

// waitDecls writes the type of a wait, its Resume, and the code after it if that is
// reached in place, too.
func (w *frameWriter) waitDecls(e *emitter, wait *frames.Wait) {
	w.add(typeDecl(w.waitType(wait), ident(w.frameType())), "")
	k := w.wait
	op := wait.Op
	var params []*dst.Field
	values, errName := w.resumeParams(e, wait)
	if n := len(op.Shape.Values); n > 1 {
		name := "_"
		if anyNamed(values) {
			name = w.names.Fresh("results", "both")
		}
		params = append(params, param(name, e.resultType(op.Shape)))
		w.resume(e, wait, k, params, values, errName, name)
		return
	} else if n == 1 {
		params = append(params, param(values[0], e.typ(op.Shape.Values[0])))
	} else {
		params = append(params, param("_", e.pkg(ir.DeferredPath, "Void")))
	}
	w.resume(e, wait, k, params, values, errName, "_")
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
func (w *frameWriter) resumeParams(e *emitter, wait *frames.Wait) (values []string, errName string) {
	op := wait.Op
	if wait.Tail != nil {
		for range op.Shape.Values {
			name := "_"
			if !wait.Tail.Discard {
				name = e.names.Fresh("value#", "result#")
			}
			values = append(values, name)
		}
		if wait.Tail.Discard && op.Shape.Err {
			return values, "_"
		}
		return values, e.names.Fresh("err#", "failure#")
	}
	used := map[string]bool{}
	name := func(t ir.Target) string {
		if t.Kind == ir.Discard {
			return "_"
		}
		n := t.Var.Name
		if used[n] {
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
	return values, e.names.Fresh("err#", "failure#")
}

// resume writes the Resume of a wait.
func (w *frameWriter) resume(e *emitter, wait *frames.Wait, k string, params []*dst.Field, values []string, errName, tuple string) {
	op := wait.Op
	params = append(params, param(errName, e.typeName(types.Universe.Lookup("error"))))
	body := []dst.Stmt{
		define(call(&dst.ParenExpr{X: star(ident(w.frameType()))}, ident(k)), w.self),
		exprStmt(call(sel(ident(w.self), "Running"))),
	}
	passes := wait.Wait != nil && wait.Wait.PassErr || !op.Shape.Err
	if passes {
		w.fails = true
		body = append(body, notNil(errName, exprStmt(call(sel(ident(w.self), "fail"), ident(errName))), ret()))
	}
	if tuple != "_" {
		body = append(body, define(call(sel(ident(tuple), "Unpack")), values...))
	}
	var args []dst.Expr
	for _, v := range values {
		if v != "_" {
			args = append(args, ident(v))
		}
	}
	if !passes && errName != "_" {
		args = append(args, ident(errName))
	}
	switch {
	case wait.Tail != nil:
		body = append(body, exprStmt(w.finishTail(e, wait.Tail, args)))
	case wait.After == "":
		body = append(body, withoutReturn(append(e.setFields(wait.Wait, values, errName), e.block(wait.Body)...))...)
	default:
		next := call(sel(ident(w.self), wait.After), args...)
		if w.frame.Layout.Loops {
			next = call(sel(ident(w.self), "run"), next)
		}
		body = append(body, exprStmt(next))
	}
	decl := &dst.FuncDecl{Name: ident("Resume"), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}, Body: block(body)}
	decl.Recv = &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{param(k, star(ident(w.waitType(wait))))}}
	w.add(decl, "")
	if wait.After != "" {
		w.after(e, wait, values, errName, passes)
	}
}

// after writes the code after a wait as a method.
func (w *frameWriter) after(e *emitter, wait *frames.Wait, values []string, errName string, passes bool) {
	var params []*dst.Field
	for i, v := range values {
		if v != "_" {
			params = append(params, param(v, e.typ(wait.Op.Shape.Values[i])))
		}
	}
	if !passes && errName != "_" {
		params = append(params, param(errName, e.typeName(types.Universe.Lookup("error"))))
	}
	body := append(e.setFields(wait.Wait, values, errName), e.block(wait.Body)...)
	w.method(e, wait.After, params, body, "")
}

// setFields hands what came to the fields that hold it.
func (e *emitter) setFields(wait *ir.Wait, values []string, errName string) []dst.Stmt {
	var to, from []dst.Expr
	set := func(t ir.Target, name string) {
		switch {
		case t.Kind == ir.Discard:
		case e.isField(t.Var):
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
	if len(to) == 0 {
		return nil
	}
	return []dst.Stmt{assign(token.ASSIGN, to, from...)}
}

// finishTail finishes with what another function results in.
func (w *frameWriter) finishTail(e *emitter, t *ir.CallTail, args []dst.Expr) dst.Expr {
	if t.Discard {
		args = nil
	}
	if w.fn.Shape.Err && len(args) < w.fn.Shape.Len() {
		args = append(args, ident("nil"))
	}
	return call(sel(ident(w.self), "finish"), args...)
}

// driver runs the parts that loops consist of, so that turns do not nest.
func (w *frameWriter) driver() {
	if !w.frame.Layout.Loops {
		return
	}
	next := w.names.Fresh("next", "nextPart")
	sw := &dst.SwitchStmt{Tag: ident(next), Body: &dst.BlockStmt{}}
	var one dst.Stmt
	n := 0
	for _, p := range w.frame.Layout.Parts {
		if p.Label == 0 {
			continue
		}
		n++
		one = assign(token.ASSIGN, []dst.Expr{ident(next)}, call(sel(ident(w.self), p.Name)))
		sw.Body.List = append(sw.Body.List, &dst.CaseClause{List: []dst.Expr{intLit(p.Label)}, Body: []dst.Stmt{one}})
	}
	if n > 1 {
		one = line(sw)
	}
	loop := line(&dst.ForStmt{Cond: &dst.BinaryExpr{X: ident(next), Op: token.NEQ, Y: intLit(0)}, Body: block([]dst.Stmt{one})})
	decl := &dst.FuncDecl{Name: ident("run"), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{param(next, ident("int"))}}}}
	decl.Recv = &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{param(w.self, star(ident(w.frameType())))}}
	decl.Body = block([]dst.Stmt{loop})
	w.add(decl, "run goes on with a part, and with those that follow in place; 0 is none.")
}

// ends writes the methods that finish the function.
func (w *frameWriter) ends(e *emitter) {
	s := w.fn.Shape
	var params []*dst.Field
	var values []dst.Expr
	for i, t := range s.Values {
		name := "v"
		if len(s.Values) > 1 {
			name = fmt.Sprintf("v%d", i+1)
		}
		params = append(params, param(name, e.typ(t)))
		values = append(values, ident(name))
	}
	failure := ident("nil")
	if s.Err {
		params = append(params, param("err", e.typeName(types.Universe.Lookup("error"))))
		failure = ident("err")
	}
	var value dst.Expr
	switch len(values) {
	case 0:
		value = &dst.CompositeLit{Type: e.resultType(s)}
	case 1:
		value = values[0]
	default:
		value = call(e.pkg(ir.DeferredPath, "Make"+tupleName(len(values))), values...)
	}
	end := func(name string, params []*dst.Field, before []dst.Stmt, value, failure dst.Expr) {
		body := append(before, exprStmt(call(e.pkg(ir.FramesPath, "Finish"), ident(w.pool()), ident(w.self), address(sel(ident(w.self), "Pending")), value, failure)))
		decl := &dst.FuncDecl{Name: ident(name), Type: &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true, List: params}}, Body: block(body)}
		decl.Recv = &dst.FieldList{Opening: true, Closing: true, List: []*dst.Field{param(w.self, star(ident(w.frameType())))}}
		w.add(decl, "")
	}
	end("finish", params, nil, value, failure)
	if w.fails {
		none := []dst.Stmt{varDecl("none", e.resultType(s))}
		end("fail", []*dst.Field{param("err", e.typeName(types.Universe.Lookup("error")))}, none, ident("none"), ident("err"))
	}
}

// leave is the return of a method: nothing follows in place, or a part.
func (e *emitter) leave(label int) dst.Stmt {
	if !e.slow.w.frame.Layout.Loops {
		return ret()
	}
	return ret(intLit(label))
}

// goOn goes on with a method.
func (e *emitter) goOn(name string, args ...dst.Expr) []dst.Stmt {
	next := call(sel(ident(e.slow.w.self), name), args...)
	if e.slow.w.frame.Layout.Loops {
		return []dst.Stmt{ret(next)}
	}
	return []dst.Stmt{exprStmt(next), ret()}
}

// slowTail writes how a block goes on.
func (e *emitter) slowTail(t ir.TailNode) []dst.Stmt {
	w := e.slow.w
	l := w.frame.Layout
	switch t := t.(type) {
	case *ir.Stop:
		return nil
	case *ir.Finish:
		return e.slowFinish(t)
	case *ir.Goto:
		return e.goOn(l.JoinOf(t.Join).Name)
	case *ir.Again:
		return []dst.Stmt{e.leave(l.LoopOf(t.Loop).Label)}
	case *ir.Enter:
		return []dst.Stmt{e.leave(l.LoopOf(t.Loop).Label)}
	case *ir.CallTail:
		return e.slowWait(l.TailOf(t.Op))
	case *ir.Await:
		return e.slowWait(l.WaitOf(t.Wait))
	}
	panic("emit: unknown tail")
}

// slowFinish writes a return.
func (e *emitter) slowFinish(f *ir.Finish) []dst.Stmt {
	fn := e.fn
	if f.End && fn.Shape.Len() > 0 {
		return []dst.Stmt{exprStmt(call(ident("panic"), &dst.BasicLit{Kind: token.STRING, Value: `"unreachable"`}))}
	}
	var args []dst.Expr
	if len(f.Results) == 0 && fn.Shape.Len() > 0 {
		for _, v := range fn.Results {
			args = append(args, e.ref(v))
		}
	}
	for _, x := range f.Results {
		args = append(args, e.expr(x))
	}
	for _, x := range args {
		x.Decorations().After = dst.None
	}
	return []dst.Stmt{exprStmt(call(sel(ident(e.slow.w.self), "finish"), args...)), e.leave(0)}
}

// slowWait starts an operation: it waits, or goes on in place.
func (e *emitter) slowWait(wait *frames.Wait) []dst.Stmt {
	w := e.slow.w
	op := wait.Op
	before := e.copiesFor(op)
	start, tuple := e.begin(w, op)
	clear(e.slow.local)
	values, errName := w.resumeParams(e, wait)
	p := e.names.Fresh("p#", "pending#")
	passes := wait.Wait != nil && wait.Wait.PassErr || wait.Tail == nil && !op.Shape.Err || wait.Tail != nil && !op.Shape.Err
	var lhs []string
	results := ""
	if tuple {
		results = "_"
		if anyNamed(values) {
			results = e.names.Fresh("results", "both")
		}
		lhs = append(lhs, results)
	} else {
		lhs = append(lhs, values...)
	}
	if op.Shape.Err {
		lhs = append(lhs, errName)
	}
	out := append(before, define(start, append(lhs, p)...), notNil(p, w.attach(e, p, wait), e.leave(0)))
	if passes && op.Shape.Err {
		w.fails = true
		out = append(out, notNil(errName, exprStmt(call(sel(ident(w.self), "fail"), ident(errName))), e.leave(0)))
	}
	var args []dst.Expr
	for _, v := range values {
		if v != "_" {
			args = append(args, ident(v))
		}
	}
	if tuple && results != "_" {
		out = append(out, define(call(sel(ident(results), "Unpack")), values...))
	}
	if !passes && errName != "_" {
		args = append(args, ident(errName))
	}
	if wait.Tail != nil {
		return append(out, exprStmt(w.finishTail(e, wait.Tail, args)), e.leave(0))
	}
	return append(out, e.goOn(wait.After, args...)...)
}

// copiesFor copies the fields that code in another goroutine reads: it may run when the
// frame has another owner.
func (e *emitter) copiesFor(op *ir.Op) []dst.Stmt {
	if op.Kind != ir.OpThread && op.Kind != ir.OpAsk {
		return nil
	}
	w := e.slow.w
	var out []dst.Stmt
	copied := map[*frames.Field]string{}
	local := func(f *frames.Field) ir.Expr {
		name := copied[f]
		if name == "" {
			name = w.names.Fresh(f.Name, "the"+upperFirst(f.Name), f.Name)
			copied[f] = name
			out = append(out, define(sel(ident(w.self), f.Name), name))
		}
		return &ir.Ref{Var: &ir.Var{Name: name}}
	}
	ast.Inspect(op.Call, func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		switch h := e.fn.Holes[x].(type) {
		case *ir.Ref:
			if f := w.frame.Layout.FieldOf(h.Var); f != nil {
				e.fn.Holes[x] = local(f)
			}
			return false
		case *ir.Multi:
			m := &ir.Multi{}
			for _, v := range h.Vars {
				if f := w.frame.Layout.FieldOf(v); f != nil {
					v = local(f).(*ir.Ref).Var
				}
				m.Vars = append(m.Vars, v)
			}
			e.fn.Holes[x] = m
			return false
		case *ir.Member:
			if id, ok := x.(*ast.Ident); ok {
				if f := w.fieldOf(id); f != nil {
					e.fn.Holes[x] = local(f)
				}
			}
			return false
		case nil:
			return true
		}
		panic(&Unfit{"an operand of a thread's call"})
	})
	return out
}

// slowCode writes a statement that may declare variables of the frame.
func (e *emitter) slowCode(s ir.Stmt) ([]dst.Stmt, bool) {
	switch s := s.(type) {
	case *ir.Plain:
		return e.slowPlain(s)
	case *ir.Bind:
		if e.isField(s.Var) {
			return []dst.Stmt{assign(token.ASSIGN, []dst.Expr{e.ref(s.Var)}, e.expr(s.X))}, true
		}
	case *ir.BindAll:
		fields := false
		var lhs []dst.Expr
		for _, v := range s.Vars {
			fields = fields || e.isField(v)
			lhs = append(lhs, e.ref(v))
		}
		if fields {
			return []dst.Stmt{assign(token.ASSIGN, lhs, e.expr(s.X))}, true
		}
	case *ir.Declare:
		var out []dst.Stmt
		for _, v := range s.Vars {
			if e.isField(v) {
				out = append(out, assign(token.ASSIGN, []dst.Expr{e.ref(v)}, e.zeroOf(v.Type)))
			} else {
				out = append(out, varDecl(v.Name, e.typ(v.Type)))
			}
		}
		return out, true
	case *ir.VarSpec:
		if e.specHasField(s.Spec) {
			return e.setSpec(s.Spec), true
		}
	}
	return nil, false
}

// slowPlain writes kept code that declares variables of the frame: as assignments.
func (e *emitter) slowPlain(p *ir.Plain) ([]dst.Stmt, bool) {
	switch s := p.S.(type) {
	case *ast.AssignStmt:
		if p.Assigns || s.Tok != token.DEFINE {
			return nil, false
		}
		fresh, widened := e.fn.Widen[s]
		fields := e.anyField(s.Lhs)
		if !widened && !fields {
			return nil, false
		}
		var out []dst.Stmt
		for _, v := range fresh {
			if !e.isField(v) {
				out = append(out, varDecl(v.Name, e.typ(v.Type)))
			}
		}
		node := e.fill(e.dec.Dst.Nodes[s], true).(*dst.AssignStmt)
		node.Tok = token.ASSIGN
		return append(out, node), true
	case *ast.DeclStmt:
		gen := s.Decl.(*ast.GenDecl)
		fields := false
		for _, spec := range gen.Specs {
			if vs, ok := spec.(*ast.ValueSpec); ok {
				fields = fields || e.specHasField(vs)
			}
		}
		if !fields {
			return nil, false
		}
		var out []dst.Stmt
		for _, spec := range gen.Specs {
			vs := spec.(*ast.ValueSpec)
			if e.specHasField(vs) {
				out = append(out, e.setSpec(vs)...)
				continue
			}
			n := e.fill(e.dec.Dst.Nodes[vs], true).(*dst.ValueSpec)
			out = append(out, line(&dst.DeclStmt{Decl: &dst.GenDecl{Tok: token.VAR, Specs: []dst.Spec{n}}}))
		}
		return out, true
	}
	return nil, false
}

// anyField reports a variable of the frame among the operands of a :=.
func (e *emitter) anyField(list []ast.Expr) bool {
	for _, x := range list {
		if id, ok := x.(*ast.Ident); ok && e.slow.w.fieldOf(id) != nil {
			return true
		}
	}
	return false
}

func (e *emitter) specHasField(s *ast.ValueSpec) bool {
	for _, id := range s.Names {
		if e.slow.w.fieldOf(id) != nil {
			return true
		}
	}
	return false
}

// setSpec writes a specification of a var declaration as an assignment.
func (e *emitter) setSpec(s *ast.ValueSpec) []dst.Stmt {
	var lhs, rhs []dst.Expr
	for _, id := range s.Names {
		f := e.slow.w.fieldOf(id)
		if f == nil {
			lhs = append(lhs, ident("_"))
		} else {
			lhs = append(lhs, sel(ident(e.slow.w.self), f.Name))
		}
		if len(s.Values) == 0 {
			rhs = append(rhs, e.zeroOf(f.Var.Type))
		}
	}
	for _, x := range s.Values {
		rhs = append(rhs, e.syntax(x, true))
	}
	return []dst.Stmt{assign(token.ASSIGN, lhs, rhs...)}
}

// filledInit writes an init statement or a communication, which may set variables of
// the frame.
func (e *emitter) filledInit(src ast.Stmt, node dst.Stmt) dst.Stmt {
	out := e.fill(node, true).(dst.Stmt)
	if as, ok := src.(*ast.AssignStmt); ok && e.slow != nil && as.Tok == token.DEFINE && e.anyField(as.Lhs) {
		out.(*dst.AssignStmt).Tok = token.ASSIGN
	}
	return out
}

// bound1 sets the field that holds the variable of a type switch.
func (e *emitter) bound1(c *ir.CaseBlock) []dst.Stmt {
	cl, ok := c.Orig.(*ast.CaseClause)
	if !ok || e.slow == nil {
		return nil
	}
	v := e.file.Info.Implicits[cl]
	if v == nil {
		return nil
	}
	f := e.slow.w.frame.Layout.FieldFor(v)
	if f == nil {
		return nil
	}
	return []dst.Stmt{assign(token.ASSIGN, []dst.Expr{sel(ident(e.slow.w.self), f.Name)}, ident(v.Name()))}
}

// dropComments leaves the comments out: the fast body has them.
func dropComments(n dst.Node) {
	dst.Inspect(n, func(n dst.Node) bool {
		if n == nil {
			return false
		}
		d := n.Decorations()
		d.Start, d.End = nil, nil
		if d.Before == dst.EmptyLine {
			d.Before = dst.NewLine
		}
		if d.After == dst.EmptyLine {
			d.After = dst.NewLine
		}
		return true
	})
}
