package steps

import (
	"go/ast"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// walker finds what the code of a statement names: the user's variables, types and
// constants by their objects, temporaries by their *ir.Var.
type walker struct {
	fn   *ir.Func
	info *types.Info
	use  func(key any)          // each object or temporary that is read or assigned
	name func(id *ast.Ident)    // each identifier that stands for itself
	def  func(obj types.Object) // each object that the code declares, at any depth
}

func (w *walker) variable(v *ir.Var) {
	if v != nil {
		w.use(keyOf(v))
	}
}

// keyOf is what identifies a variable: a user's may have several *ir.Var.
func keyOf(v *ir.Var) any {
	if v.Obj != nil {
		return v.Obj
	}
	return v
}

func (w *walker) list(stmts []ir.Stmt) {
	for _, s := range stmts {
		w.stmt(s)
	}
}

func (w *walker) stmt(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Plain:
		w.syntax(s.S)
	case *ir.VarSpec:
		w.syntax(s.Spec)
	case *ir.Bind:
		w.expr(s.X)
	case *ir.BindAll:
		w.expr(s.X)
	case *ir.Set:
		w.exprs(s.Lhs)
		w.exprs(s.Rhs)
	case *ir.SetResults:
		w.exprs(s.Rhs)
	case *ir.Wait:
		w.wait(s)
	case *ir.If:
		if s.Init {
			w.syntax(s.Orig.Init)
		}
		w.expr(s.Cond)
		w.list(s.Then)
		w.list(s.Else)
	case *ir.Scope:
		w.list(s.List)
	case *ir.Loop:
		w.list(s.Head)
		w.list(s.Body)
		w.list(s.Post)
		for _, t := range s.Turn {
			w.variable(t.Next)
		}
	case *ir.Switch:
		w.switchStmt(s)
	case *ir.Return:
		w.exprs(s.Results)
		if s.Orig != nil && s.Results == nil {
			w.syntax(s.Orig)
		}
	case *ir.Tail:
		w.op(s.Op)
	case *ir.RangeFunc:
		w.op(s.Op)
		w.list(s.Body.Body)
	case *ir.Steps:
		for _, p := range s.Parts {
			w.list(p)
		}
	}
}

// results notes that a return may set the result variables.
func (w *walker) results() {
	for _, v := range w.fn.Results {
		w.variable(v)
	}
}

func (w *walker) wait(s *ir.Wait) {
	w.op(s.Op)
	for _, t := range append(append([]ir.Target(nil), s.Values...), s.Err) {
		if t.Kind == ir.Assign {
			w.variable(t.Var)
		}
	}
}

func (w *walker) switchStmt(s *ir.Switch) {
	switch o := s.Orig.(type) {
	case nil:
		w.expr(s.Tag)
	case *ast.SwitchStmt:
		if s.Init {
			w.syntax(o.Init)
		}
		if o.Tag != nil {
			w.syntax(o.Tag)
		}
	case *ast.TypeSwitchStmt:
		if s.Init {
			w.syntax(o.Init)
		}
		w.syntax(o.Assign)
	}
	for _, c := range s.Clauses {
		switch o := c.Orig.(type) {
		case *ast.CaseClause:
			if obj := w.info.Implicits[o]; obj != nil {
				w.def(obj)
			}
			for _, e := range o.List {
				w.syntax(e)
			}
		case *ast.CommClause:
			if o.Comm != nil {
				w.syntax(o.Comm)
			}
		}
		w.list(c.Body)
	}
}

func (w *walker) op(op *ir.Op) {
	if op.Call != nil {
		w.raw(op.Call)
	}
	w.exprs(op.Args)
}

func (w *walker) exprs(list []ir.Expr) {
	for _, e := range list {
		w.expr(e)
	}
}

func (w *walker) expr(e ir.Expr) {
	switch e := e.(type) {
	case *ir.Syntax:
		w.syntax(e.X)
	case *ir.Raw:
		w.raw(e.X)
	case *ir.Ref:
		w.variable(e.Var)
	case *ir.Multi:
		for _, v := range e.Vars {
			w.variable(v)
		}
	case *ir.Receiver:
		w.syntax(e.Selector)
	case *ir.Closure:
		if e.Func.Lit != nil && e.Func.Turns == nil {
			w.raw(e.Func.Lit)
		}
	default:
		w.exprs(ir.Operands(e))
	}
}

// syntax walks the user's code; what stands in holes is walked in their place.
func (w *walker) syntax(n ast.Node) {
	if e, ok := n.(ast.Expr); ok {
		if h := w.fn.Holes[e]; h != nil {
			w.expr(h)
			return
		}
	}
	w.raw(n)
}

// raw is syntax without a look at a hole for n itself.
func (w *walker) raw(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && n != root {
			if h := w.fn.Holes[e]; h != nil {
				w.expr(h)
				return false
			}
		}
		switch n := n.(type) {
		case *ast.Ident:
			w.ident(n)
		case *ast.SelectorExpr:
			w.syntax(n.X) // Sel means nothing by itself
			return false
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok && isField(w.info.Uses[id]) {
				w.syntax(n.Value)
				return false
			}
		case *ast.CaseClause:
			if obj := w.info.Implicits[n]; obj != nil {
				w.def(obj)
			}
		case *ast.DeferStmt:
			w.list(w.fn.Lets[n])
		case *ast.ReturnStmt:
			if len(n.Results) == 0 {
				w.results()
			}
		}
		return true
	})
}

func (w *walker) ident(id *ast.Ident) {
	if obj := w.info.Defs[id]; obj != nil {
		w.def(obj)
		w.use(obj)
		return
	}
	switch obj := w.info.Uses[id].(type) {
	case nil, *types.Label:
	default:
		if !isField(obj) {
			w.use(obj)
			w.name(id)
		}
	}
}

func isField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}
