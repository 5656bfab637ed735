package strict_test

import (
	"testing"

	"github.com/evert-go/evert/analysis/internal/linttest"
	"github.com/evert-go/evert/analysis/strict"
)

func TestRules(t *testing.T) {
	linttest.Run(t, strict.Analyzer, "strict")
}
