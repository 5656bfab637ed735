package blocking

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// A target is one reason for which a site may wait. Its fact is either that of a
// node of the package being inferred, still to be found, or known.
type target struct {
	node  *node
	known Fact
	fn    *types.Func // if it is a named function
	name  string      // for the chain; "" for literals
	lit   bool        // a function passed as an argument
	via   string      // of lit: the display name of the callee that calls it
}

func (t target) fact() Fact {
	if t.node != nil {
		return t.node.fact
	}
	return t.known
}

// chain returns the chain of a caller, by this target.
func (t target) chain() []string {
	return join(t.via, join(t.name, t.fact().Chain))
}

// length returns the length of chain, given the target's fact, without making it.
func (t target) length(fact Fact) int {
	n := len(fact.Chain)
	if t.name != "" {
		n++
	}
	if t.via != "" {
		n++
	}
	return min(n, maxChain)
}

// resolve returns the targets of a site.
func (s *scope) resolve(st site) []target {
	switch {
	case st.call != nil:
		_, targets := s.resolveCall(st.call)
		return targets
	case st.value != nil:
		return s.valueTargets(st.value, nil)
	}
	return []target{{known: Fact{Class: st.class}, name: st.op}}
}

// resolveCall returns the function that a call names, if it names one, and all
// that the call may wait for.
func (s *scope) resolveCall(call *ast.CallExpr) (*types.Func, []target) {
	fun := ast.Unparen(call.Fun)
	if tv, ok := s.info.Types[fun]; ok && (tv.IsType() || tv.IsBuiltin()) {
		return nil, nil
	}
	fn := staticFunc(s.info, fun)
	if fn == nil {
		targets := s.valueTargets(fun, nil)
		return nil, append(targets, s.argTargets(call, nil, targets)...)
	}
	if s.consoleCall(fn, call) || s.sourceGiven(fn, call) || s.nonblocking(fn) {
		return fn, nil
	}
	targets := s.funcTargets(fn)
	if recv := argsOf(s.info, call, -1); len(targets) > 0 && len(recv) == 1 && isStandard(s.info, recv[0], "Stdin") {
		targets[0].known.Class = Console
	}
	targets = append(targets, s.useTargets(fn, call)...)
	return fn, append(targets, s.argTargets(call, fn, targets)...)
}

// staticFunc returns the function or method that an expression names, an
// interface's method included.
func staticFunc(info *types.Info, fun ast.Expr) *types.Func {
	fun = ast.Unparen(fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		if tv, ok := info.Types[x.X]; ok && isFunc(tv.Type) {
			return staticFunc(info, x.X) // an instance, unless a map or slice of functions
		}
		return nil
	case *ast.IndexListExpr:
		return staticFunc(info, x.X)
	case *ast.Ident:
		fn, _ := info.Uses[x].(*types.Func)
		return originOf(fn)
	case *ast.SelectorExpr:
		fn, _ := info.Uses[x.Sel].(*types.Func)
		return originOf(fn)
	}
	return nil
}

func originOf(fn *types.Func) *types.Func {
	if fn == nil {
		return nil
	}
	return fn.Origin()
}

// funcTargets returns the target of a call of a named function. A method of an
// interface is one like others: its fact comes from a directive or the table.
func (s *scope) funcTargets(fn *types.Func) []target {
	if n := s.funcs[fn]; n != nil {
		return []target{{node: n, fn: fn, name: display(fn)}}
	}
	if fact := s.prog.factOf(fn); fact.Blocks() {
		if !isStdPath(s.prog, fn) || fact.Leaf {
			return []target{{known: fact, fn: fn, name: display(fn)}}
		}
		// A name of the standard library ends a chain: what is below it is in
		// its table for those who want to know.
		fact.Chain = nil
		return []target{{known: fact, fn: fn, name: display(fn)}}
	}
	return nil
}

// nonblocking reports whether a function is marked so: callers may trust it,
// whatever they give it.
func (s *scope) nonblocking(fn *types.Func) bool {
	if n := s.funcs[fn]; n != nil {
		return n.fact.Nonblocking
	}
	return s.prog.factOf(fn).Nonblocking
}

func isStdPath(p *Program, fn *types.Func) bool {
	return fn.Pkg() == nil || p.table.Has(fn.Pkg().Path())
}

// calledParams returns the parameters that a function is known to call in place.
func (s *scope) calledParams(fn *types.Func) []int {
	if n := s.funcs[fn]; n != nil {
		return n.fact.CallsParams
	}
	return s.prog.factOf(fn).CallsParams
}

// argTargets returns the functions that are passed to parameters which the callee
// calls in place. The callee is fn, or else the nodes among targets.
func (s *scope) argTargets(call *ast.CallExpr, fn *types.Func, callees []target) []target {
	var targets []target
	add := func(params []int, via string) {
		for _, i := range params {
			for _, arg := range argsOf(s.info, call, i) {
				for _, t := range s.valueTargets(arg, nil) {
					if t.lit = true; t.via == "" {
						t.via = via
					}
					targets = append(targets, t)
				}
			}
		}
	}
	if fn != nil {
		if fn.Signature().Recv() == nil || !types.IsInterface(fn.Signature().Recv().Type()) {
			add(s.calledParams(fn), display(fn))
		}
		return targets
	}
	for _, t := range callees {
		if t.node != nil {
			add(t.node.fact.CallsParams, t.name)
		}
	}
	return targets
}

// argsOf returns the arguments that a call gives to a parameter, -1 being the
// receiver.
func argsOf(info *types.Info, call *ast.CallExpr, i int) []ast.Expr {
	fun := ast.Unparen(call.Fun)
	sel, isSel := fun.(*ast.SelectorExpr)
	args := call.Args
	if isSel {
		if selection := info.Selections[sel]; selection != nil && selection.Kind() == types.MethodExpr {
			i++ // T.Method(recv, args)
		}
	}
	if i < 0 {
		if isSel {
			return []ast.Expr{sel.X}
		}
		return nil
	}
	sig, ok := info.TypeOf(fun).(*types.Signature)
	if ok && sig.Variadic() && i >= sig.Params().Len()-1 && call.Ellipsis == token.NoPos {
		if i >= len(args) {
			return nil
		}
		return args[i:]
	}
	if i >= len(args) {
		return nil // f(g()) with several results
	}
	return args[i : i+1]
}

// Call returns what is known of a call. ok reports whether it may block, a lock
// that it takes included; a deferred call is asked about like any other, and a go
// statement's never waits, whatever its call would do.
//
// info is that of the call's package in the program. With another one it works,
// but knows nothing of what local variables hold.
func (p *Program) Call(info *types.Info, call *ast.CallExpr) (effect Effect, ok bool) {
	s := p.byInfo[info]
	if s == nil {
		s = p.newScope(nil, info, nil)
	}
	fn, targets := s.resolveCall(call)
	effect.Callee = fn
	targets = slices.DeleteFunc(targets, func(t target) bool { return !t.fact().Blocks() })
	thread := s.threadLine(call)
	if fn != nil {
		effect.Fact = p.factOf(fn) // its marks and forms, even if it does not block
	}
	if len(targets) == 0 {
		effect.Class, effect.Chain, effect.Annotated, effect.Quick = "", nil, false, false
		if s.consoleCall(fn, call) {
			effect.Class = Console
		}
		effect.Thread = effect.Thread || thread
		return effect, false
	}
	t := slices.MinFunc(targets, compareTargets)
	fact := t.fact()
	if fn == nil && !t.lit {
		effect.Fact = fact
	}
	effect.Class, effect.Annotated, effect.Quick = fact.Class, fact.Annotated, fact.Quick
	effect.Chain = fact.Chain
	if t.via != "" {
		effect.Chain = join(t.name, fact.Chain)
	}
	effect.ParamLit = t.lit
	effect.Thread = effect.Thread || thread
	effect.Why = why(fact.Class, t.chain(), s.path)
	return effect, true
}
