package once

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// An outcome is a state after an expression was evaluated, with its value, or its
// values if it is a call that has several.
type outcome struct {
	st   *state
	vals []value
}

func (o outcome) val() value {
	if len(o.vals) == 1 {
		return o.vals[0]
	}
	return value{}
}

func single(st *state, vals ...value) []outcome { return []outcome{{st, vals}} }

// exprs evaluates expressions from left to right. A single call may give several
// values.
func (w *walk) exprs(list []ast.Expr, st *state) []outcome {
	outs := []outcome{{st: st}}
	for _, x := range list {
		var next []outcome
		for _, out := range outs {
			for _, o := range w.expr(x, out.st) {
				vals := o.vals
				if len(list) > 1 {
					vals = []value{o.val()}
				}
				next = append(next, outcome{o.st, slices.Concat(out.vals, vals)})
			}
		}
		outs = next
	}
	return outs
}

// expr evaluates an expression. A path that panics has no outcome.
func (w *walk) expr(x ast.Expr, st *state) []outcome {
	w.step(1)
	if tv, ok := w.info.Types[x]; ok {
		if tv.Value != nil {
			return single(st, value{kind: known, c: tv.Value})
		}
		if tv.IsNil() {
			return single(st, value{kind: null})
		}
		if tv.IsType() {
			return single(st, value{})
		}
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return w.expr(x.X, st)
	case *ast.Ident:
		return single(st, w.identValue(x, st))
	case *ast.FuncLit:
		if fn := w.funcs[x]; fn != nil {
			return single(st, value{kind: code, fn: fn})
		}
	case *ast.SelectorExpr:
		return w.selector(x, st)
	case *ast.CallExpr:
		return w.call(x, st)
	case *ast.BinaryExpr:
		return w.binary(x, st)
	case *ast.UnaryExpr:
		return w.unary(x, st)
	case *ast.IndexExpr:
		if tv, ok := w.info.Types[x.X]; ok && isFunc(tv.Type) {
			return w.expr(x.X, st)
		}
		return w.parts([]ast.Expr{x.X, x.Index}, st)
	case *ast.IndexListExpr:
		return w.expr(x.X, st)
	case *ast.SliceExpr:
		return w.parts([]ast.Expr{x.X, x.Low, x.High, x.Max}, st)
	case *ast.StarExpr:
		return w.parts([]ast.Expr{x.X}, st)
	case *ast.TypeAssertExpr:
		return w.parts([]ast.Expr{x.X}, st)
	case *ast.KeyValueExpr:
		return w.parts([]ast.Expr{x.Value}, st)
	case *ast.CompositeLit:
		outs := w.parts(x.Elts, st)
		for i := range outs {
			outs[i].vals = []value{{kind: nonNull}}
		}
		return outs
	}
	return single(st, value{})
}

// parts evaluates the parts of an expression that hides what is in them: what is
// owned escapes. The value is stateful if the first part is.
func (w *walk) parts(list []ast.Expr, st *state) []outcome {
	list = slices.DeleteFunc(slices.Clone(list), func(x ast.Expr) bool { return x == nil })
	outs := w.exprs(list, st)
	for i, out := range outs {
		kind := unknown
		for j, val := range out.vals {
			if j < len(list) {
				out.st = w.escape(val, list[j].Pos(), out.st)
			}
			if val.kind == stateful {
				kind = stateful
			}
		}
		outs[i] = outcome{out.st, []value{{kind: kind}}}
	}
	return outs
}

func (w *walk) identValue(id *ast.Ident, st *state) value {
	switch obj := w.info.ObjectOf(id).(type) {
	case *types.Var:
		if val, ok := st.env[obj]; ok {
			return val
		}
		if w.shared[obj] || w.states[obj] {
			return value{kind: stateful}
		}
		if w.tracked(obj) {
			return value{of: obj}
		}
	case *types.Func:
		return w.declValue(obj)
	}
	return value{}
}

func (w *walk) declValue(fn *types.Func) value {
	if decl := w.decls[fn.Origin()]; decl != nil {
		return value{kind: code, fn: w.funcs[decl]}
	}
	return value{}
}

// selector evaluates a field, a method value or a name of another package.
func (w *walk) selector(x *ast.SelectorExpr, st *state) []outcome {
	selection := w.info.Selections[x]
	if selection == nil {
		if fn, ok := w.info.Uses[x.Sel].(*types.Func); ok {
			return single(st, w.declValue(fn))
		}
		if v, ok := w.info.Uses[x.Sel].(*types.Var); ok && w.states[v] {
			return single(st, value{kind: stateful})
		}
		return single(st, value{})
	}
	if selection.Kind() == types.MethodExpr {
		return single(st, value{})
	}
	outs := w.expr(x.X, st)
	for i, out := range outs {
		var val value
		recv := out.val()
		switch fn, _ := selection.Obj().(*types.Func); {
		case fn == nil && w.states[selection.Obj()]:
			val.kind = stateful
		case fn == nil && recv.kind == stateful:
			val.kind = stateful
		case fn == nil:
		case recv.kind == owned && w.comps[recv.index].deferred:
			if fires(fn.Name()) {
				val = value{kind: firer, index: recv.index}
			}
		default:
			val = w.declValue(fn)
		}
		outs[i].vals = []value{val}
	}
	return outs
}

func (w *walk) binary(x *ast.BinaryExpr, st *state) []outcome {
	switch x.Op {
	case token.LAND, token.LOR, token.EQL, token.NEQ:
		return w.truth(x, st)
	}
	if text, _ := w.atom(x); text != "" && w.atoms[text] > 1 {
		return w.truth(x, st)
	}
	outs := w.exprs([]ast.Expr{x.X, x.Y}, st)
	for i, out := range outs {
		kind := unknown
		for j, val := range out.vals {
			// What is computed from a variable whose value the path has set.
			computed := val.kind == known && w.info.Types[[]ast.Expr{x.X, x.Y}[j]].Value == nil
			if val.kind == stateful || computed {
				kind = stateful
			}
		}
		outs[i].vals = []value{{kind: kind}}
	}
	return outs
}

// truth evaluates a condition whose value is kept.
func (w *walk) truth(x ast.Expr, st *state) (outs []outcome) {
	yes, no := w.branch(x, st)
	for _, st := range yes {
		outs = append(outs, single(st, value{kind: known, c: constant.MakeBool(true)})...)
	}
	for _, st := range no {
		outs = append(outs, single(st, value{kind: known, c: constant.MakeBool(false)})...)
	}
	return outs
}

func (w *walk) unary(x *ast.UnaryExpr, st *state) []outcome {
	outs := w.expr(x.X, st)
	for i, out := range outs {
		val := out.val()
		switch {
		case x.Op == token.NOT && val.kind == known && val.c.Kind() == constant.Bool:
			val.c = constant.MakeBool(!constant.BoolVal(val.c))
		case x.Op == token.AND:
			out.st = w.escape(val, x.Pos(), out.st)
			val = value{kind: nonNull}
		case val.kind != stateful:
			out.st = w.escape(val, x.Pos(), out.st)
			val = value{}
		}
		if x.Op == token.ARROW {
			val = value{}
		}
		outs[i] = outcome{out.st, []value{val}}
	}
	return outs
}

func isFunc(typ types.Type) bool {
	if typ == nil {
		return false
	}
	_, ok := typ.Underlying().(*types.Signature)
	return ok
}

// fires reports whether a method of a Deferred fires it.
func fires(name string) bool {
	switch name {
	case "Callback", "Errback", "Fire", "FailPanic", "FailGoexit", "FireOutcome":
		return true
	}
	return false
}
