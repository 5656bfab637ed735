package lint

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
)

// checkNeedless finds threads for what surely does not block: a function marked
// nonblocking, or a literal that calls nothing else. What takes long without a wait
// is a good reason for a thread, so that loops and calls of which less is known are
// taken for one.
func checkNeedless(c *checker) {
	for _, b := range c.where.Bodies {
		if b.Block == nil || c.Own(b.Block.Pos()) {
			continue
		}
		inspectBody(b, func(n ast.Node) {
			if call, ok := n.(*ast.CallExpr); ok {
				c.needless(call)
			}
		})
	}
}

// needless judges a call that gives a function to a thread.
func (c *checker) needless(call *ast.CallExpr) {
	f, ok := c.runtimeCall(call)
	if !ok || f.pkg != "threads" || f.recv != "" || len(call.Args) != 2 {
		return
	}
	switch f.name {
	case "DeferToThread", "DeferToThread0", "DeferToThread1", "DeferToThreadErr":
	default:
		return
	}
	what := ""
	arg := ast.Unparen(call.Args[1])
	if lit, ok := arg.(*ast.FuncLit); ok {
		if !c.instant(lit.Body) {
			return
		}
		what = "the function does not block"
	} else {
		fn := c.namedFunc(arg)
		if fact, _ := c.facts.Func(fn); fn == nil || !fact.Nonblocking {
			return
		}
		what = show(arg) + " is marked //evert:nonblocking"
	}
	c.Report("EV305", call, "needless "+show(call.Fun)+": "+what, c.unwrapFix(f, call)...)
}

// namedFunc returns the function or method that an expression is the value of.
func (c *checker) namedFunc(x ast.Expr) *types.Func {
	switch x := x.(type) {
	case *ast.Ident:
		fn, _ := c.pass.TypesInfo.Uses[x].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := c.pass.TypesInfo.Uses[x.Sel].(*types.Func)
		return fn
	}
	return nil
}

// instant reports whether a body surely takes no time: it calls nothing but
// builtins and functions marked nonblocking, and has no loop, no jump back, and
// nothing that waits.
func (c *checker) instant(body *ast.BlockStmt) bool {
	instant := true
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.GoStmt, *ast.DeferStmt, *ast.SelectStmt, *ast.SendStmt, *ast.FuncLit:
			instant = false
		case *ast.BranchStmt:
			instant = instant && n.Tok != token.GOTO
		case *ast.UnaryExpr:
			instant = instant && n.Op != token.ARROW
		case *ast.CallExpr:
			instant = instant && c.instantCall(n)
		}
		return instant
	})
	return instant
}

func (c *checker) instantCall(call *ast.CallExpr) bool {
	tv := c.pass.TypesInfo.Types[call.Fun]
	if tv.IsType() {
		return true
	}
	if tv.IsBuiltin() {
		id, ok := ast.Unparen(call.Fun).(*ast.Ident)
		return ok && id.Name != "panic" && id.Name != "recover"
	}
	fact, _ := c.facts.Func(blocking.Callee(c.pass.TypesInfo, call))
	return fact.Nonblocking
}

// unwrapFix suggests to do it in place:
//
//	threads.DeferToThread(r, func() (int, error) {     deferred.Succeed(len(s))
//		return len(s), nil
//	})
//
//	threads.DeferToThread(r, quick)                    deferred.Return(quick())
func (c *checker) unwrapFix(f runtimeFunc, call *ast.CallExpr) []analysis.SuggestedFix {
	w := c.newText(call.Pos())
	if w == nil || !w.canName(c.runtimePath("deferred"), call.Pos()) {
		return nil
	}
	value := deferredValue(c.pass.TypesInfo.TypeOf(call))
	text := ""
	if lit, ok := ast.Unparen(call.Args[1]).(*ast.FuncLit); ok {
		text = w.unwrapLiteral(f.name, call, lit, value)
	} else {
		text = w.unwrapNamed(f.name, w.text(call.Args[1])+"()")
	}
	if text == "" || !w.dropsVariable(call.Args[0]) {
		return nil
	}
	edits := []edit{{w.offset(call.Pos()), w.offset(call.End()), text}}
	edits = append(edits, w.dropImport(call)...)
	list := w.finish(edits)
	if list == nil {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Do it in place", TextEdits: list}}
}

// unwrapNamed is the Deferred of what a function's call returns.
func (w *split) unwrapNamed(name, call string) string {
	switch name {
	case "DeferToThread":
		return w.name("deferred") + ".Return(" + call + ")"
	case "DeferToThread1":
		return w.name("deferred") + ".Succeed(" + call + ")"
	case "DeferToThreadErr":
		return w.name("deferred") + ".Finish(" + call + ")"
	}
	return ""
}

// unwrapLiteral is the Deferred of what a literal returns, if that is all it does.
// A literal with more in it is called in place, if it has the results for that.
func (w *split) unwrapLiteral(name string, call *ast.CallExpr, lit *ast.FuncLit, value types.Type) string {
	pkg := w.name("deferred")
	ret := onlyReturn(lit)
	switch {
	case w.comments(call) > w.comments(lit):
		return "" // it would be lost
	case (ret == nil || w.comments(lit) > 0) && name == "DeferToThread":
		return pkg + ".MaybeDeferred(" + w.text(lit) + ")"
	case ret == nil || len(ret.Results) == 0 || w.comments(lit) > 0:
		return ""
	case len(ret.Results) == 1 && name == "DeferToThread":
		return w.unwrapNamed(name, w.text(ret.Results[0])) // a call with two results
	}
	first := ret.Results[0]
	last := ret.Results[len(ret.Results)-1]
	isNil := w.c.pass.TypesInfo.Types[last].IsNil()
	switch name {
	case "DeferToThreadErr":
		if isNil {
			return pkg + ".Done()"
		}
		return w.unwrapNamed(name, w.text(first))
	case "DeferToThread1":
		return pkg + ".Succeed" + w.typeArg(first, value) + "(" + w.text(first) + ")"
	case "DeferToThread":
		if isNil {
			return pkg + ".Succeed" + w.typeArg(first, value) + "(" + w.text(first) + ")"
		}
		return pkg + ".Return" + w.typeArg(first, value) + "(" + w.text(first) + ", " + w.text(last) + ")"
	}
	return ""
}

// onlyReturn returns the return statement that a literal consists of, or nil.
func onlyReturn(lit *ast.FuncLit) *ast.ReturnStmt {
	if len(lit.Body.List) != 1 {
		return nil
	}
	ret, _ := lit.Body.List[0].(*ast.ReturnStmt)
	return ret
}

// typeArg is the type argument that a call needs if its argument might give it
// another type: constants, and what has the type of the place it stands in.
func (w *split) typeArg(x ast.Expr, value types.Type) string {
	if w.ownType(ast.Unparen(x), value) {
		return ""
	}
	return "[" + w.typeText(value) + "]"
}

// ownType reports whether an expression is of a type wherever it stands.
func (w *split) ownType(x ast.Expr, typ types.Type) bool {
	tv := w.c.pass.TypesInfo.Types[x]
	if tv.Type == nil || tv.IsNil() || !types.Identical(tv.Type, typ) {
		return false
	}
	switch x := x.(type) {
	case *ast.BasicLit:
		return types.Identical(typ, types.Typ[literals[x.Kind]])
	case *ast.Ident:
		_, isVar := w.c.pass.TypesInfo.Uses[x].(*types.Var)
		return isVar
	case *ast.SelectorExpr:
		_, isVar := w.c.pass.TypesInfo.Uses[x.Sel].(*types.Var)
		return isVar
	case *ast.CallExpr, *ast.CompositeLit, *ast.IndexExpr, *ast.SliceExpr, *ast.StarExpr:
		return tv.Value == nil
	}
	return false
}

// literals are the types of literals, by what they look like.
var literals = map[token.Token]types.BasicKind{
	token.INT: types.Int, token.FLOAT: types.Float64, token.IMAG: types.Complex128, token.CHAR: types.Rune, token.STRING: types.String,
}

// comments counts the comments in a node.
func (w *split) comments(n ast.Node) (count int) {
	for _, group := range w.file.Comments {
		if n.Pos() <= group.Pos() && group.End() <= n.End() {
			count++
		}
	}
	return count
}

// dropsVariable reports whether an expression can be left out: the variable that it
// is is used elsewhere, too, or need not be.
func (w *split) dropsVariable(x ast.Expr) bool {
	p, ok := w.c.pathOf(x)
	if !ok {
		return false
	}
	if w.c.isParam(p.root) || p.root.IsField() || p.root.Parent() == p.root.Pkg().Scope() {
		return true
	}
	uses := 0
	for _, obj := range w.c.pass.TypesInfo.Uses {
		if obj == p.root {
			uses++
		}
	}
	return uses > 1
}

// dropImport deletes the import of the package that a call's function belongs to,
// if nothing else in the file needs it.
func (w *split) dropImport(call *ast.CallExpr) []edit {
	fun := ast.Unparen(call.Fun)
	if x, ok := fun.(*ast.IndexExpr); ok {
		fun = x.X
	}
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok || w.c.usedAgain(sel) {
		return nil
	}
	pkg, ok := w.c.pass.TypesInfo.Uses[sel.X.(*ast.Ident)].(*types.PkgName)
	if !ok {
		return nil
	}
	for _, decl := range w.file.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.IMPORT {
			continue
		}
		for _, spec := range d.Specs {
			spec := spec.(*ast.ImportSpec)
			if w.c.pass.TypesInfo.Implicits[spec] != pkg && (spec.Name == nil || w.c.pass.TypesInfo.Defs[spec.Name] != pkg) {
				continue
			}
			if !d.Lparen.IsValid() || len(d.Specs) == 1 {
				return []edit{w.wholeLine(d)}
			}
			return []edit{w.wholeLine(spec)}
		}
	}
	return nil
}

// wholeLine deletes the lines of a node.
func (w *split) wholeLine(n ast.Node) edit {
	begin, end := w.offset(n.Pos()), w.offset(n.End())
	for begin > 0 && w.src[begin-1] != '\n' {
		begin--
	}
	for end < len(w.src) && w.src[end] != '\n' {
		end++
	}
	return edit{begin, min(end+1, len(w.src)), ""}
}
