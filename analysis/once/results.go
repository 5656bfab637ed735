package once

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// resultTypes returns the types of a call's results.
func (w *walk) resultTypes(call *ast.CallExpr) []types.Type {
	switch t := w.typeOf(call).(type) {
	case *types.Tuple:
		list := make([]types.Type, t.Len())
		for i := range list {
			list[i] = t.At(i).Type()
		}
		return list
	default:
		if tv, ok := w.info.Types[call]; ok && tv.IsVoid() {
			return nil
		}
		return []types.Type{t}
	}
}

// unknowns returns values of which nothing is known, one for each result.
func (w *walk) unknowns(call *ast.CallExpr) []value { return w.resultsOf(call, unknown) }

func (w *walk) resultsOf(call *ast.CallExpr, kind valueKind) []value {
	vals := make([]value, len(w.resultTypes(call)))
	for i := range vals {
		vals[i].kind = kind
	}
	return vals
}

// foreignResults returns what is known of the results of another package's
// function.
func (w *walk) foreignResults(call *ast.CallExpr, fn *types.Func, args []value) []value {
	vals := w.unknowns(call)
	switch fn.FullName() {
	case "errors.New", "fmt.Errorf":
		vals[0].kind = nonNull
	case "errors.Is", "errors.As":
		if len(args) > 0 && args[0].kind == null {
			vals[0] = value{kind: known, c: constant.MakeBool(false)}
		}
	case "(*time.Timer).Stop", "(*time.Timer).Reset":
		vals[0].kind = stateful
	}
	if isGuardPackage(pathOf(fn)) {
		for i := range vals {
			vals[i].kind = stateful
		}
	}
	for _, arg := range args {
		if arg.kind == stateful && len(vals) == 1 && vals[0].kind == unknown {
			vals[0].kind = stateful
		}
	}
	return vals
}

// zeroValue is the value of a variable that is not assigned.
func zeroValue(typ types.Type) value {
	if _, ok := types.Unalias(typ).(*types.TypeParam); ok {
		return value{}
	}
	switch typ := typ.Underlying().(type) {
	case *types.Basic:
		switch {
		case typ.Info()&types.IsBoolean != 0:
			return value{kind: known, c: constant.MakeBool(false)}
		case typ.Info()&types.IsInteger != 0:
			return value{kind: known, c: constant.MakeInt64(0)}
		case typ.Info()&types.IsString != 0:
			return value{kind: known, c: constant.MakeString("")}
		}
		return value{}
	case *types.Struct, *types.Array:
		return value{}
	}
	return value{kind: null}
}

// otherValue is a value that is not zero.
func otherValue(typ types.Type) value {
	if zero := zeroValue(typ); zero.kind == known && zero.c.Kind() == constant.Bool {
		return value{kind: known, c: constant.MakeBool(true)}
	} else if zero.kind == null {
		return value{kind: nonNull}
	}
	return value{kind: nonZero}
}
