package linttest

import (
	"bytes"
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the .golden files anew: read them")

// edits are those of all fixes with one message in one file.
type edits map[string][]analysis.TextEdit // by message

// write writes the .golden files of packages: for each file what the fixes make of
// it, in a section for each message if there are several.
func write(t *testing.T, dir string, results []*analysistest.Result) {
	t.Helper()
	for _, r := range results {
		files := make(map[string]edits)
		for _, d := range r.Diagnostics {
			for _, fix := range d.SuggestedFixes {
				for _, e := range fix.TextEdits {
					name := r.Pass.Fset.File(e.Pos).Name()
					if files[name] == nil {
						files[name] = make(edits)
					}
					files[name][fix.Message] = append(files[name][fix.Message], e)
				}
			}
		}
		for name, fixes := range files {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			base := r.Pass.Fset.File(r.Pass.Files[fileIndex(r, name)].FileStart)
			archive := &txtar.Archive{}
			for message, list := range fixes {
				archive.Files = append(archive.Files, txtar.File{Name: message, Data: applied(source, list, base.Base())})
			}
			slices.SortFunc(archive.Files, func(a, b txtar.File) int { return cmp.Compare(a.Name, b.Name) })
			rel, err := filepath.Rel(dir, name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join("testdata", rel+".golden"), txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func fileIndex(r *analysistest.Result, name string) int {
	for i, f := range r.Pass.Files {
		if r.Pass.Fset.File(f.FileStart).Name() == name {
			return i
		}
	}
	return -1
}

// applied applies edits, those that are the same once.
func applied(source []byte, list []analysis.TextEdit, base int) []byte {
	slices.SortStableFunc(list, func(a, b analysis.TextEdit) int { return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End)) })
	list = slices.CompactFunc(list, func(a, b analysis.TextEdit) bool {
		return a.Pos == b.Pos && a.End == b.End && bytes.Equal(a.NewText, b.NewText)
	})
	var out []byte
	done := 0
	for _, e := range list {
		if int(e.Pos)-base < done {
			continue // in the way of the one before: for another run
		}
		out = append(out, source[done:int(e.Pos)-base]...)
		out = append(out, e.NewText...)
		done = int(e.End) - base
	}
	return append(out, source[done:]...)
}
