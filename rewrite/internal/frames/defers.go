package frames

import (
	"go/ast"
	"go/token"
	"maps"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// deferring is what the walker knows of deferred calls.
//
// A deferred call that is registered once at most becomes a method of the frame: a
// segment that runs last, so that what it mentions stays in the frame. One in a loop is
// a closure, as the source has it, and so is a func literal that waits, and a call with
// variables of a block that ends before a wait, where the frame would have to take them
// over.
type deferring struct {
	listed map[*ast.DeferStmt]bool // closures, though not in a loop
	points []*ir.DeferPoint
	calls  map[*ir.DeferPoint]*segment // of those that become methods
	in     map[*ir.DeferPoint]*segment // where it is registered
	path   deferSet                    // registered in this segment on the way here
	before map[*ir.DeferPoint]deferSet // path, where it is registered
	around ast.Node                    // the loop around the deferred call that is walked
	later  bool                        // a deferred call that is a closure is walked
	ends   *segment                    // reads the results, when all have run
}

// deferSet are deferred calls that may have been registered.
type deferSet map[*ir.DeferPoint]bool

// edge is a way from one segment to another.
type edge struct {
	join *ir.Join
	loop *ir.LoopNode
	wait *ir.WaitPoint
	path deferSet
}

// deferPoints finds the defer statements of the function.
func (w *walker) deferPoints() {
	w.calls, w.in, w.path = map[*ir.DeferPoint]*segment{}, map[*ir.DeferPoint]*segment{}, deferSet{}
	w.before = map[*ir.DeferPoint]deferSet{}
	if !w.fn.Defers {
		return
	}
	if len(w.fn.Bodies) > 0 {
		panic(unfit{"a deferred call and a range over a function"})
	}
	var stack []ast.Node
	ast.Inspect(w.fn.Decl.Body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		stack = append(stack, n)
		if b, ok := n.(*ast.BranchStmt); ok && b.Tok == token.GOTO {
			panic(unfit{"a deferred call and a goto"})
		}
		if s, ok := n.(*ast.DeferStmt); ok && w.fn.Defer[s] != nil {
			p := &ir.DeferPoint{Defer: w.fn.Defer[s], Loop: outermostLoop(stack), Block: innermostBlock(stack)}
			if p.Loop == nil && (w.listed[s] || p.Defer.Closure()) {
				p.Loop = s
			}
			w.points = append(w.points, p)
		}
		return true
	})
}

func outermostLoop(stack []ast.Node) ast.Stmt {
	for _, n := range stack {
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return n.(ast.Stmt)
		}
	}
	return nil
}

func innermostBlock(stack []ast.Node) ast.Node {
	for i := len(stack) - 1; ; i-- {
		switch stack[i].(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			return stack[i]
		}
	}
}

func (w *walker) pointOf(s *ast.DeferStmt) *ir.DeferPoint {
	for _, p := range w.points {
		if p.Defer.Orig == s {
			return p
		}
	}
	return nil
}

// deferStmt walks a defer statement of the function itself.
func (w *walker) deferStmt(p *ir.DeferPoint) {
	w.in[p], w.before[p] = w.seg, maps.Clone(w.path)
	w.path[p] = true
	for _, s := range w.fn.Lets[p.Defer.Orig] {
		w.code(s)
	}
	if p.Loop != nil {
		outer, lit := w.around, w.lit
		w.around, w.later = p.Loop, true
		if l, ok := ast.Unparen(p.Defer.Orig.Call.Fun).(*ast.FuncLit); ok {
			w.lit = l // the list for the frame keeps what it mentions
		}
		w.deferredCall(p.Defer)
		w.around, w.lit, w.later = outer, lit, false
		return
	}
	call := w.bare(func() { w.deferredCall(p.Defer) })
	w.calls[p] = call
	for _, k := range call.uses {
		if !call.own[k] {
			w.mention(w.vars[k])
		}
	}
}

// deferredCall walks what is called, when it is called.
func (w *walker) deferredCall(d *ir.Defer) {
	call := d.Orig.Call
	if d.Op != nil {
		w.op(d.Op)
		return
	}
	lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
	if !ok {
		w.call(call)
		return
	}
	for _, f := range lit.Type.Params.List {
		for _, id := range f.Names {
			if v := w.Info.Defs[id]; v != nil && id.Name != "_" {
				w.seg.own[v] = true
			}
		}
	}
	w.raw(lit.Body)
	for _, a := range call.Args {
		w.syntax(a)
	}
}

// inTurn notes a variable that a deferred call in a loop keeps: one of the turn.
func (w *walker) inTurn(v *ir.Var) {
	if w.around == nil || w.lit != nil || v == w.reactor {
		return
	}
	if v.Obj == nil || v.Obj.Pos() >= w.around.Pos() && v.Obj.Pos() < w.around.End() {
		w.captured[ir.VarKey(v)] = true
	}
}

// arm walks a part of a branch, and adds what it registers to what may be registered
// after the branch.
func (w *walker) arm(b *ir.Block, after deferSet) {
	before := maps.Clone(w.path)
	w.block(b)
	if b.Tail == nil {
		maps.Copy(after, w.path)
	}
	w.path = before
}

// registered finds out which deferred calls may have been registered when a segment
// begins, and when a wait does, and makes what they need, and the results, stay in the
// frame.
func (w *walker) registered(root *segment, slow []*segment) []*segment {
	if !w.fn.Defers {
		return slow
	}
	w.flow(root)
	w.list()
	runs := map[*segment]bool{}
	for _, s := range slow {
		runs[s] = true
	}
	w.ends = w.bare(func() {
		for i, v := range w.fn.Results {
			if v != nil && w.fn.Sig.Results().At(i).Name() != "_" {
				w.mention(v)
			}
		}
	})
	for _, p := range w.points {
		if w.in[p] == nil {
			panic(unfit{"a deferred call that is not reached"})
		}
		p.Followed = w.followed(p)
		p.Method = p.Loop == nil && (p.Followed || runs[w.in[p]])
	}
	for _, s := range slow {
		s.next = append(s.next, w.ends)
		for p := range s.entry {
			if p.Method {
				s.next = append(s.next, w.calls[p])
			}
		}
	}
	for _, p := range w.points {
		if p.Method {
			slow = append(slow, w.calls[p])
		}
	}
	return append(slow, w.ends)
}

// flow carries what may have been registered along all ways.
func (w *walker) flow(root *segment) {
	all := w.reachable(root)
	for changed := true; changed; {
		changed = false
		add := func(to deferSet, from deferSet) {
			for p := range from {
				changed = changed || !to[p]
				to[p] = true
			}
		}
		for s := range all {
			for _, e := range s.edges {
				for _, from := range []deferSet{s.entry, e.path} {
					if e.wait != nil {
						add(e.wait.May, from)
					}
					if to := w.target(e); to != nil {
						add(to.entry, from)
					}
				}
			}
		}
	}
}

// reachable are the segments that a segment leads to.
func (w *walker) reachable(root *segment) map[*segment]bool {
	seen := map[*segment]bool{}
	var visit func(s *segment)
	visit = func(s *segment) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, e := range s.edges {
			visit(w.target(e))
		}
	}
	visit(root)
	return seen
}

// target is where an edge leads, nil for a wait that ends the function.
func (w *walker) target(e edge) *segment {
	switch {
	case e.join != nil:
		return w.joins[e.join]
	case e.loop != nil:
		return w.loops[e.loop]
	}
	return w.after[e.wait]
}

// followed reports that the fast body may have to wait when p has been registered, and
// before it is called.
func (w *walker) followed(p *ir.DeferPoint) bool {
	after := func(pos token.Pos) bool {
		return pos >= p.Defer.Orig.End() || p.Looped() && pos >= p.Loop.Pos() && pos < p.Loop.End()
	}
	for _, wait := range w.waits {
		if after(wait.Op.Site.Pos()) {
			return true
		}
	}
	for _, q := range w.points {
		if q.Defer.Op != nil && (q != p || p.Looped()) && after(q.Defer.Orig.Pos()) {
			return true
		}
	}
	return false
}

// nameDefers gives the methods of deferred calls their names.
func (w *walker) nameDefers(l *ir.Layout, taken map[string]bool) {
	for _, p := range l.Defers {
		if p.Method {
			p.Name = unique(taken, "deferred"+names.Upper(opName(&ir.Op{Call: p.Defer.Orig.Call})))
		}
	}
	for i, v := range w.fn.Results {
		switch {
		case !w.fn.Defers:
		case v != nil && w.fn.Sig.Results().At(i).Name() != "_":
			l.Results = append(l.Results, l.FieldOf(v).Name)
		case i == len(w.fn.Results)-1 && w.fn.Shape.Err:
			l.Results = append(l.Results, unique(taken, "err"))
		default:
			l.Results = append(l.Results, unique(taken, "value"))
		}
	}
}

// needs are the segments that run after a wait.
func (w *walker) needs(wait *ir.WaitPoint) []*segment {
	var out []*segment
	if s := w.after[wait]; s != nil {
		out = append(out, s)
	}
	if w.fn.Defers {
		out = append(out, w.ends)
	}
	for p := range wait.May {
		if p.Method {
			out = append(out, w.calls[p])
		}
	}
	return out
}

// liveFor lists the fields that some segments need.
func liveFor(l *ir.Layout, segments []*segment) []*ir.Field {
	var out []*ir.Field
	for _, f := range l.Fields {
		for _, s := range segments {
			if s.live[ir.VarKey(f.Var)] {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// sameLoop are the deferred calls of the loop that p is in, which other turns may have
// registered before.
func (w *walker) sameLoop(p *ir.DeferPoint) deferSet {
	out := deferSet{}
	for _, q := range w.points {
		if p.Looped() && q.Loop == p.Loop {
			out[q] = true
		}
	}
	return out
}

// deferLayout notes the deferred calls, and what those that wait need when they do.
func (w *walker) deferLayout(l *ir.Layout) {
	for _, p := range w.points {
		if p.Defer.Op == nil {
			continue
		}
		needs := []*segment{w.ends}
		p.May = map[*ir.DeferPoint]bool{}
		for _, from := range []deferSet{w.in[p].entry, w.before[p], w.sameLoop(p)} {
			for q := range from {
				p.May[q] = true
				if q.Method {
					needs = append(needs, w.calls[q])
				}
			}
		}
		p.Live = liveFor(l, needs)
	}
}
