package main

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/internal/fuzz/gen"
)

// wanted are the constructs that random programs must have; those behind a star
// also with a wait inside.
var wanted = []string{
	"if*", "if with init*", "else*", "for*", "for with condition*", "for ever*", "for with labelled jump*",
	"range slice*", "range array*", "range pointer to array*", "range string*", "range map*", "range channel*", "range integer*",
	"range function of 0*", "range function of 1*", "range function of 2*", "range assigns*",
	"range function with defer*", "range function with return*", "range function with labelled jump*", "range function with panic*",
	"switch*", "switch without tag*", "switch with init*", "case waits*", "fallthrough", "type switch*", "type switch binds*",
	"select*", "select with default*", "select sends*", "select receives*", "select assigns*", "goto", "labelled break", "labelled continue",
	"literal called*", "literal held*", "literal passed*", "literal recursive*", "loop variable kept", "loop variable's address kept",
	"method value*", "method expression", "promoted method*", "interface method*", "generic function inferred*", "generic function explicit*", "generic method*",
	"defer*", "defer in loop*", "defer literal*", "recover", "panic", "goexit", "named result", "bare return",
	"assign several*", "assign with operator*", "increment*", "comma-ok map*", "comma-ok assertion*", "comma-ok receive*", "assign from call of several*",
	"return call of several", "spread call*", "dots*", "type assertion*", "index*", "index map*", "slice*", "slice of three*", "composite*", "conversion*",
	"send*", "receive*", "go*", "min*", "max*", "clear*", "append*", "copy*", "delete*", "complex*", "and or*", "constant", "local type", "local struct", "blank*",
	"shadowing", "error passed on", "type without a name", "thread*",
}

// A census counts constructs, and those with a wait inside.
type census struct {
	pkg   *packages.Package
	facts *blocking.Program
	plain map[string]int
	waits map[string]int
	stack []ast.Node
}

// TestConstructs makes sure that random programs have all constructs.
func TestConstructs(t *testing.T) {
	w, err := newWorld(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cases, err := w.some(11, 0, 600)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 570 {
		t.Errorf("%d of 600 cases compile, want 570", len(cases))
	}
	src, err := gen.Program(cases)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := w.check("prog.go", src)
	if err != nil {
		t.Fatal(err)
	}
	c := &census{pkg: pkg, facts: blocking.Infer(append(slices.Clip(w.all), pkg)), plain: map[string]int{}, waits: map[string]int{}}
	for _, d := range pkg.Syntax[0].Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && caseName.MatchString(fn.Name.Name) {
			c.walk(fn)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.plain)) {
		t.Logf("%6d %6d with a wait: %s", c.plain[name], c.waits[name], name)
	}
	for _, name := range wanted {
		counts := c.plain
		if name[len(name)-1] == '*' {
			name, counts = name[:len(name)-1], c.waits
		}
		if counts[name] == 0 {
			t.Errorf("no %s (with a wait inside where there can be one)", name)
		}
	}
}

func (c *census) walk(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			c.stack = c.stack[:len(c.stack)-1]
			return true
		}
		for _, name := range c.names(n) {
			c.plain[name]++
			if c.contains(n) {
				c.waits[name]++
			}
		}
		c.stack = append(c.stack, n)
		return true
	})
}

// contains reports a call that waits.
func (c *census) contains(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && !found {
			if fn, ok := c.callee(call).(*types.Func); ok {
				fact, _ := c.facts.Func(fn.Origin())
				found = fact.Blocks()
			}
		}
		return !found
	})
	return found
}

func (c *census) callee(call *ast.CallExpr) types.Object {
	f := ast.Unparen(call.Fun)
	switch i := f.(type) {
	case *ast.IndexExpr:
		f = i.X
	case *ast.IndexListExpr:
		f = i.X
	}
	switch f := f.(type) {
	case *ast.Ident:
		return c.pkg.TypesInfo.Uses[f]
	case *ast.SelectorExpr:
		return c.pkg.TypesInfo.Uses[f.Sel]
	}
	return nil
}

// has reports a node inside another one, and not in a literal of it.
func has(n ast.Node, is func(ast.Node) bool) bool {
	found := false
	ast.Inspect(n, func(m ast.Node) bool {
		if m == nil || found {
			return false
		}
		found = is(m)
		_, lit := m.(*ast.FuncLit)
		return !lit
	})
	return found
}

func isDefer(n ast.Node) bool  { _, ok := n.(*ast.DeferStmt); return ok }
func isReturn(n ast.Node) bool { _, ok := n.(*ast.ReturnStmt); return ok }

func isLabelled(n ast.Node) bool {
	b, ok := n.(*ast.BranchStmt)
	return ok && b.Label != nil && b.Tok != token.GOTO
}

func isPanic(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "panic"
}

// names are the constructs that a node is.
func (c *census) names(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.FuncType:
		return some(n.Results != nil && n.Results.List[0].Names != nil, "named result")
	case ast.Stmt:
		return c.statement(n)
	case ast.Expr:
		return c.expression(n)
	case *ast.ValueSpec:
		return some(n.Names[0].Name == "_", "blank")
	case *ast.TypeSpec:
		_, isStruct := n.Type.(*ast.StructType)
		return append(some(isStruct, "local struct"), "local type")
	}
	return nil
}

// some is a list of one name or none.
func some(is bool, name string) []string {
	if is {
		return []string{name}
	}
	return nil
}

func (c *census) inLoop() bool {
	for i := len(c.stack) - 1; i >= 0; i-- {
		switch c.stack[i].(type) {
		case *ast.FuncLit:
			return false
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
	}
	return false
}

func (c *census) statement(n ast.Stmt) []string {
	switch n := n.(type) {
	case *ast.IfStmt:
		return slices.Concat([]string{"if"}, some(n.Init != nil, "if with init"), some(n.Else != nil, "else"), some(passedOn(n), "error passed on"))
	case *ast.ForStmt:
		return slices.Concat(some(n.Post != nil, "for"), some(n.Post == nil && n.Cond != nil, "for with condition"), some(n.Cond == nil, "for ever"), some(has(n, isLabelled), "for with labelled jump"), c.kept(n))
	case *ast.RangeStmt:
		return append(c.ranged(n), c.kept(n)...)
	case *ast.SwitchStmt:
		return slices.Concat(some(n.Tag != nil, "switch"), some(n.Tag == nil, "switch without tag"), some(n.Init != nil, "switch with init"))
	case *ast.CaseClause:
		return some(slices.ContainsFunc(n.List, func(x ast.Expr) bool { return c.contains(x) }), "case waits")
	case *ast.TypeSwitchStmt:
		_, binds := n.Assign.(*ast.AssignStmt)
		return append(some(binds, "type switch binds"), "type switch")
	case *ast.SelectStmt:
		var names []string
		for _, s := range n.Body.List {
			switch s.(*ast.CommClause).Comm.(type) {
			case nil:
				names = append(names, "select with default")
			case *ast.SendStmt:
				names = append(names, "select sends")
			case *ast.AssignStmt:
				names = append(names, "select assigns")
			default:
				names = append(names, "select receives")
			}
		}
		return append(names, "select")
	case *ast.BranchStmt:
		if n.Tok == token.GOTO || n.Tok == token.FALLTHROUGH {
			return []string{n.Tok.String()}
		}
		return some(n.Label != nil, "labelled "+n.Tok.String())
	case *ast.DeferStmt:
		_, lit := n.Call.Fun.(*ast.FuncLit)
		return slices.Concat([]string{"defer"}, some(lit, "defer literal"), some(c.inLoop(), "defer in loop"))
	case *ast.ReturnStmt:
		return append(some(len(n.Results) == 0, "bare return"), some(len(n.Results) == 1 && c.several(n.Results[0]), "return call of several")...)
	case *ast.AssignStmt:
		return c.assignment(n)
	case *ast.IncDecStmt:
		return []string{"increment"}
	case *ast.SendStmt:
		return []string{"send"}
	case *ast.GoStmt:
		return []string{"go"}
	case *ast.DeclStmt:
		return some(n.Decl.(*ast.GenDecl).Tok == token.CONST, "constant")
	}
	return nil
}

// passedOn recognizes `if err != nil { return ..., err }`.
func passedOn(n *ast.IfStmt) bool {
	cond, ok := n.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || len(n.Body.List) != 1 {
		return false
	}
	ret, ok := n.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 {
		return false
	}
	a, ok1 := cond.X.(*ast.Ident)
	b, ok2 := ret.Results[len(ret.Results)-1].(*ast.Ident)
	return ok1 && ok2 && a.Name == b.Name
}

func (c *census) several(x ast.Expr) bool {
	t, ok := c.pkg.TypesInfo.TypeOf(x).(*types.Tuple)
	return ok && t.Len() > 1
}

func (c *census) ranged(n *ast.RangeStmt) []string {
	name := ""
	switch t := c.pkg.TypesInfo.TypeOf(n.X).Underlying().(type) {
	case *types.Slice:
		name = "slice"
	case *types.Array:
		name = "array"
	case *types.Pointer:
		name = "pointer to array"
	case *types.Map:
		name = "map"
	case *types.Chan:
		name = "channel"
	case *types.Basic:
		name = "integer"
		if t.Info()&types.IsString != 0 {
			name = "string"
		}
	case *types.Signature:
		name = fmt.Sprintf("function of %d", t.Params().At(0).Type().Underlying().(*types.Signature).Params().Len())
		return slices.Concat([]string{"range " + name}, some(has(n.Body, isDefer), "range function with defer"), some(has(n.Body, isReturn), "range function with return"),
			some(has(n.Body, isLabelled), "range function with labelled jump"), some(has(n.Body, isPanic), "range function with panic"), some(n.Tok == token.ASSIGN, "range assigns"))
	}
	return append(some(n.Tok == token.ASSIGN, "range assigns"), "range "+name)
}

// kept tells whether a closure or a pointer keeps a variable of a loop.
func (c *census) kept(loop ast.Stmt) []string {
	var names []string
	info := c.pkg.TypesInfo
	own := map[types.Object]bool{}
	switch l := loop.(type) {
	case *ast.ForStmt:
		if as, ok := l.Init.(*ast.AssignStmt); ok {
			for _, x := range as.Lhs {
				own[info.Defs[x.(*ast.Ident)]] = true
			}
		}
	case *ast.RangeStmt:
		if id, ok := l.Key.(*ast.Ident); ok && l.Tok == token.DEFINE {
			own[info.Defs[id]] = true
		}
	}
	ast.Inspect(loop, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if id, ok := n.X.(*ast.Ident); ok && n.Op == token.AND && own[info.Uses[id]] {
				names = append(names, "loop variable's address kept")
			}
		case *ast.FuncLit:
			ast.Inspect(n, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && info.Uses[id] != nil && own[info.Uses[id]] {
					names = append(names, "loop variable kept")
				}
				return true
			})
		}
		return true
	})
	return names
}

func (c *census) assignment(n *ast.AssignStmt) []string {
	var names []string
	for _, l := range n.Lhs {
		if id, ok := l.(*ast.Ident); ok && id.Name == "_" {
			names = append(names, "blank")
		}
	}
	if id, ok := n.Lhs[0].(*ast.Ident); ok {
		_, lit := n.Rhs[0].(*ast.FuncLit)
		obj := c.pkg.TypesInfo.ObjectOf(id)
		names = append(names, some(lit && n.Tok == token.DEFINE, "literal held")...)
		if lit && n.Tok == token.ASSIGN && has(n.Rhs[0].(*ast.FuncLit).Body, func(m ast.Node) bool { u, ok := m.(*ast.Ident); return ok && c.pkg.TypesInfo.Uses[u] == obj }) {
			names = append(names, "literal recursive")
		}
		if def := c.pkg.TypesInfo.Defs[id]; def != nil && def.Parent() != nil && n.Tok == token.DEFINE {
			if _, outer := def.Parent().Parent().LookupParent(id.Name, id.Pos()); outer != nil {
				names = append(names, "shadowing")
			}
		}
	}
	if n.Tok != token.ASSIGN && n.Tok != token.DEFINE {
		return append(names, "assign with operator")
	}
	if len(n.Lhs) == 2 && len(n.Rhs) == 1 {
		switch r := ast.Unparen(n.Rhs[0]).(type) {
		case *ast.IndexExpr:
			return append(names, "comma-ok map")
		case *ast.TypeAssertExpr:
			return append(names, "comma-ok assertion")
		case *ast.UnaryExpr:
			return append(names, "comma-ok receive")
		default:
			_ = r
			return append(names, "assign from call of several")
		}
	}
	return append(names, some(len(n.Rhs) > 1, "assign several")...)
}
