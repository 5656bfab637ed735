package emit

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// finish writes a return.
func (e *emitter) finish(f *ir.Finish) []dst.Stmt {
	fn := e.fn
	results := f.Results
	if f.End && fn.Shape.Len() > 0 && fn.Turns == nil {
		// The language's rules end the body before; ours do not see it.
		c := e.callOf("", "panic", nil, nil)
		c.Args = []dst.Expr{&dst.BasicLit{Kind: token.STRING, Value: `"unreachable"`}}
		return []dst.Stmt{line(&dst.ExprStmt{X: c})}
	}
	if fn.Turns != nil && !e.final {
		return e.origin(f, []dst.Stmt{ret(e.complete(results))})
	}
	if fn.Turns != nil {
		return e.origin(f, []dst.Stmt{ret(e.expr(results[0]))})
	}
	if (len(results) == 0 || f.Bare) && fn.Shape.Len() > 0 && !f.End {
		results = e.resultRefs() // a bare return
		if fn.Named && fn.Defers {
			return e.origin(f, []dst.Stmt{ret(call(e.pkg(ir.DeferredPath, "Done")))})
		}
	} else if fn.Named && len(results) > 0 && e.resultsHidden() {
		var list []dst.Expr
		for _, r := range results {
			list = append(list, e.expr(r))
		}
		return e.origin(f, []dst.Stmt{ret(call(ident(e.setterName()), list...))})
	} else if fn.Named && len(results) > 0 {
		set := e.assignResults(results)
		if fn.Defers {
			return e.origin(f, append(set, ret(call(e.pkg(ir.DeferredPath, "Done")))))
		}
		return e.origin(f, append(set, ret(e.complete(e.resultRefs()))))
	} else if fn.Defers && fn.Named {
		return e.origin(f, []dst.Stmt{ret(call(e.pkg(ir.DeferredPath, "Done")))})
	}
	if e.final {
		if f.Orig != nil && len(f.Results) > 0 && sameSyntax(f) {
			node := e.dec.Dst.Nodes[f.Orig].(*dst.ReturnStmt)
			out := e.fill(node, true).(*dst.ReturnStmt)
			if out.Decs.Before == dst.None {
				out.Decs.Before = dst.NewLine
			}
			out.Decs.After = dst.NewLine
			return []dst.Stmt{out}
		}
		var list []dst.Expr
		for _, r := range results {
			list = append(list, e.expr(r))
		}
		return e.origin(f, []dst.Stmt{ret(list...)})
	}
	return e.origin(f, []dst.Stmt{ret(e.complete(results))})
}

// sameSyntax reports that the results are the operands as written.
func sameSyntax(f *ir.Finish) bool {
	if len(f.Results) != len(f.Orig.Results) {
		return false
	}
	for i, r := range f.Results {
		if s, ok := r.(*ir.Syntax); !ok || s.X != f.Orig.Results[i] {
			return false
		}
	}
	return true
}

// origin moves the comments of the user's return.
func (e *emitter) origin(f *ir.Finish, list []dst.Stmt) []dst.Stmt {
	if f.Orig == nil {
		return list
	}
	return e.decorated(f.Orig, list)
}

// assignResults sets the result variables: s, err = a, b.
func (e *emitter) assignResults(results []ir.Expr) []dst.Stmt {
	var lhs, rhs []dst.Expr
	for i, r := range results {
		// A result that is returned as it is needs no assignment; one call for
		// all results has to be spread.
		if s, ok := r.(*ir.Syntax); ok && len(results) == len(e.fn.Results) && e.isResult(s, i) {
			continue
		}
		if len(results) == len(e.fn.Results) {
			lhs = append(lhs, ident(e.fn.Results[i].Name))
		}
		rhs = append(rhs, e.expr(r))
	}
	if len(rhs) == 0 {
		return nil
	}
	if len(lhs) == 0 {
		lhs = refs(e.fn.Results)
	}
	return []dst.Stmt{assign(token.ASSIGN, lhs, rhs...)}
}

// isResult reports that s is the i-th result variable itself.
func (e *emitter) isResult(s *ir.Syntax, i int) bool {
	return e.fn.Holes[s.X] == nil && e.fn.Results[i] != nil && e.fn.Results[i].Obj != nil && isObj(e.file.Info, s.X, e.fn.Results[i].Obj)
}

// complete is a Deferred that has fired with the results.
func (e *emitter) complete(results []ir.Expr) dst.Expr {
	s := e.fn.Shape
	if s.Len() == 0 {
		return call(e.pkg(ir.DeferredPath, "Done"))
	}
	if s.Err && len(results) == s.Len() && e.isNil(results[len(results)-1]) {
		ok := ir.Shape{Values: s.Values}
		if len(s.Values) == 0 {
			return call(e.pkg(ir.DeferredPath, "Done"))
		}
		return e.completeWith(ok, results[:len(results)-1])
	}
	return e.completeWith(s, results)
}

func (e *emitter) isNil(x ir.Expr) bool {
	s, ok := x.(*ir.Syntax)
	return ok && e.fn.Holes[s.X] == nil && e.file.Info.Types[s.X].IsNil()
}

func (e *emitter) completeWith(s ir.Shape, results []ir.Expr) dst.Expr {
	var have []types.Type
	spread := len(results) == 1 && s.Len() > 1
	for _, r := range results {
		t := e.typeOf(r)
		if tuple, ok := t.(*types.Tuple); ok {
			for i := 0; i < tuple.Len(); i++ {
				have = append(have, tuple.At(i).Type())
			}
			continue
		}
		have = append(have, t)
	}
	fun := e.completer(s, have, spread)
	var args []dst.Expr
	for _, r := range results {
		args = append(args, e.expr(r))
	}
	return call(fun, args...)
}

// completer is the function that makes a fired Deferred: Succeed, Return, Finish
// and their forms for several values, with type arguments where the operands'
// types are not the results'.
func (e *emitter) completer(s ir.Shape, have []types.Type, same bool) dst.Expr {
	name, n := "Succeed", len(s.Values)
	if s.Err {
		name = "Return"
	}
	switch {
	case n == 0:
		return e.pkg(ir.DeferredPath, "Finish")
	case n > 1:
		name = fmt.Sprintf("%s%d", name, n)
	}
	exact := have == nil && same
	if have != nil {
		exact = len(have) >= n
		for i := 0; exact && i < n; i++ {
			exact = have[i] != nil && types.Identical(have[i], s.Values[i])
		}
	}
	fun := e.pkg(ir.DeferredPath, name)
	if exact {
		return fun
	}
	targs := make([]dst.Expr, n)
	for i, t := range s.Values {
		targs[i] = e.typ(t)
	}
	return index(fun, targs...)
}
