package blocking_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/evert-go/evert/analysis/blocking"
)

// The packages below testdata say what they expect in comments: // want
// name:"regexp" for the fact of an object declared on that line.
func TestAnalyzer(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), blocking.Analyzer, "./...")
}
