package lint_test

import (
	"testing"

	"github.com/evert-go/evert/analysis/internal/linttest"
	"github.com/evert-go/evert/analysis/lint"
)

func TestOnce(t *testing.T) {
	linttest.Run(t, lint.Analyzer, "once")
}
