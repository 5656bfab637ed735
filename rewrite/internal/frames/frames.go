// Package frames lays out a function for frames style: it takes the continuation form
// apart into parts, each of which becomes a method of the function's frame, and finds
// the variables that have to live in the frame.
//
//	x := f(); await v = w; y(x, v)     root: x := f(), waits w
//	                                   part after w, with v: y(x, v)   x is in the frame
//
// The root part runs in the function's fast body alone, which keeps the shape of the
// source; the frame is made where that has to wait. So a variable is in the frame if,
// and only if, a part other than the root may read what was there before it began. Of
// those that a closure or pointer keeps, the frame has the address.
//
// # Postcondition
//
// New either gives a reason why the function is to be in chain style, or a layout in
// which nothing but the frame's own code ever knows a field: no closure, no pointer.
package frames

import (
	"go/ast"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Config is what the stage has to know.
type Config struct {
	Info *types.Info
	Pkg  *types.Package
	// Outside has the names that the function's local types and constants can have at
	// package level: "" for one that cannot be declared there.
	Outside map[types.Object]string
}

// unfit is the panic that gives up on a function.
type unfit struct{ reason string }

// New lays out fn, which has both its forms. A reason says why it cannot be in frames
// style.
func New(cfg *Config, fn *ir.Func) (l *ir.Layout, reason string) {
	listed := map[*ast.DeferStmt]bool{}
	for {
		n := len(listed)
		if l, reason = layOut(cfg, fn, listed); len(listed) == n {
			return l, reason
		}
	}
}

// layOut is New, for deferred calls of which it is known that they have to stand in a
// list. It adds those that it finds.
func layOut(cfg *Config, fn *ir.Func, listed map[*ast.DeferStmt]bool) (l *ir.Layout, reason string) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case unfit:
			l, reason = nil, p.reason
		default:
			panic(p)
		}
	}()
	if reason := whole(fn); reason != "" {
		return nil, reason
	}
	w := &walker{Config: cfg, fn: fn, vars: map[any]*ir.Var{}, captured: map[any]bool{}, addressed: map[any]bool{}, shared: map[any]bool{},
		joins: map[*ir.Join]*segment{}, loops: map[*ir.LoopNode]*segment{},
		reactor: &ir.Var{Name: fn.Reactor}, after: map[*ir.WaitPoint]*segment{}, written: map[ast.Expr]bool{}}
	if fn.OwnR {
		w.ownReactor()
	}
	w.listed = listed
	w.deferPoints()
	root := w.segment(fn.Code, nil)
	w.orderedWaits(fn.Body)
	return w.layout(root), ""
}

// whole looks at what concerns the function as a whole.
func whole(fn *ir.Func) string {
	switch {
	case fn.Leaf:
		return "nothing in it waits"
	}
	return syntax(fn.Decl)
}

// syntax looks for what only one body could name: labels that gotos reach.
func syntax(decl *ast.FuncDecl) string {
	reason := ""
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if n.Tok.String() == "goto" {
				reason = "a goto"
			}
		}
		return true
	})
	return reason
}

// ownReactor finds the parameter that is the function's own reactor.
func (w *walker) ownReactor() {
	params := w.fn.Sig.Params()
	for i := 0; i < params.Len(); i++ {
		if p := params.At(i); p.Name() == w.fn.Reactor {
			w.reactor = &ir.Var{Name: p.Name(), Type: p.Type(), Obj: p}
			return
		}
	}
}

// orderedWaits notes the operations that are waits of the ordered form: what has
// become a tail later still waits in the fast body.
func (w *walker) orderedWaits(list []ir.Stmt) {
	if w.ordered == nil {
		w.ordered = map[*ir.Op]bool{}
	}
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Wait:
			w.ordered[s.Op] = true
		case *ir.If:
			w.orderedWaits(s.Then)
			w.orderedWaits(s.Else)
		case *ir.Scope:
			w.orderedWaits(s.List)
		case *ir.Loop:
			if len(s.Turn) > 0 && s.PostWaits() {
				panic(unfit{"a variable of a loop whose head waits is kept"})
			}
			w.orderedWaits(s.Head)
			w.orderedWaits(s.Body)
			w.orderedWaits(s.Post)
		case *ir.Switch:
			for _, c := range s.Clauses {
				w.orderedWaits(c.Body)
			}
		case *ir.RangeFunc:
			w.ordered[s.Op] = true
		case *ir.Machine, *ir.Label, *ir.Here, *ir.Steps, *ir.Defer, *ir.SetResults:
			panic(unfit{"a jump or loop that the fast body has no form for"})
		}
	}
}
