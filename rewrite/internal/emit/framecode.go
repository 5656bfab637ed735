package emit

import (
	"go/ast"
	"go/token"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// slowCode writes a statement that may declare variables of the frame.
func (e *emitter) slowCode(s ir.Stmt) ([]dst.Stmt, bool) {
	switch s := s.(type) {
	case *ir.Plain:
		return e.slowPlain(s)
	case *ir.Bind:
		if e.isField(s.Var) {
			return []dst.Stmt{assign(token.ASSIGN, []dst.Expr{e.ref(s.Var)}, e.expr(s.X))}, true
		}
	case *ir.BindAll:
		fields := false
		var lhs []dst.Expr
		for _, v := range s.Vars {
			fields = fields || e.isField(v)
			lhs = append(lhs, e.ref(v))
		}
		if fields {
			return []dst.Stmt{assign(token.ASSIGN, lhs, e.expr(s.X))}, true
		}
	case *ir.Declare:
		var out []dst.Stmt
		for _, v := range s.Vars {
			if e.isField(v) {
				out = append(out, assign(token.ASSIGN, []dst.Expr{e.ref(v)}, e.zeroOf(v.Type)))
			} else {
				out = append(out, varDecl(v.Name, e.typ(v.Type)))
			}
		}
		return out, true
	case *ir.VarSpec:
		if e.specHasField(s.Spec) {
			return e.setSpec(s.Spec), true
		}
	}
	return nil, false
}

// slowPlain writes kept code that declares variables of the frame: as assignments.
func (e *emitter) slowPlain(p *ir.Plain) ([]dst.Stmt, bool) {
	switch s := p.S.(type) {
	case *ast.AssignStmt:
		if p.Assigns || s.Tok != token.DEFINE {
			return nil, false
		}
		fresh, widened := e.fn.Widen[s]
		fields := e.anyField(s.Lhs)
		if !widened && !fields {
			return nil, false
		}
		var out []dst.Stmt
		for _, v := range fresh {
			if !e.isField(v) {
				out = append(out, varDecl(v.Name, e.typ(v.Type)))
			}
		}
		node := e.fill(e.dec.Dst.Nodes[s], true).(*dst.AssignStmt)
		node.Tok = token.ASSIGN
		return append(out, node), true
	case *ast.DeclStmt:
		gen := s.Decl.(*ast.GenDecl)
		fields := false
		for _, spec := range gen.Specs {
			if vs, ok := spec.(*ast.ValueSpec); ok {
				fields = fields || e.specHasField(vs)
			}
		}
		if !fields {
			return nil, false
		}
		var out []dst.Stmt
		for _, spec := range gen.Specs {
			vs := spec.(*ast.ValueSpec)
			if e.specHasField(vs) {
				out = append(out, e.setSpec(vs)...)
				continue
			}
			n := e.fill(e.dec.Dst.Nodes[vs], true).(*dst.ValueSpec)
			out = append(out, line(&dst.DeclStmt{Decl: &dst.GenDecl{Tok: token.VAR, Specs: []dst.Spec{n}}}))
		}
		return out, true
	}
	return nil, false
}

// anyField reports a variable of the frame among the operands of a :=.
func (e *emitter) anyField(list []ast.Expr) bool {
	for _, x := range list {
		if id, ok := x.(*ast.Ident); ok && e.slow.w.fieldOf(id) != nil {
			return true
		}
	}
	return false
}

func (e *emitter) specHasField(s *ast.ValueSpec) bool {
	for _, id := range s.Names {
		if e.slow.w.fieldOf(id) != nil {
			return true
		}
	}
	return false
}

// setSpec writes a specification of a var declaration as an assignment.
func (e *emitter) setSpec(s *ast.ValueSpec) []dst.Stmt {
	var lhs, rhs []dst.Expr
	for _, id := range s.Names {
		f := e.slow.w.fieldOf(id)
		if f == nil {
			lhs = append(lhs, ident("_"))
		} else {
			lhs = append(lhs, sel(ident(e.slow.w.self), f.Name))
		}
		if len(s.Values) == 0 {
			rhs = append(rhs, e.zeroOf(f.Var.Type))
		}
	}
	for _, x := range s.Values {
		rhs = append(rhs, e.syntax(x, true))
	}
	return []dst.Stmt{assign(token.ASSIGN, lhs, rhs...)}
}

// filledInit writes an init statement or a communication, which may set variables of
// the frame.
func (e *emitter) filledInit(src ast.Stmt, node dst.Stmt) dst.Stmt {
	out := e.fill(node, true).(dst.Stmt)
	if as, ok := src.(*ast.AssignStmt); ok && e.slow != nil && as.Tok == token.DEFINE && e.anyField(as.Lhs) {
		out.(*dst.AssignStmt).Tok = token.ASSIGN
	}
	return out
}

// bound1 sets the field that holds the variable of a type switch.
func (e *emitter) bound1(c *ir.CaseBlock) []dst.Stmt {
	cl, ok := c.Orig.(*ast.CaseClause)
	if !ok || e.slow == nil {
		return nil
	}
	v := e.file.Info.Implicits[cl]
	if v == nil {
		return nil
	}
	f := e.slow.w.frame.Layout.FieldFor(v)
	if f == nil {
		return nil
	}
	return []dst.Stmt{assign(token.ASSIGN, []dst.Expr{sel(ident(e.slow.w.self), f.Name)}, ident(v.Name()))}
}

// dropComments leaves the comments out: the fast body has them.
func dropComments(n dst.Node) {
	dst.Inspect(n, func(n dst.Node) bool {
		if n == nil {
			return false
		}
		d := n.Decorations()
		d.Start, d.End = nil, nil
		if d.Before == dst.EmptyLine {
			d.Before = dst.NewLine
		}
		if d.After == dst.EmptyLine {
			d.After = dst.NewLine
		}
		return true
	})
}
