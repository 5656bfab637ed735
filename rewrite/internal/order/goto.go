package order

import (
	"go/ast"
	"go/token"

	"github.com/evert-go/evert/rewrite/internal/ir"
)

// gotoLabel orders a statement that gotos reach: a mark, and the statement. It
// keeps its label only if a break or continue in it needs it.
func (b *builder) gotoLabel(l *ast.LabeledStmt) []ir.Stmt {
	mark := &ir.Label{Name: l.Label.Name}
	for _, pos := range b.gotos[l.Label.Name] {
		mark.Forward = mark.Forward || pos < l.Pos()
		mark.Backward = mark.Backward || pos > l.Pos()
	}
	if _, empty := l.Stmt.(*ast.EmptyStmt); empty {
		return []ir.Stmt{mark}
	}
	if !b.waits[l] {
		return []ir.Stmt{mark, &ir.Plain{S: b.withLabel(l.Stmt)}}
	}
	return append([]ir.Stmt{mark}, b.stmt(l.Stmt)...)
}

// withLabel returns s with its label, if a break or continue inside needs it.
func (b *builder) withLabel(s ast.Stmt) ast.Stmt {
	l := b.labeled[s]
	if l == nil {
		return s
	}
	needed := false
	ast.Inspect(s, func(n ast.Node) bool {
		if j, ok := n.(*ast.BranchStmt); ok && j.Tok != token.GOTO && j.Label != nil && j.Label.Name == l.Label.Name {
			needed = true
		}
		return !needed
	})
	if needed {
		return l
	}
	return s
}

// findGotos finds the labels that a goto reaches across a wait: goto and label do
// not stand in one statement that is kept as written. The label's statement and
// what follows it become a join point or a loop.
func (b *builder) findGotos() {
	b.gotos = map[string][]token.Pos{}
	if !b.waits[b.body] {
		return
	}
	ast.Inspect(b.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				b.gotos[n.Label.Name] = append(b.gotos[n.Label.Name], n.Pos())
			}
		case ast.Stmt:
			if _, block := n.(*ast.BlockStmt); !block && !b.waits[n] && selfContained(n) {
				return false
			}
		}
		return true
	})
}

// selfContained reports that every goto in n has its label in n.
func selfContained(n ast.Stmt) bool {
	labels, ok := map[string]bool{}, true
	ast.Inspect(n, func(n ast.Node) bool {
		if l, is := n.(*ast.LabeledStmt); is {
			labels[l.Label.Name] = true
		}
		return true
	})
	ast.Inspect(n, func(n ast.Node) bool {
		if g, is := n.(*ast.BranchStmt); is && g.Tok == token.GOTO && !labels[g.Label.Name] {
			ok = false
		}
		return true
	})
	return ok
}
