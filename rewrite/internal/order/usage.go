package order

import (
	"go/ast"
	"go/token"
	"go/types"
)

// usage says how a declaration uses its variables.
type usage struct {
	info      *types.Info
	captured  map[types.Object]bool        // read or written in a func literal other than its own
	addressed map[types.Object]bool        // its address is taken
	assigned  map[types.Object]int         // assignments after its declaration
	reads     map[types.Object][]token.Pos // places that read it, in order
	litOf     map[types.Object]*ast.FuncLit
	ranged    map[types.Object]*ast.RangeStmt // range variables
	params    map[types.Object]bool           // parameters and results, also of func literals
	made      map[types.Object]*ast.CallExpr  // variables that are declared as results of a call
}

// newUsage walks decl once.
func newUsage(info *types.Info, decl ast.Node) *usage {
	u := &usage{
		info:      info,
		captured:  map[types.Object]bool{},
		addressed: map[types.Object]bool{},
		assigned:  map[types.Object]int{},
		reads:     map[types.Object][]token.Pos{},
		litOf:     map[types.Object]*ast.FuncLit{},
		ranged:    map[types.Object]*ast.RangeStmt{},
		params:    map[types.Object]bool{},
		made:      map[types.Object]*ast.CallExpr{},
	}
	w := &usageWalk{u: u, written: map[*ast.Ident]bool{}}
	w.walk(decl)
	return u
}

// usageWalk is the state of one walk: the literals around, and the identifiers
// that are only written.
type usageWalk struct {
	u       *usage
	decl    *ast.FuncType // of the declaration, nil if it is none of a function
	lits    []*ast.FuncLit
	written map[*ast.Ident]bool
}

func (w *usageWalk) walk(root ast.Node) {
	var stack []ast.Node
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			if _, ok := stack[len(stack)-1].(*ast.FuncLit); ok {
				w.lits = w.lits[:len(w.lits)-1]
			}
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		w.node(n)
		return true
	})
}

func (w *usageWalk) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncLit:
		w.lits = append(w.lits, n)
	case *ast.FuncDecl:
		w.decl = n.Type
		w.parameters(n.Recv)
	case *ast.FuncType:
		w.parameters(n.Params)
		w.parameters(n.Results)
	case *ast.AssignStmt:
		for _, l := range n.Lhs {
			w.assign(l, n.Tok == token.ASSIGN || n.Tok == token.DEFINE)
		}
		w.make(n)
	case *ast.IncDecStmt:
		w.assign(n.X, false)
	case *ast.ReturnStmt:
		if len(n.Results) > 0 {
			w.assignResults()
		}
	case *ast.RangeStmt:
		for _, e := range []ast.Expr{n.Key, n.Value} {
			if e == nil {
				continue
			}
			w.assign(e, true)
			if id, ok := e.(*ast.Ident); ok && n.Tok == token.DEFINE {
				w.u.ranged[w.u.info.Defs[id]] = n
			}
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			w.address(n.X)
		}
	case *ast.SliceExpr:
		if t := w.u.info.TypeOf(n.X); t != nil {
			if _, ok := t.Underlying().(*types.Array); ok {
				w.address(n.X)
			}
		}
	case *ast.SelectorExpr:
		w.selector(n)
	case *ast.Ident:
		w.ident(n)
	}
}

// make notes variables that `v, err := f()` declares.
func (w *usageWalk) make(s *ast.AssignStmt) {
	if s.Tok != token.DEFINE || len(s.Rhs) != 1 {
		return
	}
	call, ok := unparen(s.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return
	}
	for _, l := range s.Lhs {
		if id, ok := l.(*ast.Ident); ok && w.u.info.Defs[id] != nil {
			w.u.made[w.u.info.Defs[id]] = call
		}
	}
}

// assignResults notes that a return statement sets the named results, for
// deferred calls and their operands to be seen.
func (w *usageWalk) assignResults() {
	fn := w.decl
	if len(w.lits) > 0 {
		fn = w.lits[len(w.lits)-1].Type
	}
	if fn == nil || fn.Results == nil {
		return
	}
	for _, f := range fn.Results.List {
		for _, id := range f.Names {
			if obj := w.u.info.Defs[id]; obj != nil {
				w.u.assigned[obj]++
			}
		}
	}
}

// parameters notes what a list of fields declares.
func (w *usageWalk) parameters(list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, f := range list.List {
		for _, id := range f.Names {
			w.u.params[w.u.info.Defs[id]] = true
		}
	}
}

// selector notes the address that a method with a pointer receiver takes.
func (w *usageWalk) selector(n *ast.SelectorExpr) {
	sel := w.u.info.Selections[n]
	if sel == nil || sel.Kind() != types.MethodVal {
		return
	}
	fn := sel.Obj().(*types.Func)
	recv := fn.Type().(*types.Signature).Recv()
	if recv == nil {
		return
	}
	_, ptrRecv := types.Unalias(recv.Type()).(*types.Pointer)
	_, ptr := sel.Recv().Underlying().(*types.Pointer)
	if ptrRecv && !ptr {
		w.address(n.X)
	}
}

func (w *usageWalk) ident(id *ast.Ident) {
	obj, isUse := w.u.info.Uses[id]
	if !isUse {
		if obj = w.u.info.Defs[id]; obj != nil && len(w.lits) > 0 {
			w.u.litOf[obj] = w.lits[len(w.lits)-1]
		}
		return
	}
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() {
		return
	}
	var here *ast.FuncLit
	if len(w.lits) > 0 {
		here = w.lits[len(w.lits)-1]
	}
	if w.u.litOf[v] != here {
		w.u.captured[v] = true
	}
	if !w.written[id] {
		w.u.reads[v] = append(w.u.reads[v], id.Pos())
	}
}

// assign notes an assignment to the variable at the root of lhs. A plain
// assignment to the variable itself does not read it.
func (w *usageWalk) assign(lhs ast.Expr, plain bool) {
	if id, ok := unparen(lhs).(*ast.Ident); ok && plain {
		w.written[id] = true
	}
	if obj := w.root(lhs); obj != nil {
		if id, ok := unparen(lhs).(*ast.Ident); ok && w.u.info.Defs[id] != nil {
			return // its declaration
		}
		w.u.assigned[obj]++
	}
}

func (w *usageWalk) address(e ast.Expr) {
	if obj := w.root(e); obj != nil {
		w.u.addressed[obj] = true
	}
}

// root returns the variable that e is a part of, nil if a pointer, slice or map
// stands between.
func (w *usageWalk) root(e ast.Expr) types.Object {
	for {
		switch x := unparen(e).(type) {
		case *ast.Ident:
			if obj := w.u.info.Uses[x]; obj != nil {
				return obj
			}
			return w.u.info.Defs[x]
		case *ast.SelectorExpr:
			if t := w.u.info.TypeOf(x.X); t == nil || isPointer(t) {
				return nil
			}
			e = x.X
		case *ast.IndexExpr:
			t := w.u.info.TypeOf(x.X)
			if t == nil {
				return nil
			}
			if _, ok := t.Underlying().(*types.Array); !ok {
				return nil
			}
			e = x.X
		default:
			return nil
		}
	}
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// local reports that obj is a variable of a function, which no closure and no
// pointer knows: nothing can change it while the function waits.
func (u *usage) local(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return false
	}
	return !u.captured[v] && !u.addressed[v]
}

// fixed reports that obj never changes after its declaration. The turns of a range
// share its variables before go 1.22; in callback form they also share a key of which
// no closure and no pointer in the source knows.
func (b *builder) fixed(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() || v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return false
	}
	if s := b.use.ranged[v]; s != nil {
		id, _ := s.Key.(*ast.Ident)
		if !b.PerTurn || b.waits[s] && b.use.local(v) && id != nil && b.Info.Defs[id] == v {
			return false
		}
	}
	return b.use.assigned[v] == 0 && !b.use.addressed[v]
}

// fixedInTurn reports that obj does not change before the next turn of the loops
// around its use.
func (b *builder) fixedInTurn(obj types.Object) bool {
	ofTurn := b.PerTurn && b.use.ranged[obj] != nil && b.use.assigned[obj] == 0 && !b.use.addressed[obj]
	return ofTurn || b.fixed(obj)
}

// readBetween reports a read of obj in (from, to) that is still in the output.
func (b *builder) readBetween(obj types.Object, from, to token.Pos) bool {
	for _, p := range b.use.reads[obj] {
		if p > from && p < to && !b.gone[p] {
			return true
		}
	}
	return false
}
