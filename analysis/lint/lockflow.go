package lint

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/cfg"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// heldLocks are the locks that are held at a place, on all ways that lead there,
// each with the call that locked it.
type heldLocks map[lock]*ast.CallExpr

// A lockFlow follows a body's locks along its control flow.
type lockFlow struct {
	c     *checker
	body  *where.Body
	graph *cfg.CFG
	in    map[*cfg.Block]heldLocks // nil for blocks that have not been reached
	last  map[lock]*types.Var

	// later is set if a callback that unlocks does so later: giving it away does
	// not unlock.
	later bool
}

func (c *checker) newLockFlow(b *where.Body, later bool) *lockFlow {
	f := &lockFlow{
		c: c, body: b, later: later,
		graph: cfg.New(b.Block, c.returns),
		in:    make(map[*cfg.Block]heldLocks),
		last:  make(map[lock]*types.Var),
	}
	if len(f.graph.Blocks) > 0 {
		f.in[f.graph.Blocks[0]] = heldLocks{}
		f.solve()
	}
	return f
}

// returns reports whether a call may return.
func (c *checker) returns(call *ast.CallExpr) bool {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && id.Name == "panic" && c.pass.TypesInfo.Types[id].IsBuiltin() {
		return false
	}
	if fn := blocking.Callee(c.pass.TypesInfo, call); fn != nil {
		switch fn.FullName() {
		case "os.Exit", "runtime.Goexit", "log.Fatal", "log.Fatalf", "log.Fatalln":
			return false
		}
	}
	return true
}

// solve finds what is held at the beginning of each block. Sets only shrink, so
// that it comes to an end.
func (f *lockFlow) solve() {
	for changed := true; changed; {
		changed = false
		for _, block := range f.graph.Blocks {
			if f.in[block] == nil {
				continue
			}
			out := f.through(block, func(ast.Node, heldLocks) {})
			for _, succ := range block.Succs {
				if old := f.in[succ]; old == nil {
					f.in[succ] = maps.Clone(out)
					changed = true
				} else if meet(old, out) {
					changed = true
				}
			}
		}
	}
}

// meet leaves in a what is also in b, and reports whether that is less.
func meet(a, b heldLocks) bool {
	before := len(a)
	maps.DeleteFunc(a, func(l lock, _ *ast.CallExpr) bool { return b[l] == nil })
	return len(a) != before
}

// run calls visit for each node with the locks that are held when it is evaluated.
func (f *lockFlow) run(visit func(ast.Node, heldLocks)) {
	for _, block := range f.graph.Blocks {
		if f.in[block] != nil {
			f.through(block, visit)
		}
	}
}

// atExit calls visit for each way out, with the locks that are held there and that
// no deferred call unlocks.
func (f *lockFlow) atExit(visit func(heldLocks)) {
	deferred := f.deferred()
	for _, block := range f.graph.Blocks {
		if f.in[block] == nil || len(block.Succs) > 0 {
			continue
		}
		held := f.through(block, func(ast.Node, heldLocks) {})
		maps.DeleteFunc(held, func(l lock, _ *ast.CallExpr) bool {
			return slices.ContainsFunc(deferred, func(n ast.Node) bool { return f.c.unlocks(n, f.last[l], nil) })
		})
		visit(held)
	}
}

// deferred returns the calls that the body defers.
func (f *lockFlow) deferred() []ast.Node {
	var list []ast.Node
	inspectBody(f.body, func(n ast.Node) {
		if d, ok := n.(*ast.DeferStmt); ok {
			list = append(list, d.Call)
		}
	})
	return list
}

// through returns what is held at the end of a block.
func (f *lockFlow) through(block *cfg.Block, visit func(ast.Node, heldLocks)) heldLocks {
	held := maps.Clone(f.in[block])
	for _, root := range block.Nodes {
		for _, n := range evaluated(root) {
			f.step(n, held, visit)
		}
	}
	return held
}

// evaluated returns the nodes of a statement or expression roughly in the order in
// which they are evaluated: without the bodies of literals, and without what a go
// or defer statement calls.
func evaluated(root ast.Node) []ast.Node {
	var list []ast.Node
	ast.Inspect(root, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt:
			return false
		}
		list = append(list, n)
		return true
	})
	slices.SortStableFunc(list, func(a, b ast.Node) int { return cmp.Compare(a.End(), b.End()) })
	return list
}

// step makes of the locks that are held before a node those that are held after it.
func (f *lockFlow) step(n ast.Node, held heldLocks, visit func(ast.Node, heldLocks)) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			if p, ok := f.c.pathOf(lhs); ok && n.Tok == token.ASSIGN {
				maps.DeleteFunc(held, func(l lock, _ *ast.CallExpr) bool { return l.root == p.root })
			}
		}
	case *ast.CallExpr:
		if use, ok := f.c.lockUse(n.Fun); ok {
			if use.locks {
				held[use.lock] = n
				f.last[use.lock] = use.last
			} else {
				maps.DeleteFunc(held, func(l lock, _ *ast.CallExpr) bool { return f.same(l, use) })
			}
			return
		}
		maps.DeleteFunc(held, func(l lock, _ *ast.CallExpr) bool { return f.mayUnlock(n, l) })
	}
	visit(n, held)
}

// same reports whether what is unlocked may be a lock: by the same path, or by
// another one that may lead to it, of the same field or through a pointer.
func (f *lockFlow) same(l lock, use lockUse) bool {
	if l == use.lock || f.last[l] == use.last {
		return true
	}
	return isMutexPointer(f.last[l]) || isMutexPointer(use.last)
}

func isMutexPointer(v *types.Var) bool {
	if v == nil {
		return true
	}
	_, ok := types.Unalias(v.Type()).(*types.Pointer)
	return ok
}

// mayUnlock reports whether a call may unlock a lock, for all that is known.
func (f *lockFlow) mayUnlock(call *ast.CallExpr, l lock) bool {
	c := f.c
	v := f.last[l]
	for _, arg := range call.Args {
		arg = ast.Unparen(arg)
		if lit, ok := arg.(*ast.FuncLit); ok && c.unlocks(lit.Body, v, nil) && !f.isLater(lit) {
			return true
		}
		if use, ok := c.lockUse(arg); ok && !use.locks && use.last == v && !f.givesLater(arg) {
			return true
		}
		if p, ok := c.pathOf(arg); ok && p.last == v {
			return true // the mutex itself is handed over
		}
	}
	fn := blocking.Callee(c.pass.TypesInfo, call)
	if fn != nil {
		return c.calleeUnlocks(fn, v, nil)
	}
	if tv := c.pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return false
	}
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return c.unlocks(lit.Body, v, nil)
	}
	return true // a func value may do anything
}

// isLater reports whether a literal is a callback, where that counts.
func (f *lockFlow) isLater(lit *ast.FuncLit) bool {
	b := f.c.where.Lit(lit)
	return f.later && b != nil && b.Context.Place == where.Reactor && !b.Context.Inherited
}

// givesLater is isLater for a method value.
func (f *lockFlow) givesLater(x ast.Expr) bool {
	return f.later && slices.ContainsFunc(f.c.where.Sinks, func(s where.Sink) bool {
		return ast.Unparen(s.Value) == x && s.Context.Place == where.Reactor
	})
}
