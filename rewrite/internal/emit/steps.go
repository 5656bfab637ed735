package emit

import (
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// perLine is how many names of a type stand on one line of a declaration.
const perLine = 6

// steps writes the parts of a long list, in the order in which they run:
//
//	var (
//		a, b         int
//		step2, step3 func() D
//	)
//	step1 := func() D { ...; return step2() }
//	step2 = func() D { ...; return step3() }
//	step3 = func() D { ... }
func (e *emitter) steps(n *ir.StepsNode) []dst.Stmt {
	decl := &dst.GenDecl{Tok: token.VAR}
	for _, group := range sameType(n.Vars) {
		decl.Specs = append(decl.Specs, valueSpecs(group, func() dst.Expr { return e.typ(group[0].Type) })...)
	}
	var later []*ir.Var
	for _, j := range n.Joins[1:] {
		later = append(later, &ir.Var{Name: j.Name})
	}
	decl.Specs = append(decl.Specs, valueSpecs(later, func() dst.Expr {
		return &dst.FuncType{Func: true, Params: &dst.FieldList{Opening: true, Closing: true},
			Results: &dst.FieldList{List: []*dst.Field{{Type: e.blockType()}}}}
	})...)
	var out []dst.Stmt
	if len(decl.Specs) > 0 {
		decl.Lparen = len(decl.Specs) > 1
		decl.Rparen = decl.Lparen
		out = append(out, line(&dst.DeclStmt{Decl: decl}))
	}
	for i, j := range n.Joins {
		tok := token.ASSIGN
		if i == 0 {
			tok = token.DEFINE
		}
		lit := funcLit(nil, []dst.Expr{e.blockType()}, e.plainBlock(j.Body))
		out = append(out, assign(tok, []dst.Expr{ident(j.Name)}, lit))
	}
	return out
}

// sameType groups variables by type, in order of the first of each type.
func sameType(vars []*ir.Var) [][]*ir.Var {
	var groups [][]*ir.Var
next:
	for _, v := range vars {
		for i, g := range groups {
			if types.Identical(g[0].Type, v.Type) {
				groups[i] = append(g, v)
				continue next
			}
		}
		groups = append(groups, []*ir.Var{v})
	}
	return groups
}

// valueSpecs declares variables of one type, a few on a line.
func valueSpecs(vars []*ir.Var, typ func() dst.Expr) []dst.Spec {
	var specs []dst.Spec
	for len(vars) > 0 {
		n := min(perLine, len(vars))
		spec := &dst.ValueSpec{Type: typ()}
		for _, v := range vars[:n] {
			spec.Names = append(spec.Names, ident(v.Name))
		}
		spec.Decs.Before, spec.Decs.After = dst.NewLine, dst.NewLine
		specs = append(specs, spec)
		vars = vars[n:]
	}
	return specs
}
