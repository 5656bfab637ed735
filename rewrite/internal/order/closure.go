package order

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// findClosures decides which func literals of the declaration get callback form
// themselves, since they wait and all their calls are in reach:
//
//	func() { wait() }()              called on the spot
//	defer func() { wait() }()        deferred, as long as it does not recover
//	f := func(n int) int { ... f(n-1) ... wait() }   held in a local variable
//	                                 that is only ever called
//	each(list, func(n int) { ... })  handed to a callback form that takes a
//	                                 callback form
//
// Any other literal keeps its blocking form. b.lits receives the chosen ones and
// b.ops their calls.
func (b *builder) findClosures() {
	c := &closures{b: b, parent: map[*ast.FuncLit]*ast.FuncLit{}, vars: map[types.Object]*localFunc{}, spot: map[*ast.FuncLit]*ast.CallExpr{}, bad: map[types.Object]bool{}}
	c.collect()
	c.settle()
	for _, lit := range inOrder(c.handed) {
		if c.chosen[lit] {
			b.closure(lit).TakesR = c.handed[lit].Reactor
		}
	}
	for _, lit := range inOrder(c.spot) {
		if call := c.spot[lit]; c.chosen[lit] {
			f := b.closure(lit)
			if CallsRecover(b.Info, lit.Body) {
				f.Panicking = b.Names.Fresh("p", "panicking")
			}
			b.ops[call] = b.closureOp(call, lit)
		}
	}
	for _, obj := range inOrder(c.vars) {
		v := c.vars[obj]
		if !c.usable(obj) || !c.waits(v) {
			continue
		}
		for _, lit := range v.lits {
			b.closure(lit)
		}
		for _, call := range v.calls {
			b.ops[call] = b.closureOp(call, v.lits[0])
		}
		for _, t := range v.types {
			b.typeHoles = append(b.typeHoles, typeHole{t, v.lits[0]})
		}
	}
}

// inOrder lists the keys of a map in the order of the source.
func inOrder[K interface {
	comparable
	Pos() token.Pos
}, V any](m map[K]V) []K {
	keys := slices.Collect(maps.Keys(m))
	slices.SortFunc(keys, func(a, b K) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return keys
}

// typeHole is a written type of a variable that will hold converted literals.
type typeHole struct {
	expr ast.Expr
	lit  *ast.FuncLit
}

// closure makes the ir.Func of a chosen literal.
func (b *builder) closure(lit *ast.FuncLit) *ir.Func {
	if f := b.lits[lit]; f != nil {
		return f
	}
	sig := b.Info.TypeOf(lit).(*types.Signature)
	f := &ir.Func{Lit: lit, Sig: sig, Shape: ir.ShapeOf(sig), Outer: b.fn, Reactor: b.Reactor}
	b.lits[lit] = f
	b.fn.Lits = append(b.fn.Lits, f)
	return f
}

func (b *builder) closureOp(call *ast.CallExpr, lit *ast.FuncLit) *ir.Op {
	return &ir.Op{Kind: ir.OpClosure, Call: call, Site: call, Shape: b.closure(lit).Shape, Why: "func literal in callback form"}
}

// localFunc is a local variable that holds func literals.
type localFunc struct {
	lits  []*ast.FuncLit
	calls []*ast.CallExpr
	in    []*ast.FuncLit // the literal around each call, nil for the function
	types []ast.Expr     // types written in its declaration
}

type closures struct {
	b      *builder
	parent map[*ast.FuncLit]*ast.FuncLit
	vars   map[types.Object]*localFunc
	spot   map[*ast.FuncLit]*ast.CallExpr
	bad    map[types.Object]bool
	handed map[*ast.FuncLit]ir.Literal
	inGo   map[*ast.CallExpr]bool
	chosen map[*ast.FuncLit]bool
	// deferred calls of literals, whose recover is the scope's
	deferred map[*ast.CallExpr]bool
}

// collect finds literals called on the spot, and variables with their literals,
// calls and other uses.
func (c *closures) collect() {
	called := map[*ast.Ident]*ast.CallExpr{}
	held := map[*ast.Ident]bool{}
	c.handed = map[*ast.FuncLit]ir.Literal{}
	c.inGo, c.deferred = map[*ast.CallExpr]bool{}, map[*ast.CallExpr]bool{}
	var stack []*ast.FuncLit
	var nodes []ast.Node
	top := func() *ast.FuncLit {
		if len(stack) == 0 {
			return nil
		}
		return stack[len(stack)-1]
	}
	ast.Inspect(c.b.fn.Decl.Body, func(n ast.Node) bool {
		if n == nil {
			if _, ok := nodes[len(nodes)-1].(*ast.FuncLit); ok {
				stack = stack[:len(stack)-1]
			}
			nodes = nodes[:len(nodes)-1]
			return true
		}
		nodes = append(nodes, n)
		switch n := n.(type) {
		case *ast.FuncLit:
			c.parent[n] = top()
			stack = append(stack, n)
		case *ast.GoStmt:
			c.inGo[n.Call] = true
		case *ast.DeferStmt:
			c.deferred[n.Call] = true
		case *ast.CallExpr:
			if op := c.b.ops[n]; op != nil {
				for _, l := range op.Lits {
					c.handed[l.Lit] = l
				}
			}
			switch f := unparen(n.Fun).(type) {
			case *ast.FuncLit:
				if !c.inGo[n] {
					c.spot[f] = n
				}
			case *ast.Ident:
				called[f] = n
			}
		case *ast.AssignStmt:
			c.assignment(n, held)
		case *ast.BinaryExpr:
			if c.b.native && (n.Op == token.EQL || n.Op == token.NEQ) && (c.isNil(n.X) || c.isNil(n.Y)) {
				for _, x := range []ast.Expr{n.X, n.Y} {
					if id, ok := unparen(x).(*ast.Ident); ok {
						held[id] = true
					}
				}
			}
		case *ast.ValueSpec:
			c.declaration(n, held)
		case *ast.Ident:
			c.use(n, called[n], held[n], top())
		}
		return true
	})
}

// assignment notes `f := func...` and `f = func...`.
func (c *closures) assignment(n *ast.AssignStmt, held map[*ast.Ident]bool) {
	if len(n.Lhs) != len(n.Rhs) || n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
		return
	}
	for i, l := range n.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok {
			continue
		}
		if lit, ok := unparen(n.Rhs[i]).(*ast.FuncLit); ok && c.hold(id, lit) {
			held[id] = true
		}
		if c.b.native && n.Tok == token.ASSIGN && c.isNil(n.Rhs[i]) {
			held[id] = true // a literal that is not converted may be replaced by nil
		}
	}
}

func (c *closures) isNil(x ast.Expr) bool { return c.b.Info.Types[x].IsNil() }

// declaration notes `var f = func...` and `var f func(...)`.
func (c *closures) declaration(n *ast.ValueSpec, held map[*ast.Ident]bool) {
	for i, id := range n.Names {
		if i < len(n.Values) && len(n.Values) == len(n.Names) {
			if lit, ok := unparen(n.Values[i]).(*ast.FuncLit); ok && c.hold(id, lit) {
				held[id] = true
			}
		}
		obj := c.b.Info.Defs[id]
		if n.Type == nil || obj == nil {
			continue
		}
		if c.b.native {
			held[id] = held[id] || len(n.Values) == 0
		} else if _, ok := unparen(n.Type).(*ast.FuncType); ok && len(n.Names) == 1 {
			c.local(obj).types = append(c.local(obj).types, n.Type)
			held[id] = held[id] || len(n.Values) == 0
		} else {
			c.bad[obj] = true
		}
	}
}

func (c *closures) local(obj types.Object) *localFunc {
	if c.vars[obj] == nil {
		c.vars[obj] = &localFunc{}
	}
	return c.vars[obj]
}

// hold records that the variable id holds lit.
func (c *closures) hold(id *ast.Ident, lit *ast.FuncLit) bool {
	obj := c.b.Info.ObjectOf(id)
	v, ok := obj.(*types.Var)
	if !ok || v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return false
	}
	if _, ok := types.Unalias(v.Type()).(*types.Signature); !ok {
		return false
	}
	l := c.local(obj)
	l.lits = append(l.lits, lit)
	return true
}

// use notes a call; any use that is neither a call nor an assignment of a
// literal rules the variable out.
func (c *closures) use(id *ast.Ident, call *ast.CallExpr, held bool, in *ast.FuncLit) {
	obj := c.b.Info.ObjectOf(id)
	if obj == nil {
		return
	}
	if _, ok := obj.(*types.Var); !ok {
		return
	}
	switch {
	case call != nil && !c.inGo[call]:
		l := c.local(obj)
		l.calls = append(l.calls, call)
		l.in = append(l.in, in)
	case held:
	default:
		c.bad[obj] = true
	}
}

// settle finds the fixed point: a literal is chosen if it waits and, for a
// variable, if all its calls stand in the function or in chosen literals.
func (c *closures) settle() {
	c.chosen = map[*ast.FuncLit]bool{}
	for obj, v := range c.vars {
		if len(v.lits) == 0 || c.bad[obj] || c.isParam(obj) || !c.allConvertible(v.lits) {
			delete(c.vars, obj)
			continue
		}
		for _, lit := range v.lits {
			c.chosen[lit] = true
		}
	}
	for lit := range c.spot {
		if c.convertible(lit) {
			c.chosen[lit] = true
		}
	}
	for lit := range c.handed {
		c.chosen[lit] = true
	}
	for changed := true; changed; {
		changed = c.drop()
	}
}

// isParam reports a parameter or result: its type is part of a signature.
func (c *closures) isParam(obj types.Object) bool {
	found := false
	ast.Inspect(c.b.fn.Decl, func(n ast.Node) bool {
		if f, ok := n.(*ast.FieldList); ok {
			for _, field := range f.List {
				for _, id := range field.Names {
					found = found || c.b.Info.Defs[id] == obj
				}
			}
		}
		return !found
	})
	return found
}

// drop takes back choices that do not hold, and reports whether there were any.
func (c *closures) drop() bool {
	changed := false
	unchoose := func(lit *ast.FuncLit) {
		if c.chosen[lit] {
			c.chosen[lit], changed = false, true
		}
	}
	waiting := c.waitingLits()
	for lit := range c.spot {
		if c.chosen[lit] && (!waiting[lit] || !c.inReach(c.parent[lit])) {
			unchoose(lit)
		}
	}
	for lit := range c.handed {
		if c.chosen[lit] && !c.inReach(c.parent[lit]) {
			unchoose(lit)
		}
	}
	for obj, v := range c.vars {
		ok := c.usable(obj)
		for i := range v.calls {
			ok = ok && c.inReach(v.in[i])
		}
		any := false
		for _, lit := range v.lits {
			ok = ok && c.inReach(c.parent[lit])
			any = any || waiting[lit]
		}
		if !ok || !any {
			for _, lit := range v.lits {
				unchoose(lit)
			}
		}
	}
	return changed
}

// usable reports that all literals of a variable are still chosen.
func (c *closures) usable(obj types.Object) bool {
	v := c.vars[obj]
	if v == nil || len(v.lits) == 0 {
		return false
	}
	for _, lit := range v.lits {
		if !c.chosen[lit] {
			return false
		}
	}
	return true
}

func (c *closures) waits(v *localFunc) bool { return len(v.lits) > 0 && c.chosen[v.lits[0]] }

// inReach reports that code directly in lit is split: lit is the function
// itself, or a chosen literal.
func (c *closures) inReach(lit *ast.FuncLit) bool { return lit == nil || c.chosen[lit] }

// waitingLits returns the literals that wait, given the present choice.
func (c *closures) waitingLits() map[*ast.FuncLit]bool {
	calls := map[*ast.CallExpr][]*ast.FuncLit{}
	for obj, v := range c.vars {
		if c.usable(obj) {
			for _, call := range v.calls {
				calls[call] = v.lits
			}
		}
	}
	for lit, call := range c.spot {
		if c.chosen[lit] {
			calls[call] = []*ast.FuncLit{lit}
		}
	}
	waiting := map[*ast.FuncLit]bool{}
	for changed := true; changed; {
		changed = false
		for lit := range c.parent {
			if !waiting[lit] && c.litWaits(lit, calls, waiting) {
				waiting[lit], changed = true, true
			}
		}
	}
	return waiting
}

// litWaits reports an operation directly in lit.
func (c *closures) litWaits(lit *ast.FuncLit, calls map[*ast.CallExpr][]*ast.FuncLit, waiting map[*ast.FuncLit]bool) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if n == nil || found {
			return false
		}
		if c.b.ops[n] != nil || c.b.blocksItself(n) {
			found = true
		}
		if call, ok := n.(*ast.CallExpr); ok {
			for _, l := range calls[call] {
				found = found || waiting[l]
			}
		}
		_, inner := n.(*ast.FuncLit)
		return !inner
	})
	return found
}

func (c *closures) allConvertible(lits []*ast.FuncLit) bool {
	for _, lit := range lits {
		if !c.convertible(lit) {
			return false
		}
	}
	return true
}

// convertible reports that nothing in lit itself stands against callback form: a
// recover would no longer be called by the deferred function, unless lit is the
// deferred function itself, whose recover asks the scope.
func (c *closures) convertible(lit *ast.FuncLit) bool {
	if c.b.native {
		return true
	}
	if len(c.b.Info.TypeOf(lit).(*types.Signature).Results().String()) > 0 && ir.ShapeOf(c.b.Info.TypeOf(lit).(*types.Signature)).Len() > 8 {
		return false
	}
	return !CallsRecover(c.b.Info, lit.Body) || c.deferred[c.spot[lit]]
}

// CallsRecover reports a call of the builtin recover in body itself, not in a
// literal inside it.
func CallsRecover(info *types.Info, body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.Ident:
			if o, ok := info.Uses[n].(*types.Builtin); ok && o.Name() == "recover" {
				found = true
			}
		}
		return !found
	})
	return found
}
