package emit

import (
	"go/ast"
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
		list := e.fastLoop(loop)
		list[len(list)-1] = withInit(list[len(list)-1], start[0])
		return list
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
