package once_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/evert-go/evert/analysis/once"
)

// reporter reports what once finds, as the linter does.
var reporter = &analysis.Analyzer{
	Name:             "reporter",
	Doc:              "report what once finds",
	Requires:         []*analysis.Analyzer{once.Analyzer},
	RunDespiteErrors: true,
	Run: func(pass *analysis.Pass) (any, error) {
		for _, d := range pass.ResultOf[once.Analyzer].(*once.Findings).List {
			pass.Report(d)
		}
		return nil, nil
	},
}

// The packages below testdata say what is found where in comments: // want
// "regexp". A function without one is a case where nothing is found.
func TestFindings(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), reporter, "./...")
}
