package emit

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// block writes a block's nodes and tail.
func (e *emitter) block(b *ir.Block) []dst.Stmt {
	var out []dst.Stmt
	for _, n := range b.Nodes {
		out = append(out, e.node(n)...)
	}
	if b.Tail != nil {
		out = append(out, e.tail(b.Tail)...)
	}
	return out
}

func (e *emitter) node(n ir.Node) []dst.Stmt {
	switch n := n.(type) {
	case *ir.Code:
		return e.code(n.S)
	case *ir.Join:
		if e.inMethods() {
			return nil // it is a method
		}
		lit := funcLit(nil, []dst.Expr{e.blockType()}, e.plainBlock(n.Body))
		return []dst.Stmt{define(lit, n.Name)}
	case *ir.Branch:
		return e.hoistedBranch(n)
	case *ir.Cases:
		return e.hoistedCases(n)
	case *ir.Nested:
		defer e.scope()()
		return []dst.Stmt{line(block(e.block(n.Body)))}
	case *ir.StepsNode:
		return e.steps(n)
	}
	panic("emit: unknown node")
}

// blockType is the type that continuations of the function return.
func (e *emitter) blockType() dst.Expr {
	if e.fn.Named && e.fn.Defers {
		return e.deferredType(ir.Shape{})
	}
	return e.deferredType(e.fn.Shape)
}

// plainBlock writes a block whose returns are Deferreds.
func (e *emitter) plainBlock(b *ir.Block) []dst.Stmt {
	final := e.final
	e.final = false
	out := e.block(b)
	e.final = final
	return out
}

// code writes a statement that runs in place.
func (e *emitter) code(s ir.Stmt) []dst.Stmt {
	if e.inMethods() {
		if list, ok := e.slowCode(s); ok {
			return list
		}
	}
	switch s := s.(type) {
	case *ir.Plain:
		return e.plain(s)
	case *ir.Bind:
		return e.decorated(s.Orig, e.bind(s))
	case *ir.BindAll:
		return []dst.Stmt{assign(token.DEFINE, refs(s.Vars), e.expr(s.X))}
	case *ir.Declare:
		var out []dst.Stmt
		for _, v := range s.Vars {
			out = append(out, varDecl(v.Name, e.typ(v.Type)))
		}
		return out
	case *ir.Set:
		return e.decorated(s.Orig, []dst.Stmt{e.set(s)})
	case *ir.SetResults:
		return e.setFromTurn(s)
	case *ir.VarSpec:
		spec := e.fill(e.dec.Dst.Nodes[s.Spec], true).(*dst.ValueSpec)
		return e.decorated(s.Orig, []dst.Stmt{line(&dst.DeclStmt{Decl: &dst.GenDecl{Tok: token.VAR, Specs: []dst.Spec{spec}}})})
	}
	panic("emit: unknown statement")
}

// plain writes kept code.
func (e *emitter) plain(plain *ir.Plain) []dst.Stmt {
	s := plain.S
	if list := e.replaced(s); list != nil {
		return e.decorated(s, list)
	}
	node := e.fill(e.dec.Dst.Nodes[s], true).(dst.Stmt)
	if e.taken[s] {
		node.Decorations().Start = nil
		node.Decorations().Before = dst.NewLine
	}
	if as, ok := s.(*ast.AssignStmt); ok {
		if plain.Assigns {
			node.(*dst.AssignStmt).Tok = token.ASSIGN
			return []dst.Stmt{node}
		}
		if fresh, ok := e.fn.Widen[as]; ok {
			var out []dst.Stmt
			for _, v := range fresh {
				out = append(out, varDecl(v.Name, e.typ(v.Type)))
			}
			node.(*dst.AssignStmt).Tok = token.ASSIGN
			return append(out, node)
		}
	}
	return []dst.Stmt{node}
}

func (e *emitter) bind(s *ir.Bind) []dst.Stmt {
	if s.Typed {
		return []dst.Stmt{varDecl(s.Var.Name, e.typ(s.Var.Type), e.expr(s.X))}
	}
	return []dst.Stmt{define(e.expr(s.X), s.Var.Name)}
}

// set writes an assignment or an increment.
func (e *emitter) set(s *ir.Set) dst.Stmt {
	var lhs, rhs []dst.Expr
	for _, x := range s.Lhs {
		lhs = append(lhs, e.expr(x))
	}
	if s.Tok == token.INC || s.Tok == token.DEC {
		return line(&dst.IncDecStmt{X: lhs[0], Tok: s.Tok})
	}
	for _, x := range s.Rhs {
		rhs = append(rhs, e.expr(x))
	}
	return assign(s.Tok, lhs, rhs...)
}

// setFromTurn sets the result variables of the function around a loop over a
// function.
func (e *emitter) setFromTurn(s *ir.SetResults) []dst.Stmt {
	outer := *e
	outer.fn = e.fn.Turns.Func
	var rhs []dst.Expr
	for _, x := range s.Rhs {
		rhs = append(rhs, e.expr(x))
	}
	if outer.resultsHidden() {
		if e.frame != nil && outer.fn.Decl != nil && outer.fn.Lit == nil {
			panic(&Unfit{"a name in a loop over a function hides a result"})
		}
		set := line(&dst.ExprStmt{X: call(ident(outer.setterName()), rhs...)})
		e.setter = outer.setter
		return []dst.Stmt{set}
	}
	var lhs []dst.Expr
	for _, v := range outer.fn.Results {
		lhs = append(lhs, e.ref(v))
	}
	return []dst.Stmt{assign(token.ASSIGN, lhs, rhs...)}
}

// decorated moves the comments and empty lines around orig to list, once.
func (e *emitter) decorated(orig ast.Stmt, list []dst.Stmt) []dst.Stmt {
	if len(list) > 0 && e.claim(orig) {
		e.decorate(orig, list)
	}
	return list
}

// claim reports that the comments of orig have not been moved yet; the caller
// moves them.
func (e *emitter) claim(orig ast.Stmt) bool {
	if orig == nil || e.taken[orig] {
		return false
	}
	if _, ok := e.dec.Dst.Nodes[orig].(dst.Stmt); !ok {
		return false
	}
	e.taken[orig] = true
	return true
}

// decorate moves the comments and empty lines around orig to list.
func (e *emitter) decorate(orig ast.Stmt, list []dst.Stmt) {
	node := e.dec.Dst.Nodes[orig].(dst.Stmt)
	from, to := node.Decorations(), list[0].Decorations()
	to.Before = from.Before
	if to.Before == dst.None {
		to.Before = dst.NewLine
	}
	if list[0] != node {
		to.Start = append(withoutDirectives(from.Start), to.Start...)
		if end := withoutDirectives(from.End); len(end) > 0 {
			endComment(list[len(list)-1], end)
		}
	}
}

// withoutDirectives drops Evert's own directives: they are about the source.
func withoutDirectives(decs dst.Decorations) dst.Decorations {
	var out dst.Decorations
	for _, d := range decs {
		if !strings.HasPrefix(d, "//evert:") {
			out = append(out, d)
		}
	}
	return out
}

// endComment puts a comment from the end of a line to the line that s starts with.
func endComment(s dst.Stmt, decs dst.Decorations) {
	if r, ok := s.(*dst.ReturnStmt); ok && len(r.Results) == 1 {
		if c, ok := r.Results[0].(*dst.CallExpr); ok && len(c.Args) > 0 {
			if lit, ok := c.Args[len(c.Args)-1].(*dst.FuncLit); ok {
				lit.Body.Decs.Lbrace = append(lit.Body.Decs.Lbrace, decs...)
				return
			}
		}
	}
	if i, ok := s.(*dst.IfStmt); ok {
		i.Body.Decs.Lbrace = append(i.Body.Decs.Lbrace, decs...)
		return
	}
	s.Decorations().End = append(s.Decorations().End, decs...)
}

// branch writes an if.
func (e *emitter) branch(n *ir.Branch) dst.Stmt {
	out := &dst.IfStmt{}
	var src *dst.IfStmt
	claimed := n.Orig != nil && e.claim(n.Orig)
	if n.Orig != nil {
		src = e.dec.Dst.Nodes[n.Orig].(*dst.IfStmt)
		if n.Init {
			out.Init = e.filledInit(n.Orig.Init, src.Init)
		}
	}
	out.Cond = e.expr(n.Cond)
	out.Body = block(e.block(n.Then))
	if src != nil {
		out.Body.Decs = src.Body.Decs
	}
	if n.Else != nil {
		out.Else = e.elseOf(n.Else)
		if src != nil && src.Else != nil {
			if b, ok := src.Else.(*dst.BlockStmt); ok {
				if ob, ok := out.Else.(*dst.BlockStmt); ok {
					ob.Decs = b.Decs
				}
			}
		}
	}
	line(out)
	if claimed {
		e.decorate(n.Orig, []dst.Stmt{out})
	}
	return out
}

// elseOf writes an else part: `else if` where it is a single if.
func (e *emitter) elseOf(b *ir.Block) dst.Stmt {
	list := e.block(b)
	if len(list) == 1 && e.inMethods() {
		if s, ok := list[0].(*dst.BlockStmt); ok {
			return s
		}
	}
	return elseIf(list)
}

// cases writes a switch or select.
func (e *emitter) cases(n *ir.Cases) dst.Stmt {
	if n.Orig == nil {
		return e.numberSwitch(n)
	}
	node := e.dec.Dst.Nodes[n.Orig].(dst.Stmt)
	switch s := node.(type) {
	case *dst.SwitchStmt:
		src := n.Orig.(*ast.SwitchStmt)
		if n.Init {
			s.Init = e.filledInit(src.Init, s.Init)
		} else {
			s.Init = nil
		}
		if src.Tag != nil {
			s.Tag = e.syntax(src.Tag, true)
		}
		e.clauses(s.Body, n)
	case *dst.TypeSwitchStmt:
		if n.Init {
			s.Init = e.filledInit(n.Orig.(*ast.TypeSwitchStmt).Init, s.Init)
		} else {
			s.Init = nil
		}
		s.Assign = e.fill(s.Assign, true).(dst.Stmt)
		e.clauses(s.Body, n)
	case *dst.SelectStmt:
		e.clauses(s.Body, n)
	}
	if e.taken[n.Orig] {
		node.Decorations().Start = nil
	}
	if node.Decorations().Before == dst.None {
		node.Decorations().Before = dst.NewLine
	}
	node.Decorations().After = dst.NewLine
	return node
}

// caseBody writes the body of a case.
func (e *emitter) caseBody(c *ir.CaseBlock) []dst.Stmt {
	if e.bodyOf != nil {
		return e.bodyOf(c)
	}
	return e.block(c.Body)
}

// clauses fills in the bodies.
func (e *emitter) clauses(body *dst.BlockStmt, n *ir.Cases) {
	for i, c := range n.Clauses {
		switch cl := body.List[i].(type) {
		case *dst.CaseClause:
			for j, x := range cl.List {
				cl.List[j] = e.fill(x, false).(dst.Expr)
			}
			list := append(e.bound1(c), e.caseBody(c)...)
			if c.Fallthrough {
				list = append(list, line(&dst.BranchStmt{Tok: token.FALLTHROUGH}))
			}
			cl.Body = list
		case *dst.CommClause:
			var list []dst.Stmt
			if cl.Comm != nil {
				cl.Comm, list = e.comm(c, cl.Comm)
			}
			if c.Received != nil {
				receive(cl.Comm.(*dst.AssignStmt), c.Received)
			}
			cl.Body = append(list, e.caseBody(c)...)
		}
	}
}

// receive makes a receive of a select case declare variables of its own.
func receive(s *dst.AssignStmt, vars []*ir.Var) {
	s.Tok = token.DEFINE
	s.Lhs = nil
	for _, v := range vars {
		name := "_"
		if v != nil {
			name = v.Name
		}
		s.Lhs = append(s.Lhs, dst.NewIdent(name))
	}
}

// numberSwitch writes a switch over the number of a case.
func (e *emitter) numberSwitch(n *ir.Cases) dst.Stmt {
	out := &dst.SwitchStmt{Tag: e.expr(n.Tag), Body: &dst.BlockStmt{}}
	for _, c := range n.Clauses {
		cl := &dst.CaseClause{}
		for _, v := range c.Values {
			cl.List = append(cl.List, e.expr(v))
		}
		cl.Body = e.caseBody(c)
		if c.Fallthrough {
			cl.Body = append(cl.Body, line(&dst.BranchStmt{Tok: token.FALLTHROUGH}))
		}
		cl.Decs.Before = dst.NewLine
		cl.Decs.After = dst.NewLine
		out.Body.List = append(out.Body.List, cl)
	}
	return line(out)
}
