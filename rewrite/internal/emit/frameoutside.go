package emit

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"unicode/utf8"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// outsideDecls declares at package level what both bodies know: types under their own
// names, with their comments, and constants.
func (w *frameWriter) outsideDecls(e *emitter) {
	done := map[ast.Node]bool{}
	var consts []dst.Spec
	for _, o := range w.frame.Layout.Outside {
		switch d := o.Decl.(type) {
		case *ast.GenDecl:
			if !done[d] {
				done[d] = true
				w.typesOutside(e, d)
			}
		case *ast.ValueSpec:
			consts = append(consts, e.constSpec(o, d))
		}
	}
	if len(consts) == 0 {
		return
	}
	for _, s := range consts {
		s.Decorations().Before, s.Decorations().After = dst.NewLine, dst.NewLine
	}
	w.add(&dst.GenDecl{Tok: token.CONST, Lparen: len(consts) > 1, Rparen: len(consts) > 1, Specs: consts}, "")
}

// typesOutside moves a declaration of types.
func (w *frameWriter) typesOutside(e *emitter, d *ast.GenDecl) {
	outer := e.fn
	defer func() { e.fn = outer }()
	fn := *e.fn
	fn.Holes = w.constRefs()
	e.fn = &fn
	node := e.fill(e.dec.Dst.Nodes[d], true).(*dst.GenDecl)
	if s, ok := e.declStmt(d); ok {
		node.Decs.Start = withoutDirectives(s.Decs.Start)
	}
	node.Decs.Before, node.Decs.After = dst.EmptyLine, dst.EmptyLine
	w.file.Add(node)
}

// declStmt finds the statement that a declaration is.
func (e *emitter) declStmt(d *ast.GenDecl) (*dst.DeclStmt, bool) {
	var found *dst.DeclStmt
	ast.Inspect(e.fn.Decl.Body, func(n ast.Node) bool {
		if s, ok := n.(*ast.DeclStmt); ok && s.Decl == d {
			found, _ = e.dec.Dst.Nodes[s].(*dst.DeclStmt)
		}
		return found == nil
	})
	return found, found != nil
}

// constRefs makes every mention of a constant one of that at package level.
func (w *frameWriter) constRefs() map[ast.Expr]ir.Expr {
	out := map[ast.Expr]ir.Expr{}
	names := map[types.Object]string{}
	for _, o := range w.frame.Layout.Outside {
		if _, ok := o.Obj.(*types.Const); ok {
			names[o.Obj] = o.Name
		}
	}
	ast.Inspect(w.fn.Decl, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if name := names[w.file.Info.Uses[id]]; name != "" {
				out[id] = &ir.Ref{Var: &ir.Var{Name: name}}
			}
		}
		return true
	})
	return out
}

// movedOutside reports a statement of which nothing is left, since what it declares is
// declared at package level.
func (w *frameWriter) movedOutside(s ast.Stmt, types bool) bool {
	d, ok := s.(*ast.DeclStmt)
	if !ok {
		return false
	}
	gen := d.Decl.(*ast.GenDecl)
	if gen.Tok == token.CONST && types {
		return false
	}
	for _, o := range w.frame.Layout.Outside {
		if o.Decl == gen {
			return true
		}
		for _, spec := range gen.Specs {
			if o.Decl == spec {
				return true
			}
		}
	}
	return false
}

// atTop writes a type that stands outside of functions, where no local name hides another.
func (e *emitter) atTop(write func() dst.Expr) dst.Expr {
	e.outside = true
	defer func() { e.outside = false }()
	return write()
}

// constSpec writes a constant: as the source does, or, where that depends on what
// stands around it, by its value.
func (e *emitter) constSpec(o *ir.Outside, s *ast.ValueSpec) dst.Spec {
	c := o.Obj.(*types.Const)
	out := &dst.ValueSpec{Names: []*dst.Ident{ident(o.Name)}}
	if b, ok := c.Type().(*types.Basic); !ok || b.Info()&types.IsUntyped == 0 {
		out.Type = e.atTop(func() dst.Expr { return e.typ(c.Type()) })
	}
	for i, id := range s.Names {
		if id.Pos() == c.Pos() && i < len(s.Values) && e.independent(s.Values[i]) {
			out.Values = []dst.Expr{dst.Clone(e.dec.Dst.Nodes[s.Values[i]]).(dst.Expr)}
			out.Values[0].Decorations().Start, out.Values[0].Decorations().End = nil, nil
			return out
		}
	}
	out.Values = []dst.Expr{constValue(c)}
	return out
}

// independent reports an expression that means the same at package level.
func (e *emitter) independent(x ast.Expr) bool {
	same := true
	ast.Inspect(x, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := e.file.Info.Uses[id]; {
		case obj == nil, obj.Name() == "iota":
			same = false
		case obj.Pkg() == nil || obj.Parent() == obj.Pkg().Scope():
		default:
			_, isImport := obj.(*types.PkgName)
			same = same && isImport
		}
		return true
	})
	return same
}

// constValue writes the value of a constant.
func constValue(c *types.Const) dst.Expr {
	v := c.Val()
	lit := func(kind token.Token, text string) dst.Expr { return &dst.BasicLit{Kind: kind, Value: text} }
	switch v.Kind() {
	case constant.Bool:
		return ident(v.ExactString())
	case constant.String:
		return lit(token.STRING, strconv.Quote(constant.StringVal(v)))
	case constant.Int:
		basic, _ := c.Type().(*types.Basic)
		if basic != nil && basic.Kind() == types.UntypedRune {
			if r, exact := constant.Int64Val(v); exact && r >= 0 && r <= utf8.MaxRune && utf8.ValidRune(rune(r)) {
				return lit(token.CHAR, strconv.QuoteRune(rune(r)))
			}
			break
		}
		if basic != nil && basic.Kind() == types.UntypedFloat {
			break
		}
		if constant.Sign(v) < 0 {
			return &dst.UnaryExpr{Op: token.SUB, X: lit(token.INT, constant.UnaryOp(token.SUB, v, 0).ExactString())}
		}
		return lit(token.INT, v.ExactString())
	}
	panic(&Unfit{"a local constant that is computed"})
}
