package emit

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/dave/dst"
	"github.com/dave/dst/dstutil"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// expr writes an expression.
func (e *emitter) expr(x ir.Expr) dst.Expr {
	switch x := x.(type) {
	case *ir.Syntax:
		return e.syntax(x.X, true)
	case *ir.Raw:
		if f := e.fieldNamed(x.X); f != nil {
			return f
		}
		return e.syntax(x.X, false)
	case *ir.Ref:
		return e.ref(x.Var)
	case *ir.Boxed:
		return e.deref(e.fieldOf(x.Var), x.Kept || e.inLit)
	case *ir.Not:
		return e.not(x.X)
	case *ir.Binary:
		return &dst.BinaryExpr{X: e.operand(x.X), Op: x.Op, Y: e.operand(x.Y)}
	case *ir.Unary:
		if x.Op == token.MUL {
			return star(e.operand(x.X))
		}
		return &dst.UnaryExpr{Op: x.Op, X: e.operand(x.X)}
	case *ir.Const:
		return e.pkg(x.Path, x.Name)
	case *ir.Int:
		return intLit(x.Value)
	case *ir.Convert:
		return call(e.typ(x.Type), e.expr(x.X))
	case *ir.Call:
		return e.callOf(x.Path, x.Name, x.Types, x.Args)
	case *ir.Member:
		m := sel(e.expr(x.X), x.Name)
		if x.Call {
			return call(m)
		}
		return m
	case *ir.Index:
		return &dst.IndexExpr{X: e.operand(x.X), Index: e.expr(x.I)}
	case *ir.From:
		return &dst.SliceExpr{X: e.operand(x.X), Low: e.expr(x.Lo)}
	case *ir.Closure:
		return e.closure(x.Func)
	case *ir.Receiver:
		return e.lockable(x.Selector)
	case *ir.Awaited:
		return e.awaited(x.Op)
	case *ir.FuncType:
		t := e.funcType(x.Sig)
		t.Results = &dst.FieldList{List: []*dst.Field{{Type: e.deferredType(ir.ShapeOf(x.Sig))}}}
		return t
	}
	panic("emit: unknown expression")
}

// lockable writes the receiver of a promoted or direct method as an argument: a
// pointer as it is, a variable by its address.
func (e *emitter) lockable(s *ast.SelectorExpr) dst.Expr {
	x := e.syntax(s.X, true)
	t := e.file.Info.TypeOf(s.X)
	if _, ptr := t.Underlying().(*types.Pointer); ptr || types.IsInterface(t) {
		return x
	}
	return &dst.UnaryExpr{Op: token.AND, X: x}
}

// operand writes x so that it can stand beside an operator.
func (e *emitter) operand(x ir.Expr) dst.Expr {
	out := e.expr(x)
	switch out.(type) {
	case *dst.BinaryExpr, *dst.UnaryExpr, *dst.StarExpr, *dst.FuncLit:
		return &dst.ParenExpr{X: out}
	case *dst.CompositeLit:
		return &dst.ParenExpr{X: out}
	}
	return out
}

// not writes !x, with the comparison turned round where that is the same: not for
// floating point, where NaN compares false either way.
func (e *emitter) not(x ir.Expr) dst.Expr {
	if s, ok := x.(*ir.Syntax); ok && e.fn.Holes[s.X] == nil {
		if b, ok := ast.Unparen(s.X).(*ast.BinaryExpr); ok {
			if op, ok := turned[b.Op]; ok && e.total(b) {
				out := e.syntax(b, true).(*dst.BinaryExpr)
				out.Op = op
				return out
			}
		}
		if u, ok := ast.Unparen(s.X).(*ast.UnaryExpr); ok && u.Op == token.NOT {
			return e.syntax(u.X, true)
		}
	}
	out := e.expr(x)
	switch out.(type) {
	case *dst.BinaryExpr:
		out = &dst.ParenExpr{X: out}
	}
	return &dst.UnaryExpr{Op: token.NOT, X: out}
}

var turned = map[token.Token]token.Token{
	token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL,
}

// total reports that exactly one of the comparison and its opposite holds.
func (e *emitter) total(b *ast.BinaryExpr) bool {
	if b.Op == token.EQL || b.Op == token.NEQ {
		return true
	}
	t := e.file.Info.TypeOf(b.X)
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsInteger|types.IsString) != 0
}

// syntax writes one of the user's expressions, with holes filled. With root unset
// a hole for the expression as a whole is ignored: it is being computed.
func (e *emitter) syntax(x ast.Expr, root bool) dst.Expr {
	if root {
		if h := e.fn.Holes[x]; h != nil {
			return e.expr(h)
		}
	}
	node := e.dec.Dst.Nodes[x].(dst.Expr)
	return e.fill(node, true).(dst.Expr)
}

// fill replaces holes, jumps and defer statements in kept code. With skipRoot the
// node itself is not looked up.
func (e *emitter) fill(root dst.Node, skipRoot bool) dst.Node {
	return dstutil.Apply(root, func(c *dstutil.Cursor) bool {
		n := c.Node()
		if n == nil || skipRoot && n == root {
			if callExpr, ok := n.(*dst.CallExpr); ok {
				e.spreadArgs(callExpr)
			}
			return true
		}
		src := e.dec.Ast.Nodes[n]
		switch s := src.(type) {
		case ast.Expr:
			if h := e.fn.Holes[s]; h != nil {
				c.Replace(e.expr(h))
				return false
			}
		case ast.Stmt:
			if list := e.replaced(s); list != nil {
				replace(c, list)
				return false
			}
		}
		if callExpr, ok := n.(*dst.CallExpr); ok {
			e.spreadArgs(callExpr)
		}
		return true
	}, nil)
}

// spreadArgs replaces the argument of f(g()) by the names of g's results.
func (e *emitter) spreadArgs(c *dst.CallExpr) {
	if len(c.Args) != 1 {
		return
	}
	src, ok := e.dec.Ast.Nodes[c.Args[0]].(ast.Expr)
	if !ok {
		return
	}
	if m, ok := e.fn.Holes[src].(*ir.Multi); ok {
		c.Args = nil
		for _, v := range m.Vars {
			c.Args = append(c.Args, e.ref(v))
		}
	}
}

func refs(vars []*ir.Var) []dst.Expr {
	var out []dst.Expr
	for _, v := range vars {
		out = append(out, ident(v.Name))
	}
	return out
}

// replaced returns what a statement inside kept code becomes, nil if it stays.
func (e *emitter) replaced(s ast.Stmt) []dst.Stmt {
	if e.frame != nil && e.frame.movedOutside(s, e.slow == nil) {
		return []dst.Stmt{}
	}
	if e.fast != nil {
		return e.fastReplaced(s)
	}
	if d, ok := s.(*ast.DeferStmt); ok && e.fn.Defer[d] != nil {
		if e.slow != nil && e.slow.w.pointOf(e.fn.Defer[d]) != nil {
			return e.slowDefer(e.fn.Defer[d])
		}
		return e.deferStmt(e.fn.Defer[d])
	}
	if b := e.fn.Jumps[s]; b != nil {
		return e.block(b)
	}
	if e.fn.Awaits != nil {
		return e.inPlace(s)
	}
	return nil
}

// replace puts list where the cursor is.
func replace(c *dstutil.Cursor, list []dst.Stmt) {
	if len(list) == 1 {
		c.Replace(list[0])
		return
	}
	if len(list) == 0 && c.Index() >= 0 {
		c.Delete()
		return
	}
	if c.Index() < 0 {
		c.Replace(line(block(list)))
		return
	}
	for _, s := range list[:len(list)-1] {
		c.InsertBefore(s)
	}
	c.Replace(list[len(list)-1])
}

// callOf writes a call of a runtime function or builtin.
func (e *emitter) callOf(path, name string, targs []types.Type, args []ir.Expr) *dst.CallExpr {
	if path == "" && (e.hidden(name, types.Universe.Lookup(name)) || e.file.Pkg.Scope().Lookup(name) != nil) {
		if name == "len" {
			return e.callOf(ir.DeferredPath, e.lengthOf(args[0]), nil, args)
		}
		panic(&Unnameable{nil, "the builtin " + name + " is needed where another " + name + " hides it"})
	}
	var fun dst.Expr = ident(name)
	if path != "" {
		fun = e.pkg(path, name)
	}
	list := make([]dst.Expr, len(targs))
	for i, t := range targs {
		list[i] = e.typ(t)
	}
	c := call(index(fun, list...))
	for _, a := range args {
		c.Args = append(c.Args, e.expr(a))
	}
	return c
}

// lengthOf names the function that stands in for a hidden len.
func (e *emitter) lengthOf(x ir.Expr) string {
	if t := e.typeOf(x); t != nil {
		if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			return "LenString"
		}
	}
	return "Len"
}

// typeOf returns the type of an expression, nil where it takes the type that is
// wanted: nil, and constants without a type of their own.
func (e *emitter) typeOf(x ir.Expr) types.Type {
	switch x := x.(type) {
	case *ir.Syntax:
		if h := e.fn.Holes[x.X]; h != nil {
			return e.typeOf(h)
		}
		tv := e.file.Info.Types[x.X]
		if tv.IsNil() {
			return nil
		}
		if tv.Value != nil && untypedConst(e.file.Info, x.X) {
			return literalType(tv.Value)
		}
		if logical(x.X) {
			return types.Typ[types.Bool]
		}
		if untypedShift(e.file.Info, x.X) {
			return nil
		}
		if b, ok := tv.Type.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
			return types.Default(b)
		}
		return tv.Type
	case *ir.Ref:
		return x.Var.Type
	case *ir.Const:
		return x.Type
	case *ir.Int:
		return types.Typ[types.Int]
	case *ir.Member:
		if x.Type != nil {
			return x.Type
		}
		return types.Universe.Lookup("any").Type() // recover
	case *ir.Boxed:
		return x.Var.Type
	}
	return nil
}

// untypedConst reports a constant expression without a type: a literal, or an
// operation of such. go/types records the type it has been given by its context,
// so the syntax decides.
func untypedConst(info *types.Info, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		c, ok := info.Uses[x].(*types.Const)
		return ok && isUntyped(c.Type())
	case *ast.SelectorExpr:
		c, ok := info.Uses[x.Sel].(*types.Const)
		return ok && isUntyped(c.Type())
	case *ast.UnaryExpr:
		return untypedConst(info, x.X)
	case *ast.BinaryExpr:
		return untypedConst(info, x.X) && untypedConst(info, x.Y)
	}
	return false
}

// logical reports a comparison, whose result has no type of its own.
func logical(x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.BinaryExpr:
		switch x.Op {
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			return true
		case token.LAND, token.LOR:
			return logical(x.X) && logical(x.Y)
		}
	case *ast.UnaryExpr:
		return x.Op == token.NOT && logical(x.X)
	}
	return false
}

// untypedShift reports a shift of an untyped constant by a variable count: it takes
// its type from the context.
func untypedShift(info *types.Info, x ast.Expr) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.BinaryExpr:
		if x.Op == token.SHL || x.Op == token.SHR {
			return untypedConst(info, x.X) || untypedShift(info, x.X)
		}
		if _, ok := turned[x.Op]; ok {
			return false
		}
		return (untypedShift(info, x.X) || untypedConst(info, x.X)) && (untypedShift(info, x.Y) || untypedConst(info, x.Y))
	case *ast.UnaryExpr:
		return untypedShift(info, x.X)
	}
	return false
}

func isUntyped(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsUntyped != 0
}

// literalType is the default type of an untyped constant, nil where it depends on
// how it is written.
func literalType(v constant.Value) types.Type {
	switch v.Kind() {
	case constant.Bool:
		return types.Typ[types.Bool]
	case constant.String:
		return types.Typ[types.String]
	}
	return nil
}
