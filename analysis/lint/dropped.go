package lint

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/where"
)

// takers are the functions of package deferred that are told of an error, and what
// says that nobody has to be.
var takers = map[string]bool{
	"AddErrback": true, "AddBoth": true, "AddCallbacks": true, "DoBoth": true,
	"ChainBoth": true, "ChainBothInto": true, "ThenBoth": true, "Discard": true,
	"Spawn": true, "Adopt": true, // their group is
	"List": true, // it only fails if its options say so
}

// harmless are steps that cannot fail by themselves.
var harmless = map[string]bool{"Map": true, "Use": true}

// unfailing are functions whose Deferreds have no error, but for that of a reactor
// which has stopped, and of somebody who cancels them.
var unfailing = map[runtimeFunc]bool{
	{"deferred", "", "Succeed"}: true, {"deferred", "", "Done"}: true,
	{"deferred", "", "GenerateDone"}: true, {"deferred", "", "GenerateValue"}: true,
	{"deferred", "Lock", "Acquire"}: true, {"deferred", "Semaphore", "Acquire"}: true,
	{"threads", "", "DeferToThread0"}: true, {"threads", "", "DeferToThread1"}: true,
	{"threads", "", "Lock"}: true, {"threads", "", "RLock"}: true, {"threads", "", "Wait"}: true,
	{"reactor", "", "Sleep"}: true, {"reactor", "", "After"}: true,
}

// checkDropped finds Deferreds whose error nobody is told of: at the end of a chain
// that is a statement, or that is deferred.
func checkDropped(c *checker) {
	for _, b := range c.where.Bodies {
		if b.Block == nil || c.Own(b.Block.Pos()) {
			continue
		}
		inspectBody(b, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.ExprStmt:
				c.dropped(b, n, n.X)
			case *ast.AssignStmt:
				if n.Tok == token.ASSIGN && len(n.Lhs) == 1 && len(n.Rhs) == 1 && isBlank(n.Lhs[0]) {
					c.dropped(b, n, n.Rhs[0])
				}
			case *ast.DeferStmt:
				c.dropped(b, nil, n.Call)
			case *ast.GoStmt:
				c.dropped(b, nil, n.Call)
			}
		})
	}
}

// inspectBody visits the nodes of a body, without those of literals in it.
func inspectBody(b *where.Body, visit func(ast.Node)) {
	ast.Inspect(b.Block, func(n ast.Node) bool {
		if _, isLit := n.(*ast.FuncLit); isLit {
			return false
		}
		if n != nil {
			visit(n)
		}
		return true
	})
}

func isBlank(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "_"
}

// dropped judges a value that nothing is done with. stmt is the statement that it
// stands in, or nil for deferred calls and those of go statements.
func (c *checker) dropped(b *where.Body, stmt ast.Stmt, x ast.Expr) {
	value := deferredValue(c.pass.TypesInfo.TypeOf(x))
	if value == nil || c.handled(x, false) {
		return
	}
	begin := c.beginning(x)
	message := "the Deferred of " + begin + " is dropped: nobody is told if it fails"
	if call, ok := ast.Unparen(x).(*ast.CallExpr); ok && show(call.Fun) != begin {
		message = "no step of this chain is told if " + begin + ", or a step, fails"
	}
	var fixes []analysis.SuggestedFix
	if stmt != nil {
		fixes = c.droppedFixes(b, stmt, x, value)
	}
	c.Report("EV302", x, message, fixes...)
}

// handled reports whether somebody is told of an error of a Deferred, or may be,
// for all that is known. failing is set if a step that can fail comes after it.
func (c *checker) handled(x ast.Expr, failing bool) bool {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return c.usedElsewhere(x)
	case *ast.CallExpr:
		f, ok := c.runtimeCall(x)
		switch {
		case !ok:
			return c.pass.TypesInfo.TypeOf(x.Fun) == nil
		case f.pkg == "deferred" && takers[f.name]:
			return true
		case unfailing[f]:
			return !failing
		}
		if source := c.source(f, x); source != nil {
			return c.handled(source, failing || !harmless[f.name])
		}
		return false
	}
	return true // a field, an element, a channel's value: others have it too
}

// source returns the Deferred that a function of package deferred goes on from: a
// method's own, or the only one among the arguments.
func (c *checker) source(f runtimeFunc, call *ast.CallExpr) ast.Expr {
	if f.pkg != "deferred" {
		return nil
	}
	if f.recv == "Deferred" {
		return receiverOf(call)
	}
	var found ast.Expr
	for _, arg := range call.Args {
		if deferredValue(c.pass.TypesInfo.TypeOf(arg)) == nil {
			continue
		}
		if found != nil {
			return nil // a Deferred of its own, of several
		}
		found = arg
	}
	return found
}

// usedElsewhere reports whether somebody else may have the Deferred of a variable:
// it is no local one, or it is used in another place.
func (c *checker) usedElsewhere(id *ast.Ident) bool {
	v, ok := c.pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok || v.IsField() || v.Parent() == nil || v.Parent() == c.pass.Pkg.Scope() || c.isParam(v) {
		return true
	}
	for other, obj := range c.pass.TypesInfo.Uses {
		if obj == v && other != id {
			return true
		}
	}
	return false
}

// isParam reports whether a variable is a parameter or a result of a function of
// the package.
func (c *checker) isParam(v *types.Var) bool {
	for _, b := range c.where.Bodies {
		if b.Sig == nil {
			continue
		}
		for _, list := range []*types.Tuple{b.Sig.Params(), b.Sig.Results()} {
			for i := range list.Len() {
				if list.At(i) == v {
					return true
				}
			}
		}
	}
	return false
}

// beginning names what a chain begins with.
func (c *checker) beginning(x ast.Expr) string {
	x = ast.Unparen(x)
	if call, ok := x.(*ast.CallExpr); ok {
		if f, ok := c.runtimeCall(call); ok {
			if source := c.source(f, call); source != nil {
				return c.beginning(source)
			}
		}
		x = ast.Unparen(call.Fun)
	}
	return show(x)
}
