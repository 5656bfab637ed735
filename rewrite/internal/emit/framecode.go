package emit

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// slowCode writes a statement that may declare variables of the frame.
func (e *emitter) slowCode(s ir.Stmt) ([]dst.Stmt, bool) {
	switch s := s.(type) {
	case *ir.Plain:
		return e.slowPlain(s)
	case *ir.Bind:
		switch f := e.fieldOf(s.Var); {
		case f == nil:
			e.slow.boxes.names[s.Var.Name] = true
			if uses := e.uses(s.Var); uses != nil {
				return append(e.decorated(s.Orig, e.bind(s)), uses...), true
			}
		case f.Boxed && s.Copies():
			out := define(e.ref(s.Var), s.Var.Name)
			e.declaresHere(f)
			return []dst.Stmt{out}, true
		case f.Boxed:
			e.declaresHere(f)
			return append(e.decorated(s.Orig, e.bind(s)), e.box(f)...), true
		default:
			return []dst.Stmt{assign(token.ASSIGN, []dst.Expr{e.ref(s.Var)}, e.expr(s.X))}, true
		}
	case *ir.BindAll:
		return e.slowBindAll(s)
	case *ir.Declare:
		var out []dst.Stmt
		for _, v := range s.Vars {
			out = append(out, e.slowDeclare(v)...)
		}
		return out, true
	case *ir.VarSpec:
		if e.specHasField(s.Spec) {
			return e.setSpec(s.Spec), true
		}
		if e.uses(e.declares(s.Spec)...) != nil {
			return e.decorated(s.Orig, e.unreadSpec(s.Spec)), true
		}
	}
	return nil, false
}

// slowDeclare declares a variable without a value.
func (e *emitter) slowDeclare(v *ir.Var) []dst.Stmt {
	f := e.fieldOf(v)
	if f != nil && !f.Boxed {
		return []dst.Stmt{assign(token.ASSIGN, []dst.Expr{e.ref(v)}, e.zeroOf(v.Type))}
	}
	if e.idle(v) {
		return nil
	}
	e.slow.boxes.names[v.Name] = true
	out := append([]dst.Stmt{varDecl(v.Name, e.varType(v))}, e.uses(v)...)
	if f != nil {
		e.declaresHere(f)
		out = append(out, e.box(f)...)
	}
	return out
}

// slowBindAll declares temporaries for the results of a call.
func (e *emitter) slowBindAll(s *ir.BindAll) ([]dst.Stmt, bool) {
	fields := false
	var before []dst.Stmt
	var boxed []*ir.Field
	for _, v := range s.Vars {
		f := e.fieldOf(v)
		fields = fields || f != nil && !f.Boxed
		if f != nil && f.Boxed {
			e.declaresHere(f)
			boxed = append(boxed, f)
			before = append(before, varDecl(v.Name, e.typ(v.Type)))
		}
		e.slow.boxes.names[v.Name] = true
	}
	uses := e.uses(s.Vars...)
	switch {
	case fields:
		return append(append(before, assign(token.ASSIGN, e.refsTo(s.Vars), e.expr(s.X))), e.box(boxed...)...), true
	case len(boxed) > 0 || uses != nil:
		return slices.Concat([]dst.Stmt{assign(token.DEFINE, refs(s.Vars), e.expr(s.X))}, e.box(boxed...), uses), true
	}
	return nil, false
}

// slowPlain writes kept code that declares variables of the frame.
func (e *emitter) slowPlain(p *ir.Plain) ([]dst.Stmt, bool) {
	switch s := p.S.(type) {
	case *ast.AssignStmt:
		if p.Assigns || s.Tok != token.DEFINE {
			return nil, false
		}
		_, widened := e.fn.Widen[s]
		return e.slowDefine(s, e.sides(s.Lhs), widened), true
	case *ast.DeclStmt:
		gen := s.Decl.(*ast.GenDecl)
		apart := false
		for _, spec := range gen.Specs {
			if vs, ok := spec.(*ast.ValueSpec); ok {
				apart = e.specHasField(vs) || e.uses(e.declares(vs)...) != nil || apart
			}
		}
		if !apart {
			return nil, false
		}
		var out []dst.Stmt
		for _, spec := range gen.Specs {
			vs := spec.(*ast.ValueSpec)
			if e.specHasField(vs) {
				out = append(out, e.setSpec(vs)...)
				continue
			}
			out = append(out, e.unreadSpec(vs)...)
		}
		return out, true
	}
	return nil, false
}

// slowDefine writes a := of kept code: as an assignment, if it sets what is not in
// scope.
func (e *emitter) slowDefine(as *ast.AssignStmt, s lhs, widened bool) []dst.Stmt {
	apart := widened || s.assigns
	out := e.declared(s, apart)
	node := e.fill(e.dec.Dst.Nodes[as], true).(*dst.AssignStmt)
	if apart {
		node.Tok = token.ASSIGN
	}
	d := node.Decorations()
	d.Before, d.After = dst.NewLine, dst.NewLine
	return slices.Concat(out, []dst.Stmt{node}, e.box(s.boxed...), e.uses(varsOf(s.fresh)...))
}

// varSpec writes a specification of a var declaration as a declaration of its own.
func (e *emitter) varSpec(s *ast.ValueSpec) dst.Stmt {
	n := e.fill(e.dec.Dst.Nodes[s], true).(*dst.ValueSpec)
	return line(&dst.DeclStmt{Decl: &dst.GenDecl{Tok: token.VAR, Specs: []dst.Spec{n}}})
}

// specHasField reports a specification of which a variable is in the frame, or is
// pointed to from there. It notes what it declares otherwise.
func (e *emitter) specHasField(s *ast.ValueSpec) bool {
	for _, id := range s.Names {
		if e.slow.w.fieldOf(id) != nil {
			return true
		}
	}
	for _, id := range s.Names {
		e.slow.boxes.names[id.Name] = true
	}
	return false
}

// setSpec writes a specification of a var declaration: as an assignment, if it sets
// variables of the frame.
func (e *emitter) setSpec(s *ast.ValueSpec) []dst.Stmt {
	var names []ast.Expr
	for _, id := range s.Names {
		names = append(names, id)
	}
	sides := e.sides(names)
	out := e.declared(sides, sides.assigns)
	if !sides.assigns {
		return slices.Concat(out, []dst.Stmt{e.varSpec(s)}, e.box(sides.boxed...), e.uses(varsOf(sides.fresh)...))
	}
	var lhs, rhs []dst.Expr
	for _, id := range s.Names {
		f := e.slow.w.fieldOf(id)
		switch {
		case f != nil && !f.Boxed:
			lhs = append(lhs, sel(ident(e.slow.w.self), f.Name))
			if len(s.Values) == 0 {
				rhs = append(rhs, e.zeroOf(f.Var.Type))
			}
		case len(s.Values) > 0:
			lhs = append(lhs, ident(id.Name))
		}
	}
	for _, x := range s.Values {
		rhs = append(rhs, e.syntax(x, true))
	}
	return slices.Concat(out, []dst.Stmt{assign(token.ASSIGN, lhs, rhs...)}, e.box(sides.boxed...), e.uses(varsOf(sides.fresh)...))
}

// filledInit writes an init statement or a communication, which may set variables of
// the frame.
func (e *emitter) filledInit(src ast.Stmt, node dst.Stmt) dst.Stmt {
	out := e.fill(node, true).(dst.Stmt)
	if as, ok := src.(*ast.AssignStmt); ok && e.inMethods() && as.Tok == token.DEFINE && e.sides(as.Lhs).assigns {
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
	switch {
	case f == nil:
		return e.boundUnread(cl, v.(*types.Var))
	case f.Boxed:
		e.declaresHere(f)
		return e.box(f)
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
