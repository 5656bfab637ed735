//go:build evertgopls

package main

import (
	"go/token"
	"path/filepath"

	"github.com/evert-go/evert/rewrite/uptodate"
	"golang.org/x/tools/go/analysis"
)

// generator reports callback forms that are missing or out of date, with fixes that
// make files and take them away too.
var generator = uptodate.New(func(pass *analysis.Pass, f *uptodate.Finding) []analysis.SuggestedFix {
	if fixes := f.Fix(); fixes != nil || f.Title == "" {
		return fixes
	}
	mark := deleteMark + filepath.ToSlash(f.Name)
	if f.Content != nil {
		mark = createMark + filepath.ToSlash(f.Name) + "\n" + string(f.Content)
	}
	start := token.Pos(pass.Fset.File(f.Pos).Base())
	return []analysis.SuggestedFix{{Message: f.Title, TextEdits: []analysis.TextEdit{
		{Pos: start, End: start, NewText: []byte(mark)},
	}}}
})
