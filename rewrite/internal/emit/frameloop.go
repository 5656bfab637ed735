package emit

import (
	"go/ast"
	"go/token"

	"github.com/dave/dst"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// A post statement that waits is no statement that a for clause could have. It stands at
// the end of the turn, or, if a continue comes to it, too, at the beginning of the next one:
//
//	for cond {           more := false
//		body             for ; ; more = true {
//		post                 if more {
//	}                            post
//	                         }
//	                         if !cond {
//	                             break
//	                         }
//	                         body
//	                     }

// fastLoop writes a loop. Head has the test. What stands before the loop comes first.
func (e *emitter) fastLoop(s *ir.Loop) []dst.Stmt {
	b := e.fast
	b.enter()
	defer b.leave()
	b.around = append(b.around, s.Orig)
	out := &dst.ForStmt{}
	apart := len(s.Turn) == 0 && !postFits(s)
	continued := apart && continues(s.Orig, e.fn.Labels[s.Orig])
	var before, list []dst.Stmt
	switch {
	case len(s.Turn) > 0:
		if !b.carried[s.Turn[0].Next] {
			panic(&Unfit{"a variable of a loop whose head waits is kept"})
		}
		if p := s.Orig.(*ast.ForStmt).Post; p != nil {
			out.Post = e.post(&ir.Plain{S: p})
		}
	case !apart && len(s.Post) == 1:
		out.Post = e.post(s.Post[0])
	case continued:
		more := e.names.Fresh("more#", "again#")
		before = []dst.Stmt{define(ident("false"), more)}
		out.Post = &dst.AssignStmt{Lhs: idents([]string{more}), Tok: token.ASSIGN, Rhs: idents([]string{"true"})}
		list = []dst.Stmt{line(&dst.IfStmt{Cond: ident(more), Body: block(e.postApart(s))})}
	}
	b.enter()
	head := s.Head
	if cond := condition(head); cond != nil && !continued {
		out.Cond, head = e.expr(cond), nil
	}
	list = append(list, e.fastList(head)...)
	atEnd := apart && !continued
	if shadows(s) || atEnd && declares(s.Body) {
		list = append(list, line(block(e.fastScope(s.Body))))
	} else {
		list = append(list, e.fastList(s.Body)...)
	}
	if atEnd {
		list = append(list, e.postApart(s)...)
	}
	b.leave()
	b.around = b.around[:len(b.around)-1]
	out.Body = block(list)
	return append(before, e.labelled(s.Orig, line(out)))
}

// postApart writes a post statement that stands in the body.
func (e *emitter) postApart(s *ir.Loop) []dst.Stmt {
	list := e.fastScope(s.Post)
	for _, p := range list {
		d := p.Decorations()
		d.Before, d.After = dst.NewLine, dst.NewLine
	}
	return list
}

// postFits reports a post statement that can stay in its place.
func postFits(s *ir.Loop) bool {
	if len(s.Post) > 1 {
		return false
	}
	for _, p := range s.Post {
		switch p.(type) {
		case *ir.Plain, *ir.Set:
		default:
			return false
		}
	}
	return true
}

// declares reports statements that declare something.
func declares(list []ir.Stmt) bool {
	for _, s := range list {
		if len(ir.Declared(s)) > 0 {
			return true
		}
	}
	return false
}

// continues reports a continue that goes on with the next turn of a loop.
func continues(loop ast.Stmt, label string) bool {
	found := false
	var walk func(n ast.Node, inner bool)
	walk = func(root ast.Node, inner bool) {
		ast.Inspect(root, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ForStmt, *ast.RangeStmt:
				if n != root {
					walk(n, true)
					return false
				}
			case *ast.BranchStmt:
				if n.Tok == token.CONTINUE {
					found = found || n.Label == nil && !inner || n.Label != nil && n.Label.Name == label
				}
			}
			return true
		})
	}
	walk(loop, false)
	return found
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
