package emit

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// fastIf writes an if.
func (e *emitter) fastIf(s *ir.If) dst.Stmt {
	e.fast.enter()
	defer e.fast.leave()
	out := &dst.IfStmt{}
	claimed := s.Orig != nil && e.claim(s.Orig)
	if s.Orig != nil && s.Init {
		src := e.dec.Dst.Nodes[s.Orig].(*dst.IfStmt)
		out.Init = e.fill(src.Init, false).(dst.Stmt)
		e.declaredBy(s.Orig.Init)
	}
	out.Cond = e.expr(s.Cond)
	out.Body = block(e.fastScope(s.Then))
	if s.Orig != nil {
		out.Body.Decs = e.dec.Dst.Nodes[s.Orig].(*dst.IfStmt).Body.Decs
	}
	if s.Else != nil {
		out.Else = elseIf(e.fastScope(s.Else))
	}
	line(out)
	if claimed {
		e.decorate(s.Orig, []dst.Stmt{out})
	}
	return out
}

// elseIf writes an else part: `else if` where it is a single if.
func elseIf(list []dst.Stmt) dst.Stmt {
	if len(list) == 1 {
		if s, ok := list[0].(*dst.IfStmt); ok && len(s.Decs.Start) == 0 {
			s.Decs.Before, s.Decs.After = dst.None, dst.None
			return s
		}
	}
	return block(list)
}

// fastBlock writes a scope, with its label if a break leaves it.
func (e *emitter) fastBlock(s *ir.Scope) []dst.Stmt {
	if loop, init := forLoop(s); loop != nil {
		e.fast.enter()
		defer e.fast.leave()
		start := e.fastPlain(init)
		e.fastDeclares(init)
		for _, t := range loop.Turn {
			e.fast.carried[t.Next] = true
		}
		return []dst.Stmt{withInit(e.fastLoop(loop), start[0])}
	}
	out := dst.Stmt(line(block(e.fastScope(s.List))))
	if _, ok := s.Orig.(*ast.BlockStmt); ok {
		out = e.labelled(s.Orig, out)
	}
	return []dst.Stmt{out}
}

// forLoop finds the loop of a scope that has nothing besides it but its variables, and
// their declaration. In the fast body the loop is Go's own, with a variable for each
// turn: what brings the values from turn to turn is not needed.
func forLoop(s *ir.Scope) (*ir.Loop, *ir.Plain) {
	if len(s.List) < 2 {
		return nil, nil
	}
	init, isPlain := s.List[0].(*ir.Plain)
	loop, isLoop := s.List[len(s.List)-1].(*ir.Loop)
	if !isPlain || !isLoop || len(s.List) != 2+len(loop.Turn) || len(loop.Turn) > 0 && !plainHead(loop) {
		return nil, nil
	}
	if f, ok := loop.Orig.(*ast.ForStmt); !ok || f.Init != init.S {
		return nil, nil
	}
	return loop, init
}

// plainHead reports a loop of which neither the test nor the post statement waits.
func plainHead(s *ir.Loop) bool {
	return (len(s.Head) == 0 || condition(s.Head) != nil) && !s.PostWaits()
}

// withInit puts the declaration of a loop's variables into the loop.
func withInit(loop, init dst.Stmt) dst.Stmt {
	out := loop
	if l, ok := loop.(*dst.LabeledStmt); ok {
		loop = l.Stmt
	}
	d := init.Decorations()
	d.Before, d.After, d.Start, d.End = dst.None, dst.None, nil, nil
	loop.(*dst.ForStmt).Init = init
	return out
}

// labelled puts the label of a statement of the source before what it became.
func (e *emitter) labelled(orig ast.Stmt, s dst.Stmt) dst.Stmt {
	label := e.fn.Labels[orig]
	if orig == nil || label == "" || !e.fast.labels[label] {
		return s
	}
	return line(&dst.LabeledStmt{Label: ident(label), Stmt: s})
}

// fastLoop writes a loop. Head has the test.
func (e *emitter) fastLoop(s *ir.Loop) dst.Stmt {
	b := e.fast
	b.enter()
	defer b.leave()
	b.around = append(b.around, s.Orig)
	out := &dst.ForStmt{}
	switch {
	case len(s.Turn) > 0:
		if !b.carried[s.Turn[0].Next] {
			panic(&Unfit{"a variable of a loop whose head waits is kept"})
		}
		if p := s.Orig.(*ast.ForStmt).Post; p != nil {
			out.Post = e.post(&ir.Plain{S: p})
		}
	case len(s.Post) > 1:
		panic(&Unfit{"a post statement that waits"})
	case len(s.Post) == 1:
		out.Post = e.post(s.Post[0])
	}
	b.enter()
	var list []dst.Stmt
	head := s.Head
	if cond := condition(head); cond != nil {
		out.Cond, head = e.expr(cond), nil
	}
	list = append(list, e.fastList(head)...)
	if shadows(s) {
		list = append(list, line(block(e.fastScope(s.Body))))
	} else {
		list = append(list, e.fastList(s.Body)...)
	}
	b.leave()
	b.around = b.around[:len(b.around)-1]
	out.Body = block(list)
	return e.labelled(s.Orig, line(out))
}

// condition is the condition of a loop whose head only tests one.
func condition(head []ir.Stmt) ir.Expr {
	if len(head) != 1 {
		return nil
	}
	test, ok := head[0].(*ir.If)
	if !ok || len(test.Then) != 1 || test.Else != nil {
		return nil
	}
	if j, ok := test.Then[0].(*ir.Jump); !ok || j.Tok != token.BREAK {
		return nil
	}
	if n, ok := test.Cond.(*ir.Not); ok {
		return n.X
	}
	return nil
}

// shadows reports a body that declares a name of the loop's head anew.
func shadows(s *ir.Loop) bool {
	head := map[string]bool{}
	for _, h := range s.Head {
		for name := range ir.Declared(h) {
			head[name] = true
		}
	}
	for _, b := range s.Body {
		for name := range ir.Declared(b) {
			if head[name] {
				return true
			}
		}
	}
	return false
}

// post writes a post statement in its place.
func (e *emitter) post(s ir.Stmt) dst.Stmt {
	switch s.(type) {
	case *ir.Plain, *ir.Set:
	default:
		panic(&Unfit{"a post statement that waits"})
	}
	list := e.fastStmt(s)
	if len(list) != 1 {
		panic(&Unfit{"a post statement that became several"})
	}
	switch list[0].(type) {
	case *dst.AssignStmt, *dst.IncDecStmt, *dst.ExprStmt, *dst.SendStmt:
	default:
		panic(&Unfit{"a post statement that became several"})
	}
	d := list[0].Decorations()
	d.Before, d.After, d.Start, d.End = dst.None, dst.None, nil, nil
	return list[0]
}

// fastSwitch writes a switch or select.
func (e *emitter) fastSwitch(s *ir.Switch) dst.Stmt {
	b := e.fast
	b.enter()
	defer b.leave()
	orig := s.Orig
	if orig == nil {
		orig = s.For
	}
	b.around = append(b.around, orig)
	defer func() { b.around = b.around[:len(b.around)-1] }()
	n := &ir.Cases{Orig: s.Orig, Init: s.Init, Tag: s.Tag}
	for _, c := range s.Clauses {
		n.Clauses = append(n.Clauses, &ir.CaseBlock{Orig: c.Orig, Values: c.Values, Fallthrough: c.Fallthrough, Received: c.Received})
	}
	switch o := s.Orig.(type) {
	case *ast.SwitchStmt:
		if s.Init {
			e.declaredBy(o.Init)
		}
	case *ast.TypeSwitchStmt:
		if s.Init {
			e.declaredBy(o.Init)
		}
	}
	bodies := map[*ir.CaseBlock][]ir.Stmt{}
	for i, c := range s.Clauses {
		bodies[n.Clauses[i]] = c.Body
	}
	outer := e.bodyOf
	defer func() { e.bodyOf = outer }()
	e.bodyOf = func(c *ir.CaseBlock) []dst.Stmt {
		b.enter()
		defer b.leave()
		switch o := c.Orig.(type) {
		case *ast.CaseClause:
			if v, ok := e.file.Info.Implicits[o].(*types.Var); ok {
				b.declare(v.Name(), v)
			}
		case *ast.CommClause:
			if o.Comm != nil && c.Received == nil {
				e.declaredBy(o.Comm)
			}
		}
		for _, v := range c.Received {
			b.declareVar(v)
		}
		return e.fastList(bodies[c])
	}
	return e.labelled(orig, e.cases(n))
}
