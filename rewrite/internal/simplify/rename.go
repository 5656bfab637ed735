package simplify

import (
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// Rename gives temporaries, join points and loops their final names: the best that
// is free where they are visible. The stages before only took care that no name
// served twice in the whole declaration.
func Rename(fn *ir.Func, pool *names.Pool) {
	r := &renamer{pool: pool, scope: map[string]int{}}
	for _, lets := range fn.Lets {
		for _, s := range lets {
			r.keep(s)
		}
	}
	r.block(fn.Code)
}

// renamer is a walk from the outside in; scope holds the names made on the way.
type renamer struct {
	pool  *names.Pool
	scope map[string]int
	stack []string
}

// keep leaves a statement's names as they are: it does not stand in a block.
func (r *renamer) keep(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Bind:
		r.pool.Keep(s.Var.Name)
	case *ir.BindAll:
		for _, v := range s.Vars {
			r.pool.Keep(v.Name)
		}
	}
}

func (r *renamer) fresh(wanted []string, old string) string {
	name := old
	if len(wanted) > 0 {
		name = r.pool.Again(func(n string) bool { return r.scope[n] > 0 }, wanted...)
	}
	r.scope[name]++
	r.stack = append(r.stack, name)
	return name
}

func (r *renamer) leave(mark int) {
	for _, n := range r.stack[mark:] {
		r.scope[n]--
	}
	r.stack = r.stack[:mark]
}

func (r *renamer) variable(v *ir.Var) {
	if v != nil && v.Obj == nil && v.Name != "_" {
		v.Name = r.fresh(v.Wanted, v.Name)
	}
}

func (r *renamer) block(b *ir.Block) {
	if b == nil {
		return
	}
	mark := len(r.stack)
	for _, n := range b.Nodes {
		r.node(n)
	}
	switch t := b.Tail.(type) {
	case *ir.Await:
		r.await(t)
	case *ir.Enter:
		t.Loop.Name = r.fresh(t.Loop.Wanted, t.Loop.Name)
		r.block(t.Loop.Body)
	}
	r.leave(mark)
}

func (r *renamer) node(n ir.Node) {
	switch n := n.(type) {
	case *ir.Code:
		switch s := n.S.(type) {
		case *ir.Bind:
			r.variable(s.Var)
		case *ir.BindAll:
			for _, v := range s.Vars {
				r.variable(v)
			}
		case *ir.Declare:
			for _, v := range s.Vars {
				r.variable(v)
			}
		}
	case *ir.Join:
		n.Name = r.fresh(n.Wanted, n.Name)
		r.block(n.Body)
	case *ir.StepsNode:
		for _, v := range n.Vars {
			r.variable(v)
		}
		for _, j := range n.Joins {
			j.Name = r.fresh(j.Wanted, j.Name)
		}
		for _, j := range n.Joins {
			r.block(j.Body)
		}
	case *ir.Branch:
		r.block(n.Then)
		r.block(n.Else)
	case *ir.Cases:
		for _, c := range n.Clauses {
			mark := len(r.stack)
			for _, v := range c.Received {
				r.variable(v)
			}
			r.block(c.Body)
			r.leave(mark)
		}
	case *ir.Nested:
		r.block(n.Body)
	}
}

// await renames the parameters of a continuation, and the body of a loop over a
// function, which stands among the operation's arguments.
func (r *renamer) await(a *ir.Await) {
	for _, x := range a.Wait.Op.Args {
		if c, ok := x.(*ir.Closure); ok && c.Func.Turns != nil {
			mark := len(r.stack)
			for _, p := range c.Func.Params {
				r.variable(p)
			}
			r.block(c.Func.Code)
			r.leave(mark)
		}
	}
	for i := range a.Wait.Values {
		r.target(&a.Wait.Values[i])
	}
	r.target(&a.Wait.Err)
	r.block(a.Body)
}

func (r *renamer) target(t *ir.Target) {
	switch t.Kind {
	case ir.Define:
		r.variable(t.Var)
	case ir.Assign:
		t.Name = r.fresh(t.Wanted, t.Name)
	}
}
