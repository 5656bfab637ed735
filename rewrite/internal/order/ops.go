package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// findOps fills b.ops for the whole declaration, literals included: calls that
// have a decision, and the language's own blocking operations.
func (b *builder) findOps() {
	b.ops = map[ast.Node]*ir.Op{}
	inPlace := map[ast.Node]bool{} // calls of go statements, receives of selects
	ast.Inspect(b.fn.Decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			inPlace[n.Call] = true
		case *ast.CommClause:
			commReceive(n, inPlace)
		case *ast.CallExpr:
			if b.builtin(n) == "panic" {
				b.panics[n] = true
			}
			if inPlace[n] || b.Info.Types[n.Fun].IsType() {
				break
			}
			if op := b.Op(n); op != nil {
				b.ops[n] = op
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW && !inPlace[n] {
				b.ops[n] = b.receive(n, false)
			}
		case *ast.SendStmt:
			if !inPlace[n] {
				b.ops[n] = b.send(n)
			}
		}
		return true
	})
	b.findClosures()
}

// commReceive marks the operation of a select case: the select waits, not it.
func commReceive(n *ast.CommClause, inPlace map[ast.Node]bool) {
	switch c := n.Comm.(type) {
	case *ast.SendStmt:
		inPlace[c] = true
	case *ast.ExprStmt:
		inPlace[unparen(c.X)] = true
	case *ast.AssignStmt:
		inPlace[unparen(c.Rhs[0])] = true
	}
}

// receive is the operation of `<-c`; `<-time.After(d)` is a timer.
func (b *builder) receive(n *ast.UnaryExpr, commaOK bool) *ir.Op {
	elem := b.chanElem(n.X)
	if call, ok := unparen(n.X).(*ast.CallExpr); ok && !commaOK {
		if sel, ok := unparen(call.Fun).(*ast.SelectorExpr); ok {
			if fn, ok := b.Info.Uses[sel.Sel].(*types.Func); ok && fn.FullName() == "time.After" {
				return &ir.Op{Kind: ir.OpRuntime, Site: n, Path: ir.ReactorPath, Name: "After",
					Args: []ir.Expr{&ir.Syntax{X: call.Args[0]}}, Shape: ir.Shape{Values: []types.Type{elem}}}
			}
		}
	}
	b.needThread(n.Pos(), "a channel receive")
	op := &ir.Op{Kind: ir.OpRuntime, Site: n, Path: ir.ThreadsPath, Name: "Receive",
		Args: []ir.Expr{&ir.Syntax{X: n.X}}, Shape: ir.Shape{Values: []types.Type{elem}}}
	if commaOK {
		op.Name = "ReceiveOK"
		op.Shape.Values = append(op.Shape.Values, types.Typ[types.Bool])
	}
	op.Types = b.receiveTypes(n.X)
	return op
}

// receiveTypes are the type arguments for a receive: none where the channel's type
// tells them.
func (b *builder) receiveTypes(c ast.Expr) []types.Type {
	if _, ok := types.Unalias(b.Info.TypeOf(c)).(*types.Chan); ok {
		return nil
	}
	return []types.Type{b.chanElem(c)}
}

// sendTypes are the type arguments for a send: none where the channel's type tells
// them and the value's agrees.
func (b *builder) sendTypes(n *ast.SendStmt) []types.Type {
	elem := b.chanElem(n.Chan)
	if _, ok := types.Unalias(b.Info.TypeOf(n.Chan)).(*types.Chan); ok {
		tv := b.Info.Types[n.Value]
		if tv.Value != nil && !types.IsInterface(elem) || types.Identical(tv.Type, elem) && !logicalExpr(n.Value) {
			return nil
		}
	}
	return []types.Type{elem}
}

// logicalExpr reports an operation whose result, a bool, may take another type from
// its context.
func logicalExpr(e ast.Expr) bool {
	switch unparen(e).(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
		return true
	}
	return false
}

// needThread refuses an operation that waits in a goroutine where there are none.
func (b *builder) needThread(pos token.Pos, what string) {
	if b.NoThreads {
		b.refuse(pos, what+" needs a thread, and the host has none")
	}
}

func (b *builder) send(n *ast.SendStmt) *ir.Op {
	b.needThread(n.Pos(), "a channel send")
	return &ir.Op{Kind: ir.OpRuntime, Site: n, Path: ir.ThreadsPath, Name: "Send", Types: b.sendTypes(n),
		Args: []ir.Expr{&ir.Syntax{X: n.Chan}, &ir.Syntax{X: n.Value}}}
}

// chanElem returns the element type of a channel expression.
func (b *builder) chanElem(e ast.Expr) types.Type {
	c, ok := coreType(b.Info.TypeOf(e)).(*types.Chan)
	if !ok {
		b.refuse(e.Pos(), "channel operation on a type parameter without a core type")
	}
	return c.Elem()
}

// coreType returns the single underlying type of t, nil for a type parameter
// that has none.
func coreType(t types.Type) types.Type {
	tp, ok := types.Unalias(t).(*types.TypeParam)
	if !ok {
		return t.Underlying()
	}
	iface, ok := tp.Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var core types.Type
	for _, term := range terms(iface) {
		u := term.Underlying()
		if core == nil {
			core = u
		} else if !types.Identical(core, u) {
			return nil
		}
	}
	return core
}

// terms lists the types of an interface's union, those of embedded ones included.
func terms(iface *types.Interface) []types.Type {
	var out []types.Type
	for i := 0; i < iface.NumEmbeddeds(); i++ {
		switch e := types.Unalias(iface.EmbeddedType(i)).(type) {
		case *types.Union:
			for j := 0; j < e.Len(); j++ {
				out = append(out, e.Term(j).Type())
			}
		default:
			if in, ok := e.Underlying().(*types.Interface); ok {
				out = append(out, terms(in)...)
			} else {
				out = append(out, e)
			}
		}
	}
	return out
}

// markWaits fills b.waits: every node of the function, outside its literals,
// that contains an operation.
func (b *builder) markWaits() {
	b.waits = map[ast.Node]bool{}
	b.findTails()
	later := map[ast.Node]bool{}
	var stack []ast.Node
	mark := func() {
		for i := len(stack) - 1; i >= 0 && !b.waits[stack[i]]; i-- {
			b.waits[stack[i]] = true
		}
	}
	ast.Inspect(b.body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		if s, ok := n.(*ast.ReturnStmt); ok && b.fn.Tails[s] != nil {
			return false
		}
		if d, ok := n.(*ast.DeferStmt); ok {
			later[d.Call] = true // only its operands are of now
		}
		stack = append(stack, n)
		if b.ops[n] != nil && !later[n] || b.blocksItself(n) {
			mark()
		}
		return true
	})
}

// blocksItself reports the statements that wait by what they are.
func (b *builder) blocksItself(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SelectStmt:
		return !hasDefault(n)
	case *ast.RangeStmt:
		_, ok := coreType(b.Info.TypeOf(n.X)).(*types.Chan)
		return ok
	}
	return false
}

func hasDefault(n *ast.SelectStmt) bool {
	for _, c := range n.Body.List {
		if c.(*ast.CommClause).Comm == nil {
			return true
		}
	}
	return false
}

// hasDefer reports a defer statement of the function itself.
func (b *builder) hasDefer() bool {
	found := false
	ast.Inspect(b.body, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = true
		}
		return !found
	})
	return found
}

// deferWaits reports a deferred call that waits.
func (b *builder) deferWaits() bool {
	found := false
	ast.Inspect(b.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			if b.ops[n.Call] != nil {
				found = true
			}
			if lit, ok := unparen(n.Call.Fun).(*ast.FuncLit); ok && b.lits[lit] != nil {
				found = true
			}
		}
		return !found
	})
	return found
}
