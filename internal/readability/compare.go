package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"regexp"
	"strings"
)

// function is what was measured of one function and its callback form.
type function struct {
	name              string
	waits             int // continuations
	linesIn, linesOut int
	fresh             int // variables of the callback form that hold values and are not the source's
	deeper            int // levels of braces more than the source
	// statements without a wait that stand by themselves, not those that hold
	// others, and how many of them the callback form has word for word.
	statements, verbatim int
}

// form is the name of the blocking function in a callback form's comment.
var form = regexp.MustCompile(`is the callback form of \[([^\]]+)\]`)

// parse parses a file and what was generated of it.
func parse(source, generated string) (fset *token.FileSet, in, out *ast.File, err error) {
	fset = token.NewFileSet()
	if in, err = parser.ParseFile(fset, source, nil, parser.ParseComments); err == nil {
		out, err = parser.ParseFile(fset, generated, nil, parser.ParseComments)
	}
	return fset, in, out, err
}

// compare measures the functions of a file that are split.
func compare(source, generated string) ([]*function, error) {
	fset, in, out, err := parse(source, generated)
	if err != nil {
		return nil, err
	}
	forms := map[string]*ast.FuncDecl{}
	for _, d := range out.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Doc != nil {
			if m := form.FindStringSubmatch(f.Doc.Text()); m != nil {
				forms[m[1]] = f
			}
		}
	}
	var funcs []*function
	for _, d := range in.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || forms[key(f)] == nil {
			continue
		}
		m := &measurer{fset: fset, in: f, out: forms[key(f)]}
		got := m.measure()
		got.name = fset.Position(f.Pos()).String() + " " + key(f)
		if got.waits > 0 {
			funcs = append(funcs, got)
		}
	}
	return funcs, nil
}

// key is Name or Receiver.Name.
func key(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + f.Name.Name
		default:
			return f.Name.Name
		}
	}
}

type measurer struct {
	fset    *token.FileSet
	in, out *ast.FuncDecl
}

func (m *measurer) measure() *function {
	f := &function{
		linesIn: m.lines(m.in), linesOut: m.lines(m.out),
		deeper: depth(m.out.Body) - depth(m.in.Body),
		waits:  continuations(m.out),
	}
	known := declared(m.in)
	for name := range declared(m.out) {
		if !known[name] {
			f.fresh++
		}
	}
	has := map[string]int{}
	for _, s := range leaves(m.out.Body) {
		has[m.text(s)]++
	}
	waits := m.waiting()
	for _, s := range leaves(m.in.Body) {
		if m.calls(s, waits) {
			continue
		}
		f.statements++
		if text := m.text(s); has[text] > 0 {
			has[text]--
			f.verbatim++
		}
	}
	return f
}

func (m *measurer) lines(f *ast.FuncDecl) int {
	return m.fset.Position(f.End()).Line - m.fset.Position(f.Pos()).Line + 1
}

func (m *measurer) text(n ast.Node) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, m.fset, n); err != nil {
		return ""
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// depth is how deeply braces are nested.
func depth(n ast.Node) int {
	deepest, now := 0, 0
	var stack []bool
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			if stack[len(stack)-1] {
				now--
			}
			stack = stack[:len(stack)-1]
			return true
		}
		_, block := n.(*ast.BlockStmt)
		if block {
			now++
			deepest = max(deepest, now)
		}
		stack = append(stack, block)
		return true
	})
	return deepest
}

// chained matches the functions of package deferred that take a continuation.
var chained = regexp.MustCompile(`^(Chain|Then|Map|Do|Use|Add(Callback|Both))`)

func continuations(n ast.Node) int {
	count := 0
	ast.Inspect(n, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && chained.MatchString(sel.Sel.Name) {
			if id, ok := sel.X.(*ast.Ident); ok && strings.HasSuffix(id.Name, "deferred") {
				count++
			}
		}
		return true
	})
	return count
}

// leaves lists the statements that hold no others but in func literals.
func leaves(body *ast.BlockStmt) []ast.Stmt {
	var out []ast.Stmt
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt, *ast.ExprStmt, *ast.IncDecStmt, *ast.SendStmt, *ast.DeclStmt, *ast.ReturnStmt, *ast.GoStmt, *ast.DeferStmt:
			out = append(out, n.(ast.Stmt))
		}
		return true
	})
	return out
}

// waiting collects the callees whose callback forms are called.
func (m *measurer) waiting() map[string]bool {
	names := map[string]bool{}
	ast.Inspect(m.out, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if name, ok := strings.CutSuffix(id.Name, "Deferred"); ok {
				names[name] = true
			}
		}
		return true
	})
	return names
}

// calls reports a call in s itself, not in a func literal, of one of the names.
func (m *measurer) calls(s ast.Stmt, names map[string]bool) bool {
	found := false
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			switch f := n.Fun.(type) {
			case *ast.Ident:
				found = found || names[f.Name]
			case *ast.SelectorExpr:
				found = found || names[f.Sel.Name]
			}
		}
		return !found
	})
	return found
}

// declared collects the variables of a function that hold values: not those that
// name code, which are func literals, and what package deferred hands in.
func declared(f *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(id ast.Expr, typ, value ast.Expr) {
		name, ok := id.(*ast.Ident)
		if _, code := value.(*ast.FuncLit); ok && !code && !isCode(typ) && name.Name != "_" {
			names[name.Name] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				var value ast.Expr
				if n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
					value = n.Rhs[i]
				}
				if n.Tok == token.DEFINE {
					add(l, nil, value)
				}
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				add(id, n.Type, nil)
			}
		case *ast.Field:
			for _, id := range n.Names {
				add(id, n.Type, nil)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key, nil, nil)
				add(n.Value, nil, nil)
			}
		}
		return true
	})
	return names
}

// isCode reports the type of a step, a loop, a scope, a panic in progress or the
// reactor.
func isCode(t ast.Expr) bool {
	switch t := t.(type) {
	case *ast.FuncType:
		return true
	case *ast.StarExpr:
		return isCode(t.X)
	case *ast.IndexExpr:
		return isCode(t.X)
	case *ast.SelectorExpr:
		switch t.Sel.Name {
		case "Looping", "Scope", "Panicking", "Reactor":
			return true
		}
	}
	return false
}
