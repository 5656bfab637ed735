package where

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/directive"
)

// start gives the marked functions their contexts.
func (s *solver) start() {
	marks := s.facts.Marks(s.pass.Pkg)
	forms := make(map[*types.Func]token.Pos) // hand-written callback forms
	for _, pair := range marks.Pairs() {
		forms[pair.Func] = pair.Pos
	}
	for fn, b := range s.funcs {
		for _, d := range marks.Func(fn) {
			if name := d.Callback(); name != "" {
				if form := s.form(fn, name); form != nil {
					forms[form] = d.Pos
				}
			}
		}
		switch fact, _ := s.facts.Func(fn); {
		case fact.Nonblocking:
			b.Context = Context{Place: Reactor, Why: "marked //evert:nonblocking", At: position(marks.Func(fn), directive.Nonblocking, b.Decl.Pos())}
		case directive.Has(marks.Func(fn), directive.Thread):
			b.Context = Context{Place: Thread, Why: "marked //evert:thread", At: position(marks.Func(fn), directive.Thread, b.Decl.Pos())}
		}
	}
	for form, at := range forms {
		if b := s.funcs[form]; b != nil {
			b.Context = Context{Place: Reactor, Why: "a callback form", At: at}
		}
	}
	for v, p := range s.owner {
		if fact, _ := s.facts.Var(v); fact.Nonblocking {
			s.vars[v].context = Context{Place: Reactor, Why: v.Name() + ", marked //evert:nonblocking", At: v.Pos()}
		} else if c, ok := s.typeContext(v.Type(), v.Pos()); ok && p.body.Decl != nil {
			s.vars[v].context = c
		}
	}
}

// form finds the hand-written callback form of a function, beside it.
func (s *solver) form(fn *types.Func, name string) *types.Func {
	var obj types.Object
	if recv := fn.Signature().Recv(); recv != nil {
		obj, _, _ = types.LookupFieldOrMethod(recv.Type(), true, s.pass.Pkg, name)
	} else {
		obj = s.pass.Pkg.Scope().Lookup(name)
	}
	form, _ := obj.(*types.Func)
	return form
}

func position(list []directive.Directive, name string, or token.Pos) token.Pos {
	if d, ok := directive.Find(list, name); ok {
		return d.Pos
	}
	return or
}

// solve lets contexts spread until nothing changes. Each round is linear, and a
// context changes at most twice.
func (s *solver) solve() {
	for changed := true; changed; {
		changed = false
		for _, f := range s.flows {
			if c := s.contextOf(f); c.Place != Unknown && s.spread(f.value, c, f, nil) {
				changed = true
			}
		}
	}
}

// contextOf is where a flow lets its value run.
func (s *solver) contextOf(f flow) Context {
	switch f.kind {
	case toMarked:
		return f.mark
	case called:
		return s.inherit(f.body)
	case started:
		if s.inherit(f.body).Place == Reactor {
			return Context{Place: Thread, Why: "started by a go statement", At: f.value.Pos()}
		}
	case toParam:
		if c := s.role(f.call, f.index); c.Place != Unknown {
			return c
		}
		if s.callsInPlace(f.call, f.index) {
			return s.inherit(f.body)
		}
	}
	return Context{}
}

func (s *solver) inherit(b *Body) Context {
	if b == nil {
		return Context{}
	}
	c := b.Context
	c.Inherited = true
	return c
}

// spread gives a context to what an expression holds, and reports whether that
// was news.
func (s *solver) spread(x ast.Expr, c Context, f flow, seen map[*types.Var]bool) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.FuncLit:
		b := s.m.lits[x]
		if b == nil || b.Context.Place >= c.Place {
			return false
		}
		b.Context = c
		return true
	case *ast.Ident:
		v, ok := s.info.ObjectOf(x).(*types.Var)
		known := s.vars[v]
		if !ok || known == nil || seen[v] || s.callOfOwn(v, c, f) {
			return false
		}
		news := false
		if known.context.Place < c.Place {
			known.context, news = c, true
		}
		if seen == nil {
			seen = make(map[*types.Var]bool)
		}
		seen[v] = true
		for _, value := range known.values {
			news = s.spread(value, c, f, seen) || news
		}
		return news
	case *ast.CallExpr:
		if tv := s.info.Types[x.Fun]; tv.IsType() && len(x.Args) == 1 {
			return s.spread(x.Args[0], c, f, seen)
		}
	}
	return false
}

// callOfOwn reports whether a function calls its own parameter, itself or through
// a literal that runs where it does. That says nothing of where the parameter runs
// in general: it runs where the function is called.
func (s *solver) callOfOwn(v *types.Var, c Context, f flow) bool {
	p, ok := s.owner[v]
	if !ok || !c.Inherited {
		return false
	}
	b := f.body
	for b != nil && b != p.body && b.Context.Inherited {
		b = b.Parent
	}
	return b == p.body
}

// role is where a callee runs the argument for a parameter, if it is known.
func (s *solver) role(call *ast.CallExpr, index int) Context {
	fn := blocking.Callee(s.info, call)
	if place := runtimeRole(fn, index); place != Unknown {
		return Context{Place: place, Why: describe(place, fn), At: call.Pos()}
	}
	sig, ok := underlying(s.info.TypeOf(call.Fun)).(*types.Signature)
	if !ok {
		return Context{}
	}
	if fn != nil {
		sig = fn.Signature()
	}
	if index >= 0 && index < sig.Params().Len() {
		v := sig.Params().At(index)
		if known := s.vars[v.Origin()]; known != nil && known.context.Place != Unknown && fn != nil {
			return Context{Place: known.context.Place, Why: describe(known.context.Place, fn), At: call.Pos()}
		}
		typ := v.Type()
		if slice, ok := typ.(*types.Slice); ok && sig.Variadic() && index == sig.Params().Len()-1 {
			typ = slice.Elem()
		}
		if c, ok := s.typeContext(typ, call.Pos()); ok {
			return c
		}
	}
	var roles Roles
	if fn != nil && fn.Pkg() != s.pass.Pkg && s.pass.ImportObjectFact(fn, &roles) {
		for place, list := range map[Place][]int{Reactor: roles.Reactor, Thread: roles.Thread} {
			if slices.Contains(list, index) {
				return Context{Place: place, Why: describe(place, fn), At: call.Pos()}
			}
		}
	}
	return Context{}
}

// callsInPlace reports whether a callee is known to call the argument before it
// returns.
func (s *solver) callsInPlace(call *ast.CallExpr, index int) bool {
	fn := blocking.Callee(s.info, call)
	if fn == nil {
		return s.litCallsInPlace(call.Fun, index)
	}
	if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return false
	}
	fact, _ := s.facts.Func(fn)
	return slices.Contains(fact.CallsParams, index)
}

// litCallsInPlace is callsInPlace for a literal, called on the spot or held by a
// local variable.
func (s *solver) litCallsInPlace(fun ast.Expr, index int) bool {
	values := []ast.Expr{fun}
	if id, ok := ast.Unparen(fun).(*ast.Ident); ok {
		if v, ok := s.info.ObjectOf(id).(*types.Var); ok && s.vars[v] != nil {
			values = s.vars[v].values
		}
	}
	for _, value := range values {
		if lit, ok := ast.Unparen(value).(*ast.FuncLit); ok {
			if fact, _ := s.facts.Lit(lit); slices.Contains(fact.CallsParams, index) {
				return true
			}
		}
	}
	return false
}

// sinks lists the flows that take a function to where it runs, but for those that
// call it on the spot.
func (s *solver) sinks() {
	for _, f := range s.flows {
		if f.kind == called || f.kind == started {
			continue
		}
		if c := s.contextOf(f); c.Place != Unknown && !c.Inherited {
			s.m.Sinks = append(s.m.Sinks, Sink{Value: f.value, Context: c, Call: f.call, Body: f.body})
		}
	}
}

// export tells other packages where parameters run.
func (s *solver) export() {
	for fn, b := range s.funcs {
		var roles Roles
		for i := range b.Sig.Params().Len() {
			switch s.vars[b.Sig.Params().At(i)].context.Place {
			case Reactor:
				roles.Reactor = append(roles.Reactor, i)
			case Thread:
				roles.Thread = append(roles.Thread, i)
			}
		}
		if len(roles.Reactor)+len(roles.Thread) > 0 && fn.Name() != "_" && fn.Name() != "init" {
			s.pass.ExportObjectFact(fn, &roles)
		}
	}
}
