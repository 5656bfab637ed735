package why_test

import (
	"testing"

	"github.com/evert-go/evert/analysis/internal/linttest"
	"github.com/evert-go/evert/analysis/why"
)

func TestWhy(t *testing.T) { linttest.Run(t, why.Analyzer, "calls", "mark") }
