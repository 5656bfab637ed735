package order

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// rangeFunc orders a range over a function. Its body becomes a function of its own
// whose result says how the turn ended, as in the compiler's own rewriting
// (cmd/compile/internal/rangefunc):
//
//	for k, v := range seq {           Wait exit = deferred.RangeFunc2(seq, func(k K, v V) D {
//		if v == 0 { return k }             if v == 0 { result = k; return 2 }
//		wait(v)                            Wait wait(v); return Continue
//	}                                 })
//	rest                              switch exit { case 2: return result }; rest
func (b *builder) rangeFunc(s *ast.RangeStmt, sig *types.Signature) []ir.Stmt {
	yield := sig.Params().At(0).Type().Underlying().(*types.Signature)
	outer := b.fn
	for outer.Turns != nil {
		outer = outer.Turns.Outer
	}
	intType := types.Typ[types.Int]
	body := &ir.Func{
		Decl: outer.Decl, Lit: outer.Lit, Sig: outer.Sig, Shape: ir.Shape{Values: []types.Type{intType}},
		Reactor: b.Reactor, Labels: b.labels, Scope: outer.Scope,
		Panics: b.panics, Holes: b.fn.Holes, Widen: b.fn.Widen, Defer: b.fn.Defer, Lets: b.fn.Lets,
		Turns: &ir.Turns{Outer: b.fn, Func: outer},
	}
	rf := &ir.RangeFunc{Orig: s, Label: b.labels[s], Body: body, Exit: b.temp([]string{"exit", "howLeft"}, intType)}
	rf.Op = &ir.Op{Kind: ir.OpRangeFunc, Site: s, Path: ir.DeferredPath, Name: "RangeFunc" + strconv.Itoa(yield.Params().Len()),
		Args: []ir.Expr{&ir.Syntax{X: s.X}, &ir.Closure{Func: body}}, Shape: body.Shape}
	inner := *b
	inner.fn = body
	prologue := inner.yielded(s, yield, body)
	body.Body = append(prologue, scoped(inner.stmts(s.Body.List), s.Body, b.hidesOwn(s))...)
	rf.Results = b.turnResults(s, outer)
	body.Turns.Results = rf.Results
	return []ir.Stmt{rf}
}

// hidesOwn reports a loop whose body declares a name of the loop's variables, which
// become parameters.
func (b *builder) hidesOwn(s *ast.RangeStmt) bool {
	scope := b.Info.Scopes[s.Body]
	for _, x := range []ast.Expr{s.Key, s.Value} {
		if id, ok := x.(*ast.Ident); ok && scope != nil && scope.Lookup(id.Name) != nil {
			return true
		}
	}
	return false
}

// yielded makes the parameters of a turn from the loop's variables. Places are
// assigned one after the other, as the compiler does: the operands of the second see
// the first, unlike in an assignment statement. Of two names nobody can tell.
func (b *builder) yielded(s *ast.RangeStmt, yield *types.Signature, body *ir.Func) []ir.Stmt {
	var out []ir.Stmt
	set := &ir.Set{Tok: token.ASSIGN}
	for i, lhs := range []ast.Expr{s.Key, s.Value} {
		if i >= yield.Params().Len() {
			break
		}
		t := yield.Params().At(i).Type()
		p := &ir.Var{Name: "_", Type: t}
		if lhs != nil && !isBlank(lhs) {
			if s.Tok == token.DEFINE {
				id := lhs.(*ast.Ident)
				obj := b.Info.Defs[id]
				p = &ir.Var{Name: id.Name, Type: t, Obj: obj}
			} else {
				p = b.temp([]string{"item", "yielded"}, t)
				if len(set.Lhs) > 0 && !(isIdent(s.Key) && isIdent(lhs)) {
					out = append(out, set)
					set = &ir.Set{Tok: token.ASSIGN}
				}
				x := b.exprs(nil)
				x.visit(lhs)
				out = append(out, x.out...)
				set.Lhs = append(set.Lhs, &ir.Syntax{X: lhs})
				set.Rhs = append(set.Rhs, &ir.Ref{Var: p})
			}
		}
		body.Params = append(body.Params, p)
	}
	if len(set.Lhs) > 0 {
		out = append(out, set)
	}
	return out
}

// turnResults makes the variables that hold the results of a return in the body:
// the function's own where it has them.
func (b *builder) turnResults(s *ast.RangeStmt, outer *ir.Func) []*ir.Var {
	if b.fn.Turns != nil {
		return nil // the outermost loop has them
	}
	returns := false
	ast.Inspect(s.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Stmt); ok && b.fn.LeftOut(s) {
			return false
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			returns = returns || len(n.Results) > 0
		}
		return true
	})
	if !returns || outer.Named {
		return nil
	}
	var vars []*ir.Var
	for i, t := range resultTypes(outer.Shape) {
		name := "result"
		if i == len(outer.Shape.Values) {
			name = "resultErr"
		}
		vars = append(vars, b.temp([]string{name}, t))
	}
	return vars
}
