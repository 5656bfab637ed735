// Command trivial is a vet tool with one analyzer that uses facts and does nothing
// with them: what any such tool costs at least.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// seen is the fact of every package.
type seen struct{}

func (*seen) AFact() {}

var analyzer = &analysis.Analyzer{
	Name:      "trivial",
	Doc:       "give each package a fact, and look at those of its imports",
	FactTypes: []analysis.Fact{(*seen)(nil)},
	Run: func(pass *analysis.Pass) (any, error) {
		for _, imported := range pass.Pkg.Imports() {
			pass.ImportPackageFact(imported, new(seen))
		}
		pass.ExportPackageFact(new(seen))
		return nil, nil
	},
}

func main() { unitchecker.Main(analyzer) }
