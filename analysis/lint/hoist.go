package lint

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

// hoist declares variables for the arguments of a call that a thread makes, if
// they might change until then, or be what only the reactor may touch.
func (w *split) hoist(s *site) string {
	s.args = nil
	if s.sleeps || w.forms && !s.call.Ellipsis.IsValid() && w.c.formOf(s.effect) != nil {
		return ""
	}
	sig, ok := underlying(w.c.pass.TypesInfo.TypeOf(s.call.Fun)).(*types.Signature)
	if !ok {
		return ""
	}
	var b strings.Builder
	for i, arg := range s.call.Args {
		if w.constant(arg) {
			s.args = append(s.args, w.text(arg))
			continue
		}
		name := "arg"
		if j := min(i, sig.Params().Len()-1); j >= 0 && sig.Params().At(j).Name() != "" && sig.Params().At(j).Name() != "_" {
			name = sig.Params().At(j).Name()
		}
		name = w.fresh(name)
		b.WriteString(name + " := " + w.text(arg) + "\n")
		s.args = append(s.args, name)
	}
	return b.String()
}

// callText is the text of a call, with what hoist has declared.
func (w *split) callText(s *site) string {
	args := s.args
	if args == nil {
		for _, arg := range s.call.Args {
			args = append(args, w.text(arg))
		}
	}
	dots := ""
	if s.call.Ellipsis.IsValid() {
		dots = "..."
	}
	return w.text(s.call.Fun) + "(" + strings.Join(args, ", ") + dots + ")"
}

// constant reports whether an argument is the same whenever it is evaluated:
// constants, functions, and variables of the function that are assigned once.
func (w *split) constant(x ast.Expr) bool {
	info := w.c.pass.TypesInfo
	tv := info.Types[x]
	if tv.Value != nil || tv.IsNil() {
		return true
	}
	switch x := ast.Unparen(x).(type) {
	case *ast.FuncLit:
		return true
	case *ast.Ident:
		switch obj := info.Uses[x].(type) {
		case *types.Func:
			return true
		case *types.Var:
			return obj.Parent() != w.c.pass.Pkg.Scope() && !w.reassigned(obj)
		}
	}
	return false
}

// reassigned reports whether a variable is assigned to after its declaration, or
// its address is taken.
func (w *split) reassigned(v *types.Var) bool {
	info := w.c.pass.TypesInfo
	is := func(x ast.Expr) bool {
		id, ok := ast.Unparen(x).(*ast.Ident)
		return ok && info.Uses[id] == v
	}
	found := false
	ast.Inspect(w.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				found = found || is(x)
			}
		case *ast.IncDecStmt:
			found = found || is(n.X)
		case *ast.UnaryExpr:
			found = found || n.Op.String() == "&" && is(n.X)
		case *ast.RangeStmt:
			found = found || n.Key != nil && is(n.Key) || n.Value != nil && is(n.Value)
		}
		return !found
	})
	return found
}

// fresh returns a name that means nothing in the file yet.
func (w *split) fresh(base string) string {
	info := w.c.pass.TypesInfo
	taken := make(map[string]bool)
	ast.Inspect(w.file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := info.ObjectOf(id); obj == nil || !isField(obj) {
				taken[id.Name] = true
			}
		}
		return true
	})
	name := base
	for i := 2; taken[name] || w.used[name] || w.c.pass.Pkg.Scope().Lookup(name) != nil; i++ {
		name = base + strconv.Itoa(i)
	}
	w.used[name] = true
	return name
}

// chainValue replaces a function that is given to AddCallback by one that starts
// it and returns its Deferred, for Chain.
func (w *split) chainValue(sink where.Sink, sig *types.Signature, effect blocking.Effect) []analysis.TextEdit {
	chain := w.c.chainOf(sink.Call)
	values, failing := resultsOf(sig)
	if chain != "Chain" || len(values) != 1 || !failing || sig.Params().Len() != 1 || !w.nameable([]types.Type{values[0], sig.Params().At(0).Type()}) {
		return nil
	}
	param := sig.Params().At(0).Name()
	if param == "" || param == "_" {
		param = "v"
	}
	param = w.fresh(param)
	w.value = w.typeText(values[0])
	outcome := w.threadCall(values[0], failing, w.text(sink.Value)+"("+param+")")
	if f := w.c.formOf(effect); f != nil && f.fn.Signature().Recv() == nil && effect.Callee.Signature().Recv() == nil {
		args := []string{param}
		if f.reactor == 0 {
			args = []string{w.reactor, param}
		} else if f.reactor == 1 {
			args = append(args, w.reactor)
		}
		outcome = w.qualified(f.fn) + "(" + strings.Join(args, ", ") + ")"
	}
	sel := ast.Unparen(sink.Call.Fun).(*ast.SelectorExpr).Sel
	text := "func(" + param + " " + w.typeText(sig.Params().At(0).Type()) + ") " + w.deferredType() + " {\nreturn " + outcome + "\n}"
	return w.finish([]edit{
		{w.offset(sel.Pos()), w.offset(sel.End()), chain},
		{w.offset(sink.Value.Pos()), w.offset(sink.Value.End()), text},
	})
}
