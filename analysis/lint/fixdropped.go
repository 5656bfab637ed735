package lint

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/where"
)

// droppedFixes suggests what to do with a Deferred that is dropped: to return it,
// to log its error, or to say that nobody needs to know.
func (c *checker) droppedFixes(b *where.Body, stmt ast.Stmt, x ast.Expr, value types.Type) []analysis.SuggestedFix {
	var fixes []analysis.SuggestedFix
	for _, way := range []struct {
		message string
		edits   func(w *split) []edit
	}{
		{"Return it", func(w *split) []edit { return w.returnIt(b, stmt, x) }},
		{"Log its error", func(w *split) []edit { return w.logError(stmt, x, value) }},
		{"Say that its outcome does not matter", func(w *split) []edit { return w.discard(stmt, x) }},
	} {
		w := c.newText(x.Pos())
		if w == nil {
			return nil
		}
		if edits := way.edits(w); edits != nil {
			if text := w.finish(edits); text != nil {
				fixes = append(fixes, analysis.SuggestedFix{Message: way.message, TextEdits: text})
			}
		}
	}
	return fixes
}

// returnIt makes the statement a return, if it is the last one, or only followed by
// a return of nothing, and if the function returns such a Deferred.
func (w *split) returnIt(b *where.Body, stmt ast.Stmt, x ast.Expr) []edit {
	if b.Sig == nil || b.Sig.Results().Len() != 1 || !types.Identical(b.Sig.Results().At(0).Type(), w.c.pass.TypesInfo.TypeOf(x)) {
		return nil
	}
	edits := []edit{{w.offset(stmt.Pos()), w.offset(x.Pos()), "return "}}
	list := listOf(b.Block, stmt)
	for i, other := range list {
		if other != stmt {
			continue
		}
		switch {
		case i == len(list)-1 && len(b.Block.List) == len(list) && b.Block.List[i] == stmt:
			return edits // the function ends here: it did not compile
		case i == len(list)-2:
			if ret, ok := list[i+1].(*ast.ReturnStmt); ok && w.c.returnsDone(ret) {
				return append(edits, w.deletion(ret))
			}
		}
	}
	return nil
}

// listOf returns the list of statements that a statement stands in.
func listOf(block *ast.BlockStmt, stmt ast.Stmt) (list []ast.Stmt) {
	ast.Inspect(block, func(n ast.Node) bool {
		var in []ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			in = n.List
		case *ast.CaseClause:
			in = n.Body
		case *ast.CommClause:
			in = n.Body
		}
		for _, other := range in {
			if other == stmt {
				list = in
			}
		}
		return list == nil
	})
	return list
}

// returnsDone reports whether a return statement returns deferred.Done().
func (c *checker) returnsDone(ret *ast.ReturnStmt) bool {
	if len(ret.Results) != 1 {
		return false
	}
	call, ok := ast.Unparen(ret.Results[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	f, _ := c.runtimeCall(call)
	return f == runtimeFunc{"deferred", "", "Done"}
}

// deletion deletes a statement, and its line if nothing else stands there. A
// comment behind it stays.
func (w *split) deletion(stmt ast.Stmt) edit {
	begin, end := w.offset(stmt.Pos()), w.offset(stmt.End())
	line := begin
	for line > 0 && (w.src[line-1] == ' ' || w.src[line-1] == '\t') {
		line--
	}
	behind := strings.TrimLeft(string(w.src[end:]), " \t")
	if line > 0 && w.src[line-1] == '\n' && strings.HasPrefix(behind, "\n") {
		return edit{line - 1, end, ""}
	}
	return edit{begin, len(w.src) - len(behind), ""}
}

// logError puts an errback at the end that logs the error.
func (w *split) logError(stmt ast.Stmt, x ast.Expr, value types.Type) []edit {
	if !w.canName("log", x.Pos()) {
		return nil
	}
	text := ".AddErrback(func(err error) (v " + w.typeText(value) + ", _ error) {\n" +
		w.imported("log", "log") + ".Println(err)\nreturn v, nil\n})"
	return []edit{{w.offset(stmt.Pos()), w.offset(x.Pos()), ""}, {w.offset(x.End()), w.offset(x.End()), text}}
}

// discard says that the outcome does not matter.
func (w *split) discard(stmt ast.Stmt, x ast.Expr) []edit {
	if !w.canName(w.c.runtimePath("deferred"), x.Pos()) {
		return nil
	}
	text := w.name("deferred") + ".Discard("
	return []edit{{w.offset(stmt.Pos()), w.offset(x.Pos()), text}, {w.offset(x.End()), w.offset(x.End()), ")"}}
}

// canName reports whether a package's name means that package at a position, or
// would if it were imported.
func (w *split) canName(path string, pos token.Pos) bool {
	name, imported := importName(w.file, w.c.pass.TypesInfo, path)
	if !imported {
		name = path[strings.LastIndexByte(path, '/')+1:]
	}
	scope := w.c.pass.TypesInfo.Scopes[w.file]
	if scope == nil || scope.Innermost(pos) == nil {
		return false
	}
	_, obj := scope.Innermost(pos).LookupParent(name, pos)
	pkg, isPkg := obj.(*types.PkgName)
	return obj == nil || isPkg && pkg.Imported().Path() == path
}
