package frames_test

import (
	"flag"
	"fmt"
	"go/ast"
	"strings"
	"testing"

	"github.com/evert-go/evert/rewrite/internal/cps"
	"github.com/evert-go/evert/rewrite/internal/frames"
	"github.com/evert-go/evert/rewrite/internal/ir"
	"github.com/evert-go/evert/rewrite/internal/simplify"
	"github.com/evert-go/evert/rewrite/internal/stagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestNew compares the layouts of the sources in testdata, or the reasons why they have
// none.
func TestNew(t *testing.T) {
	stagetest.Golden(t, *update, []string{"layout"}, func(t *testing.T, s *stagetest.Source) map[string]string {
		var out strings.Builder
		for _, decl := range s.Funcs() {
			fn, pool, err := s.Order(decl)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range fn.All() {
				if r := cps.Convert(part, pool); r != nil {
					t.Fatal(r.Reason)
				}
				simplify.Simplify(part, s.Info, func(ast.Node) bool { return false })
				simplify.Rename(part, pool)
			}
			l, reason := frames.New(&frames.Config{Info: s.Info, Pkg: s.Pkg}, fn)
			fmt.Fprintf(&out, "%s: ", decl.Name.Name)
			if l == nil {
				fmt.Fprintf(&out, "in chain style: %s\n", reason)
				continue
			}
			describe(&out, l)
		}
		return map[string]string{"layout": out.String()}
	})
}

// describe writes a layout.
func describe(out *strings.Builder, l *ir.Layout) {
	fmt.Fprintf(out, "frame(%s)\n", names(l.Fields))
	for _, w := range l.Waits {
		fmt.Fprintf(out, "\t%s needs (%s)", w.Name, names(w.Live))
		if w.After != "" {
			fmt.Fprintf(out, ", goes on in %s", w.After)
		}
		if w.Tail != nil {
			out.WriteString(", and ends")
		}
		out.WriteString("\n")
	}
	for _, p := range l.Parts {
		fmt.Fprintf(out, "\tpart %s", p.Name)
		if p.Label > 0 {
			fmt.Fprintf(out, ", loop %d", p.Label)
		}
		out.WriteString("\n")
	}
}

func names(fields []*ir.Field) string {
	var list []string
	for _, f := range fields {
		list = append(list, f.Name)
	}
	return strings.Join(list, ", ")
}
