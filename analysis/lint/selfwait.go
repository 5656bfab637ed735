package lint

import (
	"go/ast"

	"github.com/evert-go/evert/analysis/where"
)

// waitsForReactor tells why the runtime's functions that wait for a reactor's turns,
// or for threads, may not be called on one.
var waitsForReactor = map[runtimeFunc]string{
	{"threads", "", "BlockingCallFromThread"}: "waits for the reactor",
	{"reactor", "Loop", "Run"}:                "makes a reactor's turns",
	{"reactor", "Loop", "RunUntil"}:           "makes a reactor's turns",
	{"threads", "Pool", "Wait"}:               "waits until the pool is done",
}

// checkSelfWait finds what never ends: code on the reactor that waits for what can
// only go on when it is over, and functions in a pool that wait for another one in
// the same pool.
func checkSelfWait(c *checker) {
	for _, b := range c.where.Bodies {
		if b.Block == nil || c.Own(b.Block.Pos()) {
			continue
		}
		inspectBody(b, func(n ast.Node) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return
			}
			if b.Context.Place == where.Reactor {
				c.selfWait(b, call)
			}
			c.fullChain(b, call)
		})
	}
}

// selfWait judges a call on the reactor.
func (c *checker) selfWait(b *where.Body, call *ast.CallExpr) {
	f, _ := c.runtimeCall(call)
	why, ok := waitsForReactor[f]
	if !ok {
		return
	}
	name := show(call.Fun)
	switch f.name {
	case "Run", "RunUntil":
		c.on(b, "EV303", call, name+" "+why+", and is called in the middle of one: this reactor stands still meanwhile")
	case "Wait":
		c.on(b, "EV303", call, name+" "+why+", and keeps the reactor from taking what it brings: Shutdown is its callback form")
	default:
		c.on(b, "EV303", call, name+" "+why+" that it is called on, which can do nothing until it returns: chain on the Deferred")
	}
}

// waitsForReactor reports whether a call is one that selfWait reports.
func (c *checker) waitsForReactor(call *ast.CallExpr) bool {
	f, _ := c.runtimeCall(call)
	return waitsForReactor[f] != ""
}

// fullChain judges a call in a function that a pool runs, if it waits for the same
// pool.
//
//	threads.DeferToPool(r, p, func() (int, error) {
//		return threads.BlockingCallFromThread(r, func() *deferred.Deferred[int] {
//			return threads.DeferToPool(r, p, fetch)
//		})
//	})
func (c *checker) fullChain(b *where.Body, call *ast.CallExpr) {
	f, _ := c.runtimeCall(call)
	switch f {
	case runtimeFunc{"threads", "Pool", "Wait"}:
		if p, ok := c.pathOf(receiverOf(call)); ok && c.runsIn(b, p) {
			c.Report("EV303", call, p.text+".Wait waits until the pool has done its work, of which this function is a part")
		}
	case runtimeFunc{"threads", "", "BlockingCallFromThread"}:
		for _, arg := range call.Args {
			if lit, ok := ast.Unparen(arg).(*ast.FuncLit); ok {
				c.waitsForPool(b, lit)
			}
		}
	}
}

// waitsForPool looks for work for the same pool in what a thread waits for.
func (c *checker) waitsForPool(b *where.Body, lit *ast.FuncLit) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if p, ok := c.poolOf(call); ok && c.runsIn(b, p) {
			c.Report("EV303", call, "this function runs in "+p.text+" and waits for another one there: if all its threads do, none is left, and nothing goes on")
		}
		return true
	})
}

// runsIn reports whether a body runs in a pool, itself or because it is called by
// one that does.
func (c *checker) runsIn(b *where.Body, p varPath) bool {
	for b.Context.Inherited && b.Parent != nil {
		b = b.Parent
	}
	if b.Lit == nil || b.Context.Place != where.Thread {
		return false
	}
	for _, sink := range c.where.Sinks {
		if sink.Call == nil || ast.Unparen(sink.Value) != b.Lit {
			continue
		}
		if pool, ok := c.poolOf(sink.Call); ok && pool.root == p.root && pool.text == p.text {
			return true
		}
	}
	return false
}

// poolOf returns the pool that a call gives work to.
func (c *checker) poolOf(call *ast.CallExpr) (varPath, bool) {
	f, _ := c.runtimeCall(call)
	switch {
	case f.pkg == "threads" && f.name == "DeferToPool" && len(call.Args) == 3:
		return c.pathOf(call.Args[1])
	case f.pkg == "threads" && f.name == "DeferToPoolContext" && len(call.Args) == 4:
		return c.pathOf(call.Args[2])
	case f == runtimeFunc{"threads", "Pool", "RunInThread"}:
		return c.pathOf(receiverOf(call))
	}
	return varPath{}, false
}
