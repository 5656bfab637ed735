package lint

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/blocking"
	"github.com/evert-go/evert/analysis/where"
)

func sleepFix(c *checker, b *where.Body, call *ast.CallExpr) []analysis.SuggestedFix { return nil }

func blockingFixes(c *checker, b *where.Body, call *ast.CallExpr, effect blocking.Effect) []analysis.SuggestedFix {
	return nil
}

func wrapFix(c *checker, sink where.Sink, effect blocking.Effect) []analysis.SuggestedFix { return nil }
