package frames

import (
	"go/ast"
	"go/types"
	"maps"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// segment is code that runs without another beginning: a part, or what comes after a
// wait.
type segment struct {
	body  *ir.Block
	uses  []any        // variables, in the order of their first mention
	used  map[any]bool // the same
	read  map[any]bool // those that it reads: the compiler takes no assignment for a use
	again map[any]bool // those that it sets, but for where it declares them
	own   map[any]bool // declared in it, or given to it: not needed before
	set   []any        // set by the wait before it, and declared elsewhere
	waits []*ir.WaitPoint
	next  []*segment // what it goes on with in place
	live  map[any]bool
	joins []*ir.Join
	loops []*ir.LoopNode
	local []types.Object // types and constants that are declared in the function
	edges []edge         // all that it leads to
	entry deferSet       // registered before it begins
}

// walker finds the segments and what each of them mentions.
type walker struct {
	*Config
	fn        *ir.Func
	vars      map[any]*ir.Var
	captured  map[any]bool
	addressed map[any]bool
	shared    map[any]bool // captured by more than deferred calls
	joins     map[*ir.Join]*segment
	loops     map[*ir.LoopNode]*segment
	waits     []*ir.WaitPoint
	groups    []group
	ordered   map[*ir.Op]bool
	reactor   *ir.Var
	after     map[*ir.WaitPoint]*segment
	written   map[ast.Expr]bool // identifiers on the left of an assignment

	deferring

	made []*segment // all
	seg  *segment
	lit  *ast.FuncLit // the outermost literal around
}

// segment walks a block that becomes code of its own: a part, or what comes after a
// wait.
func (w *walker) segment(b *ir.Block, wait *ir.Wait) *segment {
	s := w.bare(func() {
		if wait != nil {
			w.given(wait)
		}
		w.block(b)
	})
	s.body = b
	return s
}

// bare makes a segment of what walk walks.
func (w *walker) bare(walk func()) *segment {
	outer, lit, path := w.seg, w.lit, w.path
	defer func() { w.seg, w.lit, w.path = outer, lit, path }()
	s := &segment{used: map[any]bool{}, read: map[any]bool{}, again: map[any]bool{}, own: map[any]bool{}, live: map[any]bool{}, entry: deferSet{}}
	w.seg, w.lit, w.path = s, nil, deferSet{}
	w.made = append(w.made, s)
	walk()
	return s
}

// mention notes a variable that is read.
func (w *walker) mention(v *ir.Var) {
	if v == nil || v.Name == "_" {
		return
	}
	w.seg.read[ir.VarKey(v)] = true
	w.note(v)
}

// sets notes a variable that is set.
func (w *walker) sets(v *ir.Var) {
	w.seg.again[ir.VarKey(v)] = true
	w.note(v)
}

// note notes a variable, whatever the code does with it.
func (w *walker) note(v *ir.Var) {
	if v == nil || v.Name == "_" {
		return
	}
	k := ir.VarKey(v)
	if w.vars[k] == nil {
		w.vars[k] = v
	}
	w.typed(v.Type)
	if !w.seg.used[k] {
		w.seg.used[k] = true
		w.seg.uses = append(w.seg.uses, k)
	}
	if w.lit != nil {
		w.captured[k] = true
		w.shared[k] = w.shared[k] || !w.later
	}
	w.inTurn(v)
}

// declare notes variables that one statement declares.
func (w *walker) declare(vars ...*ir.Var) {
	var keys []any
	for _, v := range vars {
		if v == nil || v.Name == "_" {
			continue
		}
		w.note(v)
		w.seg.own[ir.VarKey(v)] = true
		keys = append(keys, ir.VarKey(v))
	}
	w.group(keys, nil)
}

// group is what one statement declares, and what it assigns to besides: if one of them
// is in the frame, all that it declares are, since it becomes an assignment.
type group struct {
	seg              *segment
	declares, others []any
}

func (w *walker) group(declares, others []any) {
	if len(declares) > 0 && len(declares)+len(others) > 1 {
		w.groups = append(w.groups, group{w.seg, declares, others})
	}
}

func (w *walker) block(b *ir.Block) {
	for _, n := range b.Nodes {
		w.node(n)
	}
	if b.Tail != nil {
		w.tail(b.Tail)
	}
}

func (w *walker) node(n ir.Node) {
	switch n := n.(type) {
	case *ir.Code:
		w.code(n.S)
	case *ir.Join:
		w.joins[n] = w.segment(n.Body, nil)
	case *ir.Branch:
		if n.Init {
			w.syntax(n.Orig.Init)
		}
		w.expr(n.Cond)
		after := maps.Clone(w.path)
		w.arm(n.Then, after)
		if n.Else != nil {
			w.arm(n.Else, after)
		}
		w.path = after
	case *ir.Cases:
		w.cases(n)
	case *ir.Nested:
		w.block(n.Body)
	default:
		panic(unfit{"steps"})
	}
}

// cases walks a switch or select.
func (w *walker) cases(n *ir.Cases) {
	switch o := n.Orig.(type) {
	case nil:
		w.expr(n.Tag)
	case *ast.SwitchStmt:
		if n.Init {
			w.syntax(o.Init)
		}
		if o.Tag != nil {
			w.syntax(o.Tag)
		}
	case *ast.TypeSwitchStmt:
		if n.Init {
			w.syntax(o.Init)
		}
		if as, ok := o.Assign.(*ast.AssignStmt); ok {
			w.syntax(as.Rhs[0])
		} else {
			w.syntax(o.Assign)
		}
	}
	after := maps.Clone(w.path)
	defer func() { w.path = after }()
	for _, c := range n.Clauses {
		for _, v := range c.Values {
			w.expr(v)
		}
		switch o := c.Orig.(type) {
		case *ast.CaseClause:
			for _, x := range o.List {
				if w.Info.Types[x].IsType() {
					w.names(x)
				} else {
					w.syntax(x)
				}
			}
			if v, ok := w.Info.Implicits[o].(*types.Var); ok {
				w.declare(&ir.Var{Name: v.Name(), Type: v.Type(), Obj: v})
			}
		case *ast.CommClause:
			w.comm(o, c.Received)
		}
		if c.Fallthrough {
			w.block(c.Body)
			maps.Copy(after, w.path)
			continue
		}
		w.arm(c.Body, after)
	}
}

// comm walks a case of a select.
func (w *walker) comm(c *ast.CommClause, received []*ir.Var) {
	if c.Comm == nil {
		return
	}
	if received == nil {
		w.syntax(c.Comm)
		return
	}
	w.syntax(c.Comm.(*ast.AssignStmt).Rhs[0])
	w.declare(received...)
}

// leads notes where the segment goes on.
func (w *walker) leads(e edge) {
	e.path = maps.Clone(w.path)
	w.seg.edges = append(w.seg.edges, e)
}

func (w *walker) tail(t ir.TailNode) {
	switch t := t.(type) {
	case *ir.Finish:
		if t.Bare || t.Orig != nil && len(t.Results) == 0 || w.fn.Named {
			for i, v := range w.fn.Results {
				if w.fn.Sig.Results().At(i).Name() != "_" {
					w.mention(v)
				}
			}
		}
		for _, x := range t.Results {
			w.expr(x)
		}
	case *ir.Goto:
		w.seg.joins = append(w.seg.joins, t.Join)
		w.leads(edge{join: t.Join})
	case *ir.Again:
		w.seg.loops = append(w.seg.loops, t.Loop)
		w.leads(edge{loop: t.Loop})
	case *ir.Enter:
		w.seg.loops = append(w.seg.loops, t.Loop)
		w.leads(edge{loop: t.Loop})
		w.loops[t.Loop] = w.segment(t.Loop.Body, nil)
	case *ir.CallTail:
		w.op(t.Op)
		wait := &ir.WaitPoint{Op: t.Op, Tail: t, May: map[*ir.DeferPoint]bool{}}
		w.leads(edge{wait: wait})
		w.seg.waits = append(w.seg.waits, wait)
		w.waits = append(w.waits, wait)
	case *ir.Await:
		w.op(t.Wait.Op)
		wait := &ir.WaitPoint{Wait: t.Wait, Op: t.Wait.Op, Body: t.Body, May: map[*ir.DeferPoint]bool{}}
		w.leads(edge{wait: wait})
		w.seg.waits = append(w.seg.waits, wait)
		w.waits = append(w.waits, wait)
		w.after[wait] = w.segment(t.Body, t.Wait)
	}
}

// given notes the variables that the results of a wait go to. What the wait only sets
// is not needed before, either, unless a closure or pointer keeps it: then it is the
// same variable as before.
func (w *walker) given(wait *ir.Wait) {
	targets := wait.Values[:len(wait.Values):len(wait.Values)]
	if !wait.PassErr {
		targets = append(targets, wait.Err)
	}
	for _, t := range targets {
		if t.Kind == ir.Discard || t.Var.Global() {
			continue
		}
		w.note(t.Var)
		if k := ir.VarKey(t.Var); t.Kind == ir.Assign {
			w.seg.set = append(w.seg.set, k)
		} else {
			w.seg.own[k] = true
		}
	}
}

// settle decides for each variable that the wait before a segment sets whether it is
// there before.
func (w *walker) settle(segments []*segment) {
	for _, s := range segments {
		for _, k := range s.set {
			if !w.isKept(k) {
				s.own[k] = true
			}
		}
	}
}

// isKept reports a variable that a closure or pointer may keep.
func (w *walker) isKept(k any) bool { return w.captured[k] || w.addressed[k] }

// op walks an operation that the segment starts.
func (w *walker) op(op *ir.Op) {
	w.mention(w.reactor)
	w.typed(op.Types...)
	if op.Call != nil {
		w.call(op.Call)
	}
	for _, x := range op.Args {
		w.expr(x)
	}
}

// call walks the blocking call of an operation; a hole for it is what it computes.
func (w *walker) call(c *ast.CallExpr) {
	w.syntax(c.Fun)
	for _, a := range c.Args {
		w.syntax(a)
	}
}

// code walks a statement that runs in place.
func (w *walker) code(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Plain:
		w.syntax(s.S)
	case *ir.Bind:
		w.expr(s.X)
		if !s.Copies() {
			w.declare(s.Var)
		}
	case *ir.BindAll:
		w.expr(s.X)
		w.declare(s.Vars...)
	case *ir.Declare:
		for _, v := range s.Vars {
			w.declare(v)
		}
	case *ir.Set:
		for _, x := range s.Lhs {
			w.assigned(x, s.Tok)
		}
		for _, x := range s.Rhs {
			w.expr(x)
		}
	case *ir.VarSpec:
		w.syntax(s.Spec)
	case *ir.SetResults:
		for _, x := range s.Rhs {
			w.expr(x)
		}
		for _, v := range w.fn.Results {
			w.mention(v)
		}
	default:
		panic(unfit{"a statement that only other styles have"})
	}
}
