package once

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// staticFunc returns the function or method that an expression names, an
// interface's method included.
func (s *scope) staticFunc(fun ast.Expr) *types.Func {
	switch x := ast.Unparen(fun).(type) {
	case *ast.IndexExpr:
		return s.staticFunc(x.X)
	case *ast.IndexListExpr:
		return s.staticFunc(x.X)
	case *ast.Ident:
		if fn, ok := s.info.Uses[x].(*types.Func); ok {
			return fn.Origin()
		}
	case *ast.SelectorExpr:
		if fn, ok := s.info.Uses[x.Sel].(*types.Func); ok {
			return fn.Origin()
		}
	}
	return nil
}

// call evaluates a call.
func (w *walk) call(call *ast.CallExpr, st *state) []outcome {
	fun := ast.Unparen(call.Fun)
	if tv, ok := w.info.Types[fun]; ok {
		if tv.IsType() {
			return w.exprs(call.Args, st) // a conversion hands its operand on
		}
		if tv.IsBuiltin() {
			return w.builtin(call, fun, st)
		}
	}
	fn := w.staticFunc(fun)
	if fn != nil && neverReturns(fn) {
		return nil
	}
	if fn == nil {
		return w.callValue(call, fun, st)
	}
	outs := []outcome{{st: st, vals: []value{{}}}}
	if sel, ok := fun.(*ast.SelectorExpr); ok && w.info.Selections[sel] != nil {
		outs = w.expr(sel.X, st)
	}
	var all []outcome
	for _, out := range outs {
		recv := out.val()
		for _, args := range w.exprs(call.Args, out.st) {
			all = append(all, w.callFunc(call, fn, recv, args.vals, args.st)...)
		}
	}
	return all
}

// callValue calls what is no declared function.
func (w *walk) callValue(call *ast.CallExpr, fun ast.Expr, st *state) (all []outcome) {
	for _, out := range w.expr(fun, st) {
		val := out.val()
		for _, args := range w.exprs(call.Args, out.st) {
			switch val.kind {
			case null:
				continue // it panics
			case owned, firer:
				st := w.escapeAll(args.vals, call, args.st)
				all = append(all, outcome{w.complete(val.index, call.Pos(), st), w.completed(call, 1<<val.index)})
			case code:
				all = append(all, w.inline(call, val.fn, args.vals, args.st)...)
			default:
				if fact := w.valueFact(fun); !fact.empty() {
					all = append(all, w.described(call, nil, fact, args.vals, args.st)...)
					continue
				}
				st := w.escapeAll(args.vals, call, args.st)
				all = append(all, outcome{w.unknownCall(nil, call, st), w.unknowns(call)})
			}
		}
	}
	return all
}

// valueFact returns what is known of a func value: of the field that holds it, or
// of its type.
func (w *walk) valueFact(fun ast.Expr) Fact {
	if sel, ok := fun.(*ast.SelectorExpr); ok {
		if v, ok := w.info.Uses[sel.Sel].(*types.Var); ok {
			if fact := w.lookup(v.Origin()); !fact.empty() {
				return fact
			}
		}
	}
	if named, ok := types.Unalias(w.typeOf(fun)).(*types.Named); ok && named.Obj().Pkg() != nil {
		return w.lookup(named.Obj())
	}
	return Fact{}
}

// callFunc calls a function or method.
func (w *walk) callFunc(call *ast.CallExpr, fn *types.Func, recv value, args []value, st *state) []outcome {
	if recv.kind == owned && w.comps[recv.index].deferred {
		return w.callDeferred(call, fn, recv, args, st)
	}
	st = w.escape(recv, call.Pos(), st)
	if isDeferredPath(pathOf(fn)) && fn.Pkg() != w.pkg {
		return w.callRuntime(call, fn, args, st)
	}
	fact := w.factOf(fn)
	if len(fact.Once) > 0 || len(fact.Resumes) > 0 {
		return w.described(call, fn, fact, args, st)
	}
	if isNew(fn) {
		return w.create(call, st)
	}
	if decl := w.decls[fn]; decl != nil {
		if w.matters(decl, args, st) {
			return w.inline(call, w.funcs[decl], args, st)
		}
		st = w.escapeAll(args, call, st)
		kind := unknown
		if w.keepsState(decl) {
			kind = stateful
		}
		return single(st, w.resultsOf(call, kind)...)
	}
	st = w.escapeAll(args, call, st)
	st = w.unknownCall(fn, call, st)
	return single(st, w.foreignResults(call, fn, args)...)
}

// callDeferred calls a method of a Deferred that is followed.
func (w *walk) callDeferred(call *ast.CallExpr, fn *types.Func, recv value, args []value, st *state) []outcome {
	switch name := fn.Name(); {
	case fires(name):
		st = w.complete(recv.index, call.Pos(), w.escapeAll(args, call, st))
		return single(st, w.unknowns(call)...)
	case name == "Cancel":
		st = w.maybe(recv.index, st)
	case name == "Fired" && st.tallies[recv.index].count == one:
		return single(st, value{kind: known, c: constant.MakeBool(true)})
	case name == "Fired", name == "Result", name == "Outcome":
		return single(st, w.resultsOf(call, stateful)...)
	case name == "OnCancel":
		// What is called when nobody wants the outcome need not come.
	default:
		t := st.tallies[recv.index]
		t.read = true
		st = w.escapeAll(args, call, st.with(recv.index, t))
	}
	return single(st, w.unknowns(call)...)
}

// callRuntime calls a function of package deferred. Those that take a Deferred
// wait for it, and leave it to others to fire it.
func (w *walk) callRuntime(call *ast.CallExpr, fn *types.Func, args []value, st *state) []outcome {
	if isNew(fn) {
		return w.create(call, st)
	}
	for _, arg := range args {
		if arg.kind == owned && w.comps[arg.index].deferred {
			t := st.tallies[arg.index]
			t.read = true
			st = st.with(arg.index, t)
			continue
		}
		st = w.escape(arg, call.Pos(), st)
	}
	return single(st, w.unknowns(call)...)
}

// isNew reports whether a function is deferred.New.
func isNew(fn *types.Func) bool {
	results := fn.Signature().Results()
	return fn.Name() == "New" && isDeferredPath(pathOf(fn)) && fn.Signature().Recv() == nil && results.Len() == 1 && isDeferred(results.At(0).Type())
}

// described calls a function that has directives.
func (w *walk) described(call *ast.CallExpr, fn *types.Func, fact Fact, args []value, st *state) []outcome {
	var undo uint64
	for _, name := range fact.Resumes {
		if i := w.requestIndex(name); i >= 0 {
			st = w.complete(i, call.Pos(), st)
			undo |= 1 << i
		}
	}
	inContract := make(map[int]bool)
	for _, c := range fact.Once {
		if !c.Results {
			for _, slot := range c.Slots {
				inContract[slot] = true
			}
		}
	}
	for i, arg := range args {
		if !inContract[i] {
			st = w.escape(arg, call.Pos(), st)
		}
	}
	outs := single(st, w.completed(call, undo)...)
	for _, c := range fact.Once {
		var next []outcome
		for _, out := range outs {
			if c.Results {
				next = append(next, w.createResults(call, c, out)...)
			} else {
				next = append(next, w.start(call, c, args, out)...)
			}
		}
		outs = next
	}
	return outs
}

// start calls a function that calls one of its arguments once, now or later, or
// fails to start.
func (w *walk) start(call *ast.CallExpr, c Contract, args []value, out outcome) []outcome {
	var started []*state
	for _, slot := range c.Slots {
		if slot < len(args) && (args[slot].kind != null || len(c.Slots) == 1) {
			started = append(started, w.handOn(args[slot], nil, call, out.st))
		}
	}
	if len(started) == 0 {
		return single(out.st, out.vals...)
	}
	var outs []outcome
	fail := failure{call: call, certain: true}
	for _, st := range distinct(started) {
		vals := out.vals
		if c.When.Kind != Always {
			vals = w.withResult(call, vals, c.When, true)
		}
		outs = append(outs, outcome{st, vals})
		for i, t := range st.tallies {
			if before := out.st.tallies[i]; before.count == zero && t.count != zero && !slices.Contains(fail.indices, i) {
				fail.indices = append(fail.indices, i)
				fail.certain = fail.certain && t.count == one
			}
		}
	}
	if c.When.Kind == Always || len(fail.indices) == 0 {
		return outs
	}
	st := out.st.clone()
	st.fails = slices.DeleteFunc(slices.Clone(st.fails), func(f failure) bool { return f.call == call })
	st.fails = append(st.fails, fail)
	st.wrote = false
	return append(outs, outcome{st, w.withResult(call, out.vals, c.When, false)})
}

// withResult returns results of which one says whether a call has started.
func (w *walk) withResult(call *ast.CallExpr, vals []value, when Condition, started bool) []value {
	types := w.resultTypes(call)
	if when.Result >= len(types) || when.Result >= len(vals) {
		return vals
	}
	vals = slices.Clone(vals)
	if (when.Kind == Zero) == started {
		vals[when.Result] = zeroValue(types[when.Result])
	} else {
		vals[when.Result] = otherValue(types[when.Result])
	}
	return vals
}

// create makes a Deferred.
func (w *walk) create(call *ast.CallExpr, st *state) []outcome {
	for i, comp := range w.comps {
		if comp.kind == made && comp.site == call {
			return single(st.with(i, tally{count: zero}), value{kind: owned, index: i})
		}
	}
	return single(st, value{kind: nonNull})
}

// createResults returns the functions of which the caller has to call one. If the
// call fails there are none.
func (w *walk) createResults(call *ast.CallExpr, c Contract, out outcome) []outcome {
	for i, comp := range w.comps {
		if comp.kind != made || comp.site != call {
			continue
		}
		vals := slices.Clone(out.vals)
		for _, slot := range c.Slots {
			if slot < len(vals) {
				vals[slot] = value{kind: owned, index: i}
			}
		}
		st := out.st.with(i, tally{count: zero})
		if c.When.Kind == Always {
			return single(st, vals...)
		}
		return []outcome{
			{st, w.withResult(call, vals, c.When, true)},
			{out.st.with(i, tally{}), w.withResult(call, out.vals, c.When, false)},
		}
	}
	return single(out.st, out.vals...)
}

// builtin calls a built-in function.
func (w *walk) builtin(call *ast.CallExpr, fun ast.Expr, st *state) []outcome {
	name := ""
	switch fun := fun.(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		name = fun.Sel.Name // unsafe's
	}
	switch name {
	case "panic":
		return nil
	case "recover":
		return single(st, value{kind: null}) // on paths that do not panic
	case "make", "new":
		return single(st, value{kind: nonNull})
	}
	outs := w.parts(call.Args, st)
	if name == "append" {
		for i := range outs {
			outs[i].vals[0].grown = true
		}
	}
	if name == "delete" || name == "clear" {
		for i := range outs {
			for _, obj := range w.dependsOn(call.Args[0]) {
				outs[i].st = outs[i].st.forget(obj)
			}
		}
	}
	return outs
}

// neverReturns names functions after which nothing comes.
func neverReturns(fn *types.Func) bool {
	switch fn.FullName() {
	case "os.Exit", "runtime.Goexit", "syscall.Exit":
		return true
	}
	switch fn.Name() {
	case "Fatal", "Fatalf", "Fatalln", "FailNow", "Panic", "Panicf", "Panicln", "SkipNow", "Skip", "Skipf":
		return fn.Pkg() != nil
	}
	return false
}

// keepsState reports whether what a function returns may depend on how often it
// was called: it guards something.
func (w *walk) keepsState(decl *ast.FuncDecl) bool {
	found := false
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				if _, isID := ast.Unparen(x).(*ast.Ident); !isID && n.Tok != token.DEFINE {
					found = true
				}
			}
		case *ast.IncDecStmt:
			if _, isID := ast.Unparen(n.X).(*ast.Ident); !isID {
				found = true
			}
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "delete" {
				found = true
			}
			if fn := w.staticFunc(n.Fun); fn != nil && isGuardPackage(pathOf(fn)) {
				found = true
			}
		}
		return !found
	})
	return found
}
