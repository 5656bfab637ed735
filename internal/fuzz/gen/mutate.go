package gen

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"math/rand/v2"
)

// Mutate changes a file at random: statements are left out, made twice, moved,
// or put into another statement, and expressions are exchanged. Many outcomes do
// not compile; those that do are programs that nobody would write. It returns
// nil for a file that cannot be parsed. Seed 0 changes nothing.
func Mutate(src []byte, seed uint64) []byte {
	if seed == 0 {
		return src
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for range 1 + r.IntN(4) {
		m := &mutation{Rand: r}
		if src = m.file(src); src == nil {
			return nil
		}
	}
	return src
}

// A mutation is one change of a file.
type mutation struct {
	*rand.Rand
	lists []*[]ast.Stmt
	exprs []*ast.Expr
}

func (m *mutation) file(src []byte) []byte {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	ast.Inspect(f, func(n ast.Node) bool {
		m.collect(n)
		return true
	})
	if m.IntN(3) == 0 {
		m.exchange()
	} else {
		m.rearrange()
	}
	var b bytes.Buffer
	if format.Node(&b, fset, f) != nil {
		return nil
	}
	return b.Bytes()
}

// collect notes the places in a node where a statement or an expression may be
// another one.
func (m *mutation) collect(n ast.Node) {
	list := func(exprs []ast.Expr) {
		for i := range exprs {
			m.exprs = append(m.exprs, &exprs[i])
		}
	}
	switch n := n.(type) {
	case *ast.BlockStmt:
		m.lists = append(m.lists, &n.List)
	case *ast.CaseClause:
		m.lists = append(m.lists, &n.Body)
		list(n.List)
	case *ast.CommClause:
		m.lists = append(m.lists, &n.Body)
	case *ast.CallExpr:
		list(n.Args)
	case *ast.ReturnStmt:
		list(n.Results)
	case *ast.AssignStmt:
		list(n.Rhs)
	case *ast.BinaryExpr:
		m.exprs = append(m.exprs, &n.X, &n.Y)
	case *ast.IfStmt:
		m.exprs = append(m.exprs, &n.Cond)
	case *ast.IndexExpr:
		m.exprs = append(m.exprs, &n.Index)
	}
}

// exchange puts an expression where another one was.
func (m *mutation) exchange() {
	if len(m.exprs) < 2 {
		return
	}
	a, b := m.exprs[m.IntN(len(m.exprs))], m.exprs[m.IntN(len(m.exprs))]
	if m.IntN(2) == 0 && !within(*a, *b) && !within(*b, *a) {
		*a, *b = *b, *a
	} else if !within(*a, *b) {
		*a = *b
	}
}

// within reports that a is a part of b, or b itself: taking it for one would
// make a tree that has no end.
func within(a, b ast.Expr) bool {
	found := false
	ast.Inspect(b, func(n ast.Node) bool {
		found = found || n == ast.Node(a)
		return !found
	})
	return found
}

// rearrange changes a list of statements.
func (m *mutation) rearrange() {
	var full []*[]ast.Stmt
	for _, l := range m.lists {
		if len(*l) > 0 {
			full = append(full, l)
		}
	}
	if len(full) == 0 {
		return
	}
	list := full[m.IntN(len(full))]
	i := m.IntN(len(*list))
	s := (*list)[i]
	switch m.IntN(6) {
	case 0:
		*list = append((*list)[:i:i], (*list)[i+1:]...)
	case 1:
		*list = append((*list)[:i+1:i+1], append([]ast.Stmt{s}, (*list)[i+1:]...)...)
	case 2:
		j := m.IntN(len(*list))
		(*list)[i], (*list)[j] = (*list)[j], (*list)[i]
	case 3, 4:
		(*list)[i] = m.wrap(s)
	default:
		from := *full[m.IntN(len(full))]
		copied := from[m.IntN(len(from))]
		inside := false
		ast.Inspect(copied, func(n ast.Node) bool {
			for _, t := range *list {
				inside = inside || n == ast.Node(t)
			}
			return !inside
		})
		if !inside {
			*list = append((*list)[:i:i], append([]ast.Stmt{copied}, (*list)[i:]...)...)
		}
	}
}

// wrap puts a statement into another one.
func (m *mutation) wrap(s ast.Stmt) ast.Stmt {
	block := &ast.BlockStmt{List: []ast.Stmt{s}}
	lit := &ast.FuncLit{Type: &ast.FuncType{Params: &ast.FieldList{}}, Body: block}
	switch m.IntN(8) {
	case 0:
		return block
	case 1:
		return &ast.IfStmt{Cond: ast.NewIdent("true"), Body: block}
	case 2:
		return &ast.ForStmt{Body: block}
	case 3:
		return &ast.RangeStmt{Tok: token.ILLEGAL, X: &ast.BasicLit{Kind: token.INT, Value: "3"}, Body: block}
	case 4:
		return &ast.SwitchStmt{Body: &ast.BlockStmt{List: []ast.Stmt{&ast.CaseClause{Body: block.List}}}}
	case 5:
		return &ast.ExprStmt{X: &ast.CallExpr{Fun: lit}}
	case 6:
		return &ast.DeferStmt{Call: &ast.CallExpr{Fun: lit}}
	}
	return &ast.IfStmt{Cond: ast.NewIdent("false"), Body: &ast.BlockStmt{}, Else: block}
}
