package lint

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/where"
)

// anywhere are the functions of packages reactor and threads that may be called on
// any goroutine, of those that have a reactor, or belong to one. The packages'
// documentation says so.
var anywhere = map[runtimeFunc]bool{
	{"reactor", "Reactor", "CallFromThread"}:      true,
	{"reactor", "Reactor", "Now"}:                 true, // it is time.Now, or a clock's, which has no threads
	{"reactor", "Loop", "CallFromThread"}:         true,
	{"reactor", "Loop", "RunInThread"}:            true,
	{"reactor", "Loop", "Stop"}:                   true,
	{"reactor", "Loop", "Stopped"}:                true,
	{"reactor", "Loop", "Stats"}:                  true,
	{"reactor", "Loop", "OnReactor"}:              true,
	{"reactor", "Loop", "Now"}:                    true,
	{"reactor", "Clock", "CallFromThread"}:        true,
	{"reactor", "Clock", "RunInThread"}:           true,
	{"reactor", "Clock", "Stopped"}:               true,
	{"reactor", "ThreadRunner", "RunInThread"}:    true,
	{"reactor", "Stopping", "Stopped"}:            true,
	{"reactor", "Confined", "OnReactor"}:          true,
	{"reactor", "Recording", "Err"}:               true,
	{"reactor", "SlowCall", "String"}:             true,
	{"deferred", "FromThreads", "CallFromThread"}: true,
	{"deferred", "Clock", "Now"}:                  true,
	{"threads", "", "BlockingCallFromThread"}:     true,
}

// belongs are the types whose values belong to a reactor, so that their methods
// are called on it.
var belongs = map[string]bool{
	"deferred.Deferred": true, "deferred.Lock": true, "deferred.Semaphore": true, "deferred.Queue": true,
	"deferred.Group": true, "deferred.Shared": true, "deferred.Looping": true, "deferred.Scope": true,
	"deferred.DelayedCall": true, "deferred.Clock": true, "deferred.FromThreads": true,
	"reactor.Reactor": true, "reactor.Loop": true, "reactor.Clock": true, "reactor.Timer": true,
	"reactor.SoonCaller": true, "reactor.Tracker": true, "reactor.Resetter": true,
	"reactor.LoopingCall": true, "reactor.Cooperator": true, "reactor.Task": true, "reactor.Hook": true,
}

// checkInThread finds calls in threads of what only the reactor may do. What is
// called has to come from outside: a thread may well have a reactor of its own.
func checkInThread(c *checker) {
	for _, b := range c.where.Bodies {
		if b.Context.Place != where.Thread || b.Block == nil || c.Own(b.Block.Pos()) {
			continue
		}
		calls := make(map[*ast.CallExpr]*ast.ExprStmt)
		inspectBody(b, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.ExprStmt:
				if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok {
					calls[call] = n
				}
			case *ast.CallExpr:
				c.inThread(b, n, calls[n])
			}
		})
	}
}

// inThread judges a call in a thread.
func (c *checker) inThread(b *where.Body, call *ast.CallExpr, stmt *ast.ExprStmt) {
	f, ok := c.runtimeCall(call)
	if !ok {
		c.formInThread(b, call)
		return
	}
	if anywhere[f] || f.recv == "" && strings.HasPrefix(f.name, "New") {
		return
	}
	owner := c.ownerOf(f, call)
	if owner == nil {
		return
	}
	p, ok := c.pathOf(owner)
	if !ok || c.madeIn(p.root, b) || c.drives(b, p.root) {
		return
	}
	name := show(call.Fun)
	c.reportInThread(b, call, name+" may be called on the reactor only, and this runs in a thread", c.handOverFix(b, f, call, stmt)...)
}

// formInThread judges the call of a function that is not the runtime's: if it is
// given a reactor from outside and returns a Deferred, that is the reactor's, and
// may fire at any time.
func (c *checker) formInThread(b *where.Body, call *ast.CallExpr) {
	if deferredValue(c.pass.TypesInfo.TypeOf(call)) == nil {
		return
	}
	for _, arg := range call.Args {
		if typ := c.pass.TypesInfo.TypeOf(arg); typ == nil || !isReactor(typ) {
			continue
		}
		if p, ok := c.pathOf(arg); ok && !c.madeIn(p.root, b) && !c.drives(b, p.root) {
			c.reportInThread(b, call, show(call.Fun)+" returns a Deferred of the reactor, and this runs in a thread: threads.BlockingCallFromThread waits for it")
			return
		}
	}
}

func (c *checker) reportInThread(b *where.Body, call *ast.CallExpr, message string, fixes ...analysis.SuggestedFix) {
	d := analysis.Diagnostic{Pos: call.Pos(), End: call.End(), Message: message, SuggestedFixes: fixes}
	if b.Context.At.IsValid() {
		d.Related = []analysis.RelatedInformation{{Pos: b.Context.At, Message: "it is " + b.Context.Why}}
	}
	c.ReportDiagnostic("EV304", d)
}

// ownerOf returns what belongs to a reactor, or is one, among what a call works
// with: its receiver, a reactor or a Deferred that it is given.
func (c *checker) ownerOf(f runtimeFunc, call *ast.CallExpr) ast.Expr {
	if belongs[f.pkg+"."+f.recv] {
		return receiverOf(call)
	}
	if f.recv != "" && f.recv != "Pool" {
		return nil
	}
	for _, arg := range call.Args {
		typ := c.pass.TypesInfo.TypeOf(arg)
		if typ != nil && (deferredValue(typ) != nil || isReactor(typ)) {
			return arg
		}
	}
	return nil
}

// madeIn reports whether a variable belongs to the thread itself: it is declared
// in the body, or in one around it that runs in the same thread. Parameters come
// from outside.
func (c *checker) madeIn(v *types.Var, b *where.Body) bool {
	for b != nil && b.Context.Place == where.Thread {
		if inside(v, b.Block) {
			return true
		}
		if !b.Context.Inherited {
			return false
		}
		b = b.Parent
	}
	return false
}

// drives reports whether a body runs a reactor itself, one that was made before.
func (c *checker) drives(b *where.Body, v *types.Var) (found bool) {
	inspectBody(b, func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		f, ok := c.runtimeCall(call)
		if !ok || !runs[f] {
			return
		}
		p, ok := c.pathOf(receiverOf(call))
		found = found || ok && p.root == v
	})
	return found
}

// runs are the methods that make a reactor's turns.
var runs = map[runtimeFunc]bool{
	{"reactor", "Loop", "Run"}: true, {"reactor", "Loop", "RunUntil"}: true,
	{"reactor", "Clock", "Advance"}: true, {"reactor", "Clock", "Turn"}: true,
}

// handOverFix suggests to let the reactor do it:
//
//	d.Callback(v)          r.CallFromThread(func() {
//	                               d.Callback(v)
//	                       })
//
//	reactor.Soon(r, f)     r.CallFromThread(f)
func (c *checker) handOverFix(b *where.Body, f runtimeFunc, call *ast.CallExpr, stmt *ast.ExprStmt) []analysis.SuggestedFix {
	w := c.newText(call.Pos())
	if w == nil {
		return nil
	}
	owner := c.ownerOf(f, call)
	var edits []edit
	sel, _ := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	switch {
	case f.name == "CallSoon" && isReactor(c.pass.TypesInfo.TypeOf(owner)):
		edits = []edit{{w.offset(sel.Sel.Pos()), w.offset(sel.Sel.End()), "CallFromThread"}}
	case f.name == "Soon" && len(call.Args) == 2 && c.usedAgain(sel):
		edits = []edit{
			{w.offset(call.Fun.Pos()), w.offset(call.Args[0].Pos()), ""},
			{w.offset(call.Args[0].End()), w.offset(call.Args[1].Pos()), ".CallFromThread("},
		}
	case stmt != nil && c.quickArgs(call) && !c.changesLater(b, stmt):
		r := w.reactor
		if isReactor(c.pass.TypesInfo.TypeOf(owner)) {
			r = w.text(owner)
		} else if starter := c.starter(b); starter != nil {
			r = w.text(starter)
		}
		if r == "" {
			return nil
		}
		begin, end := w.offset(stmt.Pos()), w.offset(stmt.End())
		edits = []edit{{begin, begin, r + ".CallFromThread(func() {\n"}, {end, end, "\n})"}}
	default:
		return nil
	}
	text := w.finish(edits)
	if text == nil {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Let the reactor do it", TextEdits: text}}
}

// changesLater reports whether a variable of the thread that a statement uses may
// have another value when the reactor comes to it: it is assigned to after the
// statement, or before it in a loop around it.
func (c *checker) changesLater(b *where.Body, stmt ast.Stmt) bool {
	from := stmt.Pos()
	ast.Inspect(b.Block, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if n.Pos() < from && stmt.End() <= n.End() {
				from = n.Pos()
			}
		}
		return true
	})
	used := make(map[types.Object]bool)
	ast.Inspect(stmt, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := c.pass.TypesInfo.Uses[id].(*types.Var); ok && inside(v, b.Block) && !inside(v, stmt) {
				used[v] = true
			}
		}
		return true
	})
	changes := false
	assigned := func(x ast.Expr) {
		id, ok := x.(*ast.Ident)
		changes = changes || ok && x.Pos() > from && used[c.pass.TypesInfo.ObjectOf(id)]
	}
	// Before Go 1.22 all turns of a loop shared its variables.
	file := c.file(stmt.Pos())
	shared := file == nil || version.Compare(c.pass.TypesInfo.FileVersions[file], "go1.22") < 0
	ast.Inspect(b.Block, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				if id, ok := x.(*ast.Ident); !ok || c.pass.TypesInfo.Defs[id] == nil {
					assigned(x)
				}
			}
		case *ast.IncDecStmt:
			assigned(n.X)
		case *ast.RangeStmt:
			if shared && n.Key != nil {
				assigned(n.Key)
			}
			if shared && n.Value != nil {
				assigned(n.Value)
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				assigned(n.X)
			}
		}
		return !changes
	})
	return changes
}

// starter returns the reactor that a thread was started from, if that is plain.
func (c *checker) starter(b *where.Body) ast.Expr {
	for b.Context.Inherited && b.Parent != nil {
		b = b.Parent
	}
	for _, sink := range c.where.Sinks {
		if sink.Call == nil || b.Lit == nil || ast.Unparen(sink.Value) != b.Lit {
			continue
		}
		for _, arg := range sink.Call.Args {
			if _, ok := c.pathOf(arg); ok && isReactor(c.pass.TypesInfo.TypeOf(arg)) {
				return arg
			}
		}
	}
	return nil
}

// usedAgain reports whether the package that a function is qualified with is used
// elsewhere in the file, so that its import stays needed.
func (c *checker) usedAgain(sel *ast.SelectorExpr) bool {
	if sel == nil {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return false
	}
	for other, obj := range c.pass.TypesInfo.Uses {
		if obj == c.pass.TypesInfo.Uses[id] && other != id {
			return true
		}
	}
	return false
}

// quickArgs reports whether a call's arguments call nothing, so that the reactor
// can just as well evaluate them.
func (c *checker) quickArgs(call *ast.CallExpr) bool {
	quick := true
	for _, arg := range call.Args {
		ast.Inspect(arg, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.UnaryExpr:
				quick = quick && n.Op != token.ARROW
			case *ast.CallExpr:
				tv := c.pass.TypesInfo.Types[n.Fun]
				quick = quick && (tv.IsType() || tv.IsBuiltin())
			}
			return quick
		})
	}
	return quick
}
