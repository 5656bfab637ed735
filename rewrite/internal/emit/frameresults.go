package emit

import (
	"fmt"
	"go/ast"
	"go/token"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// Named results that something besides deferred calls keeps, a goroutine say, or the body of
// a loop over a function, are variables of the fast body: it returns as soon as it has to
// wait, and would set results of its own, or read them while they change.
//
//	func F() (s string) {          func fFast(r) (string, *frames.Pending[string]) {
//		go func() { s = read() }()     var s string
//		...                            go func() { s = read() }()
//		return s + "."                 ...
//	}                                  s = s + "."
//	                                   return s, nil
//
// If there are deferred calls, the first one of the fast body returns them.

// ownsResults reports a function with such results.
func (w *frameWriter) ownsResults() bool {
	shared, blank := false, false
	for i, v := range w.fn.Results {
		if w.blank(i) {
			blank = true
		} else if f := w.frame.Layout.FieldOf(v); f != nil && f.Shared {
			shared = true
		}
	}
	if shared && blank {
		panic(&Unfit{"something keeps a result, and another has no name"})
	}
	return shared
}

// unnamed takes the names away from results.
func unnamed(results *dst.FieldList) {
	var list []*dst.Field
	for _, f := range results.List {
		for range f.Names {
			list = append(list, &dst.Field{Type: dst.Clone(f.Type).(dst.Expr)})
		}
	}
	results.List = list
}

// declareResults declares the results as variables of the fast body.
func (w *frameWriter) declareResults(e *emitter) []dst.Stmt {
	if !w.owned {
		return nil
	}
	var out []dst.Stmt
	for _, v := range w.fn.Results {
		out = append(out, varDecl(v.Name, e.typ(v.Type)))
	}
	if !w.fn.Defers {
		return out
	}
	copies := line(&dst.IfStmt{
		Cond: &dst.BinaryExpr{X: ident(w.pendingName), Op: token.EQL, Y: ident("nil")},
		Body: block([]dst.Stmt{assign(token.ASSIGN, idents(w.resultNames), refs(w.fn.Results)...)}),
	})
	return append(out, line(&dst.DeferStmt{Call: call(funcLit(nil, nil, []dst.Stmt{copies}))}))
}

// leaveFast returns results from the fast body.
func (e *emitter) leaveFast(results []dst.Expr) []dst.Stmt {
	if !e.fast.w.owned {
		return []dst.Stmt{ret(append(results, ident("nil"))...)}
	}
	var out []dst.Stmt
	for _, v := range e.fn.Results {
		if e.fast.means(v.Name) != ir.VarKey(v) {
			panic(hiddenResult(v))
		}
	}
	if to, from := changedNames(refs(e.fn.Results), results); len(to) > 0 {
		out = append(out, assign(token.ASSIGN, to, from...))
	}
	if e.fn.Defers {
		return append(out, ret()) // deferred calls may wait for what changes them
	}
	return append(out, ret(append(refs(e.fn.Results), ident("nil"))...))
}

// seesResults gives up if something hides a result that a return in kept code sets by its
// name.
func (w *frameWriter) seesResults(r *ast.ReturnStmt) {
	if !w.owned {
		return
	}
	scope := w.file.Pkg.Scope().Innermost(r.Pos())
	for _, v := range w.fn.Results {
		if _, obj := scope.LookupParent(v.Name, r.Pos()); obj != v.Obj {
			panic(hiddenResult(v))
		}
	}
}

func hiddenResult(v *ir.Var) *Unfit {
	return &Unfit{fmt.Sprintf("another %s hides it at a return, and something keeps it", v.Name)}
}

// changedNames leaves out names that would be set to themselves.
func changedNames(lhs, rhs []dst.Expr) (to, from []dst.Expr) {
	for i, x := range rhs {
		if id, ok := x.(*dst.Ident); ok && id.Path == "" && id.Name == lhs[i].(*dst.Ident).Name {
			continue
		}
		to, from = append(to, lhs[i]), append(from, x)
	}
	return to, from
}

// threadReads reports that a call which another goroutine makes meanwhile has v among
// its operands.
func (e *emitter) threadReads(op *ir.Op, v *ir.Var) bool {
	if op.Kind != ir.OpThread && op.Kind != ir.OpAsk || op.Call == nil || v == nil || v.Obj == nil {
		return false
	}
	found := false
	ast.Inspect(op.Call, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && e.file.Info.Uses[id] == v.Obj
		return !found
	})
	return found
}
