package emit

import (
	"fmt"
	"go/ast"
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
	fun := e.completer(s, e.haveTypes(results), len(results) == 1 && s.Len() > 1)
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
	fun := e.pkg(ir.DeferredPath, name)
	if have == nil && same || have != nil && sameTypes(have, s.Values) {
		return fun
	}
	return index(fun, e.typesOf(s)...)
}

// sameTypes reports types that begin with those of some values.
func sameTypes(have, values []types.Type) bool {
	if len(have) < len(values) {
		return false
	}
	for i, t := range values {
		if have[i] == nil || !types.Identical(have[i], t) {
			return false
		}
	}
	return true
}

// typesOf are the types of a shape's values.
func (e *emitter) typesOf(s ir.Shape) []dst.Expr {
	var out []dst.Expr
	for _, t := range s.Values {
		out = append(out, e.typ(t))
	}
	return out
}

// exact reports operands of which the types are those of the values that they become.
func (e *emitter) exact(s ir.Shape, operands []ir.Expr) bool {
	have := e.haveTypes(operands)
	for i, x := range operands {
		if syntax, ok := x.(*ir.Syntax); ok && len(have) == len(operands) && e.fn.Holes[syntax.X] == nil {
			if lit, ok := syntax.X.(*ast.BasicLit); ok {
				have[i] = typeOfLiteral[lit.Kind]
			}
		}
	}
	return sameTypes(have, s.Values)
}

// typeOfLiteral is what a literal has where it can have any type.
var typeOfLiteral = map[token.Token]types.Type{
	token.INT: types.Typ[types.Int], token.FLOAT: types.Typ[types.Float64], token.IMAG: types.Typ[types.Complex128],
	token.CHAR: types.Universe.Lookup("rune").Type(), token.STRING: types.Typ[types.String],
}

// haveTypes are the types of what some operands bring.
func (e *emitter) haveTypes(operands []ir.Expr) []types.Type {
	var have []types.Type
	for _, x := range operands {
		t := e.typeOf(x)
		if tuple, ok := t.(*types.Tuple); ok {
			for i := 0; i < tuple.Len(); i++ {
				have = append(have, tuple.At(i).Type())
			}
			continue
		}
		have = append(have, t)
	}
	return have
}
