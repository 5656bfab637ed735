package lint

import (
	"go/ast"
	"go/token"
)

// A keyword is a word of a statement, to report at, instead of at the whole
// statement with its body.
type keyword struct {
	pos  token.Pos
	word string
}

var _ ast.Node = keyword{}

func (k keyword) Pos() token.Pos { return k.pos }
func (k keyword) End() token.Pos { return k.pos + token.Pos(len(k.word)) }
