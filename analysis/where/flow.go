package where

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
)

// A solver holds the state of one package.
type solver struct {
	pass  *analysis.Pass
	info  *types.Info
	facts *blocking.Program
	m     *Map

	flows []flow
	vars  map[*types.Var]*variable
	funcs map[*types.Func]*Body
	owner map[*types.Var]param // of parameters
}

// A param is a parameter by its place.
type param struct {
	body  *Body
	index int
}

// A variable is a local variable or parameter of func type: what it holds and
// where that is run.
type variable struct {
	values  []ast.Expr // what is assigned to it
	context Context
}

// A flowKind is what happens to a value.
type flowKind int

const (
	toParam  flowKind = iota // given to a parameter
	called                   // called on the spot, or deferred
	started                  // by a go statement
	toMarked                 // stored where a mark says where it runs
)

// A flow is one thing that happens to the value of an expression.
type flow struct {
	kind  flowKind
	value ast.Expr
	body  *Body         // where it happens; nil at package level
	call  *ast.CallExpr // of toParam
	index int           // of toParam: which parameter
	mark  Context       // of toMarked
}

// collect makes a body of each function and literal, and finds the flows.
func (s *solver) collect() {
	for _, file := range s.pass.Files {
		for _, decl := range file.Decls {
			fd, ok := decl.(*ast.FuncDecl)
			if !ok {
				s.walk(decl, nil)
				continue
			}
			b := &Body{Decl: fd, Block: fd.Body}
			if fn, ok := s.info.Defs[fd.Name].(*types.Func); ok {
				b.Fn, b.Sig = fn, fn.Signature()
				s.funcs[fn] = b
				s.params(b)
			}
			s.m.Bodies = append(s.m.Bodies, b)
			if fd.Body != nil {
				s.walk(fd.Body, b)
			}
		}
	}
}

// params notes whose the parameters of a body are.
func (s *solver) params(b *Body) {
	if b.Sig == nil {
		return
	}
	for i := range b.Sig.Params().Len() {
		v := b.Sig.Params().At(i)
		s.owner[v] = param{b, i}
		s.vars[v] = &variable{}
	}
}

// walk collects from a node that stands in a body, and from the literals in it.
func (s *solver) walk(root ast.Node, b *Body) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			s.literal(n, b)
			return false
		case *ast.GoStmt:
			s.flow(flow{kind: started, value: n.Call.Fun, body: b})
			s.arguments(n.Call, b)
			s.walkParts(n.Call, b)
			return false
		case *ast.CallExpr:
			s.callExpr(n, b)
		case *ast.AssignStmt:
			s.assign(n, b)
		case *ast.ValueSpec:
			s.valueSpec(n, b)
		case *ast.CompositeLit:
			s.composite(n, b)
		case *ast.ReturnStmt:
			s.returns(n, b)
		}
		return true
	})
}

func (s *solver) walkParts(call *ast.CallExpr, b *Body) {
	s.walk(call.Fun, b)
	for _, arg := range call.Args {
		s.walk(arg, b)
	}
}

func (s *solver) literal(lit *ast.FuncLit, parent *Body) {
	b := &Body{Lit: lit, Block: lit.Body, Parent: parent}
	if sig, ok := s.info.TypeOf(lit).(*types.Signature); ok {
		b.Sig = sig
		s.params(b)
	}
	s.m.Bodies = append(s.m.Bodies, b)
	s.m.lits[lit] = b
	s.walk(lit.Body, b)
}

func (s *solver) flow(f flow) { s.flows = append(s.flows, f) }

func (s *solver) callExpr(call *ast.CallExpr, b *Body) {
	if tv := s.info.Types[call.Fun]; tv.IsType() {
		if len(call.Args) == 1 {
			s.stored(call.Args[0], tv.Type, nil, b) // a conversion to a marked type
		}
		return
	}
	s.flow(flow{kind: called, value: call.Fun, body: b})
	s.arguments(call, b)
}

// arguments makes a flow of each argument of func type.
func (s *solver) arguments(call *ast.CallExpr, b *Body) {
	sig, ok := underlying(s.info.TypeOf(call.Fun)).(*types.Signature)
	if !ok {
		return
	}
	for i, arg := range call.Args {
		if !isFunc(s.info.TypeOf(arg)) {
			continue
		}
		s.flow(flow{kind: toParam, value: arg, body: b, call: call, index: paramIndex(s.info, call, sig, i)})
	}
}

// paramIndex is the parameter that an argument is for. The receiver of a method
// expression, T.Method, is parameter -1.
func paramIndex(info *types.Info, call *ast.CallExpr, sig *types.Signature, i int) int {
	if sig.Variadic() && i >= sig.Params().Len() {
		i = sig.Params().Len() - 1
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if selection := info.Selections[sel]; selection != nil && selection.Kind() == types.MethodExpr {
			i--
		}
	}
	return i
}

func (s *solver) assign(n *ast.AssignStmt, b *Body) {
	if len(n.Lhs) != len(n.Rhs) {
		return
	}
	for i, lhs := range n.Lhs {
		s.bind(lhs, n.Rhs[i], b)
	}
}

func (s *solver) valueSpec(n *ast.ValueSpec, b *Body) {
	if len(n.Names) != len(n.Values) {
		return
	}
	for i, name := range n.Names {
		s.bind(name, n.Values[i], b)
	}
}

// bind notes that a value is stored: in a variable that holds it, or where a mark
// says where it runs.
func (s *solver) bind(lhs, rhs ast.Expr, b *Body) {
	if !isFunc(s.info.TypeOf(lhs)) {
		return
	}
	lhs = ast.Unparen(lhs)
	var v *types.Var
	switch x := lhs.(type) {
	case *ast.Ident:
		v, _ = s.info.ObjectOf(x).(*types.Var)
	case *ast.SelectorExpr:
		v, _ = s.info.Uses[x.Sel].(*types.Var)
	}
	if v != nil && !v.IsField() && v.Parent() != s.pass.Pkg.Scope() {
		known := s.vars[v]
		if known == nil {
			known = &variable{}
			s.vars[v] = known
		}
		known.values = append(known.values, rhs)
	}
	s.stored(rhs, s.info.TypeOf(lhs), v, b)
}

// stored makes a flow of a value that is stored in a variable, if that or the type
// is marked.
func (s *solver) stored(value ast.Expr, typ types.Type, v *types.Var, b *Body) {
	if v != nil {
		if fact, _ := s.facts.Var(v); fact.Nonblocking {
			s.flow(flow{kind: toMarked, value: value, body: b, mark: Context{Place: Reactor, Why: v.Name() + ", marked //evert:nonblocking", At: value.Pos()}})
			return
		}
	}
	if c, ok := s.typeContext(typ, value.Pos()); ok {
		s.flow(flow{kind: toMarked, value: value, body: b, mark: c})
	}
}

// typeContext is the context that a marked func type gives to its values.
func (s *solver) typeContext(typ types.Type, at token.Pos) (Context, bool) {
	for typ != nil {
		var name *types.TypeName
		var next types.Type
		switch t := typ.(type) {
		case *types.Alias:
			name, next = t.Origin().Obj(), t.Rhs()
		case *types.Named:
			name = t.Origin().Obj()
		default:
			return Context{}, false
		}
		if fact, _ := s.facts.Type(name); fact.Nonblocking {
			return Context{Place: Reactor, Why: "a " + name.Name() + ", marked //evert:nonblocking", At: at}, true
		}
		typ = next
	}
	return Context{}, false
}

// composite makes flows of the functions in a literal of a struct, slice or map.
func (s *solver) composite(n *ast.CompositeLit, b *Body) {
	switch t := underlying(s.info.TypeOf(n)).(type) {
	case *types.Struct:
		for i, elt := range n.Elts {
			s.field(t, i, elt, b)
		}
	case interface{ Elem() types.Type }: // slice, array, map
		for _, elt := range n.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				elt = kv.Value
			}
			s.stored(elt, t.Elem(), nil, b)
		}
	}
}

func (s *solver) field(t *types.Struct, i int, elt ast.Expr, b *Body) {
	if kv, ok := elt.(*ast.KeyValueExpr); ok {
		if key, ok := kv.Key.(*ast.Ident); ok {
			if v, ok := s.info.Uses[key].(*types.Var); ok && isFunc(v.Type()) {
				s.stored(kv.Value, v.Type(), v, b)
			}
		}
		return
	}
	if i < t.NumFields() && isFunc(t.Field(i).Type()) {
		s.stored(elt, t.Field(i).Type(), t.Field(i), b)
	}
}

// returns makes flows of functions that are returned as a marked type.
func (s *solver) returns(n *ast.ReturnStmt, b *Body) {
	if b == nil || b.Sig == nil || b.Sig.Results().Len() != len(n.Results) {
		return
	}
	for i, x := range n.Results {
		if typ := b.Sig.Results().At(i).Type(); isFunc(typ) {
			s.stored(x, typ, nil, b)
		}
	}
}

func underlying(typ types.Type) types.Type {
	if typ == nil {
		return nil
	}
	return typ.Underlying()
}

func isFunc(typ types.Type) bool {
	_, ok := underlying(typ).(*types.Signature)
	return ok
}
