package lint

import (
	"go/ast"
	"go/token"
	"go/types"
)

func tokenLen(s string) token.Pos { return token.Pos(len(s)) }

// A conversion is a type whose values become those of an interface.
type conversion struct{ typ, iface *types.TypeName }

// conversions returns the conversions to interfaces that the package has, written
// out or by assigning, passing and returning values.
func (c *checker) conversions() map[conversion]bool {
	v := &converter{c: c, info: c.pass.TypesInfo, found: make(map[conversion]bool)}
	for _, b := range c.where.Bodies {
		if b.Block != nil && b.Sig != nil {
			inspectBody(b, func(n ast.Node) {
				if ret, ok := n.(*ast.ReturnStmt); ok {
					v.returns(ret, b.Sig.Results())
				}
			})
		}
	}
	for _, file := range c.pass.Files {
		ast.Inspect(file, v.visit)
	}
	return v.found
}

// A converter looks for conversions.
type converter struct {
	c     *checker
	info  *types.Info
	found map[conversion]bool
}

// add notes that a value of one type is used as one of another.
func (v *converter) add(from, to types.Type) {
	if from == nil || to == nil {
		return
	}
	if ptr, ok := types.Unalias(from).(*types.Pointer); ok {
		from = ptr.Elem()
	}
	named, ok1 := types.Unalias(from).(*types.Named)
	iface, ok2 := types.Unalias(to).(*types.Named)
	if ok1 && ok2 && types.IsInterface(iface) {
		v.found[conversion{named.Origin().Obj(), iface.Origin().Obj()}] = true
	}
}

func (v *converter) value(x ast.Expr, to types.Type) { v.add(v.info.TypeOf(x), to) }

func (v *converter) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, lhs := range n.Lhs {
			if len(n.Lhs) == len(n.Rhs) {
				v.value(n.Rhs[i], v.info.TypeOf(lhs))
			}
		}
		v.tuple(len(n.Lhs), n.Rhs, func(i int) types.Type { return v.info.TypeOf(n.Lhs[i]) })
	case *ast.ValueSpec:
		if n.Type != nil {
			for _, x := range n.Values {
				v.value(x, v.info.TypeOf(n.Type))
			}
		}
	case *ast.SendStmt:
		if ch, ok := underlying(v.info.TypeOf(n.Chan)).(*types.Chan); ok {
			v.value(n.Value, ch.Elem())
		}
	case *ast.CallExpr:
		v.call(n)
	case *ast.CompositeLit:
		v.composite(n)
	}
	return true
}

// tuple is for several values that one call returns.
func (v *converter) tuple(n int, rhs []ast.Expr, to func(int) types.Type) {
	if len(rhs) != 1 || n < 2 {
		return
	}
	if list, ok := v.info.TypeOf(rhs[0]).(*types.Tuple); ok && list.Len() == n {
		for i := range n {
			v.add(list.At(i).Type(), to(i))
		}
	}
}

func (v *converter) returns(ret *ast.ReturnStmt, results *types.Tuple) {
	if len(ret.Results) == results.Len() {
		for i, x := range ret.Results {
			v.value(x, results.At(i).Type())
		}
	}
	v.tuple(results.Len(), ret.Results, func(i int) types.Type { return results.At(i).Type() })
}

func (v *converter) call(call *ast.CallExpr) {
	tv := v.info.Types[call.Fun]
	if tv.IsType() {
		if len(call.Args) == 1 {
			v.value(call.Args[0], tv.Type)
		}
		return
	}
	sig, ok := underlying(tv.Type).(*types.Signature)
	if !ok {
		return
	}
	params := sig.Params()
	for i, arg := range call.Args {
		switch {
		case sig.Variadic() && i >= params.Len()-1 && !call.Ellipsis.IsValid():
			if slice, ok := params.At(params.Len() - 1).Type().(*types.Slice); ok {
				v.value(arg, slice.Elem())
			}
		case i < params.Len():
			v.value(arg, params.At(i).Type())
		}
	}
	v.tuple(params.Len(), call.Args, func(i int) types.Type { return params.At(i).Type() })
}

func (v *converter) composite(lit *ast.CompositeLit) {
	switch t := underlying(v.info.TypeOf(lit)).(type) {
	case *types.Struct:
		for i, elt := range lit.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				if key, ok := kv.Key.(*ast.Ident); ok && v.info.Uses[key] != nil {
					v.value(kv.Value, v.info.Uses[key].Type())
				}
			} else if i < t.NumFields() {
				v.value(elt, t.Field(i).Type())
			}
		}
	case interface{ Elem() types.Type }: // slice, array, map
		m, isMap := t.(*types.Map)
		for _, elt := range lit.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				if isMap {
					v.value(kv.Key, m.Key())
				}
				elt = kv.Value
			}
			v.value(elt, t.Elem())
		}
	}
}
