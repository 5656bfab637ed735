package order

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// rangeStmt orders a range loop whose operand or body waits. The operand is
// evaluated once; a hidden counter or iterator makes the turns.
func (b *builder) rangeStmt(s *ast.RangeStmt) []ir.Stmt {
	x := b.exprs(s)
	x.visit(s.X)
	x.pending = nil
	if _, array := coreType(b.Info.TypeOf(s.X)).(*types.Array); array && b.waits[s.X] && b.fn.Holes[s.X] == nil {
		x.bind(s.X) // without a call in it, *p is not looked at
	}
	if !b.waits[s.Body] && !b.blocksItself(s) && !b.lhsWaits(s) {
		return append(x.out, &ir.Plain{S: b.withLabel(s)}) // only the operand waits
	}
	r := &ranging{b: b, s: s, loop: &ir.Loop{Orig: s, Label: b.labels[s]}, out: x.out}
	t := b.Info.TypeOf(s.X)
	switch u := coreType(t).(type) {
	case *types.Slice:
		r.indexed(u.Elem(), nil)
	case *types.Array:
		r.indexed(u.Elem(), u)
	case *types.Pointer:
		arr := coreType(u.Elem()).(*types.Array)
		r.indexed(arr.Elem(), arr)
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			r.text()
		} else {
			r.count()
		}
	case *types.Map:
		r.entries(u)
	case *types.Chan:
		r.channel(u)
	case *types.Signature:
		return append(x.out, b.rangeFunc(s, u)...)
	default:
		b.refuse(s.Pos(), "range over a type parameter without a core type")
	}
	r.loop.Body = b.stmts(s.Body.List)
	return []ir.Stmt{&ir.Scope{List: append(r.out, r.loop), Orig: s}}
}

func (b *builder) lhsWaits(s *ast.RangeStmt) bool {
	return s.Key != nil && b.waits[s.Key] || s.Value != nil && b.waits[s.Value]
}

// ranging is the state of one range loop: out runs before the loop.
type ranging struct {
	b    *builder
	s    *ast.RangeStmt
	loop *ir.Loop
	out  []ir.Stmt
}

// operand evaluates the operand once. A local variable that nothing assigns to
// serves as it is.
func (r *ranging) operand(name string) ir.Expr {
	e := unparen(r.s.X)
	if id, ok := e.(*ast.Ident); ok && r.b.fn.Holes[e] == nil {
		if obj := r.b.Info.Uses[id]; obj != nil && r.b.fixedInTurn(obj) && !named(r.s.Key, id.Name) && !named(r.s.Value, id.Name) {
			return &ir.Ref{Var: &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}}
		}
	}
	v := r.b.temp([]string{name}, r.b.typeOf(r.s.X))
	r.out = append(r.out, &ir.Bind{Var: v, X: &ir.Syntax{X: r.s.X}})
	return &ir.Ref{Var: v}
}

// named reports an identifier of a name.
func named(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// counter declares the hidden position. It is the user's own key variable where
// nobody can tell the difference.
func (r *ranging) counter(t types.Type, name string) (v *ir.Var, own bool) {
	if r.s.Tok == token.DEFINE && r.s.Key != nil && !isBlank(r.s.Key) {
		id := r.s.Key.(*ast.Ident)
		obj := r.b.Info.Defs[id]
		if obj != nil && r.b.use.assigned[obj] == 0 && !r.b.use.addressed[obj] && !r.b.use.captured[obj] {
			return &ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}, true
		}
	}
	return r.b.temp([]string{name, "next" + upper(name)}, t), false
}

// give hands a turn's key and value to the loop's variables.
func (r *ranging) give(key, value ir.Expr, keyType, valueType types.Type) {
	parts := []struct {
		lhs ast.Expr
		x   ir.Expr
		t   types.Type
	}{{r.s.Key, key, keyType}, {r.s.Value, value, valueType}}
	set := &ir.Set{Tok: token.ASSIGN}
	x := r.b.exprs(nil)
	for _, p := range parts {
		if p.lhs == nil || isBlank(p.lhs) || p.x == nil {
			continue
		}
		if r.s.Tok == token.DEFINE {
			id := p.lhs.(*ast.Ident)
			obj := r.b.Info.Defs[id]
			r.define(&ir.Var{Name: id.Name, Type: obj.Type(), Obj: obj}, p.x)
			continue
		}
		x.visit(p.lhs)
		set.Lhs = append(set.Lhs, &ir.Syntax{X: p.lhs})
		set.Rhs = append(set.Rhs, p.x)
	}
	if len(set.Lhs) > 0 {
		r.head(append(x.out, set)...)
	}
}

// define declares a loop variable in the turn, or, before go 1.22, sets the one
// that all turns share if somebody could tell.
func (r *ranging) define(v *ir.Var, x ir.Expr) {
	if !r.b.PerTurn && (r.b.use.captured[v.Obj] || r.b.use.addressed[v.Obj]) {
		r.out = append(r.out, &ir.Declare{Vars: []*ir.Var{v}})
		r.head(&ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: v}}, Rhs: []ir.Expr{x}, Tok: token.ASSIGN})
		return
	}
	r.head(&ir.Bind{Var: v, X: x})
}

func (r *ranging) head(s ...ir.Stmt) { r.loop.Head = append(r.loop.Head, s...) }

func (r *ranging) used(e ast.Expr) bool { return e != nil && !isBlank(e) }

// indexed orders a range over a slice, an array or a pointer to one:
//
//	i := -1
//	Loop{ i++; if i >= len(items) { break }; v := items[i]; body }
//
// or with a hidden counter, if a turn's i must be its own:
//
//	next := 0
//	Loop{ i := next; if i >= len(items) { break }; next++; ... }
func (r *ranging) indexed(elem types.Type, arr *types.Array) {
	var length ir.Expr
	var items ir.Expr
	if arr != nil {
		length = &ir.Int{Value: int(arr.Len())}
	}
	switch {
	case arr == nil:
		items = r.operand("items")
		length = &ir.Call{Name: "len", Args: []ir.Expr{items}}
	case r.used(r.s.Value):
		items = r.operand("items")
	case r.b.lengthCalls(r.s.X):
		blank := &ir.Ref{Var: &ir.Var{Name: "_", Type: r.b.typeOf(r.s.X)}}
		r.out = append(r.out, &ir.Set{Lhs: []ir.Expr{blank}, Rhs: []ir.Expr{&ir.Syntax{X: r.s.X}}, Tok: token.ASSIGN})
	default:
		r.b.markDead(r.s.X)
		r.out = append(r.out, lastUses(r.b, r.s.X)...)
	}
	i := r.turns(types.Typ[types.Int], length)
	var value ir.Expr
	if r.used(r.s.Value) {
		value = &ir.Index{X: items, I: i.expr()}
	}
	r.giveTurn(i, value, elem)
}

// lengthCalls reports a call or a receive in an array, without which its length
// is a constant and a range over nothing but indices does not look at it.
func (b *builder) lengthCalls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || !b.Info.Types[n.Fun].IsType() && b.Info.Types[n].Value == nil
		case *ast.UnaryExpr:
			found = found || n.Op == token.ARROW
		}
		return !found
	})
	return found
}

// turn is the counter of a loop: the user's own key variable, or a hidden one.
type turn struct {
	v   *ir.Var
	own bool
}

func (t turn) expr() ir.Expr { return &ir.Ref{Var: t.v} }

// turns makes the counting head.
func (r *ranging) turns(t types.Type, length ir.Expr) turn {
	v, own := r.counter(t, "i")
	start := ir.Expr(&ir.Int{Value: -1})
	r.out = append(r.out, &ir.Bind{Var: v, X: start, Typed: !types.Identical(t, types.Typ[types.Int])})
	r.head(&ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: v}}, Tok: token.INC},
		leave(&ir.Binary{Op: token.GEQ, X: &ir.Ref{Var: v}, Y: length}, r.s))
	return turn{v, own}
}

// giveTurn hands over the key, unless the counter is the user's, and the value.
func (r *ranging) giveTurn(t turn, value ir.Expr, elem types.Type) {
	key := t.expr()
	if t.own {
		key = nil
	}
	r.give(key, value, t.v.Type, elem)
}

// count orders a range over an integer. The counter has the integer's type, which
// may be unsigned, so it counts before the test and not from -1:
//
//	next := T(0)
//	Loop{ i := next; if i >= n { break }; next++; body }
func (r *ranging) count() {
	t := r.b.typeOf(r.s.X)
	if r.s.Key != nil && !isBlank(r.s.Key) {
		if kt := r.b.Info.TypeOf(r.s.Key); kt != nil && r.b.Info.Types[r.s.X].Value != nil {
			t = kt
		}
	}
	var n ir.Expr
	if r.b.Info.Types[r.s.X].Value != nil {
		n = &ir.Syntax{X: r.s.X}
	} else {
		n = r.operand("limit")
	}
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsUnsigned == 0 {
		if v, own := r.counter(t, "i"); own {
			r.out = append(r.out, &ir.Bind{Var: v, X: &ir.Int{Value: -1}, Typed: !types.Identical(t, types.Typ[types.Int])})
			r.head(&ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: v}}, Tok: token.INC},
				leave(&ir.Binary{Op: token.GEQ, X: &ir.Ref{Var: v}, Y: n}, r.s))
			return
		}
	}
	next := r.b.temp([]string{"next", "nextTurn"}, t)
	r.out = append(r.out, &ir.Bind{Var: next, X: &ir.Int{Value: 0}, Typed: !types.Identical(t, types.Typ[types.Int])})
	r.head(leave(&ir.Binary{Op: token.GEQ, X: &ir.Ref{Var: next}, Y: n}, r.s))
	r.give(&ir.Ref{Var: next}, nil, t, nil)
	r.head(&ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: next}}, Tok: token.INC})
}

// text orders a range over a string:
//
//	at := 0
//	Loop{ if at >= len(s) { break }; i := at; c, size := utf8.DecodeRuneInString(s[at:]); at += size; body }
func (r *ranging) text() {
	s := r.operand("text")
	at := r.b.temp([]string{"at", "offset"}, types.Typ[types.Int])
	r.out = append(r.out, &ir.Bind{Var: at, X: &ir.Int{Value: 0}})
	r.head(leave(&ir.Binary{Op: token.GEQ, X: &ir.Ref{Var: at}, Y: &ir.Call{Name: "len", Args: []ir.Expr{s}}}, r.s))
	var tail ir.Expr = &ir.From{X: s, Lo: &ir.Ref{Var: at}}
	if !types.Identical(r.b.typeOf(r.s.X), types.Typ[types.String]) {
		tail = &ir.Convert{Type: types.Typ[types.String], X: tail}
	}
	decode := &ir.Call{Path: "unicode/utf8", Name: "DecodeRuneInString", Args: []ir.Expr{tail}}
	size := r.b.temp([]string{"size", "width"}, types.Typ[types.Int])
	char := &ir.Var{Name: "_", Type: types.Typ[types.Rune]}
	if r.used(r.s.Value) {
		char = r.b.temp([]string{"char", "letter"}, types.Typ[types.Rune])
	}
	r.head(&ir.BindAll{Vars: []*ir.Var{char, size}, X: decode})
	var value ir.Expr
	if r.used(r.s.Value) {
		value = &ir.Ref{Var: char}
	}
	r.give(&ir.Ref{Var: at}, value, types.Typ[types.Int], types.Typ[types.Rune])
	r.head(&ir.Set{Lhs: []ir.Expr{&ir.Ref{Var: at}}, Rhs: []ir.Expr{&ir.Ref{Var: size}}, Tok: token.ADD_ASSIGN})
}

// entries orders a range over a map with an iterator that follows Go's rules
// while the map changes:
//
//	entries := deferred.RangeMap(m)
//	Loop{ if !entries.Next() { break }; k, v := entries.Key(), entries.Value(); body }
func (r *ranging) entries(m *types.Map) {
	it := r.b.temp([]string{"entries", "mapEntries"}, nil)
	it.Of = &ir.RuntimeType{Path: ir.DeferredPath, Name: "MapRange", Args: []types.Type{m.Key(), m.Elem()}, Pointer: true}
	r.out = append(r.out, &ir.Bind{Var: it, X: &ir.Call{Path: ir.DeferredPath, Name: "RangeMap", Args: []ir.Expr{&ir.Syntax{X: r.s.X}}}})
	r.head(leave(&ir.Not{X: &ir.Member{X: &ir.Ref{Var: it}, Name: "Next", Call: true}}, r.s))
	r.give(&ir.Member{X: &ir.Ref{Var: it}, Name: "Key", Call: true}, &ir.Member{X: &ir.Ref{Var: it}, Name: "Value", Call: true}, m.Key(), m.Elem())
}

// channel orders a range over a channel: each turn waits for a value.
func (r *ranging) channel(c *types.Chan) {
	r.b.needThread(r.s.Pos(), "a range over a channel")
	ch := r.operand("source")
	op := &ir.Op{Kind: ir.OpRuntime, Site: r.s, Path: ir.ThreadsPath, Name: "ReceiveOK", Args: []ir.Expr{ch},
		Shape: ir.Shape{Values: []types.Type{c.Elem(), types.Typ[types.Bool]}}}
	op.Types = r.b.receiveTypes(r.s.X)
	open := r.b.temp([]string{"open", "more"}, types.Typ[types.Bool])
	w := &ir.Wait{Op: op, Values: []ir.Target{{}, {Kind: ir.Define, Var: open}}}
	var v *ir.Var
	if r.used(r.s.Key) {
		v = r.b.temp([]string{"item", "received"}, c.Elem())
		if id, ok := r.s.Key.(*ast.Ident); ok && r.s.Tok == token.DEFINE && (r.b.PerTurn || !r.b.use.captured[r.b.Info.Defs[id]] && !r.b.use.addressed[r.b.Info.Defs[id]]) {
			obj := r.b.Info.Defs[id]
			v = &ir.Var{Name: id.Name, Type: c.Elem(), Obj: obj}
		}
		w.Values[0] = ir.Target{Kind: ir.Define, Var: v}
	}
	r.head(w, leave(&ir.Not{X: &ir.Ref{Var: open}}, r.s))
	if v != nil && v.Obj == nil {
		r.give(&ir.Ref{Var: v}, nil, c.Elem(), nil)
	}
}
