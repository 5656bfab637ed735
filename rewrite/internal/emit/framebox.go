package emit

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/dave/dst"
	"github.com/dave/dst/dstutil"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// A variable that a closure or pointer keeps stays a variable of its own, and the frame
// points to it: it is the same one in the fast body and in all methods, and stays where
// it is when the frame is used again.
//
//	x := 1                        x := 1
//	add := func() { x++ }         add := func() { x++ }
//	wait()                        if p := waitFast(r); p != nil {
//	                                  f := frames.New(oneFrames, p)
//	                                  f.x, f.add = &x, add
//	                                  ...
//	                              }
//
// The method that declares it has it by its name, all others as *f.x. A func literal
// does not know the frame, which may have another owner when it runs: it has the
// pointer. A deferred call that is a method of the frame runs while that has its owner.
//
//	func (f *oneFrame) afterWait() {
//		x := f.x
//		go func() { *x++ }()

// boxes is what a method knows of boxed variables.
type boxes struct {
	declared map[any]bool           // by VarKey: those that it declares
	names    map[string]bool        // what it declares at all
	pointers map[*ir.Field]string   // those that its func literals have
	order    []*ir.Field            // of pointers
	derefs   map[dst.Expr]*ir.Field // what *f.x was written for
	reactor  bool                   // some func literal has the reactor
	unread   ir.Unread              // what it declares and does not read
}

// inMethod writes the code of a method.
func (e *emitter) inMethod(params []string, unread ir.Unread, code func() []dst.Stmt) []dst.Stmt {
	b := &boxes{declared: map[any]bool{}, names: map[string]bool{}, pointers: map[*ir.Field]string{}, derefs: map[dst.Expr]*ir.Field{}, unread: unread}
	for _, n := range params {
		b.names[n] = true
	}
	e.slow.boxes = b
	list := code()
	var out []dst.Stmt
	if b.reactor {
		out = append(out, define(sel(ident(e.slow.w.self), e.slow.reactor.Name), e.fn.Reactor))
	}
	for _, f := range b.order {
		out = append(out, define(sel(ident(e.slow.w.self), f.Name), b.pointers[f]))
	}
	whole := block(append(out, list...))
	e.tidy(whole)
	return whole.List
}

// deref is a boxed variable. kept says that a func literal has it.
func (e *emitter) deref(f *ir.Field, kept bool) dst.Expr {
	b := e.slow.boxes
	if b.declared[ir.VarKey(f.Var)] {
		return ident(f.Var.Name)
	}
	x := &dst.StarExpr{X: sel(ident(e.slow.w.self), f.Name)}
	if kept {
		x.X = ident(e.pointer(f))
	}
	b.derefs[x] = f
	return x
}

// pointer is the name of a variable of the method that holds what f points to: the name
// of the variable itself, if that means nothing else in the function.
func (e *emitter) pointer(f *ir.Field) string {
	b := e.slow.boxes
	if b.pointers[f] == "" {
		name := f.Var.Name
		if len(e.locals[name]) > 1 || b.names[name] {
			name = e.names.Fresh("the"+upperFirst(name), "its"+upperFirst(name))
		}
		b.pointers[f] = name
		b.order = append(b.order, f)
	}
	return b.pointers[f]
}

// tidy writes what the frame points to as people do: f.x for &*f.x, and f.x.y for
// (*f.x).y.
func (e *emitter) tidy(n dst.Node) {
	derefs := e.slow.boxes.derefs
	field := func(x dst.Expr) (*ir.Field, dst.Expr) {
		for {
			p, ok := x.(*dst.ParenExpr)
			if !ok {
				break
			}
			x = p.X
		}
		if f := derefs[x]; f != nil {
			return f, x.(*dst.StarExpr).X
		}
		return nil, nil
	}
	dstutil.Apply(n, func(c *dstutil.Cursor) bool {
		switch x := c.Node().(type) {
		case *dst.UnaryExpr:
			if f, p := field(x.X); f != nil && x.Op == token.AND {
				c.Replace(p)
				return false
			}
		case *dst.SelectorExpr:
			if f, p := field(x.X); f != nil && pointsThrough(f.Var.Type) {
				x.X = p
				return false
			}
		case *dst.IndexExpr:
			if f, p := field(x.X); f != nil && isArray(f.Var.Type) {
				x.X = p
			}
		case *dst.SliceExpr:
			if f, p := field(x.X); f != nil && isArray(f.Var.Type) {
				x.X = p
			}
		case *dst.ParenExpr:
			if f, _ := field(x.X); f != nil {
				c.Replace(x.X) // it gets them where it needs them
				return false
			}
		}
		return true
	}, nil)
}

// pointsThrough reports a type of which a pointer has all fields and methods.
func pointsThrough(t types.Type) bool {
	if t == nil {
		return false
	}
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return false
	}
	return true
}

func isArray(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Array)
	return ok
}

// box says that the method has declared some variables: f.x, f.y = &x, &y.
func (e *emitter) box(fields ...*ir.Field) []dst.Stmt {
	if len(fields) == 0 {
		return nil
	}
	var to, from []dst.Expr
	for _, f := range fields {
		to = append(to, sel(ident(e.slow.w.self), f.Name))
		from = append(from, address(ident(f.Var.Name)))
	}
	return []dst.Stmt{assign(token.ASSIGN, to, from...)}
}

// declaresHere notes that the method declares a variable by its name.
func (e *emitter) declaresHere(f *ir.Field) {
	e.slow.boxes.declared[ir.VarKey(f.Var)] = true
	e.slow.boxes.names[f.Var.Name] = true
}

// scope begins a block, and returns what ends it: what the block declares is not known
// after it.
func (e *emitter) scope() func() {
	if e.slow == nil {
		return func() {}
	}
	outer := maps.Clone(e.slow.boxes.declared)
	return func() { e.slow.boxes.declared = outer }
}

// lhs is what becomes of the names on the left side of a declaration in a method.
type lhs struct {
	assigns bool         // some are fields: it is an assignment
	fresh   []*types.Var // that it declares all the same
	boxed   []*ir.Field  // among them
}

// sides looks at the names that a statement declares, or, with :=, only sets.
func (e *emitter) sides(list []ast.Expr) lhs {
	var out lhs
	l := e.slow.w.frame.Layout
	for _, x := range list {
		id, ok := x.(*ast.Ident)
		if !ok || id.Name == "_" {
			continue
		}
		if v, ok := e.file.Info.Defs[id].(*types.Var); ok {
			f := l.FieldFor(v)
			if f != nil && !f.Boxed {
				out.assigns = true
				continue
			}
			out.fresh = append(out.fresh, v)
			if f != nil {
				out.boxed = append(out.boxed, f)
			}
			continue
		}
		f := e.slow.w.fieldOf(id)
		out.assigns = out.assigns || f != nil && !(f.Boxed && e.slow.boxes.declared[ir.VarKey(f.Var)])
	}
	return out
}

// declared notes what a statement declares. With apart set it is declared before that.
func (e *emitter) declared(s lhs, apart bool) []dst.Stmt {
	var out []dst.Stmt
	for _, f := range s.boxed {
		e.declaresHere(f)
	}
	for _, v := range s.fresh {
		e.slow.boxes.names[v.Name()] = true
		if apart {
			out = append(out, varDecl(v.Name(), e.varType(&ir.Var{Type: v.Type(), Obj: v})))
		}
	}
	return out
}

// hoisted writes the init statement of an if or switch before it, if it declares what
// the frame points to.
func (e *emitter) hoisted(init ast.Stmt) []dst.Stmt {
	as, ok := init.(*ast.AssignStmt)
	if !ok || as.Tok != token.DEFINE {
		return nil
	}
	s := e.sides(as.Lhs)
	if len(s.boxed) == 0 && !(s.assigns && len(s.fresh) > 0) && e.uses(varsOf(s.fresh)...) == nil {
		return nil
	}
	return e.slowDefine(as, s, false)
}

// initOf is the init statement of an if or switch, nil if it has none.
func initOf(s ast.Stmt) ast.Stmt {
	switch s := s.(type) {
	case *ast.IfStmt:
		return s.Init
	case *ast.SwitchStmt:
		return s.Init
	case *ast.TypeSwitchStmt:
		return s.Init
	}
	return nil
}

// within puts statements before s, in a scope of their own.
func within(before []dst.Stmt, s dst.Stmt) []dst.Stmt {
	if len(before) == 0 {
		return []dst.Stmt{s}
	}
	return []dst.Stmt{line(block(append(before, s)))}
}

// comm writes the communication of a select's case, and what the case's body begins
// with: where the frame points to a variable, all are declared by their names first.
func (e *emitter) comm(c *ir.CaseBlock, node dst.Stmt) (dst.Stmt, []dst.Stmt) {
	src := c.Orig.(*ast.CommClause).Comm
	as, ok := src.(*ast.AssignStmt)
	if e.inMethods() && c.Received != nil {
		return e.filledInit(src, node), e.uses(c.Received...)
	}
	if !e.inMethods() || !ok || as.Tok != token.DEFINE {
		return e.filledInit(src, node), nil
	}
	s := e.sides(as.Lhs)
	if !s.assigns || len(s.fresh) == 0 {
		e.declared(s, false)
		return e.filledInit(src, node), append(e.box(s.boxed...), e.uses(varsOf(s.fresh)...)...)
	}
	e.declared(s, false)
	out := e.fill(node, true).(*dst.AssignStmt)
	out.Tok = token.DEFINE
	var to, from []dst.Expr
	for i, x := range as.Lhs {
		id := x.(*ast.Ident)
		out.Lhs[i] = ident(id.Name)
		if f := e.slow.w.fieldOf(id); f != nil && !slices.Contains(s.boxed, f) {
			to, from = append(to, e.ref(f.Var)), append(from, ident(id.Name))
		}
	}
	return out, slices.Concat(e.box(s.boxed...), []dst.Stmt{assign(token.ASSIGN, to, from...)}, e.uses(varsOf(s.fresh)...))
}

// finishNamed sets the named results, which somebody else may know, and finishes with
// them.
func (e *emitter) finishNamed(args []dst.Expr) []dst.Stmt {
	w := e.slow.w
	results := e.results()
	if len(args) == len(results) {
		results, args = e.changed(results, args)
	}
	var out []dst.Stmt
	if len(args) > 0 {
		out = append(out, assign(token.ASSIGN, results, args...))
	}
	if w.takesOver() {
		return append(out, w.unwind())
	}
	return append(out, w.finish(e, e.results(), true))
}

// results are the variables, or the fields, that hold the results.
func (e *emitter) results() []dst.Expr {
	w := e.slow.w
	var out []dst.Expr
	for i, v := range e.fn.Results {
		if w.takesOver() && w.blank(i) {
			out = append(out, sel(ident(w.self), w.frame.Layout.Results[i]))
		} else {
			out = append(out, e.ref(v))
		}
	}
	return out
}

// changed leaves out what would be set to itself.
func (e *emitter) changed(lhs, rhs []dst.Expr) (to, from []dst.Expr) {
	derefs := e.slow.boxes.derefs
	for i, x := range rhs {
		same := e.isField(x) && e.isField(lhs[i]) && x.(*dst.SelectorExpr).Sel.Name == lhs[i].(*dst.SelectorExpr).Sel.Name
		if f := derefs[x]; !same && (f == nil || f != derefs[lhs[i]]) {
			to, from = append(to, lhs[i]), append(from, x)
		}
	}
	return to, from
}

// isField reports f.x of the frame f.
func (e *emitter) isField(x dst.Expr) bool {
	s, ok := x.(*dst.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := s.X.(*dst.Ident)
	return ok && id.Name == e.slow.w.self && id.Path == ""
}

func (e *emitter) refsTo(vars []*ir.Var) []dst.Expr {
	var out []dst.Expr
	for _, v := range vars {
		out = append(out, e.ref(v))
	}
	return out
}

// hoistedBranch writes an if.
func (e *emitter) hoistedBranch(n *ir.Branch) []dst.Stmt {
	if !e.inMethods() || !n.Init {
		return []dst.Stmt{e.branch(n)}
	}
	before := e.hoisted(n.Orig.Init)
	b := *n
	b.Init = len(before) == 0
	return within(before, e.branch(&b))
}

// hoistedCases writes a switch or select.
func (e *emitter) hoistedCases(n *ir.Cases) []dst.Stmt {
	var before []dst.Stmt
	if e.inMethods() && n.Init {
		before = e.hoisted(initOf(n.Orig))
		c := *n
		c.Init = len(before) == 0
		n = &c
	}
	s := e.cases(n)
	if n.Label != "" {
		s = line(&dst.LabeledStmt{Label: ident(n.Label), Stmt: s})
	}
	return within(before, s)
}
