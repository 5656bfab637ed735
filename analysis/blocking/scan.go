package blocking

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A node is a function or a literal.
type node struct {
	fn      *types.Func // nil for a literal
	lit     *ast.FuncLit
	params  []*types.Var
	recv    *types.Var
	sites   []site
	returns []ast.Expr // functions that it returns

	fact   Fact
	cause  *cause              // why it blocks, found by a search
	body   *cause              // of marked functions: why they would without their marks
	solved bool                // marks have been settled: what is fixed stays
	called map[*types.Var]bool // variables that it calls in place, its parameters among them
}

// A site is a place in a node's own code where it may wait. Code of literals in
// it belongs to theirs.
type site struct {
	pos   token.Pos
	call  *ast.CallExpr // nil for operations and ranges over functions
	value ast.Expr      // range over a function: what is called
	op    string        // "channel receive" and so on
	class Class         // of op
	node  ast.Node      // what op is
}

// A binding is what a variable is known to hold: what is assigned to it.
type binding struct {
	exprs   []ast.Expr
	unknown bool // something else is assigned, too
}

// scan collects the nodes and the bindings of a package.
func (s *scope) scan() {
	for _, file := range s.files {
		for _, decl := range file.Decls {
			s.scanDecl(decl)
		}
		ast.Inspect(file, s.scanBinding)
	}
}

func (s *scope) scanDecl(decl ast.Decl) {
	fd, ok := decl.(*ast.FuncDecl)
	if !ok {
		s.scanLits(decl)
		return
	}
	n := &node{}
	if fn, ok := s.info.Defs[fd.Name].(*types.Func); ok {
		n.fn = fn
		s.funcs[fn] = n
		sig := fn.Signature()
		n.recv = sig.Recv()
		n.params = tuple(sig.Params())
	}
	s.nodes = append(s.nodes, n)
	if fd.Body != nil {
		n.sites, n.returns = s.sites(fd.Body)
		s.scanLits(fd.Body)
	}
}

// scanLits makes a node of each literal below root, the nested ones included.
func (s *scope) scanLits(root ast.Node) {
	ast.Inspect(root, func(x ast.Node) bool {
		lit, ok := x.(*ast.FuncLit)
		if !ok {
			return true
		}
		n := &node{lit: lit}
		if sig, ok := s.info.TypeOf(lit).(*types.Signature); ok {
			n.params = tuple(sig.Params())
		}
		n.sites, n.returns = s.sites(lit.Body)
		s.nodes = append(s.nodes, n)
		s.lits[lit] = n
		return true
	})
}

func tuple(t *types.Tuple) []*types.Var {
	vars := make([]*types.Var, t.Len())
	for i := range vars {
		vars[i] = t.At(i)
	}
	return vars
}

// sites returns the sites of a body, in source order, and the functions that it
// returns.
func (s *scope) sites(body ast.Node) ([]site, []ast.Expr) {
	c := newCollector(s.info)
	ast.Inspect(body, c.visit)
	return c.list, c.returns
}

type siteCollector struct {
	info    *types.Info
	list    []site
	returns []ast.Expr
	free    map[*ast.SendStmt]bool // sends that do not wait
}

func newCollector(info *types.Info) *siteCollector {
	return &siteCollector{info: info, free: make(map[*ast.SendStmt]bool)}
}

func (c *siteCollector) op(n ast.Node, pos token.Pos, op string, class Class) {
	c.list = append(c.list, site{pos: pos, op: op, class: class, node: n})
}

func (c *siteCollector) walk(nodes ...ast.Node) {
	for _, n := range nodes {
		ast.Inspect(n, c.visit)
	}
}

func (c *siteCollector) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		return false
	case *ast.GoStmt:
		c.goCall(n.Call)
		return false
	case *ast.SelectStmt:
		c.selectStmt(n)
		return false
	case *ast.CallExpr:
		c.list = append(c.list, site{pos: n.Lparen, call: n})
	case *ast.ReturnStmt:
		for _, x := range n.Results {
			if isFunc(c.info.TypeOf(x)) {
				c.returns = append(c.returns, x)
			}
		}
	case *ast.BlockStmt:
		c.findRoom(n.List)
	case *ast.CaseClause:
		c.findRoom(n.Body)
	case *ast.SendStmt:
		if !c.free[n] {
			c.op(n, n.Arrow, "channel send", Channel)
		}
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			c.op(n, n.OpPos, "channel receive", receiveClass(c.info, n.X))
		}
	case *ast.RangeStmt:
		if typ := c.info.TypeOf(n.X); isChan(typ) {
			c.op(n, n.For, "range over channel", receiveClass(c.info, n.X))
		} else if isFunc(typ) {
			c.list = append(c.list, site{pos: n.For, value: n.X})
		}
	}
	return true
}

// goCall leaves out the call of a go statement, whose function and arguments are
// evaluated in place all the same.
func (c *siteCollector) goCall(call *ast.CallExpr) {
	c.walk(call.Fun)
	for _, arg := range call.Args {
		c.walk(arg)
	}
}

// selectStmt takes the operations of a select for one, which waits if there is no
// default. What they are applied to, and the bodies, run in place.
func (c *siteCollector) selectStmt(sel *ast.SelectStmt) {
	hasDefault := false
	for _, clause := range sel.Body.List {
		if clause.(*ast.CommClause).Comm == nil {
			hasDefault = true
		}
	}
	if !hasDefault {
		c.op(sel, sel.Select, "select", Channel)
	}
	for _, clause := range sel.Body.List {
		clause := clause.(*ast.CommClause)
		switch comm := clause.Comm.(type) {
		case *ast.SendStmt:
			c.walk(comm.Chan, comm.Value)
		case *ast.ExprStmt:
			c.receive(comm.X)
		case *ast.AssignStmt:
			for _, lhs := range comm.Lhs {
				c.walk(lhs)
			}
			for _, rhs := range comm.Rhs {
				c.receive(rhs)
			}
		}
		c.findRoom(clause.Body)
		for _, stmt := range clause.Body {
			c.walk(stmt)
		}
	}
}

// receive walks the operand of a select's receive, but not the receive itself.
func (c *siteCollector) receive(x ast.Expr) {
	if recv, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && recv.Op == token.ARROW {
		c.walk(recv.X)
		return
	}
	c.walk(x)
}

// receiveClass tells timers' channels from others.
func receiveClass(info *types.Info, ch ast.Expr) Class {
	switch x := ast.Unparen(ch).(type) {
	case *ast.CallExpr:
		if fn := staticFunc(info, x.Fun); fn != nil {
			switch fn.FullName() {
			case "time.After", "time.Tick":
				return Sleep
			}
		}
	case *ast.SelectorExpr:
		if v, ok := info.Uses[x.Sel].(*types.Var); ok && v.IsField() && v.Pkg() != nil && v.Pkg().Path() == "time" {
			return Sleep // the C of a Timer or Ticker
		}
	}
	return Channel
}

// isChan reports whether a type is a channel, or a type parameter that can only
// be one.
func isChan(typ types.Type) bool {
	return allTerms(typ, func(t types.Type) bool { _, ok := t.(*types.Chan); return ok })
}

func isFunc(typ types.Type) bool {
	return allTerms(typ, func(t types.Type) bool { _, ok := t.(*types.Signature); return ok })
}

// allTerms reports whether is holds of a type's underlying type, or of those of
// all terms of a type parameter's constraint.
func allTerms(typ types.Type, is func(types.Type) bool) bool {
	if typ == nil {
		return false
	}
	iface, ok := typ.Underlying().(*types.Interface)
	if !ok {
		return is(typ.Underlying())
	}
	if _, ok := types.Unalias(typ).(*types.TypeParam); !ok {
		return false
	}
	any := false
	for i := range iface.NumEmbeddeds() {
		union, ok := iface.EmbeddedType(i).(*types.Union)
		if !ok {
			any = any || is(iface.EmbeddedType(i).Underlying())
			continue
		}
		for j := range union.Len() {
			if !is(union.Term(j).Type().Underlying()) {
				return false
			}
			any = true
		}
	}
	return any
}

// scanBinding records what is assigned to variables.
func (s *scope) scanBinding(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		s.bindAll(n.Lhs, n.Rhs)
	case *ast.ValueSpec:
		names := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			names[i] = name
		}
		if len(n.Values) > 0 {
			s.bindAll(names, n.Values)
		}
	case *ast.RangeStmt:
		if n.Key != nil {
			s.bind(n.Key, nil)
		}
		if n.Value != nil {
			s.bind(n.Value, nil)
			if v := s.variable(n.Value); v != nil {
				s.ranged[v] = n.X
			}
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			s.bind(n.X, nil) // may be assigned through the pointer
		}
	}
	return true
}

// bindAll binds the sides of an assignment. With a call of several results on the
// right, each variable is bound to the call.
func (s *scope) bindAll(lhs, rhs []ast.Expr) {
	for i, l := range lhs {
		switch {
		case len(lhs) == len(rhs):
			s.bind(l, rhs[i])
		case len(rhs) == 1:
			s.bind(l, rhs[0])
		}
	}
}

func (s *scope) bind(lhs, rhs ast.Expr) {
	v := s.variable(lhs)
	if v == nil {
		return
	}
	b := s.bindings[v]
	if b == nil {
		b = &binding{}
		s.bindings[v] = b
	}
	if rhs == nil {
		b.unknown = true
	} else if tv, ok := s.info.Types[rhs]; !ok || !tv.IsNil() {
		b.exprs = append(b.exprs, rhs)
	}
}

// variable returns the variable that an expression names, or nil. Fields are
// none: they belong to many values.
func (s *scope) variable(x ast.Expr) *types.Var {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := s.info.ObjectOf(id).(*types.Var)
	return v
}
