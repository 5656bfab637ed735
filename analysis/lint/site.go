package lint

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/evert-go/evert/analysis/blocking"
)

// A site is a statement at which a body can be split: one that is a call which
// blocks, or that binds its results.
type site struct {
	stmt     ast.Stmt
	call     *ast.CallExpr
	effect   blocking.Effect
	tail     *ast.IfStmt // the statement, if the call is what it begins with
	returned bool        // return f()
	sleeps   bool        // time.Sleep

	typ     types.Type // of the value besides an error, or nil
	failing bool       // there is an error
	args    []string   // texts of the arguments, if a thread makes the call
	value   string     // what the value is called, "_" if nothing
	failure string     // what the error is called
}

// siteOf returns the site that a statement of a list is, or nil.
func (w *split) siteOf(list []ast.Stmt, i int) *site {
	s := &site{stmt: list[i]}
	var names []ast.Expr
	switch stmt := list[i].(type) {
	case *ast.ExprStmt:
		s.call, _ = ast.Unparen(stmt.X).(*ast.CallExpr)
	case *ast.AssignStmt:
		names = s.assigned(stmt)
	case *ast.ReturnStmt:
		if len(stmt.Results) == 1 && w.shape == adding {
			s.call, _ = ast.Unparen(stmt.Results[0]).(*ast.CallExpr)
			s.returned = true
		}
	case *ast.IfStmt:
		if init, ok := stmt.Init.(*ast.AssignStmt); ok {
			names = s.assigned(init)
			s.tail = stmt
		}
	}
	if s.call == nil || !w.blocks(s) || !w.results(s, names) {
		return nil
	}
	if len(names) > 0 && !w.bindable(s, names, list[i+1:]) {
		return nil
	}
	return s
}

// assigned takes the call of names := f().
func (s *site) assigned(stmt *ast.AssignStmt) []ast.Expr {
	if stmt.Tok != token.DEFINE || len(stmt.Rhs) != 1 {
		return nil
	}
	s.call, _ = ast.Unparen(stmt.Rhs[0]).(*ast.CallExpr)
	return stmt.Lhs
}

// blocks reports whether the call is one that is reported.
func (w *split) blocks(s *site) bool {
	c := w.c
	effect, blocks := c.facts.Call(c.pass.TypesInfo, s.call)
	if !blocks || effect.Class == blocking.Lock || effect.Quick || effect.ParamLit || effect.Callee == nil {
		return false
	}
	s.effect, s.sleeps = effect, isSleep(effect.Callee)
	id := "EV101"
	if s.sleeps {
		id = "EV102"
	}
	return !c.Allows(id, s.call.Pos())
}

// results names the results; false if there are too many.
func (w *split) results(s *site, names []ast.Expr) bool {
	sig, ok := underlying(w.c.pass.TypesInfo.TypeOf(s.call.Fun)).(*types.Signature)
	if !ok {
		return false
	}
	values, failing := resultsOf(sig)
	if len(values) > 1 || !w.nameable(values) {
		return false
	}
	if s.returned && (!failing || len(values) != 1) {
		return false
	}
	s.failing, s.value, s.failure = failing, "_", "_"
	if len(values) == 1 {
		s.typ = values[0]
	}
	bound := make([]string, 0, 2)
	for _, x := range names {
		id, ok := x.(*ast.Ident)
		if !ok {
			return false
		}
		bound = append(bound, id.Name)
	}
	if len(bound) > 0 && len(values) == 1 {
		s.value = bound[0]
	}
	if len(bound) > 0 && failing {
		s.failure = bound[len(bound)-1]
	}
	if !failing && w.shape == finishing {
		s.failure = "err"
		if s.value == "err" {
			s.failure = "failure"
		}
	}
	return true
}

// nameable reports whether the types can be written in the file.
func (w *split) nameable(list []types.Type) bool {
	for _, typ := range list {
		if w.typeText(typ); w.bad {
			w.bad = false
			return false
		}
	}
	return true
}

// bindable reports whether the names may become those of a callback's parameters.
// Names that an if statement declares must mean nothing else behind it. What the
// statement assigns to anew, instead of declaring it, must not be seen by literals
// made before, and must have been used.
func (w *split) bindable(s *site, names []ast.Expr, rest []ast.Stmt) bool {
	info := w.c.pass.TypesInfo
	for _, x := range names {
		id := x.(*ast.Ident)
		if id.Name == "_" {
			continue
		}
		if s.tail != nil && w.meansElse(id, s, rest) {
			return false
		}
		if info.Defs[id] == nil && !w.doneWith(info.Uses[id], s.stmt.Pos()) {
			return false
		}
	}
	return true
}

// meansElse reports whether a name that an if statement declares means something
// else in the statements behind it, or will be declared there.
func (w *split) meansElse(id *ast.Ident, s *site, rest []ast.Stmt) bool {
	info := w.c.pass.TypesInfo
	for _, stmt := range rest {
		found := false
		ast.Inspect(stmt, func(n ast.Node) bool {
			other, ok := n.(*ast.Ident)
			if !ok || other.Name != id.Name {
				return true
			}
			if obj := info.Uses[other]; obj != nil && obj.Pos() < s.stmt.End() && !isField(obj) {
				found = true
			}
			if info.Defs[other] != nil && declares(stmt, other) {
				found = true
			}
			return true
		})
		if found {
			return true
		}
	}
	return false
}

func isField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField() || obj.Parent() == nil
}

// declares reports whether a statement declares a name in its own scope.
func declares(stmt ast.Stmt, id *ast.Ident) bool {
	switch s := stmt.(type) {
	case *ast.AssignStmt:
		return slices.Contains(s.Lhs, ast.Expr(id))
	case *ast.DeclStmt:
		return true
	}
	return false
}

// doneWith reports whether a variable has been read before pos, and is not seen by
// literals or pointers.
func (w *split) doneWith(obj types.Object, pos token.Pos) bool {
	read, caught := false, false
	var visit func(root ast.Node, inLit bool)
	visit = func(root ast.Node, inLit bool) {
		ast.Inspect(root, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				if ast.Node(n) != root {
					visit(n, true)
					return false
				}
			case *ast.UnaryExpr:
				if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND && w.c.pass.TypesInfo.Uses[id] == obj {
					caught = true
				}
			case *ast.AssignStmt:
				for _, x := range n.Rhs {
					visit(x, inLit)
				}
				return false
			case *ast.Ident:
				if w.c.pass.TypesInfo.Uses[n] == obj {
					read = read || n.Pos() < pos
					caught = caught || inLit
				}
			}
			return true
		})
	}
	visit(w.body.Block, false)
	return read && !caught
}

// outcome is the text of a Deferred of what a call returns.
func (w *split) outcome(s *site) string {
	if s.sleeps {
		return w.name("reactor") + ".Sleep(" + w.reactor + ", " + w.text(s.call.Args[0]) + ")"
	}
	if w.forms && !s.call.Ellipsis.IsValid() {
		if f := w.c.formOf(s.effect); f != nil {
			if text := w.formCall(f, s.call); text != "" {
				return text
			}
		}
	}
	return w.threadCall(s.typ, s.failing, w.callText(s))
}

// threadCall lets a thread do what an expression does.
func (w *split) threadCall(typ types.Type, failing bool, call string) string {
	threads := w.name("threads") + ".DeferToThread"
	switch {
	case typ == nil && failing:
		return threads + "Err(" + w.reactor + ", func() error {\nreturn " + call + "\n})"
	case typ == nil:
		return threads + "0(" + w.reactor + ", func() {\n" + call + "\n})"
	case !failing:
		return threads + "1(" + w.reactor + ", func() " + w.typeText(typ) + " {\nreturn " + call + "\n})"
	}
	return threads + "(" + w.reactor + ", func() (" + w.typeText(typ) + ", error) {\nreturn " + call + "\n})"
}

// formCall calls a callback form; "" if that cannot be written.
func (w *split) formCall(f *form, call *ast.CallExpr) string {
	var args []string
	for _, arg := range call.Args {
		args = append(args, w.text(arg))
	}
	name := f.fn.Name()
	sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	_, isMethod := w.c.pass.TypesInfo.Selections[sel]
	switch {
	case f.fn.Signature().Recv() != nil:
		if !isSel || !isMethod {
			return ""
		}
		name = w.text(sel.X) + "." + name
	case isSel && isMethod: // a counterpart takes the receiver
		if !types.Identical(w.c.pass.TypesInfo.TypeOf(sel.X), w.c.pass.TypesInfo.Selections[sel].Obj().(*types.Func).Signature().Recv().Type()) {
			return ""
		}
		args = append([]string{w.text(sel.X)}, args...)
		name = w.qualified(f.fn)
	default:
		name = w.qualified(f.fn)
	}
	if f.reactor >= 0 {
		if f.reactor > len(args) {
			return ""
		}
		args = slices.Insert(args, f.reactor, w.reactor)
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}
