// Package why says of each call that blocks why it does.
//
// These are no complaints: that a call blocks is fine almost everywhere. They are
// for editors, which show one where the user asks about a call. gopls with Evert's
// analyzers keeps them back until then; evert vet does not have them.
package why

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/directive"
)

// Analyzer reports, at the name of each function that blocks, where it is declared
// and where it is called, and at each operation that waits, a line like
//
//	blocks: net: fetch < (*Client).Get < net/http.(*Client).Do
//
// and a second one if the function has a callback form:
//
//	callback form: fetchDeferred
//
// Where a function is declared that could have one and has none, there is a fix that
// marks it.
var Analyzer = &analysis.Analyzer{
	Name:             "evertwhy",
	Doc:              "say why calls block\n\nFor editors, which show it where the user asks about a call.",
	URL:              "https://pkg.go.dev/github.com/evert-go/evert/analysis/why",
	Requires:         []*analysis.Analyzer{blocking.Analyzer},
	Run:              run,
	RunDespiteErrors: true,
}

// A walker walks one package.
type walker struct {
	pass  *analysis.Pass
	facts *blocking.Program
}

func run(pass *analysis.Pass) (any, error) {
	w := &walker{pass, pass.ResultOf[blocking.Analyzer].(*blocking.Program)}
	if w.facts.Table().Has(pass.Pkg.Path()) {
		return nil, nil // its facts are in a table, which says nothing of its calls
	}
	for _, file := range pass.Files {
		if directive.Generated(file) {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				w.declaration(n)
				w.body(n.Body)
			case *ast.FuncLit:
				w.body(n.Body)
			}
			return true
		})
	}
	return nil, nil
}

// declaration says why a declared function blocks.
func (w *walker) declaration(decl *ast.FuncDecl) {
	fn, _ := w.pass.TypesInfo.Defs[decl.Name].(*types.Func)
	fact, blocks := w.facts.Func(fn)
	if !blocks {
		return
	}
	d := diagnostic(decl.Name.Pos(), decl.Name.End(), blocking.Effect{Fact: fact, Why: fact.Reason(w.pass.Pkg.Path())})
	unmarked := !fact.Leaf && !fact.Thread && !fact.Nonblocking && !fact.MarkedCallback && !fact.Annotated
	if unmarked && fact.Class != blocking.Lock && fact.Generated == "" && decl.Body != nil && !w.inTest(decl) {
		d.Category = Mark
		d.SuggestedFixes = []analysis.SuggestedFix{mark(decl)}
	}
	w.pass.Report(d)
}

// Mark is the category of the diagnostics that have a fix.
const Mark = "mark"

// inTest reports a declaration in a test file, for which nothing is generated.
func (w *walker) inTest(decl *ast.FuncDecl) bool {
	return strings.HasSuffix(w.pass.Fset.File(decl.Pos()).Name(), "_test.go")
}

// mark marks a function callback. A directive comes last in a doc comment, after
// an empty line, as gofmt has it.
func mark(decl *ast.FuncDecl) analysis.SuggestedFix {
	text := "//evert:" + directive.Callback + "\n"
	if doc := decl.Doc; doc != nil && strings.HasPrefix(doc.List[len(doc.List)-1].Text, "// ") {
		text = "//\n" + text
	}
	return analysis.SuggestedFix{
		Message:   "Mark " + decl.Name.Name + " for a callback form",
		TextEdits: []analysis.TextEdit{{Pos: decl.Type.Func, End: decl.Type.Func, NewText: []byte(text)}},
	}
}

// body says why the calls and operations of a body block.
func (w *walker) body(body *ast.BlockStmt) {
	for _, st := range blocking.Sites(w.pass.TypesInfo, body) {
		switch {
		case st.Call != nil:
			if effect, blocks := w.facts.Call(w.pass.TypesInfo, st.Call); blocks {
				pos, end := name(st.Call.Fun)
				w.pass.Report(diagnostic(pos, end, effect))
			}
		case st.Value != nil:
			if effect, blocks := w.facts.Value(w.pass.TypesInfo, st.Value); blocks {
				w.pass.Report(diagnostic(st.Value.Pos(), st.Value.End(), effect))
			}
		default:
			pos, end := operation(st)
			w.pass.Report(analysis.Diagnostic{Pos: pos, End: end, Message: "blocks: " + string(st.Class) + ": " + st.Op})
		}
	}
}

// diagnostic says why something blocks.
func diagnostic(pos, end token.Pos, effect blocking.Effect) analysis.Diagnostic {
	message := "blocks: " + effect.Why
	if effect.Quick {
		message = "may block for a short time: " + effect.Why
	}
	if form := effect.Callback; form != "" {
		message += "\ncallback form: " + form
	} else if form := effect.Generated; form != "" {
		message += "\ncallback form: " + form
	}
	return analysis.Diagnostic{Pos: pos, End: end, Message: message}
}

// name is where the name of a called function stands: that is what users point
// at, and names do not overlap, as calls do.
func name(fun ast.Expr) (pos, end token.Pos) {
	switch fun := ast.Unparen(fun).(type) {
	case *ast.SelectorExpr:
		return fun.Sel.Pos(), fun.Sel.End()
	case *ast.IndexExpr:
		return name(fun.X)
	case *ast.IndexListExpr:
		return name(fun.X)
	case *ast.FuncLit:
		return fun.Type.Pos(), fun.Type.Pos() + token.Pos(len("func"))
	default:
		return fun.Pos(), fun.End()
	}
}

// operation is where an operation's keyword or operator stands.
func operation(st blocking.Site) (pos, end token.Pos) {
	switch n := st.Node.(type) {
	case *ast.UnaryExpr:
		return n.OpPos, n.OpPos + token.Pos(len("<-"))
	case *ast.SendStmt:
		return n.Arrow, n.Arrow + token.Pos(len("<-"))
	case *ast.SelectStmt:
		return n.Select, n.Select + token.Pos(len("select"))
	case *ast.RangeStmt:
		return n.Range, n.Range + token.Pos(len("range"))
	}
	return st.Pos, st.Pos
}
