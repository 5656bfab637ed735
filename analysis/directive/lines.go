package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
)

// lines binds the directives that no declaration claimed to lines, and reports
// those that cannot stand on a line.
func (p *parser) lines(file *ast.File) {
	var calls map[int][]int
	for _, group := range file.Comments {
		for _, c := range group.List {
			d, found, err := scan(c)
			if !found || p.claimed[c] {
				continue
			}
			p.claimed[c] = true
			if err != nil {
				p.problem(c.Pos(), err.Error())
				continue
			}
			if rules[d.Name].places&onLine == 0 {
				p.problem(c.Pos(), fmt.Sprintf("misplaced directive //evert:%s: it marks %s", d.Name, placeList(rules[d.Name].places)))
				continue
			}
			if calls == nil {
				calls = p.callLines(file)
			}
			p.bind(file, group, c, d, calls)
		}
	}
}

// bind puts a directive on its line. Thread has to meet a call there, and a call
// that is spread over lines is met on any of them.
func (p *parser) bind(file *ast.File, group *ast.CommentGroup, c *ast.Comment, d Directive, calls map[int][]int) {
	line := p.target(file, group, c)
	name := p.fset.PositionFor(c.Pos(), false).Filename
	if d.Name == Allow {
		p.add(lineKey{name, line}, d)
		return
	}
	starts := calls[line]
	if len(starts) == 0 {
		p.problem(c.Pos(), fmt.Sprintf("misplaced directive //evert:%s: there is no call on that line", d.Name))
		return
	}
	for _, start := range starts {
		p.add(lineKey{name, start}, d)
	}
}

func (p *parser) add(key lineKey, d Directive) {
	list := p.set.byLine[key]
	if !slices.ContainsFunc(list, func(other Directive) bool { return other.Pos == d.Pos }) {
		p.set.byLine[key] = append(list, d)
	}
}

// target returns the line a comment belongs to: its own if code precedes it
// there, else the line after its group.
func (p *parser) target(file *ast.File, group *ast.CommentGroup, c *ast.Comment) int {
	own := p.line(c.Pos())
	if p.codeBefore(file, c, own) {
		return own
	}
	return p.line(group.End()) + 1
}

// codeBefore reports whether a token stands left of the comment on its line.
// Every such token is the begin or the end of some node, or a brace or
// parenthesis, which ends one.
func (p *parser) codeBefore(file *ast.File, c *ast.Comment, line int) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || found || n.Pos() > c.Pos() {
			return false
		}
		switch n.(type) {
		case *ast.Comment, *ast.CommentGroup:
			return false
		}
		opens := openings(n)
		opens = append(opens, n.Pos())
		if n.End() <= c.Pos() {
			opens = append(opens, n.End()-1)
		}
		for _, pos := range opens {
			if pos.IsValid() && pos < c.Pos() && p.line(pos) == line {
				found = true
			}
		}
		return !found
	})
	return found
}

// openings returns the positions of tokens inside a node that begin no child.
func openings(n ast.Node) []token.Pos {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return []token.Pos{n.Lbrace}
	case *ast.CallExpr:
		return []token.Pos{n.Lparen}
	case *ast.CompositeLit:
		return []token.Pos{n.Lbrace}
	case *ast.CaseClause:
		return []token.Pos{n.Colon}
	case *ast.CommClause:
		return []token.Pos{n.Colon}
	case *ast.AssignStmt:
		return []token.Pos{n.TokPos}
	case *ast.BinaryExpr:
		return []token.Pos{n.OpPos}
	}
	return nil
}

// callLines maps each line that a call begins, opens its arguments or ends on to
// the lines where such calls begin.
func (p *parser) callLines(file *ast.File) map[int][]int {
	lines := make(map[int][]int)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		start := p.line(call.Pos())
		for _, pos := range []token.Pos{call.Pos(), call.Lparen, call.Rparen} {
			if line := p.line(pos); !slices.Contains(lines[line], start) {
				lines[line] = append(lines[line], start)
			}
		}
		return true
	})
	return lines
}
