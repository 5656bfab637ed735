package cps_test

import (
	"flag"
	"fmt"
	"go/ast"
	"strings"
	"testing"

	"github.com/evert-go/evert/rewrite/internal/cps"
	"github.com/evert-go/evert/rewrite/internal/simplify"
	"github.com/evert-go/evert/rewrite/internal/stagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestConvert compares the continuation form of the sources in testdata, as stage
// cps makes it and as stage simplify leaves it. The names of the files start with
// the numbers of what they show in the list of what a callback form must preserve
// (see package rewrite).
func TestConvert(t *testing.T) {
	stagetest.Golden(t, *update, []string{"cps", "simplified"}, func(t *testing.T, s *stagetest.Source) map[string]string {
		var converted, simplified strings.Builder
	funcs:
		for _, decl := range s.Funcs() {
			fn, pool, err := s.Order(decl)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range fn.All() {
				if r := cps.Convert(part, pool); r != nil {
					fmt.Fprintf(&converted, "%s: cannot split %s: %s\n", s.Fset.Position(r.Pos), decl.Name.Name, r.Reason)
					continue funcs
				}
			}
			converted.WriteString(fn.Continuation())
			for _, part := range fn.All() {
				simplify.Simplify(part, s.Info, noComments)
				for _, body := range part.Bodies {
					simplify.Simplify(body, s.Info, noComments)
				}
				simplify.Rename(part, pool)
			}
			simplified.WriteString(fn.Continuation())
		}
		return map[string]string{"cps": converted.String(), "simplified": simplified.String()}
	})
}

func noComments(ast.Node) bool { return false }
