package lint

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/where"
)

// A shape is what becomes of a body that is split at a call.
type shape int

const (
	// The body returns nothing, so that what follows the call becomes the
	// callback of a Deferred that nobody waits for.
	finishing shape = iota
	// The body returns a Deferred: it returns one that is chained.
	chaining
	// The body is a callback that returns a value and an error. It returns a
	// Deferred instead, and is given to Chain instead of AddCallback.
	adding
)

// A returning says what becomes of the return statements of a part.
type returning int

const (
	asIs   returning = iota
	none             // return => return nil
	lifted           // return v, err => return deferred.Return(v, err)
)

// splitAt splits a body at a call, and at those that follow it. It returns nil
// where that cannot be done in a way that surely means the same: only at calls
// that stand by themselves in the body's own list of statements.
func (c *checker) splitAt(b *where.Body, call *ast.CallExpr, forms bool) []analysis.TextEdit {
	w := c.newSplit(call.Pos(), forms)
	if w == nil || b.Block == nil || b.Sig == nil || b.Context.Inherited || jumps(b.Block) {
		return nil
	}
	w.body = b
	edits, ret, ok := w.setShape()
	if !ok {
		return nil
	}
	list := b.Block.List
	i := 0
	for i < len(list) && w.siteOf(list, i) == nil {
		i++
	}
	if i == len(list) || w.siteOf(list, i).call != call {
		return nil // the fix of the first one is for all of them
	}
	edits = append(edits, w.returns(list[:i], ret)...)
	at := list[i].Pos()
	text := w.part(list[i:], at, ret)
	return w.finish(append(edits, edit{w.offset(at), w.offset(b.Block.Rbrace), text}))
}

// setShape finds out what becomes of the body, and returns the edits outside of
// its statements.
func (w *split) setShape() (edits []edit, ret returning, ok bool) {
	results := w.body.Sig.Results()
	switch {
	case results.Len() == 0:
		w.shape = finishing
		return nil, asIs, true
	case results.Len() == 1 && deferredValue(results.At(0).Type()) != nil && results.At(0).Name() == "":
		star, ok := ast.Unparen(w.body.ResultType()).(*ast.StarExpr)
		if !ok {
			return nil, 0, false
		}
		index, ok := star.X.(*ast.IndexExpr)
		if !ok {
			return nil, 0, false
		}
		w.shape, w.value = chaining, w.text(index.Index)
		return nil, asIs, true
	}
	w.shape = adding
	edits = w.outside()
	return edits, lifted, edits != nil
}

// outside changes the call that a callback is given to, and the callback's type.
func (w *split) outside() []edit {
	results := w.body.Sig.Results()
	lit := w.body.Lit
	if lit == nil || results.Len() != 2 || results.At(0).Name() != "" || !isError(results.At(1).Type()) {
		return nil
	}
	call := w.callWith(lit)
	if call == nil {
		return nil
	}
	chain := w.c.chainOf(call)
	if chain == "" {
		return nil
	}
	sel := ast.Unparen(call.Fun).(*ast.SelectorExpr).Sel
	w.value = w.text(lit.Type.Results.List[0].Type)
	return []edit{
		{w.offset(sel.Pos()), w.offset(sel.End()), chain},
		{w.offset(lit.Type.Results.Pos()), w.offset(lit.Type.Results.End()), w.deferredType()},
	}
}

// callWith returns the call that a literal is an argument of.
func (w *split) callWith(lit *ast.FuncLit) (found *ast.CallExpr) {
	ast.Inspect(w.file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && slices.Contains(call.Args, ast.Expr(lit)) {
			found = call
		}
		return found == nil && n != nil && n.Pos() <= lit.Pos() && lit.End() <= n.End()
	})
	return found
}

func (w *split) deferredType() string { return "*" + w.name("deferred") + ".Deferred[" + w.value + "]" }

// part is the text of statements up to the end of the body, with what stands
// before the first of them, such as a comment.
func (w *split) part(list []ast.Stmt, from token.Pos, ret returning) string {
	end := w.body.Block.Rbrace
	for j := range list {
		s := w.siteOf(list, j)
		if s == nil {
			continue
		}
		return w.segment(list[:j], from, list[j].Pos(), ret) + w.site(s, list[j+1:], ret)
	}
	if w.shape == adding && ret == lifted && len(list) > 0 {
		panic("a part without waits is not lifted")
	}
	text := w.segment(list, from, end, ret)
	if ret == none && !terminates(list) {
		text = strings.TrimRight(text, " \t\n") + "\nreturn nil\n"
	}
	return text
}

// waits reports whether a part has a call to split at.
func (w *split) waits(list []ast.Stmt) bool {
	for i := range list {
		if w.siteOf(list, i) != nil {
			return true
		}
	}
	return false
}

// segment is the source between two positions, with the return statements of the
// statements there as they have to be.
func (w *split) segment(list []ast.Stmt, from, to token.Pos, ret returning) string {
	var edits []edit
	for _, e := range w.returns(list, ret) {
		e.begin -= w.offset(from)
		e.end -= w.offset(from)
		edits = append(edits, e)
	}
	return string(apply(w.src[w.offset(from):w.offset(to)], edits))
}

func (w *split) returns(list []ast.Stmt, ret returning) []edit {
	if ret == asIs {
		return nil
	}
	var edits []edit
	for _, stmt := range list {
		ast.Inspect(stmt, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				if ret == none {
					edits = append(edits, edit{w.offset(n.End()), w.offset(n.End()), " nil"})
				} else if len(n.Results) > 0 {
					edits = append(edits,
						edit{w.offset(n.Results[0].Pos()), w.offset(n.Results[0].Pos()), w.name("deferred") + ".Return("},
						edit{w.offset(n.End()), w.offset(n.End()), ")"})
				}
			}
			return true
		})
	}
	return edits
}

// site is the text of a wait and of all that follows it.
func (w *split) site(s *site, rest []ast.Stmt, ret returning) string {
	if s.returned {
		return "return " + w.outcome(s) + w.after(s, rest)
	}
	after := s.stmt.End()
	inner := ret
	if s.tail != nil { // if v, err := f(); cond { ... }
		after = s.tail.Cond.Pos()
	}
	switch {
	case w.shape == finishing && s.sleeps:
		inner = asIs
	case w.shape == finishing:
		inner = none
	case w.shape == adding && !w.waits(rest):
		inner = asIs
	}
	text := w.restOf(s, rest, after, inner)
	deferred := w.name("deferred")
	hoisted, outcome := w.hoist(s), w.outcome(s)
	value, failure := s.value, s.failure
	typ := deferred + ".Void"
	if s.typ != nil {
		typ = w.typeText(s.typ)
	}
	open, closing := "", ""
	if w.shape == finishing && ret == none {
		closing = "return nil\n"
	}
	switch {
	case w.shape == finishing && s.sleeps:
		return w.reactor + ".CallLater(" + w.text(s.call.Args[0]) + ", func() {" + text + "})\n" + closing
	case w.shape == finishing:
		open = deferred + ".DoBoth(" + outcome + ", func(" + value + " " + typ + ", " + failure + " error) error {"
		if !s.failing {
			open += "\nif " + failure + " != nil {\nreturn " + failure + "\n}\n"
		}
	case w.shape == adding && inner == asIs && s.failing:
		open = "return " + deferred + ".AddBoth(" + outcome + ", func(" + value + " " + typ + ", " + failure + " error) (" + w.value + ", error) {"
	case w.shape == adding && inner == asIs:
		open = "return " + deferred + ".AddCallback(" + outcome + ", func(" + value + " " + typ + ") (" + w.value + ", error) {"
	case s.typ == nil && s.failing:
		open = "return " + deferred + ".ThenBoth(" + outcome + ", func(" + failure + " error) " + w.deferredType() + " {"
	case s.typ == nil:
		open = "return " + deferred + ".Then(" + outcome + ", func() " + w.deferredType() + " {"
	case s.failing:
		open = "return " + deferred + ".ChainBoth(" + outcome + ", func(" + value + " " + typ + ", " + failure + " error) " + w.deferredType() + " {"
	default:
		open = "return " + deferred + ".Chain(" + outcome + ", func(" + value + " " + typ + ") " + w.deferredType() + " {"
	}
	return hoisted + open + text + "})\n" + closing
}

// restOf is the text of what follows a wait, its own if statement included.
func (w *split) restOf(s *site, rest []ast.Stmt, after token.Pos, ret returning) string {
	if s.tail == nil {
		return w.part(rest, after, ret)
	}
	own := w.segment([]ast.Stmt{s.tail}, after, s.tail.End(), ret)
	text := w.part(rest, s.tail.End(), ret)
	if ret == none && len(rest) == 0 && strings.TrimSpace(text) == "" {
		text = "\nreturn nil\n"
	}
	return "\nif " + own + text
}

// after is what stands behind a return statement: comments.
func (w *split) after(s *site, rest []ast.Stmt) string {
	if len(rest) > 0 {
		return "\n" // what cannot be reached
	}
	return w.segment(nil, s.stmt.End(), w.body.Block.Rbrace, asIs)
}

// terminates reports whether nothing follows a list: its end cannot be reached,
// as far as that is plain.
func terminates(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch s := list[len(list)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		id, ok := call.Fun.(*ast.Ident)
		return ok && id.Name == "panic"
	}
	return false
}

// jumps reports whether a body has what cannot be taken apart: deferred calls,
// which would run too early, labels, and goto statements.
func jumps(block *ast.BlockStmt) bool {
	found := false
	ast.Inspect(block, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt, *ast.LabeledStmt:
			found = true
		}
		return !found
	})
	return found
}

func isError(typ types.Type) bool {
	return types.Identical(typ, types.Universe.Lookup("error").Type())
}
