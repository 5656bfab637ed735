package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// exprs orders the expressions of one statement. It visits them in evaluation
// order; pending holds those that are evaluated so far and would have to be
// bound if a wait came now.
type exprs struct {
	b       *builder
	out     []ir.Stmt
	pending []ast.Expr
	flushes int
	orig    ast.Stmt
}

func (b *builder) exprs(orig ast.Stmt) *exprs { return &exprs{b: b, orig: orig} }

// visit orders e: afterwards its waits are in x.out and their places are holes.
func (x *exprs) visit(e ast.Expr) {
	if e == nil {
		return
	}
	tv := x.b.Info.Types[e]
	if tv.IsType() || tv.Value != nil {
		return
	}
	if !x.b.waits[e] {
		x.collect(e)
		return
	}
	base, flushes := len(x.pending), x.flushes
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if (e.Op == token.LAND || e.Op == token.LOR) && x.b.waits[e.Y] {
			x.shortCircuit(e)
			return
		}
	case *ast.CallExpr:
		x.call(e, base, flushes)
		return
	case *ast.UnaryExpr:
		if op := x.b.ops[e]; op != nil {
			x.visitOperands(op, e)
			x.drop(base, flushes)
			x.hoist(e, op)
			return
		}
	}
	x.children(e)
	if x.b.early(e) {
		x.drop(base, flushes)
		x.pending = append(x.pending, e)
	}
}

// visitOperands visits what a channel operation works on.
func (x *exprs) visitOperands(op *ir.Op, e *ast.UnaryExpr) {
	for _, a := range op.Args {
		if s, ok := a.(*ir.Syntax); ok {
			x.visit(s.X)
		}
	}
}

// drop forgets what has become pending since base and is part of the expression
// that comes next itself. What a wait in between has flushed is gone already.
func (x *exprs) drop(base, flushes int) {
	if x.flushes != flushes {
		base = 0
	}
	if base < len(x.pending) {
		x.pending = x.pending[:base]
	}
}

// call orders a call that waits, or that has a waiting operand.
func (x *exprs) call(e *ast.CallExpr, base, flushes int) {
	op := x.b.ops[e]
	if x.spread(e, op) {
		return
	}
	x.children(e)
	if x.b.lenOfArray(e) {
		// Without a call in it len(*p) would be a constant and look at nothing.
		x.bind(e.Args[0])
	}
	if op != nil {
		x.drop(base, flushes)
		x.hoist(e, op)
	} else if x.b.early(e) {
		x.drop(base, flushes)
		x.pending = append(x.pending, e)
	}
}

// builtin is the name of the builtin that e calls, empty for other calls.
func (b *builder) builtin(e *ast.CallExpr) string {
	if id, ok := unparen(e.Fun).(*ast.Ident); ok {
		if bi, ok := b.Info.Uses[id].(*types.Builtin); ok {
			return bi.Name()
		}
	}
	return ""
}

// lenOfArray reports len or cap of an array that is not a variable.
func (b *builder) lenOfArray(e *ast.CallExpr) bool {
	if name := b.builtin(e); len(e.Args) != 1 || name != "len" && name != "cap" {
		return false
	}
	_, array := b.Info.TypeOf(e.Args[0]).Underlying().(*types.Array)
	return array
}

// spread orders f(g()) where g has several results and one of the two waits: the
// results get names.
func (x *exprs) spread(e *ast.CallExpr, op *ir.Op) bool {
	if len(e.Args) != 1 {
		return false
	}
	tuple, ok := x.b.Info.TypeOf(e.Args[0]).(*types.Tuple)
	if !ok || op == nil && !x.b.waits[e.Args[0]] {
		return false
	}
	x.visit2(e.Fun)
	arg := unparen(e.Args[0]).(*ast.CallExpr)
	vars := make([]*ir.Var, tuple.Len())
	for i := range vars {
		vars[i] = x.b.temp(resultName(arg, tuple.At(i).Type()), tuple.At(i).Type())
	}
	if inner := x.b.ops[arg]; inner != nil {
		base, flushes := len(x.pending), x.flushes
		x.children(arg)
		x.drop(base, flushes)
		x.flush()
		x.out = append(x.out, waitFor(inner, vars, x.orig))
	} else {
		x.children(arg)
		x.flush()
		x.out = append(x.out, &ir.BindAll{Vars: vars, X: &ir.Raw{X: arg}})
	}
	x.b.fn.Holes[e.Args[0]] = &ir.Multi{Vars: vars}
	if op != nil {
		x.hoist(e, op)
	} else {
		x.pending = append(x.pending, e)
	}
	return true
}

// visit2 visits the operands of a call's function.
func (x *exprs) visit2(fun ast.Expr) {
	switch f := unparen(fun).(type) {
	case *ast.Ident, *ast.FuncLit:
	case *ast.SelectorExpr:
		if _, qualified := x.b.Info.Uses[rootIdent(f.X)].(*types.PkgName); !qualified || x.b.Info.Selections[f] != nil {
			x.visit(f.X)
		}
	default:
		x.visit(f)
	}
}

func rootIdent(e ast.Expr) *ast.Ident {
	id, _ := unparen(e).(*ast.Ident)
	return id
}

// children visits the operands of e in source order.
func (x *exprs) children(e ast.Expr) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		x.visit(e.X)
	case *ast.SelectorExpr:
		x.visit2(e)
	case *ast.StarExpr:
		x.visit(e.X)
	case *ast.UnaryExpr:
		x.visit(e.X)
	case *ast.BinaryExpr:
		x.visitAs(e.X, x.b.comparedAs(e, e.Y))
		x.visitAs(e.Y, x.b.comparedAs(e, e.X))
	case *ast.IndexExpr:
		x.visit(e.X)
		x.index(e)
	case *ast.IndexListExpr:
		x.visit(e.X)
	case *ast.SliceExpr:
		x.visit(e.X)
		x.visit(e.Low)
		x.visit(e.High)
		x.visit(e.Max)
	case *ast.TypeAssertExpr:
		x.visit(e.X)
	case *ast.CallExpr:
		x.visit2(e.Fun)
		x.arguments(e)
	case *ast.CompositeLit:
		x.elements(e)
	}
}

// entries visits the entries of a map literal in which one waits. gc inserts one
// after the other, so that those before a wait are evaluated whole before it, which
// is not so for the elements of other literals.
func (x *exprs) entries(lit *ast.CompositeLit) {
	last := len(lit.Elts) - 1
	for !x.b.waits[lit.Elts[last]] {
		last--
	}
	for i, el := range lit.Elts {
		kv := el.(*ast.KeyValueExpr)
		base, flushes := len(x.pending), x.flushes
		x.elementKey(kv.Key, x.b.literalType(lit))
		x.visit(kv.Value)
		if i >= last {
			continue
		}
		x.drop(base, flushes)
		x.whole(kv.Key)
		x.whole(kv.Value)
		if mayNotHash(x.b.Info.TypeOf(kv.Key)) {
			x.b.refuse(kv.Key.Pos(), "wait in a map literal after a key that may not be hashable")
		}
	}
}

// whole makes all of e pending, and not only what gc evaluates early.
func (x *exprs) whole(e ast.Expr) {
	if lit, ok := e.(*ast.CompositeLit); ok && lit.Type == nil {
		for _, el := range lit.Elts {
			if kv, ok := el.(*ast.KeyValueExpr); ok {
				if _, isStruct := x.b.literalType(lit).(*types.Struct); !isStruct {
					x.whole(kv.Key)
				}
				el = kv.Value
			}
			x.whole(el)
		}
		return
	}
	if _, lit := e.(*ast.FuncLit); lit || x.b.fn.Holes[e] != nil || x.b.stable(e) {
		return
	}
	x.pending = append(x.pending, e)
}

// mayNotHash reports a type with values that panic as keys of a map.
func mayNotHash(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Array:
		return mayNotHash(t.Elem())
	case *types.Struct:
		for i := range t.NumFields() {
			if mayNotHash(t.Field(i).Type()) {
				return true
			}
		}
	}
	return false
}

// shortCircuit orders `L && R` and `L || R` where R waits:
//
//	v := L
//	if v {          // !v for ||
//		Wait t = ...
//		v = R with t
//	}
func (x *exprs) shortCircuit(e *ast.BinaryExpr) {
	x.visit(e.X)
	x.pending = without(x.pending, e.X)
	x.flush()
	v := x.b.temp([]string{"cond", "both", "either"}, x.b.typeOf(e))
	x.out = append(x.out, &ir.Bind{Var: v, X: &ir.Syntax{X: e.X}, Typed: !types.Identical(v.Type, types.Typ[types.Bool])})
	right := x.b.exprs(nil)
	right.visit(e.Y)
	body := append(right.out, &ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: v}}, Rhs: []ir.Expr{&ir.Syntax{X: e.Y}}, Tok: token.ASSIGN})
	var cond ir.Expr = &ir.Ref{Var: v}
	if e.Op == token.LOR {
		cond = &ir.Not{X: cond}
	}
	x.out = append(x.out, &ir.If{Cond: cond, Then: body})
	x.b.fn.Holes[e] = &ir.Ref{Var: v}
}

func without(list []ast.Expr, e ast.Expr) []ast.Expr {
	var out []ast.Expr
	for _, x := range list {
		if x != e {
			out = append(out, x)
		}
	}
	return out
}
