package emit

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// fastBody is the state of writing a fast body: the scopes around, to know which
// variables a name means, and the statements that a break or continue would leave.
type fastBody struct {
	w       *frameWriter
	scopes  []map[string]any
	returns map[ast.Stmt]bool // of the function itself
	labels  map[string]bool   // that jumps name
	around  []ast.Stmt
}

func (b *fastBody) enter() { b.scopes = append(b.scopes, map[string]any{}) }
func (b *fastBody) leave() { b.scopes = b.scopes[:len(b.scopes)-1] }

// declare says that name means a variable from here on: one of the user's, or a
// temporary.
func (b *fastBody) declare(name string, variable any) {
	if name != "_" && name != "" {
		b.scopes[len(b.scopes)-1][name] = variable
	}
}

func (b *fastBody) declareVar(v *ir.Var) {
	if v == nil {
		return
	}
	b.declare(v.Name, ir.VarKey(v))
}

// means returns what a name means here.
func (b *fastBody) means(name string) any {
	for i := len(b.scopes) - 1; i >= 0; i-- {
		if v := b.scopes[i][name]; v != nil {
			return v
		}
	}
	return nil
}

// fastScope writes a list in a scope of its own.
func (e *emitter) fastScope(list []ir.Stmt) []dst.Stmt {
	e.fast.enter()
	defer e.fast.leave()
	return e.fastList(list)
}

func (e *emitter) fastList(list []ir.Stmt) []dst.Stmt {
	var out []dst.Stmt
	for _, s := range list {
		out = append(out, e.fastStmt(s)...)
		e.fastDeclares(s)
	}
	return out
}

// fastDeclares notes what a statement declares in the scope it stands in.
func (e *emitter) fastDeclares(s ir.Stmt) {
	b := e.fast
	switch s := s.(type) {
	case *ir.Plain:
		st := s.S
		if l, ok := st.(*ast.LabeledStmt); ok {
			st = l.Stmt
		}
		e.declaredBy(st)
	case *ir.VarSpec:
		for _, id := range s.Spec.Names {
			b.declare(id.Name, e.file.Info.Defs[id])
		}
	case *ir.Bind:
		b.declareVar(s.Var)
	case *ir.BindAll:
		for _, v := range s.Vars {
			b.declareVar(v)
		}
	case *ir.Declare:
		for _, v := range s.Vars {
			b.declareVar(v)
		}
	case *ir.Wait:
		for _, t := range append(append([]ir.Target(nil), s.Values...), s.Err) {
			if t.Kind == ir.Define {
				b.declareVar(t.Var)
			}
		}
	}
}

// declaredBy notes what a statement of the source declares.
func (e *emitter) declaredBy(s ast.Stmt) {
	add := func(id *ast.Ident) {
		if v, ok := e.file.Info.Defs[id].(*types.Var); ok {
			e.fast.declare(id.Name, v)
		}
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		for _, l := range s.Lhs {
			if id, ok := l.(*ast.Ident); ok {
				add(id)
			}
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok {
				for _, id := range spec.Names {
					add(id)
				}
			}
		}
	}
}

func (e *emitter) fastStmt(s ir.Stmt) []dst.Stmt {
	switch s := s.(type) {
	case *ir.Plain:
		return e.fastPlain(s)
	case *ir.Bind, *ir.BindAll, *ir.Declare, *ir.Set, *ir.VarSpec:
		return e.code(s)
	case *ir.Wait:
		return e.fastWait(s)
	case *ir.Tail:
		return e.decorated(s.Orig, e.fastTail(s.Op))
	case *ir.Return:
		return e.fastReturn(s.Orig, s.Results)
	case *ir.If:
		return []dst.Stmt{e.fastIf(s)}
	case *ir.Scope:
		return e.fastBlock(s)
	case *ir.Loop:
		return []dst.Stmt{e.fastLoop(s)}
	case *ir.Switch:
		return []dst.Stmt{e.fastSwitch(s)}
	case *ir.Jump:
		if n := len(e.fast.around); n == 0 || e.fast.around[n-1] != s.Target {
			panic(&Unfit{"a jump out of a statement that Evert made"})
		}
		return []dst.Stmt{line(&dst.BranchStmt{Tok: s.Tok})}
	}
	panic(&Unfit{"a jump or loop that the fast body has no form for"})
}

// fastPlain writes kept code. A := stays one: it stands in the scope it stood in.
func (e *emitter) fastPlain(p *ir.Plain) []dst.Stmt {
	if list := e.replaced(p.S); list != nil {
		return e.decorated(p.S, list)
	}
	node := e.fill(e.dec.Dst.Nodes[p.S], true).(dst.Stmt)
	if e.taken[p.S] {
		node.Decorations().Start = nil
		node.Decorations().Before = dst.NewLine
	}
	return []dst.Stmt{node}
}

// fastReturn writes a return: nothing is waited for.
func (e *emitter) fastReturn(orig *ast.ReturnStmt, results []ir.Expr) []dst.Stmt {
	var before []dst.Stmt
	var list []dst.Expr
	n := e.fn.Shape.Len()
	switch {
	case len(results) == 0 && n > 0:
		list = refs(e.fn.Results)
		for i, v := range e.fn.Results {
			if e.fn.Sig.Results().At(i).Name() == "_" {
				list[i] = e.zeroOf(v.Type)
			}
		}
	case len(results) == 1 && n > 1:
		var names []string
		for range n {
			names = append(names, e.names.Fresh("result"))
		}
		before = append(before, define(e.expr(results[0]), names...))
		list = idents(names)
	default:
		for _, x := range results {
			list = append(list, e.expr(x))
		}
	}
	for _, x := range list { // those of a return on several lines
		x.Decorations().After = dst.None
	}
	out := append(before, ret(append(list, ident("nil"))...))
	if orig == nil {
		return out
	}
	return e.decorated(orig, out)
}

// fastReplaced returns what a return in kept code becomes, nil if it is not the
// function's.
func (e *emitter) fastReplaced(s ast.Stmt) []dst.Stmt {
	r, ok := s.(*ast.ReturnStmt)
	if !ok || !e.fast.returns[s] {
		return nil
	}
	if op := e.fn.Tails[r]; op != nil {
		return e.decorated(s, e.fastTail(op))
	}
	var results []ir.Expr
	for _, x := range r.Results {
		results = append(results, &ir.Syntax{X: x})
	}
	return e.fastReturn(r, results)
}

// fastTail hands on what another function returns, and what that waits for.
func (e *emitter) fastTail(op *ir.Op) []dst.Stmt {
	start, tuple := e.begin(e.fast.w, op)
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
	results := ""
	if tuple {
		results = "_"
		if lhs.wanted(s.Values) {
			results = e.names.Fresh("results", "both")
		}
		lhs.names = append(lhs.names, results)
	} else {
		for _, t := range s.Values {
			lhs.target(t)
		}
	}
	failed := ""
	switch {
	case s.PassErr:
		failed = e.names.Fresh("err#", "failure#")
		if s.Err.Kind == ir.Define && !lhs.hides(s.Err.Var) {
			failed = s.Err.Var.Name
		}
		lhs.names = append(lhs.names, failed)
	case s.Op.Shape.Err:
		lhs.target(s.Err)
	}
	check := notNil(p, e.suspend(wait, p)...)
	out := []dst.Stmt{define(start, append(lhs.names, p)...), check}
	if !anyNamed(lhs.names) {
		check.(*dst.IfStmt).Init = &dst.AssignStmt{Lhs: idents(append(lhs.names, p)), Tok: token.DEFINE, Rhs: []dst.Expr{start}}
		out = out[1:]
	}
	if s.PassErr {
		zeros := e.zeros()
		zeros[len(zeros)-1] = ident(failed)
		out = append(out, notNil(failed, ret(append(zeros, ident("nil"))...)))
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

func (r *received) target(t ir.Target) {
	switch {
	case t.Kind == ir.Discard:
		r.names = append(r.names, "_")
	case t.Kind == ir.Assign && !r.source:
		r.names = append(r.names, t.Name)
		r.after = append(r.after, assign(token.ASSIGN, []dst.Expr{ident(t.Var.Name)}, ident(t.Name)))
	case r.hides(t.Var):
		name := r.e.names.Fresh("inner"+upperFirst(t.Var.Name), "new"+upperFirst(t.Var.Name))
		r.names = append(r.names, name)
		r.after = append(r.after, define(ident(name), t.Var.Name))
	default:
		r.names = append(r.names, t.Var.Name)
	}
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
		if t.Kind == ir.Define || t.Kind == ir.Assign && !r.source {
			return true
		}
	}
	return false
}

// suspend takes a frame, and leaves.
func (e *emitter) suspend(wait *ir.WaitPoint, p string) []dst.Stmt {
	w := e.fast.w
	out := []dst.Stmt{define(call(e.pkg(ir.FramesPath, "New"), ident(w.pool()), ident(p)), w.self)}
	var to, from []dst.Expr
	for _, f := range wait.Live {
		if e.fast.means(f.Var.Name) != ir.VarKey(f.Var) {
			panic(&Unfit{"another " + f.Var.Name + " hides it where the function waits"})
		}
		to, from = append(to, sel(ident(w.self), f.Name)), append(from, ident(f.Var.Name))
	}
	if len(to) > 0 {
		out = append(out, assign(token.ASSIGN, to, from...))
	}
	out = append(out, w.attach(e, p, wait))
	return append(out, ret(append(e.zeros(), address(sel(ident(w.self), "Pending")))...))
}

// fastIf writes an if.
func (e *emitter) fastIf(s *ir.If) dst.Stmt {
	e.fast.enter()
	defer e.fast.leave()
	out := &dst.IfStmt{}
	claimed := s.Orig != nil && e.claim(s.Orig)
	if s.Orig != nil && s.Init {
		src := e.dec.Dst.Nodes[s.Orig].(*dst.IfStmt)
		out.Init = e.fill(src.Init, false).(dst.Stmt)
		e.declaredBy(s.Orig.Init)
	}
	out.Cond = e.expr(s.Cond)
	out.Body = block(e.fastScope(s.Then))
	if s.Else != nil {
		out.Else = elseIf(e.fastScope(s.Else))
	}
	line(out)
	if claimed {
		e.decorate(s.Orig, []dst.Stmt{out})
	}
	return out
}

// elseIf writes an else part: `else if` where it is a single if.
func elseIf(list []dst.Stmt) dst.Stmt {
	if len(list) == 1 {
		if s, ok := list[0].(*dst.IfStmt); ok && len(s.Decs.Start) == 0 {
			s.Decs.Before, s.Decs.After = dst.None, dst.None
			return s
		}
	}
	return block(list)
}

// fastBlock writes a scope, with its label if a break leaves it.
func (e *emitter) fastBlock(s *ir.Scope) []dst.Stmt {
	if loop, init := forLoop(s); loop != nil {
		e.fast.enter()
		defer e.fast.leave()
		start := e.fastPlain(init)
		e.fastDeclares(init)
		return []dst.Stmt{withInit(e.fastLoop(loop), start[0])}
	}
	out := dst.Stmt(line(block(e.fastScope(s.List))))
	if _, ok := s.Orig.(*ast.BlockStmt); ok {
		out = e.labelled(s.Orig, out)
	}
	return []dst.Stmt{out}
}

// forLoop finds the loop of a scope that has nothing besides it but its variables, and
// their declaration.
func forLoop(s *ir.Scope) (*ir.Loop, *ir.Plain) {
	if len(s.List) != 2 {
		return nil, nil
	}
	init, isPlain := s.List[0].(*ir.Plain)
	loop, isLoop := s.List[1].(*ir.Loop)
	if !isPlain || !isLoop || len(loop.Turn) > 0 {
		return nil, nil
	}
	if f, ok := loop.Orig.(*ast.ForStmt); !ok || f.Init != init.S {
		return nil, nil
	}
	return loop, init
}

// withInit puts the declaration of a loop's variables into the loop.
func withInit(loop, init dst.Stmt) dst.Stmt {
	out := loop
	if l, ok := loop.(*dst.LabeledStmt); ok {
		loop = l.Stmt
	}
	d := init.Decorations()
	d.Before, d.After, d.Start, d.End = dst.None, dst.None, nil, nil
	loop.(*dst.ForStmt).Init = init
	return out
}

// labelled puts the label of a statement of the source before what it became.
func (e *emitter) labelled(orig ast.Stmt, s dst.Stmt) dst.Stmt {
	label := e.fn.Labels[orig]
	if orig == nil || label == "" || !e.fast.labels[label] {
		return s
	}
	return line(&dst.LabeledStmt{Label: ident(label), Stmt: s})
}

// fastLoop writes a loop. Head has the test.
func (e *emitter) fastLoop(s *ir.Loop) dst.Stmt {
	b := e.fast
	b.enter()
	defer b.leave()
	b.around = append(b.around, s.Orig)
	out := &dst.ForStmt{}
	if len(s.Post) > 1 {
		panic(&Unfit{"a post statement that waits"})
	}
	if len(s.Post) == 1 {
		out.Post = e.post(s.Post[0])
	}
	b.enter()
	var list []dst.Stmt
	for _, t := range s.Turn {
		list = append(list, e.code(&ir.Bind{Var: t.Var, X: &ir.Ref{Var: t.Next}})...)
		b.declareVar(t.Var)
	}
	head := s.Head
	if cond := condition(head); cond != nil && len(s.Turn) == 0 {
		out.Cond, head = e.expr(cond), nil
	}
	list = append(list, e.fastList(head)...)
	if shadows(s) {
		list = append(list, line(block(e.fastScope(s.Body))))
	} else {
		list = append(list, e.fastList(s.Body)...)
	}
	b.leave()
	b.around = b.around[:len(b.around)-1]
	out.Body = block(list)
	return e.labelled(s.Orig, line(out))
}

// condition is the condition of a loop whose head only tests one.
func condition(head []ir.Stmt) ir.Expr {
	if len(head) != 1 {
		return nil
	}
	test, ok := head[0].(*ir.If)
	if !ok || len(test.Then) != 1 || test.Else != nil {
		return nil
	}
	if j, ok := test.Then[0].(*ir.Jump); !ok || j.Tok != token.BREAK {
		return nil
	}
	if n, ok := test.Cond.(*ir.Not); ok {
		return n.X
	}
	return nil
}

// shadows reports a body that declares a name of the loop's head anew.
func shadows(s *ir.Loop) bool {
	head := map[string]bool{}
	for _, t := range s.Turn {
		head[t.Var.Name] = true
	}
	for _, h := range s.Head {
		for name := range ir.Declared(h) {
			head[name] = true
		}
	}
	for _, b := range s.Body {
		for name := range ir.Declared(b) {
			if head[name] {
				return true
			}
		}
	}
	return false
}

// post writes a post statement in its place.
func (e *emitter) post(s ir.Stmt) dst.Stmt {
	switch s.(type) {
	case *ir.Plain, *ir.Set:
	default:
		panic(&Unfit{"a post statement that waits"})
	}
	list := e.fastStmt(s)
	if len(list) != 1 {
		panic(&Unfit{"a post statement that became several"})
	}
	switch list[0].(type) {
	case *dst.AssignStmt, *dst.IncDecStmt, *dst.ExprStmt, *dst.SendStmt:
	default:
		panic(&Unfit{"a post statement that became several"})
	}
	d := list[0].Decorations()
	d.Before, d.After, d.Start, d.End = dst.None, dst.None, nil, nil
	return list[0]
}

// fastSwitch writes a switch or select.
func (e *emitter) fastSwitch(s *ir.Switch) dst.Stmt {
	b := e.fast
	b.enter()
	defer b.leave()
	orig := s.Orig
	if orig == nil {
		orig = s.For
	}
	b.around = append(b.around, orig)
	defer func() { b.around = b.around[:len(b.around)-1] }()
	n := &ir.Cases{Orig: s.Orig, Init: s.Init, Tag: s.Tag}
	for _, c := range s.Clauses {
		n.Clauses = append(n.Clauses, &ir.CaseBlock{Orig: c.Orig, Values: c.Values, Fallthrough: c.Fallthrough, Received: c.Received})
	}
	switch o := s.Orig.(type) {
	case *ast.SwitchStmt:
		if s.Init {
			e.declaredBy(o.Init)
		}
	case *ast.TypeSwitchStmt:
		if s.Init {
			e.declaredBy(o.Init)
		}
	}
	bodies := map[*ir.CaseBlock][]ir.Stmt{}
	for i, c := range s.Clauses {
		bodies[n.Clauses[i]] = c.Body
	}
	outer := e.bodyOf
	defer func() { e.bodyOf = outer }()
	e.bodyOf = func(c *ir.CaseBlock) []dst.Stmt {
		b.enter()
		defer b.leave()
		switch o := c.Orig.(type) {
		case *ast.CaseClause:
			if v, ok := e.file.Info.Implicits[o].(*types.Var); ok {
				b.declare(v.Name(), v)
			}
		case *ast.CommClause:
			if o.Comm != nil && c.Received == nil {
				e.declaredBy(o.Comm)
			}
		}
		for _, v := range c.Received {
			b.declareVar(v)
		}
		return e.fastList(bodies[c])
	}
	return e.labelled(orig, e.cases(n))
}
