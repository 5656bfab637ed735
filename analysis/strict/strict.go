// Package strict has the linter's rules that are off by default, as an analyzer of
// their own, for drivers that have no flags, such as gopls.
package strict

import (
	"golang.org/x/tools/go/analysis"

	"github.com/evert-go/evert/analysis/lint"
)

// Analyzer reports what may block a reactor for a short time, and what nothing is
// known of.
var Analyzer = lint.New("evertstrict", `find code that may block a reactor

Locks, quick file system calls, and calls of interface methods and func values of
which nothing is known, in code that runs on a reactor.`, "EV104", "EV105", "EV106")

// A visited is for nogo, as that of package lint: two analyzers cannot share one.
type visited struct{}

func (*visited) AFact() {}

func init() { Analyzer.FactTypes = []analysis.Fact{(*visited)(nil)} }
