package lint

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// checkLocks finds locks that are held while other callbacks run: in functions that
// have a callback form, across a call that suspends it; and in callbacks written by
// hand, until a later one unlocks. A lock counts as held where it is on all ways
// that lead there.
func checkLocks(c *checker) {
	for _, b := range c.where.Bodies {
		if b.Block == nil || c.Own(b.Block.Pos()) {
			continue
		}
		switch split := c.splits(b); {
		case !split && !c.hasCallbacks(b), !c.locks(b):
		case split:
			c.heldAcrossWait(b)
		default:
			c.unlockedLater(b)
		}
	}
}

// A lock is a mutex by its path, locked for reading or writing.
type lock struct {
	root *types.Var
	text string
	read bool
}

// lockNames are the methods that lock and unlock: whether they lock, and whether
// for reading.
var lockNames = map[string]struct{ lock, read bool }{
	"(*sync.Mutex).Lock": {true, false}, "(*sync.Mutex).Unlock": {false, false},
	"(*sync.RWMutex).Lock": {true, false}, "(*sync.RWMutex).Unlock": {false, false},
	"(*sync.RWMutex).RLock": {true, true}, "(*sync.RWMutex).RUnlock": {false, true},
}

// A lockUse is a call, or a value, of a mutex's method.
type lockUse struct {
	lock
	locks bool
	last  *types.Var // the field or variable that the mutex is, or that it is embedded in
}

// lockUse reads an expression such as s.mu.Lock.
func (c *checker) lockUse(fun ast.Expr) (use lockUse, ok bool) {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return lockUse{}, false
	}
	fn, ok := c.pass.TypesInfo.Uses[sel.Sel].(*types.Func)
	if !ok {
		return lockUse{}, false
	}
	how, known := lockNames[fn.FullName()]
	p, isPath := c.pathOf(sel.X)
	selection := c.pass.TypesInfo.Selections[sel]
	if !known || !isPath || selection == nil || selection.Kind() != types.MethodVal {
		return lockUse{}, false
	}
	use = lockUse{lock{p.root, p.text, how.read}, how.lock, p.last}
	typ := selection.Recv()
	for _, i := range selection.Index()[:len(selection.Index())-1] { // embedded
		if ptr, ok := underlying(typ).(*types.Pointer); ok {
			typ = ptr.Elem()
		}
		s, ok := underlying(typ).(*types.Struct)
		if !ok {
			return lockUse{}, false
		}
		use.text += "." + s.Field(i).Name()
		use.last = s.Field(i)
		typ = s.Field(i).Type()
	}
	return use, true
}

// locks reports whether a body locks anything.
func (c *checker) locks(b *where.Body) (found bool) {
	inspectBody(b, func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok && !found {
			use, isLock := c.lockUse(call.Fun)
			found = isLock && use.locks
		}
	})
	return found
}

// splits reports whether a function has, or is going to have, a callback form that
// is made from its body.
func (c *checker) splits(b *where.Body) bool {
	if b.Fn == nil {
		return false
	}
	fact, _ := c.facts.Func(b.Fn)
	if fact.Thread || fact.Nonblocking || fact.Leaf {
		return false
	}
	return fact.MarkedCallback || fact.Generated != "" || fact.Annotated
}

// waitsOf returns the places in a body where its callback form suspends, with a
// name for each. A lock that is taken is none: it is tried first.
func (c *checker) waitsOf(b *where.Body) map[ast.Node]string {
	waits := make(map[ast.Node]string)
	for _, st := range blocking.Sites(c.pass.TypesInfo, b.Block) {
		switch n := st.Node.(type) {
		case *ast.SelectStmt:
			if len(n.Body.List) > 0 {
				waits[n.Body.List[0].(*ast.CommClause).Comm] = "a select"
			}
			continue
		case *ast.RangeStmt:
			waits[n.X] = "a " + st.Op
			continue
		}
		if st.Call == nil {
			if st.Node != nil {
				waits[st.Node] = "a " + st.Op
			}
			continue
		}
		effect, blocks := c.facts.Call(c.pass.TypesInfo, st.Call)
		if !blocks || effect.Class == blocking.Lock || effect.Class == blocking.Console {
			continue
		}
		if effect.Callee != nil && effect.Callee.FullName() == "(*sync.Cond).Wait" {
			continue // it unlocks
		}
		waits[st.Call] = show(st.Call.Fun) + " (" + effect.Why + ")"
	}
	return waits
}

// heldAcrossWait reports the locks that a function holds where it suspends, each
// with the first such place.
func (c *checker) heldAcrossWait(b *where.Body) {
	waits := c.waitsOf(b)
	if len(waits) == 0 {
		return
	}
	type place struct {
		n    ast.Node
		what string
	}
	first := make(map[*ast.CallExpr]place)
	flow := c.newLockFlow(b, false)
	flow.run(func(n ast.Node, held heldLocks) {
		what, ok := waits[n]
		if !ok {
			return
		}
		for _, call := range held {
			if old, ok := first[call]; !ok || n.Pos() < old.n.Pos() {
				first[call] = place{n, what}
			}
		}
	})
	for _, call := range inOrder(maps.Keys(first)) {
		p := first[call]
		use, _ := c.lockUse(call.Fun)
		c.ReportDiagnostic("EV301", analysis.Diagnostic{
			Pos: call.Pos(), End: call.End(),
			Message: use.text + " stays locked while " + b.Fn.Name() + " waits for " + p.what +
				": in its callback form other callbacks run meanwhile, and one that locks it stops the reactor",
			Related: []analysis.RelatedInformation{{Pos: p.n.Pos(), End: p.n.End(), Message: "it waits here"}},
		})
	}
}

// inOrder sorts calls by where they stand.
func inOrder(calls iter.Seq[*ast.CallExpr]) []*ast.CallExpr {
	return slices.SortedFunc(calls, func(a, b *ast.CallExpr) int { return cmp.Compare(a.Pos(), b.Pos()) })
}

// unlockedLater reports the locks that a body holds when it is over, and that a
// callback unlocks.
func (c *checker) unlockedLater(b *where.Body) {
	flow := c.newLockFlow(b, true)
	left := make(map[*ast.CallExpr]lock)
	flow.atExit(func(held heldLocks) {
		for l, call := range held {
			left[call] = l
		}
	})
	for _, call := range inOrder(maps.Keys(left)) {
		l := left[call]
		if at := c.laterUnlock(b, l); at.IsValid() {
			c.ReportDiagnostic("EV301", analysis.Diagnostic{
				Pos: call.Pos(), End: call.End(),
				Message: l.text + " is locked here, and unlocked in a later callback: others run meanwhile, and one that locks it stops the reactor",
				Related: []analysis.RelatedInformation{{Pos: at, Message: "it is unlocked here"}},
			})
		}
	}
}

// hasCallbacks reports whether a body gives something to the reactor.
func (c *checker) hasCallbacks(b *where.Body) bool {
	return slices.ContainsFunc(c.where.Sinks, func(s where.Sink) bool {
		if s.Context.Place != where.Reactor {
			return false
		}
		in := s.Body
		for in != nil && in != b {
			in = in.Parent
		}
		return in != nil
	})
}

// laterUnlock finds the unlocking of a lock in what a body gives to the reactor: a
// literal, or the method itself.
func (c *checker) laterUnlock(b *where.Body, l lock) token.Pos {
	for _, sink := range c.where.Sinks {
		if sink.Context.Place != where.Reactor || sink.Body != b {
			continue
		}
		if use, ok := c.lockUse(sink.Value); ok && !use.locks && use.lock == l {
			return sink.Value.Pos()
		}
	}
	for _, later := range c.where.Bodies {
		if later.Lit == nil || !isWithin(later, b) || later.Context.Place != where.Reactor || later.Context.Inherited {
			continue
		}
		at := token.NoPos
		locked := false
		inspectBody(later, func(n ast.Node) {
			if call, ok := n.(*ast.CallExpr); ok && !at.IsValid() && !locked {
				if use, ok := c.lockUse(call.Fun); ok && use.lock == l {
					if use.locks {
						locked = true
					} else {
						at = call.Pos()
					}
				}
			}
		})
		if at.IsValid() {
			return at
		}
	}
	return token.NoPos
}

// isWithin reports whether a literal stands in a body.
func isWithin(lit, b *where.Body) bool {
	for p := lit.Parent; p != nil; p = p.Parent {
		if p == b {
			return true
		}
	}
	return false
}

// unlocks reports whether a node may unlock what a field or variable holds: the
// first thing that is done with it there is to unlock it. seen guards against
// recursion.
func (c *checker) unlocks(n ast.Node, v *types.Var, seen map[*types.Func]bool) bool {
	result, decided := false, false
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || decided {
			return !decided
		}
		if use, ok := c.lockUse(call.Fun); ok && use.last == v {
			result, decided = !use.locks, true
		} else if fn := blocking.Callee(c.pass.TypesInfo, call); fn != nil && c.calleeUnlocks(fn, v, seen) {
			result, decided = true, true
		}
		return !decided
	})
	return result
}

// calleeUnlocks is unlocks for the body of a function. Without one, as in another
// package, nothing is known but the name.
func (c *checker) calleeUnlocks(fn *types.Func, v *types.Var, seen map[*types.Func]bool) bool {
	b := c.bodyOf(fn)
	if b == nil || b.Block == nil {
		_, ofSync := lockNames[fn.FullName()]
		return strings.Contains(strings.ToLower(fn.Name()), "unlock") && !ofSync
	}
	if seen[fn] {
		return false
	}
	if seen == nil {
		seen = make(map[*types.Func]bool)
	}
	seen[fn] = true
	return c.unlocks(b.Block, v, seen)
}
