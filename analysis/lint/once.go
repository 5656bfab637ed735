package lint

import "github.com/evert-go/evert/analysis/once"

// checkOnce reports what package once has found: EV306, and directives that name
// what nothing resumes.
func checkOnce(c *checker) {
	found := c.pass.ResultOf[once.Analyzer].(*once.Findings)
	for _, d := range found.List {
		c.ReportDiagnostic("EV306", d)
	}
	for _, d := range found.Problems {
		c.ReportDiagnostic("EV203", d)
	}
}
