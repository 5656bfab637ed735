package lint_test

import (
	"testing"

	"github.com/evert-go/evert/analysis/internal/linttest"
	"github.com/evert-go/evert/analysis/lint"
)

func TestRules(t *testing.T) {
	linttest.Run(t, lint.Analyzer, "lib", "reactor", "values", "busy", "directives", "allow", "fixes", "dropped", "inthread", "selfwait", "needless", "methods", "forms", "locks")
}

func TestFixesConverge(t *testing.T) {
	linttest.Converge(t, lint.Analyzer, "fixes", "values", "dropped", "inthread", "needless")
}
