package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/names"
)

// InPlace finds what a function in generator style awaits. Nothing is ordered: the
// function is run as it is written, by Go, and a wait stands still where it is, so
// every operation is in the right place already. What remains to be decided:
//
//   - which literals wait: those that are certain to be called by the function's own
//     coroutine, as in [closures]; all others keep their blocking form;
//   - which operands have to be evaluated before an operation starts, since another
//     goroutine would evaluate them, or later;
//   - which statements wait by what they are: select, and range over a channel.
//
// The result is in fn.Awaits, and fn.Leaf says that nothing waits. It returns a
// *Refusal for what cannot be done.
func InPlace(cfg *Config, fn *ir.Func) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Refusal:
			err = p
		default:
			panic(p)
		}
	}()
	b := &builder{Config: cfg, fn: fn, body: fn.Decl.Body, use: newUsage(cfg.Info, fn.Decl), lits: map[*ast.FuncLit]*ir.Func{}, panics: map[*ast.CallExpr]bool{}, native: true}
	b.findOps()
	fn.Holes = map[ast.Expr]ir.Expr{}
	fn.Awaits = &ir.Awaits{
		Ops: map[ast.Node]*ir.Op{}, Bound: map[*ir.Op][]*ir.Operand{}, Dropped: map[*ir.Op]bool{}, Defers: map[*ast.DeferStmt]*ir.Op{},
		Selects: map[*ast.SelectStmt]*ir.AwaitSelect{}, Ranges: map[*ast.RangeStmt]*ir.AwaitRange{},
	}
	p := &inPlace{builder: b, out: fn.Awaits, labelled: map[ast.Stmt]bool{}}
	p.jumps = hasGoto(b.body)
	p.walk(b.body)
	fn.Leaf = !p.waits
	fn.Lits = nil // none is converted by itself
	fn.Defers = b.hasDefer()
	if !fn.Leaf {
		fn.Awaits.Generator = b.Names.Fresh("g", "gen", "generator")
	}
	p.copied()
	fn.Awaits.Tail = p.tail()
	return nil
}

// tail is the operation of a function that only returns what another returns.
func (p *inPlace) tail() *ir.Op {
	if len(p.body.List) != 1 || len(p.out.Ops) != 1 {
		return nil
	}
	ret, ok := p.body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return nil
	}
	op := p.out.Ops[unparen(ret.Results[0])]
	if op == nil || len(p.out.Bound[op]) > 0 || op.Shape.Err != p.fn.Shape.Err || len(op.Shape.Values) != len(p.fn.Shape.Values) {
		return nil
	}
	for i, t := range op.Shape.Values {
		if !types.Identical(t, p.fn.Shape.Values[i]) {
			return nil
		}
	}
	return op
}

// inPlace is one run of InPlace.
type inPlace struct {
	*builder
	out   *ir.Awaits
	waits bool
	// labelled statements, and whether there is a goto
	labelled map[ast.Stmt]bool
	jumps    bool
}

// walk visits the code that runs on the coroutine, outer operations first.
func (p *inPlace) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return p.lits[n] != nil // else it is not the coroutine that runs it
		case *ast.ExprStmt:
			if op := p.ops[unparen(n.X)]; op != nil {
				p.out.Dropped[op] = true
			}
		case *ast.LabeledStmt:
			p.labelled[n.Stmt] = true
		case *ast.DeferStmt:
			p.deferStmt(n)
		case *ast.AssignStmt:
			if len(n.Lhs) == 2 && len(n.Rhs) == 1 {
				p.commaOK(n.Rhs[0], n.Lhs[1])
			}
		case *ast.ValueSpec:
			if len(n.Names) == 2 && len(n.Values) == 1 {
				p.commaOK(n.Values[0], n.Names[1])
			}
		case *ast.SelectStmt:
			if !hasDefault(n) {
				p.selectStmt(n)
			}
		case *ast.RangeStmt:
			if p.blocksItself(n) {
				p.rangeStmt(n)
			}
		}
		if op := p.ops[n]; op != nil && op.Kind != ir.OpClosure {
			p.op(n, op)
		}
		return true
	})
}

// op notes an operation.
func (p *inPlace) op(n ast.Node, op *ir.Op) {
	p.waits = true
	if p.out.Ops[n] != nil {
		return // of a deferred call
	}
	p.out.Ops[n] = op
	if e, ok := n.(ast.Expr); ok {
		p.fn.Holes[e] = &ir.Awaited{Op: op}
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return
	}
	switch {
	case op.Kind == ir.OpThread || op.Kind == ir.OpAsk:
		p.bind(op, call, p.steady)
		p.nameOperands(op, call)
	case op.Kind == ir.OpForm && p.spreads(call):
		// The reactor cannot stand before a call that is spread.
		p.bindArgs(op, call, func(ast.Expr) bool { return false })
		p.nameOperands(op, call)
	}
}

// spreads reports f(g()) where g has several results.
func (b *builder) spreads(call *ast.CallExpr) bool {
	if len(call.Args) != 1 {
		return false
	}
	_, ok := b.Info.TypeOf(call.Args[0]).(*types.Tuple)
	return ok
}

// commaOK makes a receive one of two results: v, ok := <-c.
func (p *inPlace) commaOK(rhs, ok ast.Expr) {
	recv, is := unparen(rhs).(*ast.UnaryExpr)
	if !is || p.ops[recv] == nil {
		return
	}
	if t := p.Info.TypeOf(ok); t != nil && !isBlank(ok) && !types.IsInterface(t) && !types.Identical(t, types.Typ[types.Bool]) {
		p.refuse(ok.Pos(), "the second result of a receive is assigned to a boolean of a type of its own")
	}
	p.ops[recv] = p.receive(recv, true)
}

// selectStmt makes the cases of a select without a default:
//
//	select {                 fromA := threads.OnReceive(a)
//	case v := <-a:           switch threads.Select(r, fromA, threads.OnSend(b, x)).AwaitValue(g) {
//		A                    case 0:
//	case b <- x:                 v := fromA.Value
//		B                        A
//	}                        default:
//	                             B
//	                         }
//
// The variables stand in the switch if a label comes before it, or a goto might not
// get past them.
func (p *inPlace) selectStmt(s *ast.SelectStmt) {
	p.needThread(s.Pos(), "a select")
	p.waits = true
	out := &ir.AwaitSelect{}
	for _, c := range s.Body.List {
		c := c.(*ast.CommClause)
		on := &ir.AwaitCase{}
		if send, ok := c.Comm.(*ast.SendStmt); ok {
			on.On = &ir.Call{Path: ir.ThreadsPath, Name: "OnSend", Types: p.sendTypes(send),
				Args: []ir.Expr{&ir.Syntax{X: send.Chan}, &ir.Syntax{X: send.Value}}}
		} else {
			recv := receiveOf(c.Comm)
			on.On = &ir.Call{Path: ir.ThreadsPath, Name: "OnReceive", Types: p.receiveTypes(recv.X), Args: []ir.Expr{&ir.Syntax{X: recv.X}}}
			if as, ok := c.Comm.(*ast.AssignStmt); ok && !(isBlank(as.Lhs[0]) && (len(as.Lhs) == 1 || isBlank(as.Lhs[1]))) {
				on.Var = p.caseVar(c)
			}
		}
		out.Cases = append(out.Cases, on)
	}
	// The operands are evaluated in source order: those of the cases in variables come
	// first, so all before the last one of these are in variables too.
	last := len(out.Cases) - 1
	for last >= 0 && out.Cases[last].Var == nil {
		last--
	}
	for i, c := range out.Cases[:last+1] {
		if c.Var == nil {
			c.Var = p.caseVar(s.Body.List[i].(*ast.CommClause))
		}
	}
	out.Inside = p.labelled[s] || p.jumps
	p.out.Selects[s] = out
}

// caseVar is a variable for a case, named after its channel: fromA, toB.
func (p *inPlace) caseVar(c *ast.CommClause) *ir.Var {
	if send, ok := c.Comm.(*ast.SendStmt); ok {
		return p.temp(append(channelNames("to", send.Chan), "sending"), nil)
	}
	return p.temp(append(channelNames("from", receiveOf(c.Comm).X), "receiving"), nil)
}

func channelNames(prefix string, c ast.Expr) []string {
	switch c := unparen(c).(type) {
	case *ast.Ident:
		return []string{prefix + names.Upper(c.Name)}
	case *ast.SelectorExpr:
		return []string{prefix + names.Upper(c.Sel.Name)}
	}
	return nil
}

// rangeStmt makes what a range over a channel needs:
//
//	for v := range c {       for values := c; ; {
//		A                        v, ok := threads.ReceiveOK(r, values).AwaitValue(g).Unpack()
//	}                            if !ok {
//	                                 break
//	                             }
//	                             A
//	                         }
func (p *inPlace) rangeStmt(s *ast.RangeStmt) {
	p.needThread(s.Pos(), "a channel receive")
	p.waits = true
	elem := p.chanElem(s.X)
	out := &ir.AwaitRange{OK: p.temp([]string{"ok", "more"}, types.Typ[types.Bool])}
	var from ir.Expr = &ir.Syntax{X: s.X}
	id, isName := unparen(s.X).(*ast.Ident)
	if !isName || !p.fixed(p.Info.ObjectOf(id)) {
		out.Chan = p.temp([]string{"values", "items"}, p.typeOf(s.X))
		from = &ir.Ref{Var: out.Chan}
	}
	out.Op = &ir.Op{Kind: ir.OpRuntime, Site: s, Path: ir.ThreadsPath, Name: "ReceiveOK", Args: []ir.Expr{from},
		Types: p.receiveTypes(s.X), Shape: ir.Shape{Values: []types.Type{elem, types.Typ[types.Bool]}}}
	p.out.Ranges[s] = out
	if s.Key == nil || isBlank(s.Key) {
		return
	}
	if s.Tok == token.DEFINE {
		obj := p.Info.Defs[s.Key.(*ast.Ident)]
		if p.PerTurn || !p.use.captured[obj] && !p.use.addressed[obj] {
			scope := p.Info.Scopes[s.Body]
			out.Block = scope != nil && scope.Lookup(obj.Name()) != nil
			return
		}
		out.Typ = obj.Type()
	}
	out.Value = p.temp([]string{"received", "value"}, elem)
}

// hasGoto reports a goto statement.
func hasGoto(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if j, ok := n.(*ast.BranchStmt); ok && j.Tok == token.GOTO {
			found = true
		}
		return !found
	})
	return found
}

// copied finds parameters that a := at the top of the body assigns to.
func (p *inPlace) copied() {
	params := map[types.Object]bool{}
	sig := p.fn.Sig
	if recv := sig.Recv(); recv != nil {
		params[recv] = true
	}
	for i := 0; i < sig.Params().Len(); i++ {
		params[sig.Params().At(i)] = true
	}
	for _, s := range p.body.List {
		for l, ok := s.(*ast.LabeledStmt); ok; l, ok = s.(*ast.LabeledStmt) {
			s = l.Stmt
		}
		as, ok := s.(*ast.AssignStmt)
		if !ok || as.Tok != token.DEFINE {
			continue
		}
		for _, l := range as.Lhs {
			if obj := p.Info.Uses[l.(*ast.Ident)]; params[obj] {
				params[obj] = false
				p.out.Copied = append(p.out.Copied, ir.Copied{Name: obj.Name(), Read: len(p.use.reads[obj]) > 0})
			}
		}
	}
}
